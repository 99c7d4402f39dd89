"""Units of enrolments: found by code, added from the occurrence, removed while they have no result.

Codes are compared trimmed and ignoring case (R-ARGS).
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict, InvalidInput, NotFound
from vettrak_api.model.base import fold
from vettrak_api.model.changes import Deletion
from vettrak_api.model.enrolments import EnrolledTask, EnrolledTaskUnit, EnrolledUnit, Enrolment, ResultHistory
from vettrak_api.model.occurrences import OccurrenceUnit
from vettrak_api.model.programmes import Unit
from vettrak_api.model.statements import portions
from vettrak_api.rules.enrolments.enrolling import add_units
from vettrak_api.rules.enrolments.links import own_or_linked
from vettrak_api.rules.enrolments.results import Recorder, any_started

DELETED_KIND = "ENROUNIT"
"""How the deletion log names enrolled units (GetDeletedRecordsSince)."""


def find_enrolled_unit(session: Session, enrolment_id: int, code: str) -> EnrolledUnit:
    """Return the unit that the enrolment itself holds; raises NotFound when it is not on it."""
    return _with_code(session, EnrolledUnit.enrolment_id == enrolment_id, code)[0]


def find_unit_including_linked(session: Session, enrolment_id: int, code: str) -> Sequence[EnrolledUnit]:
    """Return the unit on the enrolment and on those linked to it; raises NotFound when it is on none."""
    return _with_code(session, own_or_linked(enrolment_id), code)


def keys_of(codes: Iterable[str | None] | None) -> list[str]:
    """Return the codes of a call's list as they are compared, each once; raises InvalidInput when it is empty."""
    keys = list(dict.fromkeys(fold(code) for code in codes or ()))
    if not keys:
        raise InvalidInput("No units given.")
    return keys


def add_offered_units(session: Session, enrolment: Enrolment, keys: Sequence[str]) -> None:
    """Enrol into units of the occurrence, optional or not; those that the enrolment holds are left alone.

    Raises InvalidInput when the enrolment has no occurrence, or the occurrence lacks one of the units.
    """
    if enrolment.occurrence_id is None:
        raise InvalidInput("Not an occurrence enrolment.")
    offered = find_offered_units(session, enrolment.occurrence_id, keys)
    held = set(session.scalars(select(EnrolledUnit.unit_id).where(EnrolledUnit.enrolment_id == enrolment.id)))
    add_units(session, enrolment, [unit_id for unit_id in offered if unit_id not in held])


def find_offered_units(session: Session, occurrence_id: int, keys: Sequence[str]) -> list[int]:
    """Return the numbers of an occurrence's units, optional or not, in the order of their folded codes.

    Raises InvalidInput when the occurrence lacks one of them.
    """
    offered = select(Unit.code_key, Unit.id).join(OccurrenceUnit, OccurrenceUnit.unit_id == Unit.id)
    offered = offered.where(OccurrenceUnit.occurrence_id == occurrence_id)
    unit_ids = {row.code_key: row.id for row in session.execute(offered)}
    if not unit_ids.keys() >= set(keys):
        raise InvalidInput("Unit is not in the occurrence.")
    return [unit_ids[key] for key in keys]


def delete_units(
    session: Session, enrolment: Enrolment, keys: Sequence[str], recorder: Recorder, reason: str | None
) -> None:
    """Remove units with their history and task links, and log each deletion.

    Raises InvalidInput when the enrolment lacks one of the units, Conflict when one has a result.
    """
    units = _with_keys(session, enrolment.id, keys)
    if any_started(session, units):
        raise Conflict("Unit already has a result.")
    _delete_dependents(session, enrolment.id, units)
    for unit in units:
        identifier, by = str(unit.id), recorder.identifier
        session.add(Deletion(kind=DELETED_KIND, identifier=identifier, at=recorder.now, by=by, reason=reason))
        session.delete(unit)


def _with_code(session: Session, within: ColumnElement[bool], code: str) -> Sequence[EnrolledUnit]:
    wanted = select(EnrolledUnit).join(Unit, Unit.id == EnrolledUnit.unit_id)
    units = session.scalars(wanted.where(within, Unit.code_key == fold(code)).order_by(EnrolledUnit.id)).all()
    if not units:
        raise NotFound("Unit not found in this enrolment.")
    return units


def _with_keys(session: Session, enrolment_id: int, keys: Sequence[str]) -> list[EnrolledUnit]:
    held = select(Unit.code_key, EnrolledUnit).join(EnrolledUnit, EnrolledUnit.unit_id == Unit.id)
    units = {row[0]: row[1] for row in session.execute(held.where(EnrolledUnit.enrolment_id == enrolment_id))}
    if not units.keys() >= set(keys):
        raise InvalidInput("Unit is not in the enrolment.")
    return [units[key] for key in keys]


def _delete_dependents(session: Session, enrolment_id: int, units: Sequence[EnrolledUnit]) -> None:
    tasks = select(EnrolledTask.id).where(EnrolledTask.enrolment_id == enrolment_id)
    for some in portions(units):
        dependents: tuple[Any, ...] = (
            delete(ResultHistory).where(ResultHistory.enrolled_unit_id.in_([unit.id for unit in some])),
            delete(EnrolledTaskUnit).where(
                EnrolledTaskUnit.enrolled_task_id.in_(tasks),
                EnrolledTaskUnit.unit_id.in_([unit.unit_id for unit in some]),
            ),
        )
        for statement in dependents:
            session.execute(statement, execution_options={"synchronize_session": False})
