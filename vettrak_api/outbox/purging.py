"""Removes from the outbox what nobody asks for any more."""

import datetime

from sqlalchemy import Connection, delete, or_

from vettrak_api.model.outbox import OutboxMessage
from vettrak_api.outbox.listing import REMEMBERED


def purge_outbox(connection: Connection, now: datetime.datetime) -> int:
    """Delete what was sent or given up more than 30 days ago and return how many messages that were."""
    limit = now - REMEMBERED
    done = delete(OutboxMessage).where(or_(OutboxMessage.sent < limit, OutboxMessage.given_up < limit))
    return connection.execute(done).rowcount
