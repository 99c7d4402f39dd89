"""Places in occurrences: how many are left, and how the last one goes to exactly one taker (R-VACANCY)."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Dialect, Integer, Select, bindparam, case, func, or_, select, type_coerce
from sqlalchemy.orm import Session, aliased
from sqlalchemy.types import TypeDecorator

from vettrak_api.errors import InvalidInput
from vettrak_api.model.curriculum import ScheduledUnit
from vettrak_api.model.enrolments import EMPLOYER, Enrolment
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.planning import constant
from vettrak_api.model.quarantine import PENDING, WebEnrolment
from vettrak_api.model.reference import EnrolmentStatus
from vettrak_api.model.statements import execute, for_update, hold

NO_LIMIT = 9999
"""What an occurrence without a maximum reports; one that has a maximum never does, however large that is."""

BOUNDLESS = 2_000_000_000
"""Places of what has no limit, within statements."""

FREE_STATUS_TYPES = (2, 3, 9)
"""Withdrawn, cancelled, pre-reporting withdrawal: such enrolments take no place (R-STATUS)."""


class Places(TypeDecorator[int]):
    """A number of places, never reported below 0, and as NO_LIMIT where there is none."""

    impl = Integer
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], int]:
        """Return what cuts an overbooked number to 0; sums are decimal on some databases."""
        del dialect, coltype
        return _reported


def _reported(value: Any) -> int:
    if not value or value < 0:
        return 0
    return NO_LIMIT if value == BOUNDLESS else min(int(value), NO_LIMIT - 1)


Sibling = aliased(Occurrence)
"""An occurrence of the same scheduled unit."""


def free_statuses() -> Select[int]:
    """Return the statuses of what is withdrawn or cancelled, to compare a status with."""
    # An IN with its values would make SQLAlchemy write the whole statement anew at each execution.
    return select(EnrolmentStatus.id).where(
        or_(*(EnrolmentStatus.status_type == constant(kind) for kind in FREE_STATUS_TYPES))
    )


def takes_place() -> ColumnElement[bool]:
    """Return the condition under which an enrolment takes a place; joins nothing."""
    return Enrolment.status_id.not_in(free_statuses())


def places_taken() -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Return how many places of an occurrence enrolments have, and how many the web has booked; as `places_left`."""
    (own_enrolled, shared_enrolled), (own_waiting, shared_waiting) = _given_away()
    is_alone = Occurrence.scheduled_unit_id.is_(None)
    return case((is_alone, own_enrolled), else_=shared_enrolled), case((is_alone, own_waiting), else_=shared_waiting)


def _given_away() -> list[tuple[Any, Any]]:
    """Return the places that enrolments have, and those the web has booked: of the occurrence, and of its pool."""
    employers = Enrolment.kind == constant(EMPLOYER)
    taken: Any = select(
        func.coalesce(func.sum(case((employers, Enrolment.held_places), else_=constant(1))), constant(0))
    ).where(takes_place())
    pending: Any = select(func.coalesce(func.sum(WebEnrolment.places), constant(0))).where(
        WebEnrolment.state == constant(PENDING)
    )
    of_pool = Sibling.scheduled_unit_id == Occurrence.scheduled_unit_id
    return [
        (
            counted.where(table.occurrence_id == Occurrence.id).correlate(Occurrence).scalar_subquery(),
            counted.join(Sibling, Sibling.id == table.occurrence_id)
            .where(of_pool)
            .correlate(Occurrence)
            .scalar_subquery(),
        )
        for counted, table in ((taken, Enrolment), (pending, WebEnrolment))
    ]


def places_left() -> ColumnElement[int]:
    """Return the SQL expression of an occurrence's places left, for statements that select from Occurrence.

    What the web has booked and nobody has processed yet takes its places too; waitlist entries take none. An
    employer's own enrolment takes those that it holds for employees to come. The occurrences of a scheduled unit share
    their places: what any of them has given away is gone for all.
    """
    (own_enrolled, shared_enrolled), (own_waiting, shared_waiting) = _given_away()
    # A CASE, so that nothing is counted where there is no limit, and nothing that need not be.
    left = case(
        (Occurrence.maximum_places.is_(None), constant(BOUNDLESS)),
        (Occurrence.scheduled_unit_id.is_(None), Occurrence.maximum_places - own_enrolled - own_waiting),
        else_=Occurrence.maximum_places - shared_enrolled - shared_waiting,
    )
    return type_coerce(left, Places)


LOCKED_NUMBER = for_update(select(Occurrence.scheduled_unit_id).where(Occurrence.id == bindparam("number")), Occurrence)
LOCKED_POOL = for_update(select(ScheduledUnit.id).where(ScheduledUnit.id == bindparam("pool")), ScheduledUnit)
LOCKED_OCCURRENCE = for_update(select(Occurrence).where(Occurrence.id == bindparam("number")), Occurrence)
PLACES_LEFT = select(places_left()).where(Occurrence.id == bindparam("number"))


def lock_places(session: Session, occurrence_id: int) -> None:
    """Make every other taker of a place in this occurrence, and in those it shares with, wait for the transaction."""
    if session.get_bind().dialect.name != "sqlite":
        lock_pool(session, execute(session, LOCKED_NUMBER, number=occurrence_id).scalar())


def lock_pool(session: Session, scheduled_unit_id: int | None) -> None:
    """Hold the places that the occurrences of a scheduled unit share, by one of which is held; None: it has its own.

    All who take places hold their occurrence first and the shared places last, so that none waits for another in turn.
    """
    if scheduled_unit_id is not None:
        hold(session, LOCKED_POOL, pool=scheduled_unit_id)


def lock_occurrence(session: Session, occurrence_id: int | None) -> Occurrence | None:
    """Hold the places of an occurrence and return it; None when there is none."""
    occurrence = session.scalar(LOCKED_OCCURRENCE, {"number": occurrence_id})
    if occurrence is not None:
        lock_pool(session, occurrence.scheduled_unit_id)
    return occurrence


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
