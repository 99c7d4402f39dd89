"""Words that the RTO defines for itself: statuses, types and results, found by name or by what they mean.

Names are compared trimmed and ignoring case (R-ARGS). The lists are short, so they are read whole: no database
compares them in the same way.
"""

from typing import Any

from sqlalchemy import Executable, Row, select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput
from vettrak_api.model.base import fold
from vettrak_api.model.finance import PaymentType
from vettrak_api.model.reference import AttendanceType, AwardType, EnrolmentStatus, EnrolmentType, ResultType
from vettrak_api.model.statements import execute

STATUSES = select(EnrolmentStatus.id, EnrolmentStatus.name, EnrolmentStatus.status_type).order_by(EnrolmentStatus.id)
ENROLMENT_TYPES = select(EnrolmentType.id, EnrolmentType.name).order_by(EnrolmentType.id)
RESULTS = select(ResultType.id, ResultType.name, ResultType.kind).order_by(ResultType.id)
AWARD_TYPES = select(AwardType.id, AwardType.name, AwardType.kind).order_by(AwardType.id)
PAYMENT_TYPES = select(PaymentType.id, PaymentType.name, PaymentType.flag).order_by(PaymentType.id)
ATTENDANCE_TYPES = select(AttendanceType.id, AttendanceType.name, AttendanceType.sign).order_by(AttendanceType.id)

UNKNOWN_PAYMENT_TYPE = "Unknown payment type."


def find_status(session: Session, name: str | None) -> Row[Any]:
    """Return `id` and `status_type` of the enrolment status of a name; raises InvalidInput when there is none."""
    return _named(session, STATUSES, name, "Unknown enrolment status.")


def find_enrolment_type_id(session: Session, name: str | None) -> int:
    """Return the user-defined enrolment type of a name; raises InvalidInput when there is none."""
    return int(_named(session, ENROLMENT_TYPES, name, "Unknown enrolment type.").id)


def find_result_type(session: Session, name: str | None) -> Row[Any]:
    """Return `id` and `kind` of a result, by a name of GetResultTypes; raises InvalidInput when there is none."""
    return _named(session, RESULTS, name, "Unknown result.")


def find_attendance_type(session: Session, name: str | None) -> Row[Any]:
    """Return the attendance type (`id`, `sign`) of a name, as GetAttendanceTypes lists them.

    Raises InvalidInput when there is none.
    """
    return _named(session, ATTENDANCE_TYPES, name, "Unknown attendance type.")


def find_award_type(session: Session, name: str | None) -> Row[Any]:
    """Return the award type (`id`, `kind`) of a name, as GetAwardTypes lists them.

    Raises InvalidInput when there is none.
    """
    return _named(session, AWARD_TYPES, name, "Unknown award type.")


def find_payment_type(session: Session, name: str | None) -> Row[Any]:
    """Return the payment type (`id`, `flag`) of a name; raises InvalidInput when there is none."""
    return _named(session, PAYMENT_TYPES, name, UNKNOWN_PAYMENT_TYPE)


def _named(session: Session, words: Executable, name: str | None, message: str) -> Row[Any]:
    wanted = fold(name)
    for row in execute(session, words):
        if fold(row.name) == wanted:
            return row
    raise InvalidInput(message)
