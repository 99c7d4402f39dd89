"""Types of events, which the RTO defines for clients, for employers, for both, or has put out of use."""

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput
from vettrak_api.model.base import fold
from vettrak_api.model.reference import EventType
from vettrak_api.model.statements import execute

UNKNOWN = "Unknown event type."

IN_USE = or_(EventType.for_clients, EventType.for_employers)
"""A type for neither clients nor employers is out of use."""

_TYPES = select(EventType.id, EventType.name).order_by(EventType.id)
FOR_CLIENTS = _TYPES.where(EventType.for_clients)
FOR_EMPLOYERS = _TYPES.where(EventType.for_employers)


def find_event_type_id(
    session: Session, types: Select[int, str], name: str | None, *, held: tuple[int, str] | None = None
) -> int:
    """Return the event type of a name, ignoring case, among FOR_CLIENTS or FOR_EMPLOYERS.

    held: number and name of the type that the event has already, which may come back though it is out of use by now.
    Raises InvalidInput when there is none of that name.
    """
    wanted = fold(name)
    if held is not None and fold(held[1]) == wanted:
        return held[0]
    for row in execute(session, types):
        if fold(row.name) == wanted:
            return int(row.id)
    raise InvalidInput(UNKNOWN)
