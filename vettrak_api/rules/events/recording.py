"""Recording what happens to clients and employers, such as workplace visits."""

import datetime
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput, NotFound
from vettrak_api.model.enrolments import Contract, Enrolment
from vettrak_api.model.events import Event
from vettrak_api.model.reference import EventType
from vettrak_api.model.rows import add_row, change_row, rows_of
from vettrak_api.model.statements import execute, for_update
from vettrak_api.rules.events.types import FOR_CLIENTS, FOR_EMPLOYERS, find_event_type_id
from vettrak_api.rules.lookups import NUMBER, STAFF_ID, client_key
from vettrak_api.rules.validation import trimmed

_STORED = for_update(
    rows_of(Event)
    .add_columns(EventType.name.label("type_name"))
    .join(EventType, EventType.id == Event.event_type_id)
    .where(Event.id == NUMBER),
    Event,
)
CLIENT_EVENT = _STORED.where(Event.client_id.is_not(None))
EMPLOYER_EVENT = _STORED.where(Event.employer_id.is_not(None))

_ENROLMENTS_OWNER = select(Enrolment.client_id).where(Enrolment.id == NUMBER)
_CONTRACTS_OWNER = select(Contract.client_id).where(Contract.id == NUMBER)


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What is told of an event.

    type_name: as GetEventTypes lists it. start, finish: local moments; a null finish is open. staff_code: of the staff
    member who sees to it, or blank. enrolment_id, contract_id: what of the client's it is about; at most one.
    """

    type_name: str | None
    start: datetime.datetime
    finish: datetime.datetime | None
    complete: bool
    description: str | None
    staff_code: str | None
    document_reference: str | None
    enrolment_id: int | None = None
    contract_id: int | None = None


def add_client_event(session: Session, client_id: int, facts: EventFacts) -> int:
    """Record an event of a client and return its number.

    Raises InvalidInput for an unknown event type or staff member, and for an enrolment or contract of somebody else.
    """
    columns = _columns(session, FOR_CLIENTS, facts)
    return add_row(session, Event, client_id=client_id, **columns, **_links(session, client_id, facts))


def add_employer_event(session: Session, employer_id: int, facts: EventFacts) -> int:
    """Record an event of an employer and return its number; raises as `add_client_event`."""
    return add_row(session, Event, employer_id=employer_id, **_columns(session, FOR_EMPLOYERS, facts))


def change_client_event(session: Session, number: int, facts: EventFacts) -> None:
    """Overwrite an event of a client.

    Raises NotFound when the number is no client event's, else as `add_client_event`. The type that it has may stay,
    though it is out of use by now.
    """
    stored = _stored(session, CLIENT_EVENT, number)
    columns = _columns(session, FOR_CLIENTS, facts, stored)
    change_row(session, Event, stored, **columns, **_links(session, stored.client_id, facts))


def change_employer_event(session: Session, number: int, facts: EventFacts) -> None:
    """Overwrite an event of an employer; raises as `change_client_event`."""
    stored = _stored(session, EMPLOYER_EVENT, number)
    change_row(session, Event, stored, **_columns(session, FOR_EMPLOYERS, facts, stored))


def _stored(session: Session, statement: Select[Any], number: int) -> Any:
    found = execute(session, statement, wanted_number=number).first()
    if found is None:
        raise NotFound("Event not found.")
    return found


def _columns(session: Session, types: Select[int, str], facts: EventFacts, stored: Any = None) -> dict[str, Any]:
    held = (stored.event_type_id, stored.type_name) if stored is not None else None
    return {
        "event_type_id": find_event_type_id(session, types, facts.type_name, held=held),
        "start": facts.start,
        "finish": facts.finish,
        "complete": facts.complete,
        "description": facts.description,
        "staff_id": _staff_id(session, facts.staff_code),
        "document_reference": facts.document_reference,
    }


def _staff_id(session: Session, code: str | None) -> int | None:
    if not trimmed(code):
        return None
    found: int | None = execute(session, STAFF_ID, wanted_code=client_key(session, code)).scalar()
    if found is None:
        raise InvalidInput("Unknown staff member.")
    return found


def _links(session: Session, client_id: int, facts: EventFacts) -> dict[str, int | None]:
    """Return the enrolment and the contract that an event is about; raises InvalidInput for somebody else's."""
    for owner, number in ((_ENROLMENTS_OWNER, facts.enrolment_id), (_CONTRACTS_OWNER, facts.contract_id)):
        if number is not None and execute(session, owner, wanted_number=number).scalar() != client_id:
            raise InvalidInput("Enrolment or contract belongs to another client.")
    return {"enrolment_id": facts.enrolment_id, "contract_id": facts.contract_id}
