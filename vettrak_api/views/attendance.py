"""Recorded attendance (TAtte)."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import Row, select

from vettrak_api.model.clients import Client
from vettrak_api.model.enrolments import ClassAttendance
from vettrak_api.model.reference import AttendanceType
from vettrak_api.views.base import view

ATTENDANCE = view(
    "TAtte",
    select(
        ClassAttendance.class_session_id.label("Inst_ID"),
        Client.code.label("Clie_Code"),
        AttendanceType.name.label("Atty_Name"),
        AttendanceType.sign.label("Atty_Type"),
        ClassAttendance.start.label("Start"),
        ClassAttendance.finish.label("Finish"),
        ClassAttendance.description.label("Description"),
    )
    .select_from(ClassAttendance)
    .join(Client, Client.id == ClassAttendance.client_id)
    .join(AttendanceType, AttendanceType.id == ClassAttendance.attendance_type_id),
)
"""Hours are added by `with_hours`: no two databases subtract moments alike."""

HOUR, PLACES = Decimal(3600), Decimal("0.01")


def with_hours(rows: Iterable[Row[*tuple[Any, ...]]]) -> list[dict[str, Any]]:
    """Return the rows of ATTENDANCE with Hours: from start to finish times the type's sign, to two decimals."""
    return [{**row._mapping, "Hours": _hours(row)} for row in rows]  # noqa: SLF001 - SQLAlchemy's own name


def _hours(row: Any) -> Decimal:
    seconds = int((row.Finish - row.Start).total_seconds()) * row.Atty_Type
    return (Decimal(seconds) / HOUR).quantize(PLACES, ROUND_HALF_UP)
