"""Qualifications and the units that they hold, as staff set them up; what is sold of them follows."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from vettrak_api.errors import NotFound
from vettrak_api.model.programmes import CORE_UNIT, ELECTIVE_UNIT, Qualification, QualificationUnit
from vettrak_api.model.rows import change_rows, remove_row, rows_of
from vettrak_api.model.statements import execute
from vettrak_api.rules.curriculum.lookups import hold_program, hold_unit
from vettrak_api.rules.curriculum.occurrences import match_of_program, withdraw_of_unit
from vettrak_api.rules.curriculum.programs import create_constraint
from vettrak_api.rules.setup import keep_record

_HELD = rows_of(QualificationUnit).where(
    QualificationUnit.id == bindparam("number"),
    QualificationUnit.qualification_id == bindparam("program"),
    QualificationUnit.constraint_type.is_(None),
)


def keep_qualification(session: Session, table: Any, row: Any, values: Mapping[str, Any]) -> int:
    """Write a qualification as `keep_record` does; what is published of its schedules follows whether it is in use."""
    if row is not None:
        hold_program(session, row.id)
    number = keep_record(session, table, row, values)
    if row is not None and values.get("active", row.active) != row.active:
        match_of_program(session, number)
    return number


def add_unit(session: Session, qualification: Any, unit: str, *, core: bool) -> None:
    """Let a qualification hold the unit of a code; raises TakenField when it does already."""
    kind = CORE_UNIT if core else ELECTIVE_UNIT
    create_constraint(session, {"eduProgramId": qualification.code, "eduUnitId": unit, "constraintTypeId": kind})
    change_rows(session, Qualification, {qualification.id: {}})


def remove_unit(session: Session, qualification_id: int, number: int) -> None:
    """Let a qualification hold a unit no longer; occurrences of the unit's schedules that served it leave the web.

    number: of the link. Raises NotFound when it is gone, or another qualification's. Enrolments keep their units.
    """
    found: Any = execute(session, _HELD, number=number, program=qualification_id).one_or_none()
    if found is None:
        raise NotFound("The qualification holds that unit no longer.")
    hold_unit(session, found.unit_id)
    hold_program(session, qualification_id)
    remove_row(session, QualificationUnit, found)
    withdraw_of_unit(session, found.unit_id, qualification_id)
    change_rows(session, Qualification, {qualification_id: {}})
