"""Words that the RTO defines for itself: statuses, types and results, found by name or by what they mean.

Names are compared trimmed and ignoring case (R-ARGS). The lists are short, so they are read whole: no database
compares them in the same way.
"""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput
from vettrak_api.model.base import fold
from vettrak_api.model.occurrences import TaskStatus
from vettrak_api.model.reference import EnrolmentStatus, EnrolmentType, ResultType

ACTIVE = 0
"""The status type of enrolments that go on."""

NOT_YET_STARTED = 0
"""The kind of the one result, and of the task statuses, that everything begins with."""


def find_status_id(session: Session, name: str | None) -> int:
    """Return the enrolment status of a name; raises InvalidInput when there is none."""
    return _named(session, EnrolmentStatus, name, "Unknown enrolment status.")


def find_enrolment_type_id(session: Session, name: str | None) -> int:
    """Return the user-defined enrolment type of a name; raises InvalidInput when there is none."""
    return _named(session, EnrolmentType, name, "Unknown enrolment type.")


def find_result_type_id(session: Session, name: str | None) -> int:
    """Return the result of a name, as GetResultTypes lists them; raises InvalidInput when there is none."""
    return _named(session, ResultType, name, "Unknown result.")


def active_status_id(session: Session) -> int:
    """Return the status of type active with the lowest number, which always exists."""
    wanted = select(func.min(EnrolmentStatus.id)).where(EnrolmentStatus.status_type == ACTIVE)
    return session.scalar(wanted) or 0


def not_yet_started_id(session: Session) -> int:
    """Return the one result of the kind Not Yet Started."""
    return session.scalar(select(func.min(ResultType.id)).where(ResultType.kind == NOT_YET_STARTED)) or 0


def new_task_status_id(session: Session) -> int | None:
    """Return the status that enrolled tasks begin with, or None when the RTO has none of that kind."""
    return session.scalar(select(func.min(TaskStatus.id)).where(TaskStatus.kind == NOT_YET_STARTED))


def _named(session: Session, table: Any, name: str | None, message: str) -> int:
    wanted = fold(name)
    for row in session.execute(select(table.id, table.name).order_by(table.id)):
        if fold(row.name) == wanted:
            return int(row.id)
    raise InvalidInput(message)
