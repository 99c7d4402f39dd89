"""Calling an occurrence off, with what becomes of those who are enrolled, of those who wait, and of its classes."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, bindparam, func, or_, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict, Fault, InvalidFields
from vettrak_api.model.base import cut, length_of
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.occurrences import IN_LMS, ClassSession, Occurrence
from vettrak_api.model.quarantine import PENDING, WebEnrolment, WebPayment
from vettrak_api.model.reference import EnrolmentStatus
from vettrak_api.model.rows import change_rows
from vettrak_api.model.statements import Reader, execute, for_update
from vettrak_api.rules.occurrences.classes import remove_class, why_kept
from vettrak_api.rules.occurrences.details import held
from vettrak_api.rules.occurrences.publication import day_of
from vettrak_api.rules.occurrences.vacancies import FREE_STATUS_TYPES, takes_place
from vettrak_api.rules.processing.processing import reject_web_enrolment
from vettrak_api.rules.quarantine.decisions import Context

CANCELLED = 3
"""The status type of what has been called off."""

COMPLETED = 1
"""The status type of enrolments that have reached their end: calling the rest off takes nothing from them."""

CALLED_OFF = "Cancelled"
"""What the description of a class begins with that stays, since something hangs on it."""

LONGEST_DESCRIPTION = length_of(ClassSession.__table__.c.description)

_OCCURRENCE = bindparam("occurrence", type_=Integer)
_GOES_ON = (
    Enrolment.occurrence_id == _OCCURRENCE,
    takes_place(),
    Enrolment.status_id.not_in(select(EnrolmentStatus.id).where(EnrolmentStatus.status_type == COMPLETED)),
)
ENROLLED = for_update(select(Enrolment.id, Enrolment.amount_paid).where(*_GOES_ON).order_by(Enrolment.id), Enrolment)
_WAITS = (WebEnrolment.occurrence_id == _OCCURRENCE, WebEnrolment.state == PENDING)
LOCKED_WAITING = for_update(select(WebEnrolment.id).where(*_WAITS).order_by(WebEnrolment.id), WebEnrolment)
WAITING = (
    select(WebEnrolment.id, func.coalesce(WebPayment.amount, 0).label("amount_paid"))
    .outerjoin(WebPayment, WebPayment.web_enrolment_id == WebEnrolment.id)
    .where(*_WAITS)
    .order_by(WebEnrolment.id)
)
COUNTED = select(Enrolment.id, Enrolment.amount_paid).where(*_GOES_ON)
TO_COME = (
    select(ClassSession)
    .where(ClassSession.occurrence_id == _OCCURRENCE, ClassSession.start >= bindparam("now"))
    .order_by(ClassSession.start, ClassSession.id)
)
NUMBERS_TO_COME = TO_COME.with_only_columns(ClassSession.id)
STATUSES = (
    select(EnrolmentStatus.id, EnrolmentStatus.name, EnrolmentStatus.status_type)
    .where(or_(*(EnrolmentStatus.status_type == kind for kind in FREE_STATUS_TYPES)))
    .order_by(EnrolmentStatus.id)
)


@dataclass(frozen=True, slots=True)
class Cancellation:
    """What is decided. status_id: what the enrolled become; None: they stay as they are.

    rejects: whether web enrolments that wait are rejected, or stay in quarantine. despite_payment: whether it may be
    done although somebody has paid. reason: what the rejected web enrolments have as theirs.
    """

    status_id: int | None
    rejects: bool
    despite_payment: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Affected:
    """What hangs on an occurrence: enrolments and what is paid for them, web enrolments likewise, classes to come."""

    enrolled: int
    paid: Decimal
    waiting: int
    web_paid: Decimal
    classes: int


def affected(reader: Reader, occurrence_id: int, now: datetime.datetime) -> Affected:
    """Return what calling an occurrence off is about."""
    enrolled = execute(reader, COUNTED, occurrence=occurrence_id).all()
    waiting = execute(reader, WAITING, occurrence=occurrence_id).all()
    classes = execute(reader, NUMBERS_TO_COME, occurrence=occurrence_id, now=now).all()
    return Affected(len(enrolled), _paid(enrolled), len(waiting), _paid(waiting), len(classes))


def _paid(rows: Iterable[Any]) -> Decimal:
    return sum((Decimal(row.amount_paid) for row in rows), Decimal(0))


def cancel_occurrence(session: Session, context: Context, number: int, decided: Cancellation) -> Affected:
    """Call an occurrence off and return what that was about: all of it, or nothing.

    It leaves the web. A learning management system that has it reads its status; one that has not will not get it.
    Whoever has completed stays so. Payments are left alone: refunds are made where the money is. Raises NotFound,
    Conflict when it was called off before or money has been paid, InvalidFields for a status that takes a place.
    """
    execute(session, LOCKED_WAITING, occurrence=number).all()
    occurrence = held(session, number)
    statuses = {row.id: row for row in execute(session, STATUSES)}
    if occurrence.status_id in statuses:
        message = "This occurrence is cancelled already."
        raise Conflict(message)
    if decided.status_id is not None and decided.status_id not in statuses:
        raise InvalidFields(Fault("status", "unknown", "Choose what becomes of those who are enrolled."))
    enrolled = execute(session, ENROLLED, occurrence=number).all()
    waiting = execute(session, WAITING, occurrence=number).all()
    found = Affected(len(enrolled), _paid(enrolled), len(waiting), _paid(waiting), 0)
    _require_settled(found, decided)
    today = day_of(context.now)
    if decided.status_id is not None:
        change_rows(session, Enrolment, {row.id: _withdrawn(decided.status_id, today) for row in enrolled})
    for row in waiting if decided.rejects else ():
        reject_web_enrolment(session, context, row.id, decided.reason)
    classes = session.scalars(TO_COME, {"occurrence": number, "now": context.now}).all()
    _call_off_classes(session, occurrence, classes)
    _take_away(occurrence, _cancelled_status(statuses), today)
    session.flush()
    return replace(found, classes=len(classes))


def _require_settled(found: Affected, decided: Cancellation) -> None:
    """Raise InvalidFields when somebody who loses a place has paid for it, and nobody says to deal with that."""
    paid = found.paid if decided.status_id is not None else Decimal(0)
    paid += found.web_paid if decided.rejects else 0
    if paid > 0 and not decided.despite_payment:
        message = (
            f"${paid:,.2f} has been paid. Tick that you will deal with the money, or leave those enrolments alone."
        )
        raise InvalidFields(Fault("despite_payment", "paid", message))


def _withdrawn(status_id: int, today: datetime.datetime) -> dict[str, Any]:
    return {"status_id": status_id, "date_of_effect": today}


def _cancelled_status(statuses: dict[int, Any]) -> int:
    """Return the first status of what is cancelled; an organisation that has none says withdrawn."""
    return min(statuses, key=lambda number: (statuses[number].status_type != CANCELLED, number))


def _call_off_classes(session: Session, occurrence: Occurrence, classes: Sequence[ClassSession]) -> None:
    """Remove classes; those on which something hangs stay and say that they are cancelled."""
    for each in classes:
        if why_kept(session, each.id):
            told = f"{CALLED_OFF}. {each.description or ''}".strip()
            each.description = cut(told, LONGEST_DESCRIPTION)
        else:
            remove_class(session, occurrence, each.id)


def _take_away(occurrence: Occurrence, status_id: int, today: datetime.datetime) -> None:
    occurrence.status_id, occurrence.date_of_effect = status_id, today
    occurrence.web_published = False
    if occurrence.lms_status != IN_LMS:
        occurrence.lms_publish = 0
