"""Results of enrolled units: what may be recorded, and the history of what was recorded before.

Rules: UpdateResult, UpdateResultIncludingLinked and ResetUnitResult of the contract.
"""

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict, InvalidInput, NotFound
from vettrak_api.model.base import fold
from vettrak_api.model.changes import Deletion
from vettrak_api.model.enrolments import EnrolledTask, EnrolledTaskUnit, EnrolledUnit, Enrolment, ResultHistory
from vettrak_api.model.programmes import Unit
from vettrak_api.model.reference import ResultType
from vettrak_api.rules.linked_enrolments import held_or_linked
from vettrak_api.rules.vocabularies import NOT_YET_STARTED, not_yet_started_id

NOT_SCORED = -1
FULL_SCORE = 100
DELETED_UNIT = "ENROUNIT"
"""How the deletion log names enrolled units (GetDeletedRecordsSince)."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a unit's study came to; percentage 0 to 100, -1 = not scored."""

    result_type_id: int
    start_date: datetime.datetime | None
    finish_date: datetime.datetime | None
    percentage: int
    comment: str | None


@dataclass(frozen=True, slots=True)
class Recorder:
    """Who records a result, and when (RTO time)."""

    client_id: int | None
    identifier: str
    now: datetime.datetime


def percentage_within(percentage: int) -> int:
    """Return a score; raises InvalidInput when it is neither -1 (not scored) nor 0 to 100."""
    if not NOT_SCORED <= percentage <= FULL_SCORE:
        raise InvalidInput("Percentage must be -1 or 0 to 100.")
    return percentage


def find_enrolled_unit(session: Session, enrolment_id: int, code: str) -> EnrolledUnit:
    """Return the unit that the enrolment itself holds; raises NotFound when it is not on it."""
    wanted = select(EnrolledUnit).join(Unit, Unit.id == EnrolledUnit.unit_id)
    wanted = wanted.where(EnrolledUnit.enrolment_id == enrolment_id, Unit.code_key == fold(code))
    unit = session.scalar(wanted)
    if unit is None:
        raise NotFound("Unit not found in this enrolment.")
    return unit


def find_unit_including_linked(session: Session, enrolment_id: int, code: str) -> Sequence[EnrolledUnit]:
    """Return the unit on the enrolment and on those linked to it; raises NotFound when it is on none."""
    wanted = select(EnrolledUnit).join(Unit, Unit.id == EnrolledUnit.unit_id)
    wanted = wanted.where(held_or_linked(enrolment_id), Unit.code_key == fold(code)).order_by(EnrolledUnit.id)
    units = session.scalars(wanted).all()
    if not units:
        raise NotFound("Unit not found in this enrolment.")
    return units


def present_result(unit: EnrolledUnit) -> Result:
    """Return what is recorded of a unit now."""
    return Result(unit.result_type_id, unit.start_date, unit.finish_date, unit.percentage, unit.comment)


def record(session: Session, unit: EnrolledUnit, result: Result, recorder: Recorder) -> None:
    """Give a unit a result and put the former one into its history; the same result again changes nothing."""
    former = present_result(unit)
    if result == former:
        return
    session.add(
        ResultHistory(
            enrolled_unit_id=unit.id,
            recorded_by_id=unit.recorded_by_id,
            replaced_at=recorder.now,
            replaced_by=recorder.identifier,
            **asdict(former),
        )
    )
    for name, value in asdict(result).items():
        setattr(unit, name, value)
    unit.recorded_by_id = recorder.client_id


def reset(session: Session, unit: EnrolledUnit, enrolment: Enrolment, recorder: Recorder) -> None:
    """Put a unit back to Not Yet Started with the enrolment's dates; one that is so already stays as it is."""
    if is_started(session, [unit]):
        unstarted = Result(
            not_yet_started_id(session), enrolment.start_date, enrolment.end_date, NOT_SCORED, comment=None
        )
        record(session, unit, unstarted, recorder)


def is_started(session: Session, units: Sequence[EnrolledUnit]) -> bool:
    """Tell whether any of the units has a result other than Not Yet Started."""
    kinds = select(ResultType.kind).where(ResultType.id.in_({unit.result_type_id for unit in units}))
    return any(kind != NOT_YET_STARTED for kind in session.scalars(kinds))


def delete_units(session: Session, units: Sequence[EnrolledUnit], recorder: Recorder, reason: str | None) -> None:
    """Remove enrolled units of one enrolment with their history and task links, and log each deletion.

    Raises Conflict "Unit already has a result." when one has; then none is removed.
    """
    if is_started(session, units):
        raise Conflict("Unit already has a result.")
    _delete_dependents(session, units)
    for unit in units:
        session.add(
            Deletion(
                kind=DELETED_UNIT, identifier=str(unit.id), at=recorder.now, by=recorder.identifier, reason=reason
            )
        )
        session.delete(unit)


def _delete_dependents(session: Session, units: Sequence[EnrolledUnit]) -> None:
    identifiers = [unit.id for unit in units]
    tasks = select(EnrolledTask.id).where(EnrolledTask.enrolment_id.in_({unit.enrolment_id for unit in units}))
    history = delete(ResultHistory).where(ResultHistory.enrolled_unit_id.in_(identifiers))
    links = delete(EnrolledTaskUnit).where(
        EnrolledTaskUnit.enrolled_task_id.in_(tasks), EnrolledTaskUnit.unit_id.in_([unit.unit_id for unit in units])
    )
    for statement in (history, links):
        session.execute(statement, execution_options={"synchronize_session": False})
