"""Finds what records of the curriculum name: units, programs, competencies, scheduled units; and holds them.

Who holds several holds units first, then programs, then occurrences, then scheduled units, whose places others hold
last: so nobody waits for one another in turn.
"""

from typing import Any

from sqlalchemy import Integer, Select, String, bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Fault, InvalidFields
from vettrak_api.model.base import fold
from vettrak_api.model.curriculum import Competency, ScheduledUnit
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.programmes import Qualification, QualificationUnit, Unit
from vettrak_api.model.rows import rows_of
from vettrak_api.model.statements import execute, for_update, hold

CODE, KEY = bindparam("told_code", type_=String), bindparam("told_key", type_=String)
NUMBER = bindparam("number", type_=Integer)


def _by_code(table: Any, *columns: Any) -> Select[Any]:
    found = select(*columns) if columns else rows_of(table)
    return found.where(table.code_key == KEY, table.code == CODE)


UNIT_BY_CODE = _by_code(Unit)
PROGRAM_BY_CODE = _by_code(Qualification, Qualification.id)
COMPETENCY_BY_CODE = _by_code(Competency)
SCHEDULED_UNIT_BY_NUMBER = rows_of(ScheduledUnit).where(ScheduledUnit.id == NUMBER)

HELD_UNIT = for_update(select(Unit.id).where(Unit.id == NUMBER), Unit)
HELD_PROGRAM = for_update(select(Qualification.id).where(Qualification.id == NUMBER), Qualification)
HELD_PROGRAMS = for_update(
    select(Qualification.id)
    .where(Qualification.id.in_(select(QualificationUnit.qualification_id).where(QualificationUnit.unit_id == NUMBER)))
    .order_by(Qualification.id),
    Qualification,
)
HELD_OCCURRENCES = for_update(
    select(Occurrence.id).where(Occurrence.scheduled_unit_id == NUMBER).order_by(Occurrence.id), Occurrence
)
HELD_POOL = for_update(select(ScheduledUnit.id).where(ScheduledUnit.id == NUMBER), ScheduledUnit)
UNIT_OF_SCHEDULE = select(ScheduledUnit.unit_id).where(ScheduledUnit.id == NUMBER)


def find_unit(session: Session, code: str, field: str = "eduUnitId") -> Any:
    """Return the row of the unit with exactly this code; raises InvalidFields when there is none."""
    return _found(session, UNIT_BY_CODE, code, field, "unit")


def find_program(session: Session, code: str, field: str = "eduProgramId") -> int:
    """Return the number of the program with exactly this code; raises InvalidFields when there is none."""
    number: int = _found(session, PROGRAM_BY_CODE, code, field, "program").id
    return number


def find_competency(session: Session, code: str, field: str = "competencyId") -> Any:
    """Return the row of the competency with exactly this code; raises InvalidFields when there is none."""
    return _found(session, COMPETENCY_BY_CODE, code, field, "competency")


def find_scheduled_unit(session: Session, number: int) -> Any:
    """Return the row of the scheduled unit with this number; raises InvalidFields when there is none."""
    found = execute(session, SCHEDULED_UNIT_BY_NUMBER, number=number).one_or_none()
    if found is None:
        raise InvalidFields(Fault("eduScheduledUnitId", "exists", "eduScheduledUnitId names no scheduled unit."))
    return found


def _found(session: Session, statement: Select[Any], code: str, field: str, kind: str) -> Any:
    found = execute(session, statement, told_code=code, told_key=fold(code)).one_or_none()
    if found is None:
        raise InvalidFields(Fault(field, "exists", f"{field} names no {kind}."))
    return found


LARGEST_NUMBER = 2**31 - 1
"""No record has a larger number; databases refuse to compare one."""


def number_of(text: str) -> int | None:
    """Return the number that an id made by the server is; None for what is none."""
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        return None
    number = int(text)
    return number if number <= LARGEST_NUMBER else None


def hold_unit(session: Session, unit_id: int) -> None:
    """Make others wait who change what programs, schedules and occurrences have to do with a unit."""
    hold(session, HELD_UNIT, number=unit_id)
    hold(session, HELD_PROGRAMS, number=unit_id)


def hold_program(session: Session, program_id: int) -> None:
    """Make others wait who change a program, or publish by it."""
    hold(session, HELD_PROGRAM, number=program_id)


def hold_schedule(session: Session, scheduled_unit_id: int) -> None:
    """Make others wait who change a scheduled unit or take places in it."""
    unit_id: int | None = execute(session, UNIT_OF_SCHEDULE, number=scheduled_unit_id).scalar()
    if unit_id is not None:
        hold_unit(session, unit_id)
    hold(session, HELD_OCCURRENCES, number=scheduled_unit_id)
    hold(session, HELD_POOL, number=scheduled_unit_id)
