"""Area events: what happens to clients and employers, such as workplace visits: listed, added and overwritten."""

import datetime

from sqlalchemy import func

from vettrak_api.calls.call import Call, Confirmation, Number, Records, operation
from vettrak_api.calls.texts import Texts
from vettrak_api.contract.parameters import TEven
from vettrak_api.errors import InvalidInput, NotFound
from vettrak_api.model.reference import EventType
from vettrak_api.rules.events.recording import (
    EventFacts,
    add_client_event,
    add_employer_event,
    change_client_event,
    change_employer_event,
)
from vettrak_api.rules.events.types import IN_USE
from vettrak_api.rules.lookups import find_client_id, find_employer_id, find_staff_id
from vettrak_api.rules.validation import in_order, moment, trimmed, zero_or_one
from vettrak_api.views.events import (
    BY_START,
    CLIENT_EVENT,
    EMPLOYER_EVENT,
    EVENT_TYPES,
    EVENTS,
    OF_CLIENT,
    OF_EMPLOYER,
    OF_STAFF,
    STARTING,
)

CLIENTS_EVENTS = EVENTS.select.where(OF_CLIENT).order_by(*BY_START)
EMPLOYERS_EVENTS = EVENTS.select.where(OF_EMPLOYER).order_by(*BY_START)
STAFFS_EVENTS = EVENTS.select.where(OF_STAFF, STARTING).order_by(*BY_START)
TYPES = EVENT_TYPES.select.where(IN_USE).order_by(func.lower(EventType.name), EventType.id)

NO_EVENT = "Event not found."


@operation
def GetEventTypes(call: Call) -> Records:
    """List the event types that are in use, by name."""
    return call.reader.execute(TYPES).all()


@operation
def GetEventsForClient(call: Call, sClie_Code: str | None) -> Records:
    """List the events of a client, open and completed, by start and number."""
    wanted = {"wanted_client": find_client_id(call.reader, sClie_Code)}
    return call.reader.execute(CLIENTS_EVENTS, wanted).all()


@operation
def GetEventsForEmployer(call: Call, sEmpl_Identifier: str | None) -> Records:
    """List the events of the employer itself, not those of its people, by start and number."""
    wanted = {"wanted_employer": find_employer_id(call.reader, sEmpl_Identifier)}
    return call.reader.execute(EMPLOYERS_EVENTS, wanted).all()


@operation
def GetEventsForStaff(
    call: Call, sClie_Code: str | None, xsdStart: datetime.datetime, xsdEnd: datetime.datetime
) -> Records:
    """List the events that a staff member sees to and that start within a range, by start and number."""
    in_order(xsdStart, xsdEnd)
    wanted = {"wanted_staff": find_staff_id(call.reader, sClie_Code), "range_start": xsdStart, "range_end": xsdEnd}
    return call.reader.execute(STAFFS_EVENTS, wanted).all()


@operation
def AddClientEvent(call: Call, eEvent: TEven | None) -> Number:
    """Record an event of a client; its number and kind are not taken from the caller."""
    if eEvent is None:
        raise NotFound("Client not found.")
    facts = _facts(call.texts, eEvent, linked=True)
    return add_client_event(call.session, find_client_id(call.session, eEvent.Identifier), facts)


@operation
def AddEmployerEvent(call: Call, eEvent: TEven | None) -> Number:
    """Record an event of an employer; enrolment and contract are ignored."""
    if eEvent is None:
        raise NotFound("Employer not found.")
    facts = _facts(call.texts, eEvent, linked=False)
    return add_employer_event(call.session, find_employer_id(call.session, eEvent.Identifier), facts)


@operation
def UpdateClientEvent(call: Call, eEvent: TEven | None) -> Confirmation:
    """Overwrite an event of a client as a whole; it stays that client's."""
    if eEvent is None:
        raise NotFound(NO_EVENT)
    if eEvent.EventType != CLIENT_EVENT:
        raise InvalidInput("Event is not a client event.")
    change_client_event(call.session, eEvent.EventID, _facts(call.texts, eEvent, linked=True))


@operation
def UpdateEmployerEvent(call: Call, eEvent: TEven | None) -> Confirmation:
    """Overwrite an event of an employer as a whole; it stays that employer's."""
    if eEvent is None:
        raise NotFound(NO_EVENT)
    if eEvent.EventType != EMPLOYER_EVENT:
        raise InvalidInput("Event is not an employer event.")
    change_employer_event(call.session, eEvent.EventID, _facts(call.texts, eEvent, linked=False))


def _facts(texts: Texts, sent: TEven, *, linked: bool) -> EventFacts:
    """Judge the members that need no record, in wire order; linked: with enrolment and contract."""
    if not trimmed(sent.EventName):
        raise InvalidInput("Unknown event type.")
    start, finish = moment(sent.EventStart), moment(sent.EventFinish)
    if start is None:
        raise InvalidInput("Event start is required.")
    if finish is not None and finish < start:
        raise InvalidInput("Event finish is before its start.")
    facts = EventFacts(
        type_name=sent.EventName,
        start=start,
        finish=finish,
        complete=bool(zero_or_one(sent.Complete, "Complete must be 0 or 1.")),
        description=texts.optional("Description", sent.Description),
        staff_code=texts.optional("StaffCode", sent.StaffCode),
        document_reference=texts.optional("DocumentReference", sent.DocumentReference),
        enrolment_id=(sent.EnrolmentId or None) if linked else None,
        contract_id=(sent.ContractId or None) if linked else None,
    )
    if facts.enrolment_id and facts.contract_id:
        raise InvalidInput("Give an enrolment or a contract, not both.")
    return facts
