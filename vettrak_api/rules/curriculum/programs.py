"""Programs: qualifications or courses, and the programmes that sell them; and which units they hold by which rules."""

from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.errors import TakenField
from vettrak_api.model.base import cut, fold
from vettrak_api.model.programmes import CORE_UNIT, ELECTIVE_UNIT, Programme, Qualification, QualificationUnit
from vettrak_api.model.rows import add_row, change_row, rows_of
from vettrak_api.model.statements import execute
from vettrak_api.reference_data.curriculum import PROGRAM_ACTIVE
from vettrak_api.rules.curriculum.codes import CONSTRAINT_SETS, PROGRAM_SETS, require_codes
from vettrak_api.rules.curriculum.fields import CONSTRAINT, PROGRAM, Told, columns_of, require_in_order
from vettrak_api.rules.curriculum.lookups import NUMBER, find_program, find_unit, hold_program, hold_unit
from vettrak_api.rules.curriculum.occurrences import (
    match_of_program,
    match_of_unit,
    withdraw_of_unit,
)
from vettrak_api.rules.curriculum.selling import LONGEST_NAME, programme_for

TAKEN = select(Qualification.id).where(Qualification.code_key == bindparam("key"))
STORED = rows_of(Qualification).where(Qualification.id == NUMBER)
PROGRAMME = rows_of(Programme).where(Programme.id == NUMBER)
CONSTRAINT_ROW = rows_of(QualificationUnit).where(QualificationUnit.id == NUMBER)
HELD_UNITS = select(QualificationUnit.id).where(
    QualificationUnit.qualification_id == bindparam("program"),
    QualificationUnit.unit_id == bindparam("unit"),
    QualificationUnit.constraint_type.is_(None),
)

HOLDING = {CORE_UNIT: True, ELECTIVE_UNIT: False}
"""The types of constraints by which a program holds a unit, and whether it must be taken then."""


def create_program(session: Session, told: Told) -> int:
    """Make a program with the programme that sells it and return its number.

    Raises TakenField when the code exists, in whatever letter case.
    """
    code = told["eduProgramId"]
    if execute(session, TAKEN, key=fold(code)).scalar() is not None:
        raise TakenField("eduProgramId", f"eduProgramId {code} exists already.")
    _judge(session, told)
    columns = _columns(told)
    programme_id = programme_for(session, code, columns["name"], is_active=columns["active"])
    return add_row(session, Qualification, code_key=fold(code), programme_id=programme_id, **columns)


def update_program(session: Session, number: int, told: Told) -> None:
    """Change what is told of a program, of the programme that sells it, and what is published of its schedules."""
    hold_program(session, number)
    stored: Any = execute(session, STORED, number=number).one()
    _judge(session, told, stored)
    columns = _columns(told)
    change_row(session, Qualification, stored, **columns)
    if stored.programme_id is not None:
        programme: Any = execute(session, PROGRAMME, number=stored.programme_id).one()
        name = cut(columns["name"], LONGEST_NAME) if "name" in columns else programme.name
        active = columns.get("active", programme.active)
        change_row(session, Programme, programme, name=name, active=active)
    if {"active", "online_application"} & columns.keys():
        match_of_program(session, number)


def _judge(session: Session, told: Told, stored: Any = None) -> None:
    require_codes(session, told, PROGRAM_SETS, stored, PROGRAM)
    require_in_order(told, "accreditationDate", "accreditationDateDue", stored, PROGRAM)


def _columns(told: Told) -> dict[str, Any]:
    columns = columns_of(told, PROGRAM)
    if "programStatusId" in told:
        columns["active"] = told["programStatusId"] == PROGRAM_ACTIVE
    return columns


def create_constraint(session: Session, told: Told) -> int:
    """Let a program hold a unit, or make another rule about it there, and return the constraint's number.

    Raises InvalidFields for what does not exist, and TakenField when the program holds the unit already, as core or as
    elective. A program that holds it from now on is served by the unit's schedules that have not ended.
    """
    require_codes(session, told, CONSTRAINT_SETS)
    unit = find_unit(session, told["eduUnitId"])
    hold_unit(session, unit.id)
    program_id = find_program(session, told["eduProgramId"])
    hold_program(session, program_id)
    kind = told["constraintTypeId"]
    if kind in HOLDING:
        _require_not_held(session, program_id, unit.id)
    number = add_row(
        session,
        QualificationUnit,
        qualification_id=program_id,
        unit_id=unit.id,
        **_kind_columns(kind),
        **_other_unit(session, told),
        **columns_of(told, CONSTRAINT),
    )
    if kind in HOLDING:
        match_of_unit(session, unit.id, program_id)
    return number


def update_constraint(session: Session, number: int, told: Told) -> None:
    """Change a constraint's type, other unit or place; raises as `create_constraint`.

    A program that holds the unit no longer is not served by its schedules any more: their occurrences leave the web.
    """
    stored: Any = execute(session, CONSTRAINT_ROW, number=number).one()
    hold_unit(session, stored.unit_id)
    hold_program(session, stored.qualification_id)
    held = stored.constraint_type is None
    kind = told.get("constraintTypeId")
    if kind is not None and kind != kind_of(stored):
        require_codes(session, told, CONSTRAINT_SETS)
        if kind in HOLDING and not held:
            _require_not_held(session, stored.qualification_id, stored.unit_id)
    columns = {**(_kind_columns(kind) if kind else {}), **_other_unit(session, told), **columns_of(told, CONSTRAINT)}
    if not columns:
        return
    change_row(session, QualificationUnit, stored, **columns)
    if kind in HOLDING and not held:
        match_of_unit(session, stored.unit_id, stored.qualification_id)
    elif kind and kind not in HOLDING and held:
        withdraw_of_unit(session, stored.unit_id, stored.qualification_id)


def kind_of(stored: Any) -> str:
    """Return the type of a stored constraint."""
    if stored.constraint_type is not None:
        return str(stored.constraint_type)
    return CORE_UNIT if stored.core else ELECTIVE_UNIT


def _kind_columns(kind: str) -> dict[str, Any]:
    if kind in HOLDING:
        return {"core": HOLDING[kind], "constraint_type": None}
    return {"core": False, "constraint_type": kind}


def _other_unit(session: Session, told: Told) -> dict[str, Any]:
    if "constraintUnitId" not in told:
        return {}
    code = told["constraintUnitId"]
    return {"constraint_unit_id": find_unit(session, code, "constraintUnitId").id if code else None}


def _require_not_held(session: Session, program_id: int, unit_id: int) -> None:
    if execute(session, HELD_UNITS, program=program_id, unit=unit_id).first() is not None:
        raise TakenField("eduUnitId", "The program holds the unit already; a unit is in a program once.")
