"""Assessments of units, told as they are (UnitAssessment) or by a competency (UnitCompetency); and of schedules."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from vettrak_api.errors import Fault
from vettrak_api.model.curriculum import ScheduledAssessment, UnitAssessment
from vettrak_api.model.rows import add_row, change_row, rows_of
from vettrak_api.model.statements import execute
from vettrak_api.rules.curriculum.codes import ASSESSMENT_SETS, require_codes
from vettrak_api.rules.curriculum.fields import (
    ASSESSMENT,
    UNIT_COMPETENCY,
    Columns,
    Told,
    columns_of,
    refuse,
    require_in_order,
)
from vettrak_api.rules.curriculum.lookups import NUMBER, find_competency, find_unit

ASSESSED = tuple(ASSESSMENT.values())
"""The columns that schedules copy."""

STORED: Mapping[Any, Any] = {
    table: rows_of(table).where(table.id == NUMBER) for table in (UnitAssessment, ScheduledAssessment)
}

USUAL_PASS, COMPETENT_PASS = Decimal(50), Decimal(100)
"""The pass mark where none is told: of assessments, and of those that are told by a competency."""


def create_assessment(session: Session, told: Told) -> int:
    """Add an assessment to a unit and return its number; raises InvalidFields for what does not exist or fit."""
    require_codes(session, told, ASSESSMENT_SETS)
    unit = find_unit(session, told["eduUnitId"])
    columns = columns_of(told, ASSESSMENT)
    _judge(told, columns, ASSESSMENT, USUAL_PASS)
    return add_row(session, UnitAssessment, unit_id=unit.id, **columns)


def create_competency_assessment(session: Session, told: Told) -> int:
    """Add an assessment to a unit by a competency, whose name and hours it takes where none are told."""
    require_codes(session, told, ASSESSMENT_SETS)
    unit = find_unit(session, told["eduUnitId"])
    competency = find_competency(session, told["competencyId"])
    columns = {"name": competency.name, "scheduled_hours": competency.hours} | columns_of(told, UNIT_COMPETENCY)
    columns["description"] = columns["name"]
    _judge(told, columns, UNIT_COMPETENCY, COMPETENT_PASS)
    return add_row(session, UnitAssessment, unit_id=unit.id, **columns)


def update_assessment(session: Session, number: int, told: Told) -> None:
    """Change what is told of a unit's assessment, and nothing else; its copies in schedules stay as they are."""
    _update(session, UnitAssessment, number, told, ASSESSMENT)


def update_competency_assessment(session: Session, number: int, told: Told) -> None:
    """Change what is told of a unit's assessment by a competency; a name is its description, too."""
    stored: Any = execute(session, STORED[UnitAssessment], number=number).one()
    if told.get("competencyId", stored.code) != stored.code:
        find_competency(session, told["competencyId"])
    _update(session, UnitAssessment, number, told, UNIT_COMPETENCY)


def update_scheduled_assessment(session: Session, number: int, told: Told) -> None:
    """Change what is told of an assessment of a schedule."""
    _update(session, ScheduledAssessment, number, told, ASSESSMENT)


def _update(session: Session, table: Any, number: int, told: Told, fields: Columns) -> None:
    stored: Any = execute(session, STORED[table], number=number).one()
    require_codes(session, told, ASSESSMENT_SETS, stored, fields)
    columns = columns_of(told, fields)
    if fields is UNIT_COMPETENCY and "name" in columns:
        columns["description"] = columns["name"]
    _judge(told, columns, fields, None, stored)
    change_row(session, table, stored, **columns)


def _judge(told: Told, columns: dict[str, Any], fields: Columns, usual: Decimal | None, stored: Any = None) -> None:
    """Refuse marks and weeks that are out of order; a usual pass mark gives way to a lower maximum.

    What marks can be at all, the fields say.
    """
    if fields is ASSESSMENT:
        require_in_order(told, "startWeek", "endWeek", stored, fields)
    highest: Decimal = columns.get("maximum_mark") or stored.maximum_mark
    passing: Decimal | None = columns.get("pass_mark") or getattr(stored, "pass_mark", None)
    if passing is None:
        columns["pass_mark"] = min(usual or highest, highest)
    elif passing > highest:
        refuse([Fault("passMark", "order", f"passMark must be at most maximumMark, which is {highest:f}.")])
