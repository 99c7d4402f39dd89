"""What a course is to people: its name, how far it has come, and what its units are."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from vettrak_api.web.portals.soap import Calls

NOT_STARTED = "Not Yet Started"
"""The result of a unit for which nothing is recorded."""

UNDER_WAY = frozenset({"Continuing", "Result Pending", "Not Yet Completed"})
FAILED = ("not ", "fail")
LEFT = frozenset({"withdrawn", "cancelled", "deferred"})

ACTIVE = 0
"""StatusType of an enrolment that goes on."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many units of a course are achieved, under way, and all in all."""

    got: int
    now: int
    total: int

    @property
    def to_come(self) -> int:
        """Units that have not begun."""
        return self.total - self.got - self.now

    @property
    def is_complete(self) -> bool:
        """Whether everything is achieved."""
        return self.total > 0 and self.got == self.total

    @property
    def words(self) -> str:
        """The same for those who do not see it drawn."""
        noun = "unit" if self.total == 1 else "units"
        return f"{self.got} of {self.total} {noun} achieved, {self.now} under way, {self.to_come} to come"


@dataclass(frozen=True, slots=True)
class Course:
    """An enrolment, with its units where they were asked for."""

    enrolment: Any
    units: list[Any] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What the course is called: its qualification, its only unit, or its own description or code."""
        told = self.enrolment
        unit = self.units[0].Unit_Name if len(self.units) == 1 else ""
        return told.Qual_Name or unit or told.Description or told.Code or "Course"

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return bool(self.enrolment.StatusType == ACTIVE)

    def weight(self, today: datetime.datetime) -> tuple[int, datetime.timedelta]:
        """Order courses: what goes on now, what is to begin, what is over; each with the nearest beginning first."""
        start: datetime.datetime = self.enrolment.StartDate or today
        kind = 2 if not self.is_open else 1 if start > today else 0
        return kind, abs(start - today)

    @property
    def has_marks(self) -> bool:
        """Whether a unit has a mark."""
        return any(unit.Percentage is not None and unit.Percentage >= 0 for unit in self.units)

    @property
    def progress(self) -> Progress:
        """How far it has come; units that somebody has left count as none."""
        counted = [unit for unit in self.units if not has_left(unit)]
        got = sum(1 for unit in counted if is_achieved(unit))
        now = sum(1 for unit in counted if is_under_way(unit))
        return Progress(got, now, len(counted))


def is_under_way(unit: Any) -> bool:
    """Tell whether a unit is being worked at."""
    return unit.Result_Name in UNDER_WAY


def has_left(unit: Any) -> bool:
    """Tell whether somebody has left a unit."""
    return any(word in (unit.Result_Name or "").lower() for word in LEFT)


def is_achieved(unit: Any) -> bool:
    """Tell whether a unit is done with success: results have names alone on this interface."""
    result = (unit.Result_Name or "").lower()
    is_open = result in {"", NOT_STARTED.lower()} or is_under_way(unit) or has_left(unit)
    return not is_open and not result.startswith(FAILED) and "not " not in result


def courses_of(calls: Calls, code: str, today: datetime.datetime) -> list[Course]:
    """Return the courses of a client, those that matter most first; one call."""
    found = [Course(enrolment) for enrolment in calls.listed("GetEnrolmentsForClient", code)]
    return sorted(found, key=lambda course: course.weight(today))


def read_units(calls: Calls, courses: Iterable[Course]) -> None:
    """Read the units of some courses; one call for each."""
    for course in courses:
        course.units.extend(calls.listed("GetUnitsForEnrolment", course.enrolment.ID))


def current(courses: Sequence[Course], most: int) -> list[Course]:
    """Return the courses whose progress is worth a call: some of those that go on, else the latest one."""
    return [course for course in courses if course.is_open][:most] or list(courses[:1])
