"""Units of enrolments: found by code, added from the occurrence, removed while they have no result.

Codes are compared trimmed and ignoring case (R-ARGS).
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, delete, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict, InvalidInput, NotFound
from vettrak_api.model.base import fold
from vettrak_api.model.enrolments import EnrolledTask, EnrolledTaskUnit, EnrolledUnit, ResultHistory
from vettrak_api.model.occurrences import OccurrenceUnit
from vettrak_api.model.programmes import Unit
from vettrak_api.model.reference import ResultType
from vettrak_api.model.rows import removal_of, remove_rows
from vettrak_api.model.statements import execute, portions
from vettrak_api.model.trails import name_deletion
from vettrak_api.rules.enrolments.enrolling import add_units
from vettrak_api.rules.enrolments.links import own_or_linked
from vettrak_api.rules.enrolments.locks import LockedEnrolment
from vettrak_api.rules.enrolments.results import RECORDED, RecordedUnit, Result
from vettrak_api.rules.reference.defaults import NOT_YET_STARTED

_ENROLMENT: BindParameter[int] = bindparam("enrolment")

_RECORDED = (
    select(
        EnrolledUnit.id,
        EnrolledUnit.recorded_by_id,
        ResultType.kind,
        *(getattr(EnrolledUnit, name) for name in RECORDED),
    )
    .join(Unit, Unit.id == EnrolledUnit.unit_id)
    .join(ResultType, ResultType.id == EnrolledUnit.result_type_id)
    .order_by(EnrolledUnit.id)
)
_COUNTED = _RECORDED.where(Unit.code_key == bindparam("unit_code"))
OWN_UNIT = _COUNTED.where(EnrolledUnit.enrolment_id == _ENROLMENT)
OWN_OR_LINKED_UNIT = _COUNTED.where(own_or_linked(_ENROLMENT))
HELD = select(EnrolledUnit.unit_id).where(EnrolledUnit.enrolment_id == _ENROLMENT)
HELD_WHOLE = (
    select(Unit.code_key, ResultType.kind, EnrolledUnit)
    .join(EnrolledUnit, EnrolledUnit.unit_id == Unit.id)
    .join(ResultType, ResultType.id == EnrolledUnit.result_type_id)
    .where(EnrolledUnit.enrolment_id == _ENROLMENT)
)
OFFERED = (
    select(Unit.code_key, Unit.id)
    .join(OccurrenceUnit, OccurrenceUnit.unit_id == Unit.id)
    .where(OccurrenceUnit.occurrence_id == bindparam("occurrence"))
)

HISTORY_REMOVAL = delete(ResultHistory).where(ResultHistory.enrolled_unit_id.in_(bindparam("units", expanding=True)))
TASK_UNITS_REMOVAL = removal_of(
    EnrolledTaskUnit,
    EnrolledTaskUnit.enrolled_task_id.in_(select(EnrolledTask.id).where(EnrolledTask.enrolment_id == _ENROLMENT)),
    EnrolledTaskUnit.unit_id.in_(bindparam("numbers", expanding=True)),
)
"""Remove what belongs to the enrolled units `units` of an enrolment, whose units are `numbers`."""


def not_yet_started(enrolments: Select[int]) -> Select[*tuple[Any, ...]]:
    """Return the statement that finds the units of some enrolments of which nobody has begun; see `recorded_units`."""
    return _RECORDED.where(EnrolledUnit.enrolment_id.in_(enrolments), ResultType.kind == NOT_YET_STARTED)


def recorded_units(rows: Iterable[Sequence[Any]]) -> list[RecordedUnit]:
    """Return what a statement about units and their results has found."""
    return [RecordedUnit(number, by, kind, Result(*recorded)) for number, by, kind, *recorded in rows]


def find_enrolled_unit(session: Session, enrolment_id: int, code: str) -> RecordedUnit:
    """Return the unit that the enrolment itself holds; raises NotFound when it is not on it."""
    return _with_code(session, OWN_UNIT, enrolment_id, code)[0]


def find_unit_including_linked(session: Session, enrolment_id: int, code: str) -> list[RecordedUnit]:
    """Return the unit on the enrolment and on those linked to it; raises NotFound when it is on none."""
    return _with_code(session, OWN_OR_LINKED_UNIT, enrolment_id, code)


def keys_of(codes: Iterable[str | None] | None) -> list[str]:
    """Return the codes of a call's list as they are compared, each once; raises InvalidInput when it is empty."""
    keys = list(dict.fromkeys(fold(code) for code in codes or ()))
    if not keys:
        raise InvalidInput("No units given.")
    return keys


def add_offered_units(session: Session, enrolment: LockedEnrolment, keys: Sequence[str]) -> None:
    """Enrol into units of the occurrence, optional or not; those that the enrolment holds are left alone.

    Raises InvalidInput when the enrolment has no occurrence, or the occurrence lacks one of the units.
    """
    if enrolment.occurrence_id is None:
        raise InvalidInput("Not an occurrence enrolment.")
    offered = find_offered_units(session, enrolment.occurrence_id, keys)
    held = set(execute(session, HELD, enrolment=enrolment.id).scalars())
    add_units(session, enrolment, [unit_id for unit_id in offered if unit_id not in held])


def find_offered_units(session: Session, occurrence_id: int, keys: Sequence[str]) -> list[int]:
    """Return the numbers of an occurrence's units, optional or not, in the order of their folded codes.

    Raises InvalidInput when the occurrence lacks one of them.
    """
    unit_ids = {row.code_key: row.id for row in execute(session, OFFERED, occurrence=occurrence_id)}
    if not unit_ids.keys() >= set(keys):
        raise InvalidInput("Unit is not in the occurrence.")
    return [unit_ids[key] for key in keys]


def delete_units(session: Session, enrolment: LockedEnrolment, keys: Sequence[str], reason: str | None) -> None:
    """Remove units with their history and task links, and log each deletion.

    Raises InvalidInput when the enrolment lacks one of the units, Conflict when one has a result.
    """
    units = _without_result(session, enrolment.id, keys)
    for some in portions(units):
        execute(session, HISTORY_REMOVAL, units=[unit.id for unit in some])
        remove_rows(session, TASK_UNITS_REMOVAL, enrolment=enrolment.id, numbers=[unit.unit_id for unit in some])
    for unit in units:
        name_deletion(session, EnrolledUnit, unit.id, unit.id, reason)
        session.delete(unit)


def _with_code(session: Session, wanted: Select[Any], enrolment_id: int, code: str) -> list[RecordedUnit]:
    rows = execute(session, wanted, enrolment=enrolment_id, unit_code=fold(code))
    units = recorded_units(rows)
    if not units:
        raise NotFound("Unit not found in this enrolment.")
    return units


def _without_result(session: Session, enrolment_id: int, keys: Sequence[str]) -> list[EnrolledUnit]:
    held = {key: (unit, kind) for key, kind, unit in session.execute(HELD_WHOLE, {"enrolment": enrolment_id})}
    if not held.keys() >= set(keys):
        raise InvalidInput("Unit is not in the enrolment.")
    if any(held[key][1] != NOT_YET_STARTED for key in keys):
        raise Conflict("Unit already has a result.")
    return [held[key][0] for key in keys]
