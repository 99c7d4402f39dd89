"""Words that the RTO defines for itself: statuses, types and results, found by name or by what they mean.

Names are compared trimmed and ignoring case (R-ARGS). The lists are short, so they are read whole: no database
compares them in the same way.
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput
from vettrak_api.model.base import fold
from vettrak_api.model.reference import EnrolmentStatus, EnrolmentType, ResultType


def find_status_id(session: Session, name: str | None) -> int:
    """Return the enrolment status of a name; raises InvalidInput when there is none."""
    return _named(session, EnrolmentStatus, name, "Unknown enrolment status.")


def find_enrolment_type_id(session: Session, name: str | None) -> int:
    """Return the user-defined enrolment type of a name; raises InvalidInput when there is none."""
    return _named(session, EnrolmentType, name, "Unknown enrolment type.")


def find_result_type_id(session: Session, name: str | None) -> int:
    """Return the result of a name, as GetResultTypes lists them; raises InvalidInput when there is none."""
    return _named(session, ResultType, name, "Unknown result.")


def _named(session: Session, table: Any, name: str | None, message: str) -> int:
    wanted = fold(name)
    for row in session.execute(select(table.id, table.name).order_by(table.id)):
        if fold(row.name) == wanted:
            return int(row.id)
    raise InvalidInput(message)
