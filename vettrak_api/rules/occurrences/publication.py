"""What web sites may show and sell: published and bookable occurrences, and the programmes they make up (R-WEB).

The conditions name their moments as parameters of the statement: `start` and `end` of a range, and `today`, the
midnight that began the RTO's present day, of all that ask what is published. They are for prepared statements; all of
them expect Occurrence or Programme among the tables of the statement around them.
"""

import datetime
from typing import Any, TypeAlias

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from vettrak_api.model.audit import Author
from vettrak_api.model.base import Moment
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.planning import not_before, unseen
from vettrak_api.model.programmes import Programme
from vettrak_api.model.statements import Reader
from vettrak_api.rules.access import trains_occurrence
from vettrak_api.rules.occurrences.vacancies import free_statuses, places_left
from vettrak_api.security.tokens import Caller

Condition = ColumnElement[bool]
Statement: TypeAlias = Select[*tuple[Any, ...]]
"""A SELECT of columns."""

START = unseen(bindparam("start", type_=Moment))
END = unseen(bindparam("end", type_=Moment))
TODAY: BindParameter[datetime.datetime] = bindparam("today", type_=Moment)


def today_of(session: Session) -> datetime.datetime:
    """Return the midnight that began the day of whoever writes; for nobody in particular, a day before all others."""
    author: Author | None = session.info.get("author")
    return day_of(author.now) if author else datetime.datetime.min


def day_of(moment: datetime.datetime) -> datetime.datetime:
    """Return the midnight that began the day of a moment."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def published() -> Condition:
    """Open for web enrolment, full or not; for statements that hold the occurrence and its programme.

    One that was called off is open to nobody, even when somebody forgot to take it off the web. Those of a scheduled
    unit, which nobody takes off the web by hand, are open until their last day is over.
    """
    return and_(
        Occurrence.web_published,
        Programme.active,
        Occurrence.status_id.not_in(free_statuses()),
        or_(
            Occurrence.scheduled_unit_id.is_(None), Occurrence.end_date.is_(None), Occurrence.end_date >= unseen(TODAY)
        ),
    )


def bookable() -> Condition:
    """Published and with places left; for statements that hold the occurrence and its programme."""
    return and_(published(), places_left() > 0)


def starts_from() -> Condition:
    """Start at or after `start`."""
    return Occurrence.start_date >= START


def starts_within() -> Condition:
    """Start from `start` to `end`, both included."""
    return Occurrence.start_date.between(START, END)


def overlaps() -> Condition:
    """Run at any time from `start` to `end`; an open start or end lasts for ever (R-DATES)."""
    return and_(
        func.coalesce(Occurrence.start_date, END) <= END,
        or_(Occurrence.end_date.is_(None), not_before(Occurrence.end_date, START)),
    )


def has_occurrence(*conditions: Condition) -> Condition:
    """Have an occurrence of that kind; for statements that hold a programme."""
    return exists().where(Occurrence.programme_id == Programme.id, *conditions).correlate(Programme)


def shown() -> Condition:
    """Be a programme that sites list: active, with a published occurrence or a waitlist."""
    return and_(Programme.active, or_(Programme.takes_waitlist, has_occurrence(published())))


def _visible_to(enrolled: Condition) -> Statement:
    """Return the SELECT of the occurrence `occurrence` if it is published, or has such an enrolment."""
    return (
        select(Occurrence.id)
        .join(Programme, Programme.id == Occurrence.programme_id)
        .where(
            Occurrence.id == bindparam("occurrence"),
            or_(published(), exists().where(Enrolment.occurrence_id == Occurrence.id, enrolled)),
        )
    )


VISIBLE_TO_CLIENT = _visible_to(Enrolment.client_id == bindparam("caller"))
VISIBLE_TO_EMPLOYER = _visible_to(Enrolment.employer_id == bindparam("caller"))


def sees_occurrence(reader: Reader, caller: Caller, occurrence_id: int, today: datetime.datetime) -> bool:
    """Tell whether a caller may look at an occurrence in detail.

    With the API role every one; else those published on the web, those the caller (a client, or an employer) is or
    was enrolled in, and those the caller has a staff role on.
    """
    if caller.api_role:
        return True
    statement = VISIBLE_TO_EMPLOYER if caller.employer_id else VISIBLE_TO_CLIENT
    values = {"occurrence": occurrence_id, "caller": caller.employer_id or caller.client_id, "today": today}
    return reader.scalar(statement, values) is not None or trains_occurrence(reader, caller, occurrence_id)
