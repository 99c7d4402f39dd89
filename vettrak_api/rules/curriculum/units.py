"""Units: what a feeding system tells of them."""

from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.errors import TakenField
from vettrak_api.model.base import fold
from vettrak_api.model.curriculum import Competency
from vettrak_api.model.programmes import Unit
from vettrak_api.model.rows import add_row, change_row, rows_of
from vettrak_api.model.statements import execute
from vettrak_api.reference_data.curriculum import UNIT_ACTIVE
from vettrak_api.rules.curriculum.codes import UNIT_SETS, require_codes
from vettrak_api.rules.curriculum.fields import COMPETENCY, UNIT, Told, columns_of

STORED = rows_of(Unit).where(Unit.id == bindparam("number"))
STORED_COMPETENCY = rows_of(Competency).where(Competency.id == bindparam("number"))
TAKEN = {table: select(table.id).where(table.code_key == bindparam("key")) for table in (Unit, Competency)}


def create_unit(session: Session, told: Told) -> int:
    """Make a unit and return its number; raises TakenField when its code exists, in whatever letter case."""
    require_free(session, Unit, "eduUnitId", told["eduUnitId"])
    require_codes(session, told, UNIT_SETS)
    return add_row(session, Unit, code_key=fold(told["eduUnitId"]), **_columns(told))


def update_unit(session: Session, number: int, told: Told) -> None:
    """Change what is told of a unit; its schedules keep what they have copied."""
    stored = execute(session, STORED, number=number).one()
    require_codes(session, told, UNIT_SETS, stored, UNIT)
    change_row(session, Unit, stored, **_columns(told))


def _columns(told: Told) -> dict[str, Any]:
    """Return the columns; only what is active is offered to web sites and by lists that leave out the rest."""
    columns = columns_of(told, UNIT)
    if "unitStatusId" in told:
        columns["active"] = told["unitStatusId"] == UNIT_ACTIVE
    return columns


def require_free(session: Session, table: Any, field: str, code: str) -> None:
    """Raise TakenField when a row of a table has a code already, ignoring case."""
    if execute(session, TAKEN[table], key=fold(code)).scalar() is not None:
        raise TakenField(field, f"{field} {code} exists already.")


def create_competency(session: Session, told: Told) -> int:
    """Make a nationally recognised competency and return its number; raises TakenField when its id exists."""
    code = told["competencyId"]
    require_free(session, Competency, "competencyId", code)
    return add_row(session, Competency, code_key=fold(code), **columns_of(told, COMPETENCY))


def update_competency(session: Session, number: int, told: Told) -> None:
    """Change what is told of a competency; assessments keep what they have copied."""
    stored = execute(session, STORED_COMPETENCY, number=number).one()
    change_row(session, Competency, stored, **columns_of(told, COMPETENCY))
