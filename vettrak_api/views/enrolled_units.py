"""Units of enrolments with their results (TEnun)."""

from typing import Any

from sqlalchemy import ColumnElement, func, select

from vettrak_api.model.enrolments import EnrolledUnit
from vettrak_api.model.programmes import Unit
from vettrak_api.model.reference import ResultType
from vettrak_api.views.base import view

_MEMBERS: list[ColumnElement[Any]] = [
    EnrolledUnit.enrolment_id.label("ID"),
    Unit.code.label("Unit_Code"),
    Unit.name.label("Unit_Name"),
    Unit.kind.label("Unit_Type"),
    ResultType.name.label("Result_Name"),
    EnrolledUnit.start_date.label("StartDate"),
    EnrolledUnit.finish_date.label("FinishDate"),
    EnrolledUnit.percentage.label("Percentage"),
    EnrolledUnit.comment.label("Comment"),
    func.coalesce(EnrolledUnit.hours, Unit.hours).label("Hours"),
]

ENROLLED_UNITS = view(
    "TEnun",
    select(*_MEMBERS)
    .select_from(EnrolledUnit)
    .join(Unit, Unit.id == EnrolledUnit.unit_id)
    .join(ResultType, ResultType.id == EnrolledUnit.result_type_id),
)
"""Hours are those agreed for the enrolment, else the unit's nominal hours."""

BY_UNIT = (Unit.code_key, EnrolledUnit.enrolment_id)
"""The order by unit code and then by the enrolment that holds the unit."""
