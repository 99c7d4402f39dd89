"""Booking through the web: a place is taken and whoever takes it is added, in one act."""

import datetime
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, case, select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput, NotFound
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.programmes import Programme
from vettrak_api.model.quarantine import CLIENT_KIND, EMPLOYER_KIND, WebEnrolment
from vettrak_api.model.rows import add_row, change_row
from vettrak_api.model.statements import execute, for_update
from vettrak_api.rules.occurrences.publication import published, today_of
from vettrak_api.rules.occurrences.vacancies import lock_pool, require_places
from vettrak_api.rules.quarantine.cohorts import judge_cohorts
from vettrak_api.rules.quarantine.employers import WebCompany, add_employer
from vettrak_api.rules.quarantine.notifications import Arrival, notify_of_enrolment
from vettrak_api.rules.quarantine.pending import Held
from vettrak_api.rules.quarantine.people import WebPerson, add_enrolee
from vettrak_api.settings import Settings

BOOKED = for_update(
    select(case((published(), 1), else_=0).label("is_published"), Occurrence.scheduled_unit_id)
    .join(Programme, Programme.id == Occurrence.programme_id)
    .where(Occurrence.id == bindparam("number")),
    Occurrence,
)
"""Whether an occurrence is open for web enrolment, and what it shares its places by."""


@dataclass(frozen=True, slots=True)
class Booking:
    """What every new web enrolment tells, whoever enrols.

    moment: when it was booked, RTO time. A reservation can not be processed until it is completed.
    """

    occurrence_id: int
    moment: datetime.datetime
    description: str | None
    referral_source_id: int | None
    is_reservation: bool = False


def book_client(session: Session, settings: Settings, booking: Booking, person: WebPerson) -> int:
    """Book one person's place in a published occurrence and return the web enrolment's number.

    Raises NotFound, InvalidInput "Occurrence is not open for web enrolment." and "Occurrence has no vacancies.".
    """
    number = _book(session, settings, booking, CLIENT_KIND)
    add_enrolee(session, number, person)
    return number


def book_employer(session: Session, settings: Settings, booking: Booking, company: WebCompany) -> int:
    """Book an employer's first place, for the first employee to come; returns and raises as `book_client`."""
    number = _book(session, settings, booking, EMPLOYER_KIND)
    add_employer(session, number, company)
    return number


def _book(session: Session, settings: Settings, booking: Booking, kind: int) -> int:
    """Take a place and add a web enrolment that has nobody yet; return its number."""
    _lock_open_place(session, booking.occurrence_id)
    number = add_row(
        session,
        WebEnrolment,
        occurrence_id=booking.occurrence_id,
        kind=kind,
        is_reservation=booking.is_reservation,
        places=1,
        stamp=booking.moment,
        description=booking.description,
        referral_source_id=booking.referral_source_id,
    )
    arrival = Arrival(number, kind, booking.occurrence_id, booking.moment, is_reservation=booking.is_reservation)
    notify_of_enrolment(session, settings, arrival)
    return number


def _lock_open_place(session: Session, occurrence_id: int) -> None:
    """Make sure that the web may book an occurrence, whatever its dates, and that a place is left."""
    booked: Any = execute(session, BOOKED, number=occurrence_id, today=today_of(session)).one_or_none()
    if booked is None:
        raise NotFound("Occurrence not found.")
    if not booked.is_published:
        raise InvalidInput("Occurrence is not open for web enrolment.")
    lock_pool(session, booked.scheduled_unit_id)
    require_places(session, occurrence_id)


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a web enrolment says besides its people; blank values are None."""

    description: str | None
    study_reason_id: int | None
    registration_id: str | None
    cohort_codes: list[str] | None


def overwrite_particulars(session: Session, web_enrolment: Held, told: Particulars) -> None:
    """Replace the particulars as a whole; cohorts count in Victoria only and are judged as `judge_cohorts` says."""
    change_row(
        session,
        WebEnrolment,
        web_enrolment,
        cohort_codes=judge_cohorts(session, web_enrolment.occurrence_id, told.cohort_codes),
        description=told.description,
        study_reason_id=told.study_reason_id,
        registration_id=told.registration_id,
    )
