"""A USI stands on one client only. Doubles from before that was so stay usable, and are told (`views/usi_doubles`)."""

from typing import Any

from sqlalchemy import Integer, Row, String, bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict
from vettrak_api.model.clients import Client
from vettrak_api.model.statements import execute
from vettrak_api.rules.clients.locks import lock_new_clients

TAKEN = "USI is already in use."

OTHER_OWNER = (
    select(Client.id, Client.code)
    .where(Client.usi == bindparam("told_usi", type_=String), Client.id != bindparam("number", type_=Integer))
    .order_by(Client.id)
    .limit(1)
)


def other_owner(session: Session, usi: str, client_id: int | None) -> Row[Any] | None:
    """Return `id` and `code` of another client, or of any for None, on whom a USI stands."""
    return execute(session, OTHER_OWNER, told_usi=usi, number=client_id or 0).first()


def refuse_usi_of_another(session: Session, client: Client, usi: str | None) -> None:
    """Raise Conflict when a client's new USI stands on another one; the USI that it has may stay.

    Holds the making of clients, so that no two get the same one at once.
    """
    if not usi or usi == client.usi:
        return
    lock_new_clients(session)
    if other_owner(session, usi, client.id) is not None:
        raise Conflict(TAKEN)


def require_usi_of_nobody(session: Session, usi: str | None) -> None:
    """Raise Conflict when the USI of a client to be made stands on another one; the caller holds their making."""
    if usi and other_owner(session, usi, None) is not None:
        raise Conflict(TAKEN)
