"""Results of enrolled units: how they are recorded, and the history of what was recorded before.

Rules: UpdateResult, UpdateResultIncludingLinked and ResetUnitResult of the contract.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy.orm import Session

from vettrak_api.model.enrolments import EnrolledUnit, ResultHistory
from vettrak_api.model.rows import change_rows
from vettrak_api.model.trails import append_to_trail
from vettrak_api.rules.enrolments.locks import LockedEnrolment
from vettrak_api.rules.reference.defaults import NOT_YET_STARTED, defaults

NOT_SCORED = -1


@dataclass(frozen=True, slots=True)
class Result:
    """What a unit's study came to; percentage 0 to 100, -1 = not scored."""

    result_type_id: int
    start_date: datetime.datetime | None
    finish_date: datetime.datetime | None
    percentage: int
    comment: str | None


RECORDED = tuple(member.name for member in fields(Result))
"""The columns that a unit and its history have in common."""


@dataclass(frozen=True, slots=True)
class RecordedUnit:
    """An enrolled unit with its result, which is of a kind (0 = Not Yet Started), and the client who recorded it."""

    id: int
    recorded_by_id: int | None
    kind: int
    result: Result


@dataclass(frozen=True, slots=True)
class Recorder:
    """Who records a result, and when (RTO time)."""

    client_id: int | None
    identifier: str
    now: datetime.datetime


def record(session: Session, results: Iterable[tuple[RecordedUnit, Result]], recorder: Recorder) -> None:
    """Give units results and put the former ones into their history; the same result again changes nothing."""
    changes, former = {}, {}
    for unit, result in results:
        if result != unit.result:
            append_to_trail(session, ResultHistory, _history(unit, recorder))
            changes[unit.id] = {**_columns(result), "recorded_by_id": recorder.client_id}
            former[unit.id] = {**_columns(unit.result), "recorded_by_id": unit.recorded_by_id}
    change_rows(session, EnrolledUnit, changes, former)


def _history(unit: RecordedUnit, recorder: Recorder) -> dict[str, Any]:
    return {
        "enrolled_unit_id": unit.id,
        "recorded_by_id": unit.recorded_by_id,
        "replaced_at": recorder.now,
        "replaced_by": recorder.identifier,
        **_columns(unit.result),
    }


def _columns(result: Result) -> dict[str, Any]:
    return {name: getattr(result, name) for name in RECORDED}


def set_comment(session: Session, unit: RecordedUnit, comment: str | None) -> None:
    """Replace the comment of a unit, without a trace in its history; None clears it."""
    if comment != unit.result.comment:
        former = {unit.id: {"comment": unit.result.comment}}
        change_rows(session, EnrolledUnit, {unit.id: {"comment": comment}}, former)


def reset(session: Session, unit: RecordedUnit, enrolment: LockedEnrolment, recorder: Recorder) -> None:
    """Put a unit back to Not Yet Started with the enrolment's dates; one that is so already stays as it is."""
    if unit.kind == NOT_YET_STARTED:
        return
    start, end = enrolment.start_date, enrolment.end_date
    result = Result(defaults(session).result_type_id, start, end, NOT_SCORED, comment=None)
    record(session, [(unit, result)], recorder)
