"""Codes of the curriculum: the sets that records take theirs from, and the items that make up the sets."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Select, String, bindparam, literal, select, union_all
from sqlalchemy.orm import Session

from vettrak_api.errors import Fault, TakenField
from vettrak_api.model.curriculum import CodeItem, StatusItem
from vettrak_api.model.rows import add_row, change_row, rows_of
from vettrak_api.model.statements import execute
from vettrak_api.reference_data.curriculum import FEE_TYPE
from vettrak_api.rules.curriculum.fields import CODE_ITEM, STATUS_ITEM, Columns, Told, columns_of, refuse

Sets = Mapping[str, str]
"""The sets of codes by the fields whose values they hold."""

PROGRAM_SETS: Sets = {
    "programStatusId": "PROGRAM_STATUS",
    "programType": "PROGRAM_TYPE",
    "programLevel": "PROGRAM_LEVEL",
    "studyArea": "STUDY_AREA",
    "fundingType": "FUNDING_TYPE",
    "unitGradeType": "UNIT_GRADE_TYPE",
    "assessmentGradeType": "ASSESSMENT_GRADE_TYPE",
}
UNIT_SETS: Sets = {
    "unitCategory": "UNIT_CATEGORY",
    "unitStatusId": "UNIT_STATUS",
    "method": "DELIVERY_MODE",
    "avet018": "AVETMISS_DELIVERY_MODE",
}
CONSTRAINT_SETS: Sets = {"constraintTypeId": "PROGRAM_UNIT_CONSTRAINT_TYPE"}
SCHEDULE_SETS: Sets = {"unitStatusId": "UNIT_STATUS", "modeOfDelivery": "DELIVERY_MODE", "feeTypeId": FEE_TYPE}
ASSESSMENT_SETS: Sets = {
    "statusId": "ASSESSMENT_STATUS",
    "avet018": "AVETMISS_DELIVERY_MODE",
    "vetDeliveryMode": "AVETMISS_DELIVERY_MODE",
}

FEE_TYPE_ITEM = rows_of(CodeItem).where(
    CodeItem.code_type == literal(FEE_TYPE, String), CodeItem.code == bindparam("type")
)


def require_codes(session: Session, told: Told, sets: Sets, stored: Any = None, columns: Columns | None = None) -> None:
    """Refuse codes that their sets do not hold, or no longer offer; what a record holds already it may keep.

    Raises InvalidFields that names every one of them.
    """
    asked = {
        (field, sets[field], code)
        for field in told.keys() & sets.keys()
        if not (stored is not None and columns and getattr(stored, columns.get(field, ""), None) == told[field])
        for code in _codes_in(told[field])
    }
    if not asked:
        return
    codes = sorted({code for _, _, code in asked})
    named = {f"code{at}": code for at, code in enumerate(codes)}
    offered = {(row.code_set, row.code) for row in execute(session, _offered(len(codes)), **named) if row.visible}
    refuse(
        Fault(field, "code", f"{field} must be a code of {code_set}; {code} is none.")
        for field, code_set, code in sorted(asked)
        if (code_set, code) not in offered
    )


def _codes_in(value: str | None) -> Iterator[str]:
    """Yield the code that a field holds, or the several in quotes with commas between."""
    if value:
        yield from (part.strip().strip("'").strip() for part in value.split(","))


@cache
def _offered(number: int) -> Select[Any]:
    """Return the search for so many codes in all sets; prepared once for each number, which is small."""
    wanted = [bindparam(f"code{at}", type_=String) for at in range(number)]
    parts = (
        select(table.code, code_set.label("code_set"), table.visible).where(table.code.in_(wanted))
        for table, code_set in ((CodeItem, CodeItem.code_type), (StatusItem, StatusItem.status_type))
    )
    found = union_all(*parts).subquery()
    return select(*found.columns)


def create_code_item(session: Session, told: Told) -> int:
    """Add a code to a set; its id is once only, and so is the code within the set. The code is the id if not told."""
    return _create(session, CodeItem, CODE_ITEM, told)


def update_code_item(session: Session, number: int, told: Told) -> None:
    """Change a code's description, place or visibility."""
    _update(session, CodeItem, CODE_ITEM, number, told)


def create_status_item(session: Session, told: Told) -> int:
    """Add a status to a set, as `create_code_item`."""
    return _create(session, StatusItem, STATUS_ITEM, told)


def update_status_item(session: Session, number: int, told: Told) -> None:
    """Change a status's description, place or visibility."""
    _update(session, StatusItem, STATUS_ITEM, number, told)


def _create(session: Session, table: Any, columns: Columns, told: Told) -> int:
    key, code_set, *_ = columns
    values = columns_of(told, columns)
    values["code"] = values.get("code") or values["identifier"]
    asked = {"of_set": told[code_set], "named": told[key], "coded": values["code"]}
    for row in execute(session, _TAKEN[table], **asked):
        field = key if row.identifier == told[key] else "code"
        raise TakenField(field, f"{field} {told[key] if field == key else values['code']} exists already.")
    return add_row(session, table, **values)


def _update(session: Session, table: Any, columns: Columns, number: int, told: Told) -> None:
    stored = execute(session, _ROWS[table], number=number).one()
    change_row(session, table, stored, **columns_of(told, columns))


_ROWS: Mapping[Any, Any] = {
    table: rows_of(table).where(table.id == bindparam("number")) for table in (CodeItem, StatusItem)
}
_TAKEN: Mapping[Any, Any] = {
    table: select(table.identifier).where(
        (table.identifier == bindparam("named", type_=String))
        | ((code_set == bindparam("of_set", type_=String)) & (table.code == bindparam("coded", type_=String)))
    )
    for table, code_set in ((CodeItem, CodeItem.code_type), (StatusItem, StatusItem.status_type))
}
