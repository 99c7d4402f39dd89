"""Legal holds: what is held of a person stays, whatever else would delete it, until the hold is released."""

import datetime
from typing import Any

from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict, InvalidInput, NotFound
from vettrak_api.model.base import length_of, size_of
from vettrak_api.model.clients import Client
from vettrak_api.model.privacy import LegalHold
from vettrak_api.model.rows import add_row, removal_of, remove_rows
from vettrak_api.model.statements import Reader, execute
from vettrak_api.rules.clients.locks import lock_whole_clients

_CLIENT = bindparam("client", type_=Integer)
OF_CLIENT = select(LegalHold.id).where(LegalHold.client_id == _CLIENT)
RELEASE = removal_of(LegalHold, LegalHold.client_id == _CLIENT)
ALL = (
    select(Client.code, LegalHold.reason, LegalHold.placed_at)
    .join(Client, Client.id == LegalHold.client_id)
    .order_by(LegalHold.placed_at, LegalHold.id)
)


def held_clients() -> Select[int]:
    """Return the numbers of clients under a hold, for statements that pass over them."""
    return select(LegalHold.client_id)


def place_hold(session: Session, client_id: int, reason: str, now: datetime.datetime) -> None:
    """Place a hold on a client.

    reason: up to 255 characters. Raises InvalidInput for another one, and Conflict when there is a hold already.
    """
    told = reason.strip()
    if not 0 < size_of(told) <= length_of(LegalHold.reason):
        raise InvalidInput(f"A reason of 1 to {length_of(LegalHold.reason)} characters is needed.")
    lock_whole_clients(session, [client_id])
    if execute(session, OF_CLIENT, client=client_id).first() is not None:
        raise Conflict("There is a legal hold already. Release it first to give another reason.")
    add_row(session, LegalHold, client_id=client_id, reason=told, placed_at=now)


def release_hold(session: Session, client_id: int) -> None:
    """Release what holds there are on a client; raises NotFound when there is none."""
    if not remove_rows(session, RELEASE, client=client_id):
        raise NotFound("There is no legal hold.")


def all_holds(reader: Reader) -> list[Any]:
    """Return all holds, the oldest first."""
    return list(execute(reader, ALL).all())
