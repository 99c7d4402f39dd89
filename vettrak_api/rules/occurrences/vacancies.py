"""Places in occurrences: how many are left, and how the last one goes to exactly one taker (R-VACANCY)."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Dialect, Integer, Select, bindparam, case, func, or_, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator

from vettrak_api.errors import InvalidInput
from vettrak_api.model.enrolments import EMPLOYER, Enrolment
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.quarantine import PENDING, WebEnrolment
from vettrak_api.model.reference import EnrolmentStatus
from vettrak_api.model.statements import execute, for_update, hold

NO_LIMIT = 9999
"""What an occurrence without a maximum reports."""

FREE_STATUS_TYPES = (2, 3, 9)
"""Withdrawn, cancelled, pre-reporting withdrawal: such enrolments take no place (R-STATUS)."""


class Places(TypeDecorator[int]):
    """A number of places, never reported below 0."""

    impl = Integer
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], int]:
        """Return what cuts an overbooked number to 0; sums are decimal on some databases."""
        del dialect, coltype
        return lambda value: int(value) if value and value > 0 else 0


def free_statuses() -> Select[int]:
    """Return the statuses of what is withdrawn or cancelled, to compare a status with."""
    # An IN with its values would make SQLAlchemy write the whole statement anew at each execution.
    return select(EnrolmentStatus.id).where(or_(*(EnrolmentStatus.status_type == kind for kind in FREE_STATUS_TYPES)))


def takes_place() -> ColumnElement[bool]:
    """Return the condition under which an enrolment takes a place; joins nothing."""
    return Enrolment.status_id.not_in(free_statuses())


def places_left() -> ColumnElement[int]:
    """Return the SQL expression of an occurrence's places left, for statements that select from Occurrence.

    What the web has booked and nobody has processed yet takes its places too; waitlist entries take none. An
    employer's own enrolment takes those that it holds for employees to come.
    """
    taken: Any = (
        select(func.coalesce(func.sum(case((Enrolment.kind == EMPLOYER, Enrolment.held_places), else_=1)), 0))
        .where(Enrolment.occurrence_id == Occurrence.id, takes_place())
        .correlate(Occurrence)
        .scalar_subquery()
    )
    pending: Any = (
        select(func.coalesce(func.sum(WebEnrolment.places), 0))
        .where(WebEnrolment.occurrence_id == Occurrence.id, WebEnrolment.state == PENDING)
        .correlate(Occurrence)
        .scalar_subquery()
    )
    # A CASE, so that nothing is counted where there is no limit.
    unlimited = Occurrence.maximum_places.is_(None)
    return type_coerce(case((unlimited, NO_LIMIT), else_=Occurrence.maximum_places - taken - pending), Places)


LOCKED_NUMBER = for_update(select(Occurrence.id).where(Occurrence.id == bindparam("number")), Occurrence)
LOCKED_OCCURRENCE = for_update(select(Occurrence).where(Occurrence.id == bindparam("number")), Occurrence)
PLACES_LEFT = select(places_left()).where(Occurrence.id == bindparam("number"))


def lock_places(session: Session, occurrence_id: int) -> None:
    """Make every other taker of a place in this occurrence wait until the transaction ends."""
    hold(session, LOCKED_NUMBER, number=occurrence_id)


def lock_occurrence(session: Session, occurrence_id: int) -> Occurrence:
    """Hold the places of an occurrence, which there must be, and return it."""
    return session.scalars(LOCKED_OCCURRENCE, {"number": occurrence_id}).one()


def claim_places(session: Session, occurrence_id: int, wanted: int = 1) -> None:
    """Hold the occurrence and make sure that so many places are left; the caller then inserts the taker.

    Raises InvalidInput "Occurrence has no vacancies." when there are fewer.
    """
    lock_places(session, occurrence_id)
    require_places(session, occurrence_id, wanted)


def require_places(session: Session, occurrence_id: int, wanted: int = 1) -> None:
    """Make sure that a held occurrence has so many places left; raises as `claim_places`."""
    if count_places(session, occurrence_id) < wanted:
        raise InvalidInput("Occurrence has no vacancies.")


def count_places(session: Session, occurrence_id: int) -> int:
    """Return how many places a held occurrence has left."""
    left: int | None = execute(session, PLACES_LEFT, number=occurrence_id).scalar()
    return left or 0
