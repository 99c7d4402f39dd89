"""No occurrence may take fewer people than it has: what is enrolled or booked keeps its place (R-VACANCY)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.statements import Reader, execute, portions
from vettrak_api.rules.judging import Broken
from vettrak_api.rules.occurrences.vacancies import lock_places, places_taken

_ENROLLED, _WAITING = places_taken()
TAKEN = select(Occurrence.id, _ENROLLED.label("enrolled"), _WAITING.label("waiting")).where(
    Occurrence.id.in_(bindparam("occurrences", expanding=True))
)
SHARING = (
    select(func.min(Occurrence.id).label("id"), Occurrence.scheduled_unit_id)
    .where(Occurrence.scheduled_unit_id.in_(bindparam("schedules", expanding=True)))
    .group_by(Occurrence.scheduled_unit_id)
)
"""One occurrence of each scheduled unit: what is taken of one is taken of all."""


@dataclass(frozen=True, slots=True)
class Taken:
    """How many places enrolments have, and how many the web has booked and nobody has processed yet."""

    enrolled: int
    waiting: int

    @property
    def places(self) -> int:
        """All of them."""
        return self.enrolled + self.waiting

    def objection(self, maximum: int | None) -> str:
        """Return why an occurrence can not take so few; blank when it can. None: it takes everybody."""
        if maximum is None or maximum >= self.places:
            return ""
        return f"{self.words}, so there must be at least {self.places}"

    @property
    def words(self) -> str:
        """How many are enrolled or wait, in words."""
        enrolled = "1 person is enrolled" if self.enrolled == 1 else f"{self.enrolled} people are enrolled"
        if not self.waiting:
            return enrolled
        booked = "1 place is booked on the web" if self.waiting == 1 else f"{self.waiting} places are booked on the web"
        return f"{enrolled} and {booked}" if self.enrolled else booked


NOBODY = Taken(0, 0)


def taken_of(reader: Reader, numbers: list[int]) -> dict[int, Taken]:
    """Return what is taken of each of these occurrences; those that share their places have the same."""
    return {
        row.id: Taken(int(row.enrolled), int(row.waiting))
        for some in portions(numbers)
        for row in execute(reader, TAKEN, occurrences=some)
    }


def too_small(session: Session, told: Mapping[int, int | None], *, holds: bool) -> Iterator[tuple[int, Broken]]:
    """Yield the occurrences whose new maximum is below what is taken of them, with the rule.

    holds: whether they are to be held first, since the maximum will be written: who takes a place meanwhile waits.
    """
    numbers = sorted(number for number, maximum in told.items() if maximum is not None)
    if holds:
        for number in numbers:
            lock_places(session, number)
    for number, taken in taken_of(session, numbers).items():
        if objection := taken.objection(told[number]):
            remedy = f"Write at least {taken.places}, or leave it blank for no limit."
            yield number, Broken("maximum_places", f"is too low: {objection}", remedy)


def shared_too_small(session: Session, told: Mapping[int, int | None], *, holds: bool) -> Iterator[tuple[int, Broken]]:
    """Yield the scheduled units whose new maximum is below what their occurrences share out; as `too_small`."""
    limited = [number for number, maximum in told.items() if maximum is not None]
    schedules = {
        row.id: row.scheduled_unit_id for some in portions(limited) for row in execute(session, SHARING, schedules=some)
    }
    maxima = {number: told[schedule] for number, schedule in schedules.items()}
    for number, broken in too_small(session, maxima, holds=holds):
        yield schedules[number], broken._replace(column="maximum_participants")
