"""Results as callers tell them: which dates and scores go with which result.

Rules: UpdateResult and UpdateResultIncludingLinked of the contract.
"""

import datetime
from dataclasses import dataclass

from vettrak_api.errors import InvalidInput
from vettrak_api.rules.enrolments.locks import LockedEnrolment
from vettrak_api.rules.enrolments.results import NOT_SCORED, RecordedUnit, Result
from vettrak_api.rules.reference.defaults import NOT_YET_STARTED
from vettrak_api.rules.validation import in_order, moment

CONTINUING = 1
"""The kind of the results of units whose study goes on."""

FULL_SCORE = 100
FIRST_YEAR, YEARS_AHEAD = 1950, 10
"""Results lie between the beginning of the one and the same day that many years from today."""


@dataclass(frozen=True, slots=True)
class ToldResult:
    """A result that was told and is plausible by itself; dates that were not told are None."""

    result_type_id: int
    kind: int
    start_date: datetime.datetime | None
    finish_date: datetime.datetime | None
    percentage: int

    def on(self, unit: RecordedUnit, enrolment: LockedEnrolment, comment: str | None) -> Result:
        """Return what a unit has by it; a date that was not told stays as it is planned."""
        start, finish = self.start_date, self.finish_date
        if start is None or finish is None:
            planned_start, planned_finish = self._planned(unit, enrolment)
            start = start or planned_start
            finish = finish or planned_finish
            if start and finish and finish < start:
                start, finish = self.start_date, self.finish_date
        return Result(self.result_type_id, start, finish, self.percentage, comment)

    def _planned(
        self, unit: RecordedUnit, enrolment: LockedEnrolment
    ) -> tuple[datetime.datetime | None, datetime.datetime | None]:
        if unit.kind in {NOT_YET_STARTED, CONTINUING}:
            return unit.result.start_date, unit.result.finish_date
        if self.kind == NOT_YET_STARTED:
            return enrolment.start_date, enrolment.end_date
        return None, None


def plausible_result(
    result_type_id: int,
    kind: int,
    start: tuple[str, datetime.datetime],
    finish: tuple[str, datetime.datetime],
    percentage: int,
    today: datetime.date,
) -> ToldResult:
    """Return a result of a kind with its start and finish, each told under a parameter's name, and its score.

    Raises InvalidInput when a date is missing that the result needs, lies before 1950 or more than ten years ahead,
    when start and finish are reversed, or the score is neither -1 (not scored) nor 0 to 100, or above 0 for a unit
    that has not begun.
    """
    started, finished = (_plausible(name, moment(value), today) for name, value in (start, finish))
    _require(kind, (start[0], started), (finish[0], finished))
    in_order(started, finished)
    if not NOT_SCORED <= percentage <= FULL_SCORE:
        raise InvalidInput("Percentage must be -1 or 0 to 100.")
    if kind == NOT_YET_STARTED and percentage > 0:
        raise InvalidInput("A unit not yet started has no percentage: send -1 or 0.")
    return ToldResult(result_type_id, kind, started, finished, percentage)


def _plausible(name: str, told: datetime.datetime | None, today: datetime.date) -> datetime.datetime | None:
    if told and not (FIRST_YEAR, 1, 1) <= _day(told) <= (today.year + YEARS_AHEAD, today.month, today.day):
        raise InvalidInput(f"{name} must lie between {FIRST_YEAR} and ten years from today.")
    return told


def _day(of: datetime.date) -> tuple[int, int, int]:
    return of.year, of.month, of.day


def _require(
    kind: int, start: tuple[str, datetime.datetime | None], finish: tuple[str, datetime.datetime | None]
) -> None:
    (start_name, started), (finish_name, finished) = start, finish
    if kind == NOT_YET_STARTED or (started and finished):
        return
    wanted = f"its start date in {start_name}"
    if kind != CONTINUING:
        wanted += f" and its finish date in {finish_name}"
    elif started:
        return
    raise InvalidInput(f"This result needs {wanted}. Nothing was changed.")
