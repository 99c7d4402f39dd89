"""What new records begin with, where nobody says otherwise: the RTO's first rows of a kind."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from vettrak_api.model.finance import PaymentType
from vettrak_api.model.occurrences import TaskStatus
from vettrak_api.model.reference import Division, EnrolmentStatus, Organisation, ResultType
from vettrak_api.model.statements import execute

ACTIVE = 0
"""The status type of enrolments that go on."""

NOT_YET_STARTED = 0
"""The kind of the one result, and of the task statuses, that everything begins with."""

REMEMBERED = "defaults"
"""Where a session keeps them for its transaction."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """Numbers of rows, each the lowest of its kind.

    The division without parent; the status of type active; the result of the kind Not Yet Started; these always
    exist. None where the RTO has none: the status of tasks not yet started; the organisation; the type of payments
    that come from the web.
    """

    division_id: int
    status_id: int
    result_type_id: int
    task_status_id: int | None
    organisation_id: int | None
    web_payment_type_id: int | None


def _lowest(table: Any, *conditions: Any) -> Any:
    return select(func.min(table.id)).where(*conditions).scalar_subquery()


_DEFAULTS = select(
    func.coalesce(_lowest(Division, Division.parent_id.is_(None)), 1),
    func.coalesce(_lowest(EnrolmentStatus, EnrolmentStatus.status_type == ACTIVE), 0),
    func.coalesce(_lowest(ResultType, ResultType.kind == NOT_YET_STARTED), 0),
    _lowest(TaskStatus, TaskStatus.kind == NOT_YET_STARTED),
    _lowest(Organisation),
    _lowest(PaymentType, PaymentType.web_default),
)


def defaults(session: Session) -> Defaults:
    """Return them all by one query, which a transaction asks once."""
    found: Defaults | None = session.info.get(REMEMBERED)
    if found is None:
        found = session.info[REMEMBERED] = Defaults(*execute(session, _DEFAULTS).one())
    return found
