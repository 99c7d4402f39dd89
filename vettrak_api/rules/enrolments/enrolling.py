"""Enrols clients: one enrolment with everything that it takes over from its occurrence.

Rules: AddLMSClientEnrolmentToOccurrence and AddEmployeeEnrolmentToBooking of the contract, R-LMS, R-STATUS.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import BindParameter, Case, ColumnElement, bindparam, case, exists, insert, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict
from vettrak_api.model.base import Key
from vettrak_api.model.enrolments import (
    CLIENT,
    EMPLOYER,
    ClassClient,
    EnrolledTask,
    EnrolledTaskUnit,
    EnrolledUnit,
    Enrolment,
    EnrolmentStaff,
)
from vettrak_api.model.events import Event
from vettrak_api.model.occurrences import (
    ClassSession,
    EnrolmentNumber,
    Occurrence,
    OccurrenceEvent,
    OccurrenceInvoiceSchedule,
    OccurrenceStaff,
    OccurrenceTask,
    OccurrenceTaskUnit,
)
from vettrak_api.model.rows import add_object, add_rows
from vettrak_api.model.statements import execute, portions
from vettrak_api.rules.enrolments.links import link_enrolments
from vettrak_api.rules.enrolments.locks import LockedEnrolment
from vettrak_api.rules.enrolments.prices import Priced, add_prices, copy_prices, copy_schedules
from vettrak_api.rules.enrolments.selections import OCCURRENCE_DECIDES, Selection, Units, units_of
from vettrak_api.rules.occurrences.vacancies import lock_places, takes_place
from vettrak_api.rules.reference.defaults import defaults

NOT_SCORED = -1
INSERT_NUMBER = insert(EnrolmentNumber)
ENROLMENT_NUMBER, OCCURRENCE_NUMBER = "E", "O"

_OCCURRENCE: BindParameter[int] = bindparam("occurrence")
_ENROLMENT: BindParameter[int] = bindparam("enrolment", type_=Key)


def _there_is(*conditions: ColumnElement[bool]) -> Case[int]:
    # SQL Server has no truth values among the columns.
    return case((exists().where(*conditions), 1), else_=0)


SURVEY = select(
    _there_is(Enrolment.occurrence_id == _OCCURRENCE, Enrolment.client_id == bindparam("client"), takes_place()).label(
        "enrolled"
    ),
    _there_is(OccurrenceTask.occurrence_id == _OCCURRENCE).label("tasks"),
    _there_is(OccurrenceStaff.occurrence_id == _OCCURRENCE).label("staff"),
    _there_is(ClassSession.occurrence_id == _OCCURRENCE).label("classes"),
    _there_is(OccurrenceEvent.occurrence_id == _OCCURRENCE).label("events"),
    _there_is(OccurrenceInvoiceSchedule.occurrence_id == _OCCURRENCE).label("schedules"),
)
"""Whether a client is enrolled already, and what there is to be taken over: a question instead of five copies."""

TASKS = (
    select(OccurrenceTask.task_id, OccurrenceTaskUnit.unit_id)
    .outerjoin(OccurrenceTaskUnit, OccurrenceTaskUnit.occurrence_task_id == OccurrenceTask.id)
    .where(OccurrenceTask.occurrence_id == _OCCURRENCE)
    .order_by(OccurrenceTask.id)
)

EVENTS = select(
    OccurrenceEvent.event_type_id,
    OccurrenceEvent.start,
    OccurrenceEvent.finish,
    OccurrenceEvent.description,
    OccurrenceEvent.staff_id,
).where(OccurrenceEvent.occurrence_id == _OCCURRENCE, ~OccurrenceEvent.optional)

HELD = select(EnrolledUnit.unit_id).where(EnrolledUnit.enrolment_id.in_(bindparam("linked", expanding=True)))

COPY_STAFF = insert(EnrolmentStaff).from_select(
    ["enrolment_id", "client_id", "role", "is_primary"],
    select(_ENROLMENT, OccurrenceStaff.client_id, OccurrenceStaff.role, OccurrenceStaff.is_primary).where(
        OccurrenceStaff.occurrence_id == _OCCURRENCE
    ),
)

_CLASSES = select(ClassSession.id, _ENROLMENT).where(ClassSession.occurrence_id == _OCCURRENCE)
COPY_CLASSES = insert(ClassClient).from_select(["class_session_id", "enrolment_id"], _CLASSES)
COPY_CHOSEN_CLASSES = insert(ClassClient).from_select(
    ["class_session_id", "enrolment_id"],
    _CLASSES.where(ClassSession.id.in_(bindparam("chosen", expanding=True))),
)


@dataclass(frozen=True, slots=True)
class Terms:
    """How a client is enrolled, besides what the occurrence says.

    An employee (kind EMPLOYEE) is enrolled at the cost of the employer: without prices, invoice schedules and
    events. known_to_lms: the LMS made this enrolment, so that it is not new to it (R-LMS). occurrence_locked: the
    caller holds the occurrence. held_places: those of employees whom an employer has paid for and not named yet.
    selection: what the buyer chose, where somebody was asked.
    """

    kind: str = CLIENT
    parent_id: int | None = None
    employer_id: int | None = None
    employer_contact_id: int | None = None
    study_reason_id: int | None = None
    referral_source_id: int | None = None
    description: str | None = None
    registration_id: str | None = None
    purchase_order: str | None = None
    known_to_lms: bool = False
    occurrence_locked: bool = False
    held_places: int = 0
    link_enrolments: bool = False
    selection: Selection | None = None


@dataclass(frozen=True, slots=True)
class Enrolled:
    """An enrolment that was made, flushed, and its prices, which may not be yet."""

    enrolment: Enrolment
    prices: list[Priced]


def enrol(session: Session, client_id: int, occurrence: Occurrence, terms: Terms) -> Enrolled:
    """Enrol a client in an occurrence; what the enrolment takes over may not be flushed yet.

    Holds the occurrence first, so that of two equal calls one finds the other's enrolment. Raises Conflict
    when the client has an enrolment in it that is not withdrawn or cancelled.
    """
    if not terms.occurrence_locked:
        lock_places(session, occurrence.id)
    selection = terms.selection or OCCURRENCE_DECIDES
    # Two flushes at the most: each costs as much as several statements.
    with session.no_autoflush:
        found = execute(session, SURVEY, client=client_id, occurrence=occurrence.id).one()
        if found.enrolled:
            raise Conflict("Client is already enrolled in this occurrence.")
        units = units_of(session, occurrence.id, selection)
        enrolment = _new_enrolment(session, client_id, occurrence, terms)
        prices = copy_prices(session, enrolment, selection, units) if terms.kind == CLIENT else []
        add_object(session, enrolment, held=True)
        add_prices(session, prices)
        linked = link_enrolments(session, enrolment) if terms.link_enrolments else []
        _copy_units(session, enrolment, units, linked)
        if found.tasks:
            _copy_tasks(session, enrolment, units)
        if found.staff:
            _copy_staff(session, enrolment)
        if found.classes:
            _copy_classes(session, enrolment, selection)
        if terms.kind == CLIENT and found.events:
            _copy_events(session, enrolment)
        if terms.kind == CLIENT and found.schedules:
            copy_schedules(session, enrolment)
    return Enrolled(enrolment, prices)


def enrol_employer(session: Session, occurrence: Occurrence, terms: Terms) -> Enrolled:
    """Make the enrolment of the employer that the terms name, with prices for one employee.

    Employees are enrolled under it with `enrol`; what it costs is then set by `booking_prices.price_anew`.
    """
    selection = terms.selection or OCCURRENCE_DECIDES
    enrolment = _new_enrolment(session, None, occurrence, replace(terms, kind=EMPLOYER))
    prices = copy_prices(session, enrolment, selection, units_of(session, occurrence.id, selection))
    add_object(session, enrolment, held=True)
    add_prices(session, prices)
    _copy_staff(session, enrolment)
    copy_schedules(session, enrolment)
    return Enrolled(enrolment, prices)


def next_number(session: Session, kind: str) -> int:
    """Return a fresh number of the space that occurrences and enrolments share."""
    # Past the unit of work: a flush for one number costs as much as all the rest of an enrolment.
    made: Any = execute(session, INSERT_NUMBER, kind=kind)
    return int(made.inserted_primary_key[0])


def _new_enrolment(session: Session, client_id: int | None, occurrence: Occurrence, terms: Terms) -> Enrolment:
    in_lms = occurrence.lms_publish == 1
    return Enrolment(
        id=next_number(session, ENROLMENT_NUMBER),
        kind=terms.kind,
        client_id=client_id,
        occurrence_id=occurrence.id,
        parent_id=terms.parent_id,
        held_places=terms.held_places,
        code=occurrence.code,
        start_date=occurrence.start_date,
        end_date=occurrence.end_date,
        status_id=defaults(session).status_id,
        date_of_effect=occurrence.start_date,
        qualification_id=occurrence.qualification_id,
        organisation_id=occurrence.organisation_id,
        location_id=occurrence.location_id,
        delivery_type=occurrence.delivery_type,
        delivery_modes=occurrence.delivery_modes,
        division_id=occurrence.division_id,
        description=terms.description,
        employer_id=terms.employer_id,
        employer_contact_id=terms.employer_contact_id,
        study_reason_id=terms.study_reason_id,
        referral_source_id=terms.referral_source_id,
        registration_id=terms.registration_id,
        purchase_order=terms.purchase_order,
        lms_publish=1 if in_lms else 0,
        lms_status=1 if in_lms and terms.known_to_lms else 0,
    )


def _copy_units(session: Session, enrolment: Enrolment, units: Units, linked: list[int]) -> None:
    """Enrol into every wanted unit that no linked enrolment holds."""
    wanted = units.wanted
    if linked:
        held = {unit_id for some in portions(linked) for unit_id in execute(session, HELD, linked=some).scalars()}
        wanted = [unit_id for unit_id in wanted if unit_id not in held]
    add_units(session, enrolment, wanted)


def add_units(session: Session, enrolment: Enrolment | LockedEnrolment, unit_ids: list[int]) -> None:
    """Enrol into units: Not Yet Started, the enrolment's dates, not scored."""
    not_started = defaults(session).result_type_id
    common = {
        "enrolment_id": enrolment.id,
        "result_type_id": not_started,
        "start_date": enrolment.start_date,
        "finish_date": enrolment.end_date,
        "percentage": NOT_SCORED,
    }
    add_rows(session, EnrolledUnit, [{"unit_id": unit_id, **common} for unit_id in unit_ids])


def _copy_tasks(session: Session, enrolment: Enrolment, units: Units) -> None:
    """Take over tasks, except those linked to units left out only; a task linked to no unit is taken over."""
    tasks: dict[int, list[int]] = {}
    for task_id, unit_id in execute(session, TASKS, occurrence=enrolment.occurrence_id):
        tasks.setdefault(task_id, []).extend([] if unit_id is None else [unit_id])
    wanted = {task_id: of for task_id, of in tasks.items() if not of or not units.left_out.issuperset(of)}
    if wanted:
        _add_tasks(session, enrolment, wanted)


def _add_tasks(session: Session, enrolment: Enrolment, wanted: Mapping[int, list[int]]) -> None:
    """Enrol into tasks, given as task number -> numbers of the units that the task belongs to."""
    status_id = defaults(session).task_status_id
    tasks = [
        EnrolledTask(enrolment_id=enrolment.id, task_id=task_id, task_status_id=status_id, due_date=enrolment.end_date)
        for task_id in wanted
    ]
    session.add_all(tasks)
    session.flush()
    session.add_all(
        EnrolledTaskUnit(enrolled_task_id=task.id, unit_id=unit_id)
        for task in tasks
        for unit_id in wanted[task.task_id]
    )


def _copy_staff(session: Session, enrolment: Enrolment) -> None:
    execute(session, COPY_STAFF, enrolment=enrolment.id, occurrence=enrolment.occurrence_id)


def _copy_classes(session: Session, enrolment: Enrolment, selection: Selection) -> None:
    values = {"enrolment": enrolment.id, "occurrence": enrolment.occurrence_id}
    if selection.classes is None:
        execute(session, COPY_CLASSES, **values)
        return
    for chosen in portions(selection.classes):
        execute(session, COPY_CHOSEN_CLASSES, **values, chosen=chosen)


def _copy_events(session: Session, enrolment: Enrolment) -> None:
    session.add_all(
        Event(
            client_id=enrolment.client_id,
            event_type_id=event.event_type_id,
            start=event.start,
            finish=event.finish,
            description=event.description,
            staff_id=event.staff_id,
            enrolment_id=enrolment.id,
        )
        for event in execute(session, EVENTS, occurrence=enrolment.occurrence_id)
    )
