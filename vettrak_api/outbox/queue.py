"""The way into the outbox, for rules and operations; vettrak_api.outbox.delivery sends what is in it."""

import datetime
import json

from sqlalchemy.orm import Session

from vettrak_api.model.outbox import OutboxMessage

MAIL = "mail"
"""The kind of an e-mail; its payload is a JSON object with subject and text."""

AT_ONCE = 0
"""When a new message is due: before all that have been tried."""


def queue_mail(session: Session, now: datetime.datetime, recipient: str, subject: str, text: str) -> None:
    """Put a mail into the outbox; it exists only if the session commits."""
    payload = json.dumps({"subject": subject, "text": text}, ensure_ascii=False)
    session.add(OutboxMessage(kind=MAIL, recipient=recipient, payload=payload, queued=now, next_attempt=AT_ONCE))
