"""Events of clients and employers (TEven)."""

from sqlalchemy import case, func, select, type_coerce
from sqlalchemy.orm import aliased

from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.events import Event
from vettrak_api.model.reference import EventType
from vettrak_api.rules.lookups import CLIENT_NUMBER, EMPLOYER_NUMBER, STAFF_NUMBER
from vettrak_api.views.base import Flag, view
from vettrak_api.views.ranges import END, START

CLIENT_EVENT, EMPLOYER_EVENT = 0, 1
"""The types of an event on the wire."""

OF_CLIENT = Event.client_id == CLIENT_NUMBER
OF_EMPLOYER = Event.employer_id == EMPLOYER_NUMBER
OF_STAFF = Event.staff_id == STAFF_NUMBER
STARTING = Event.start.between(START, END)
"""Whose events they are, and that they start within a range, both ends included."""

BY_START = (Event.start, Event.id)

EventStaff = aliased(Client)

EVENTS = view(
    "TEven",
    select(
        Event.id.label("EventID"),
        case((Event.client_id.is_not(None), CLIENT_EVENT), else_=EMPLOYER_EVENT).label("EventType"),
        func.coalesce(Client.code, Employer.identifier).label("Identifier"),
        EventType.name.label("EventName"),
        Event.start.label("EventStart"),
        Event.finish.label("EventFinish"),
        type_coerce(Event.complete, Flag).label("Complete"),
        Event.description.label("Description"),
        EventStaff.code.label("StaffCode"),
        Event.document_reference.label("DocumentReference"),
        Event.enrolment_id.label("EnrolmentId"),
        Event.contract_id.label("ContractId"),
    )
    .select_from(Event)
    .join(EventType, EventType.id == Event.event_type_id)
    .outerjoin(Client, Client.id == Event.client_id)
    .outerjoin(Employer, Employer.id == Event.employer_id)
    .outerjoin(EventStaff, EventStaff.id == Event.staff_id),
)

EVENT_TYPES = view("TEventType", select(EventType.name.label("Name"), EventType.code.label("Code")))
