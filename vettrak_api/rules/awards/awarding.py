"""Adding awards: qualifications and statements that people receive for an enrolment."""

import datetime
from calendar import monthrange
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, and_, bindparam, func, insert, select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput, NotFound
from vettrak_api.model.enrolments import EMPLOYER, Contract, EnrolledUnit, Enrolment
from vettrak_api.model.events import Award, AwardUnit
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.programmes import QualificationState
from vettrak_api.model.reference import Location, ResultType
from vettrak_api.model.rows import add_row
from vettrak_api.model.statements import execute, for_update
from vettrak_api.rules.awards.parchments import claim_parchment
from vettrak_api.rules.lookups import ENROLMENT_NOT_FOUND, NUMBER
from vettrak_api.rules.reference.vocabularies import find_award_type

CERTIFICATE, STATEMENT = "C", "S"
"""Kinds of award types; the third is O, other."""

SUCCESSFUL = 2
"""The kind of results for which an award names the unit."""

NOT_REPORTABLE = 1
"""`reportable` of occurrences that no authority hears of."""

MONTHS = 12
LONGEST_AGO = 10 * MONTHS
"""Months since a completion for which an award may still be added."""

ENROLLED = for_update(
    select(
        Enrolment.client_id,
        Enrolment.qualification_id,
        Enrolment.organisation_id,
        Enrolment.location_id,
        Occurrence.reportable,
        QualificationState.expiry_months,
    )
    .outerjoin(Occurrence, Occurrence.id == Enrolment.occurrence_id)
    .outerjoin(Contract, Contract.id == Enrolment.contract_id)
    .outerjoin(Location, Location.id == Enrolment.location_id)
    .outerjoin(
        QualificationState,
        and_(
            QualificationState.qualification_id == Enrolment.qualification_id,
            QualificationState.state_id == func.coalesce(Contract.state_id, Location.state_id),
        ),
    )
    .where(Enrolment.id == NUMBER, Enrolment.kind != EMPLOYER),
    Enrolment,
)

NAME_UNITS = insert(AwardUnit).from_select(
    ["award_id", "unit_id"],
    select(bindparam("award", type_=Integer), EnrolledUnit.unit_id)
    .join(ResultType, ResultType.id == EnrolledUnit.result_type_id)
    .where(EnrolledUnit.enrolment_id == bindparam("enrolment", type_=Integer), ResultType.kind == SUCCESSFUL),
)


@dataclass(frozen=True, slots=True)
class AwardFacts:
    """What is told of an award.

    type_name: as GetAwardTypes lists it. parchment_number: None for one to be generated. recorded, completed, expiry,
    issued_date: local moments. completion_statement: the statement tells of a whole qualification.
    """

    type_name: str
    parchment_number: str | None
    recorded: datetime.datetime
    completed: datetime.datetime | None
    expiry: datetime.datetime | None
    issued: bool
    licence_number: str | None
    description: str | None
    document_reference: str | None
    issued_date: datetime.datetime | None
    completion_statement: bool


@dataclass(frozen=True, slots=True)
class Awarded:
    """What was stored: the number on the parchment, and when the award expires; None is never."""

    parchment_number: str
    expiry: datetime.datetime | None


def require_plausible(
    completed: datetime.datetime | None,
    recorded: datetime.datetime,
    issued_date: datetime.datetime | None,
    today: datetime.date,
) -> None:
    """Refuse the days of an award that can not be so; the time of day does not count.

    Raises InvalidInput for a completion after the day of recording or more than ten years ago, and for an issue before
    the completion.
    """
    if completed is None:
        return
    earliest = months_later(datetime.datetime.combine(today, datetime.time()), -LONGEST_AGO).date()
    if not earliest <= completed.date() <= recorded.date():
        raise InvalidInput("Completion date is out of range.")
    if issued_date is not None and issued_date.date() < completed.date():
        raise InvalidInput("Issue date is before completion date.")


def add_award(
    session: Session, enrolment_id: int, facts: AwardFacts, by: int | None, now: datetime.datetime
) -> Awarded:
    """Add an award for a client's or employee's enrolment, recorded by the staff member of a number.

    It names the units of the enrolment that have a successful result now. Raises NotFound when there is no such
    enrolment; InvalidInput for an unknown type, and for a certificate on a reportable enrolment without a completion
    date; Conflict when another award has the parchment number.
    """
    enrolment = execute(session, ENROLLED, wanted_number=enrolment_id).first()
    if enrolment is None:
        raise NotFound(ENROLMENT_NOT_FOUND)
    kind = find_award_type(session, facts.type_name)
    parchment_number = claim_parchment(session, facts.parchment_number)
    # An enrolment in no occurrence is reported like any other.
    if kind.kind == CERTIFICATE and facts.completed is None and enrolment.reportable != NOT_REPORTABLE:
        raise InvalidInput("Completion date is required.")
    expiry = facts.expiry or _expiry(enrolment, facts)
    number = add_row(
        session,
        Award,
        client_id=enrolment.client_id,
        enrolment_id=enrolment_id,
        qualification_id=enrolment.qualification_id,
        award_type_id=kind.id,
        organisation_id=enrolment.organisation_id,
        location_id=enrolment.location_id,
        parchment_number=parchment_number,
        recorded=facts.recorded,
        recorded_by_id=by,
        completed=facts.completed,
        issued=facts.issued,
        issued_date=_issued_date(facts, now),
        expiry=expiry,
        licence_number=facts.licence_number,
        description=facts.description,
        document_reference=facts.document_reference,
        completion_statement=facts.completion_statement and kind.kind == STATEMENT,
    )
    execute(session, NAME_UNITS, award=number, enrolment=enrolment_id)
    return Awarded(parchment_number, expiry)


def _expiry(enrolment: Any, facts: AwardFacts) -> datetime.datetime | None:
    """Return when an award expires by what its qualification has in the state; None without such months."""
    if not enrolment.expiry_months:
        return None
    return months_later(facts.completed or facts.recorded, enrolment.expiry_months)


def _issued_date(facts: AwardFacts, now: datetime.datetime) -> datetime.datetime | None:
    if facts.issued_date is not None or not facts.issued:
        return facts.issued_date
    today = datetime.datetime.combine(now.date(), datetime.time())
    return max(today, facts.completed or today)


def months_later(moment: datetime.datetime, months: int) -> datetime.datetime:
    """Return the same day some months later or, if negative, earlier; the month's last day where it is shorter.

    The calendar ends with the year 9999.
    """
    years, month = divmod(moment.year * MONTHS + moment.month - 1 + months, MONTHS)
    if years > datetime.MAXYEAR:
        return datetime.datetime.max.replace(microsecond=0)
    return moment.replace(year=years, month=month + 1, day=min(moment.day, monthrange(years, month + 1)[1]))
