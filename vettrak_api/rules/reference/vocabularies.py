"""Words that the RTO defines for itself: statuses, types and results, found by name or by what they mean.

Names are compared trimmed and ignoring case (R-ARGS). The lists are short, so they are read whole: no database
compares them in the same way.
"""

from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput
from vettrak_api.model.base import fold
from vettrak_api.model.reference import AttendanceType, EnrolmentStatus, EnrolmentType, ResultType
from vettrak_api.model.statements import execute

STATUSES = select(EnrolmentStatus.id, EnrolmentStatus.name).order_by(EnrolmentStatus.id)
ENROLMENT_TYPES = select(EnrolmentType.id, EnrolmentType.name).order_by(EnrolmentType.id)
RESULTS = select(ResultType.id, ResultType.name).order_by(ResultType.id)
ATTENDANCE_TYPES = select(AttendanceType.id, AttendanceType.name, AttendanceType.sign).order_by(AttendanceType.id)


def find_status_id(session: Session, name: str | None) -> int:
    """Return the enrolment status of a name; raises InvalidInput when there is none."""
    return int(_named(session, STATUSES, name, "Unknown enrolment status.").id)


def find_enrolment_type_id(session: Session, name: str | None) -> int:
    """Return the user-defined enrolment type of a name; raises InvalidInput when there is none."""
    return int(_named(session, ENROLMENT_TYPES, name, "Unknown enrolment type.").id)


def find_result_type_id(session: Session, name: str | None) -> int:
    """Return the result of a name, as GetResultTypes lists them; raises InvalidInput when there is none."""
    return int(_named(session, RESULTS, name, "Unknown result.").id)


def find_attendance_type(session: Session, name: str | None) -> Row[Any]:
    """Return the attendance type (`id`, `sign`) of a name, as GetAttendanceTypes lists them.

    Raises InvalidInput when there is none.
    """
    return _named(session, ATTENDANCE_TYPES, name, "Unknown attendance type.")


def _named(session: Session, words: Select[*tuple[Any, ...]], name: str | None, message: str) -> Row[Any]:
    wanted = fold(name)
    found: Row[Any] | None = next((row for row in execute(session, words) if fold(row.name) == wanted), None)
    if found is None:
        raise InvalidInput(message)
    return found
