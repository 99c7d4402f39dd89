"""A client's primary employment: which one it is, and what happens when it changes (UpdateClientDetails)."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput
from vettrak_api.model.clients import Client, Employment


@dataclass(frozen=True, slots=True)
class Job:
    """What a primary employment says. Salary in Australian dollars; all may be unknown."""

    employer_id: int | None = None
    position_id: int | None = None
    commenced: datetime.date | None = None
    terminated: datetime.date | None = None
    last_assessed: datetime.date | None = None
    salary: Decimal | None = None

    @property
    def dates(self) -> tuple[datetime.date | None, datetime.date | None]:
        """The first and the last day."""
        return self.commenced, self.terminated

    @property
    def is_reversed(self) -> bool:
        """Whether it ends before it begins."""
        return self.commenced is not None and self.terminated is not None and self.terminated < self.commenced


NOTHING_KNOWN = Job()


TODAY = bindparam("today", type_=Date)


def is_current() -> ColumnElement[bool]:
    """Return the condition of an employment that has not ended, by the day that its parameter `today` tells."""
    return and_(Employment.active, or_(Employment.terminated.is_(None), Employment.terminated >= TODAY))


def primary_employment_id() -> Any:
    """Return the SQL expression of a client's primary employment, for statements that select from Client."""
    return (
        select(func.max(Employment.id))
        .where(Employment.client_id == Client.id, Employment.active, Employment.is_primary)
        .correlate(Client)
        .scalar_subquery()
    )


PRIMARY = (
    select(Employment)
    .join(Client, Employment.id == primary_employment_id())
    .where(Client.id == bindparam("client", type_=Integer))
)


def primary_employment(session: Session, client_id: int) -> Employment | None:
    """Return a client's active primary employment, the latest if there are several."""
    return session.scalar(PRIMARY, {"client": client_id})


def change_primary_employment(session: Session, client_id: int, job: Job) -> None:
    """Make a job the client's primary employment.

    Another employer or position is another employment: the present one becomes inactive and a new one is made,
    if anything is known of it. Dates and salary alone are written to the present one.

    Raises InvalidInput for one that would end before it began, unless the present one does so already.
    """
    present = primary_employment(session, client_id)
    if job.is_reversed and (present is None or (present.commenced, present.terminated) != job.dates):
        raise InvalidInput("TerminationDate is before Clie_Commenced.")
    if present is not None and (present.employer_id, present.position_id) == (job.employer_id, job.position_id):
        present.commenced, present.terminated = job.commenced, job.terminated
        present.last_assessed, present.salary = job.last_assessed, job.salary
        return
    if present is not None:
        present.active = False
    if job != NOTHING_KNOWN:
        session.add(_employment(client_id, job))


def _employment(client_id: int, job: Job) -> Employment:
    return Employment(
        client_id=client_id,
        employer_id=job.employer_id,
        position_id=job.position_id,
        commenced=job.commenced,
        terminated=job.terminated,
        last_assessed=job.last_assessed,
        salary=job.salary,
    )
