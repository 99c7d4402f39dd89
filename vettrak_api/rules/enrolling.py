"""Enrols clients: one enrolment with everything that it takes over from its occurrence.

Rules: AddLMSClientEnrolmentToOccurrence and AddEmployeeEnrolmentToBooking of the contract, R-LMS, R-STATUS.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, exists, func, insert, literal, or_, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict
from vettrak_api.model.enrolments import (
    CLIENT,
    ClassClient,
    EnrolledTask,
    EnrolledTaskUnit,
    EnrolledUnit,
    Enrolment,
    EnrolmentInvoiceSchedule,
    EnrolmentLink,
    EnrolmentPrice,
    EnrolmentStaff,
)
from vettrak_api.model.events import Event
from vettrak_api.model.occurrences import (
    ClassSession,
    EnrolmentNumber,
    Occurrence,
    OccurrenceEvent,
    OccurrenceInvoiceSchedule,
    OccurrencePrice,
    OccurrenceStaff,
    OccurrenceTask,
    OccurrenceTaskUnit,
    OccurrenceUnit,
)
from vettrak_api.model.reference import EnrolmentStatus, ResultType
from vettrak_api.rules.vacancies import hold_places, takes_place

ACTIVE = 0
NOT_YET_STARTED = 0
NOT_SCORED = -1
ENROLMENT_NUMBER, OCCURRENCE_NUMBER = "E", "O"


@dataclass(frozen=True, slots=True)
class Terms:
    """How a client is enrolled. The last places of an LMS enrolment are the flags that the LMS keeps."""

    kind: str = CLIENT
    parent_id: int | None = None
    employer_id: int | None = None
    study_reason_id: int | None = None
    referral_source_id: int | None = None
    description: str | None = None
    known_to_lms: bool = False
    copy_prices: bool = True
    link_enrolments: bool = False


def enrol(session: Session, client_id: int, occurrence: Occurrence, terms: Terms) -> Enrolment:
    """Enrol a client in an occurrence and return the enrolment, flushed.

    Holds the occurrence first, so that of two equal calls one finds the other's enrolment. Raises Conflict
    when the client has an enrolment in it that is not withdrawn or cancelled.
    """
    hold_places(session, occurrence.id)
    _refuse_second(session, client_id, occurrence.id)
    enrolment = _new_enrolment(session, client_id, occurrence, terms)
    session.add(enrolment)
    session.flush()
    linked = _link(session, enrolment) if terms.link_enrolments else []
    _copy_units(session, enrolment, linked)
    _copy_tasks(session, enrolment)
    _copy_staff_and_classes(session, enrolment)
    _copy_events(session, enrolment)
    if terms.copy_prices:
        _copy_prices(session, enrolment)
    session.flush()
    return enrolment


def next_number(session: Session, kind: str) -> int:
    """Return a fresh number of the space that occurrences and enrolments share."""
    number = EnrolmentNumber(kind=kind)
    session.add(number)
    session.flush()
    return number.id


def active_status_id(session: Session) -> int:
    """Return the status of type active with the lowest number, which always exists."""
    wanted = select(func.min(EnrolmentStatus.id)).where(EnrolmentStatus.status_type == ACTIVE)
    return session.scalar(wanted) or 0


def not_yet_started_id(session: Session) -> int:
    """Return the one result of the kind Not Yet Started."""
    wanted = select(func.min(ResultType.id)).where(ResultType.kind == NOT_YET_STARTED)
    return session.scalar(wanted) or 0


def _refuse_second(session: Session, client_id: int, occurrence_id: int) -> None:
    present = select(Enrolment.id).where(
        Enrolment.occurrence_id == occurrence_id, Enrolment.client_id == client_id, takes_place()
    )
    if session.scalars(present.limit(1)).first() is not None:
        raise Conflict("Client is already enrolled in this occurrence.")


def _new_enrolment(session: Session, client_id: int, occurrence: Occurrence, terms: Terms) -> Enrolment:
    in_lms = occurrence.lms_publish == 1
    return Enrolment(
        id=next_number(session, ENROLMENT_NUMBER),
        kind=terms.kind,
        client_id=client_id,
        occurrence_id=occurrence.id,
        parent_id=terms.parent_id,
        code=occurrence.code,
        start_date=occurrence.start_date,
        end_date=occurrence.end_date,
        status_id=active_status_id(session),
        date_of_effect=occurrence.start_date,
        qualification_id=occurrence.qualification_id,
        organisation_id=occurrence.organisation_id,
        location_id=occurrence.location_id,
        delivery_type=occurrence.delivery_type,
        delivery_modes=occurrence.delivery_modes,
        division_id=occurrence.division_id,
        description=terms.description,
        employer_id=terms.employer_id,
        study_reason_id=terms.study_reason_id,
        referral_source_id=terms.referral_source_id,
        lms_publish=1 if in_lms else 0,
        lms_status=1 if in_lms and terms.known_to_lms else 0,
    )


def _link(session: Session, enrolment: Enrolment) -> list[int]:
    """Link the client's active enrolments that overlap this one and hold units of its occurrence."""
    shares_unit = exists().where(
        EnrolledUnit.enrolment_id == Enrolment.id,
        OccurrenceUnit.unit_id == EnrolledUnit.unit_id,
        OccurrenceUnit.occurrence_id == enrolment.occurrence_id,
    )
    active = select(EnrolmentStatus.id).where(EnrolmentStatus.status_type == ACTIVE)
    others = select(Enrolment.id).where(
        Enrolment.client_id == enrolment.client_id,
        Enrolment.id != enrolment.id,
        Enrolment.status_id.in_(active),
        *_overlap(enrolment.start_date, enrolment.end_date),
        shares_unit,
    )
    linked = list(session.scalars(others))
    session.add_all(EnrolmentLink(enrolment_id=enrolment.id, linked_id=other) for other in linked)
    return linked


def _overlap(start: datetime.datetime | None, end: datetime.datetime | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if end is not None:
        conditions.append(or_(Enrolment.start_date.is_(None), Enrolment.start_date <= end))
    if start is not None:
        conditions.append(or_(Enrolment.end_date.is_(None), Enrolment.end_date >= start))
    return conditions


def _copy_units(session: Session, enrolment: Enrolment, linked: list[int]) -> None:
    """Enrol into every unit that is not optional and not held by a linked enrolment."""
    wanted = select(OccurrenceUnit.unit_id).where(
        OccurrenceUnit.occurrence_id == enrolment.occurrence_id, OccurrenceUnit.optional.is_(False)
    )
    if linked:
        held = select(EnrolledUnit.unit_id).where(EnrolledUnit.enrolment_id.in_(linked))
        wanted = wanted.where(OccurrenceUnit.unit_id.not_in(held))
    add_units(session, enrolment, list(session.scalars(wanted.order_by(OccurrenceUnit.id))))


def add_units(session: Session, enrolment: Enrolment, unit_ids: list[int]) -> None:
    """Enrol into units: Not Yet Started, the enrolment's dates, not scored."""
    not_started = not_yet_started_id(session)
    session.add_all(
        EnrolledUnit(
            enrolment_id=enrolment.id,
            unit_id=unit_id,
            result_type_id=not_started,
            start_date=enrolment.start_date,
            finish_date=enrolment.end_date,
            percentage=NOT_SCORED,
        )
        for unit_id in unit_ids
    )


def _copy_tasks(session: Session, enrolment: Enrolment) -> None:
    """Take over tasks, except those linked to optional units only; a task linked to no unit is taken over."""
    units = (
        select(OccurrenceTask.id, OccurrenceTask.task_id, OccurrenceTaskUnit.unit_id, OccurrenceUnit.optional)
        .outerjoin(OccurrenceTaskUnit, OccurrenceTaskUnit.occurrence_task_id == OccurrenceTask.id)
        .outerjoin(
            OccurrenceUnit,
            (OccurrenceUnit.unit_id == OccurrenceTaskUnit.unit_id)
            & (OccurrenceUnit.occurrence_id == OccurrenceTask.occurrence_id),
        )
        .where(OccurrenceTask.occurrence_id == enrolment.occurrence_id)
        .order_by(OccurrenceTask.id)
    )
    tasks: dict[int, list[Any]] = {}
    for row in session.execute(units):
        tasks.setdefault(row.task_id, []).append(row)
    for task_id, rows in tasks.items():
        linked = [row for row in rows if row.unit_id is not None]
        if linked and all(row.optional for row in linked):
            continue
        task = EnrolledTask(enrolment_id=enrolment.id, task_id=task_id, due_date=enrolment.end_date)
        session.add(task)
        session.flush()
        session.add_all(EnrolledTaskUnit(enrolled_task_id=task.id, unit_id=row.unit_id) for row in linked)


def _copy_staff_and_classes(session: Session, enrolment: Enrolment) -> None:
    staff = select(literal(enrolment.id), OccurrenceStaff.client_id, OccurrenceStaff.role)
    staff = staff.where(OccurrenceStaff.occurrence_id == enrolment.occurrence_id)
    session.execute(insert(EnrolmentStaff).from_select(["enrolment_id", "client_id", "role"], staff))
    classes = select(ClassSession.id, literal(enrolment.id))
    classes = classes.where(ClassSession.occurrence_id == enrolment.occurrence_id)
    session.execute(insert(ClassClient).from_select(["class_session_id", "enrolment_id"], classes))


def _copy_events(session: Session, enrolment: Enrolment) -> None:
    wanted = select(OccurrenceEvent).where(
        OccurrenceEvent.occurrence_id == enrolment.occurrence_id, OccurrenceEvent.optional.is_(False)
    )
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
        for event in session.scalars(wanted)
    )


def _copy_prices(session: Session, enrolment: Enrolment) -> None:
    """Take over the published prices and the invoice schedules; the enrolment costs the sum of the prices."""
    wanted = select(OccurrencePrice).where(
        OccurrencePrice.occurrence_id == enrolment.occurrence_id, OccurrencePrice.web_published
    )
    prices = list(session.scalars(wanted))
    session.add_all(
        EnrolmentPrice(
            enrolment_id=enrolment.id,
            price_item_id=price.price_item_id,
            unit_id=price.unit_id,
            amount=price.amount,
            gst=price.gst,
            surcharge_percentage=price.surcharge_percentage,
        )
        for price in prices
    )
    enrolment.amount = sum((price.amount for price in prices), Decimal("0.00"))
    enrolment.gst = sum((price.gst for price in prices), Decimal("0.00"))
    _copy_schedules(session, enrolment)


def _copy_schedules(session: Session, enrolment: Enrolment) -> None:
    columns = ("invoice_date", "percentage", "description")
    schedules = select(literal(enrolment.id), *(getattr(OccurrenceInvoiceSchedule, column) for column in columns))
    schedules = schedules.where(OccurrenceInvoiceSchedule.occurrence_id == enrolment.occurrence_id)
    session.execute(insert(EnrolmentInvoiceSchedule).from_select(["enrolment_id", *columns], schedules))
