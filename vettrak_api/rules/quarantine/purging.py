"""Empties the personal data of web records that are closed; numbers and decisions stay for the audit."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Boolean, Integer, Select, bindparam, false, func, null, or_, select, update
from sqlalchemy.orm import Session

from vettrak_api.model.base import Amount
from vettrak_api.model.privacy import LegalHold
from vettrak_api.model.quarantine import (
    PENDING,
    WebClient,
    WebDecision,
    WebEmployer,
    WebEnrolment,
    WebPayment,
    WebRelationship,
    WebWaitlist,
)
from vettrak_api.model.statements import execute
from vettrak_api.rules.quarantine.decisions import REJECT, UNDO

EMPTIED_NAME = ""
"""What stands for the name of whoever was purged."""

KEPT = frozenset({"state", "survey_contact_status", "created_by", "modified_by", "created_at", "modified_at"})
"""Columns that say nothing about the person, beside numbers and amounts."""

TOLD_BY_STAFF = (REJECT, UNDO)
"""Decisions whose reasons people have typed, who may have named somebody; those of deletions are our own words."""


def _emptied(owner: Any, name: Any) -> Select[int]:
    return select(owner).where(owner.in_(bindparam("numbers", expanding=True)), name == EMPTIED_NAME)


EMPTIED: Mapping[Any, Any] = {
    WebEnrolment: _emptied(WebClient.web_enrolment_id, WebClient.surname).union(
        _emptied(WebEmployer.web_enrolment_id, WebEmployer.name)
    ),
    WebWaitlist: _emptied(WebClient.web_waitlist_id, WebClient.surname),
}
"""The numbers of records, of some, that have lost their personal data."""

TEXTS_OF_ENROLMENT = ("description", "registration_id", "purchase_order")


def purge_quarantine(session: Session, older_than: datetime.datetime) -> dict[str, int]:
    """Empty what was processed, rejected or deleted before a moment; return how many rows of each kind that were.

    Names, contact data, birth dates, statistics, free texts, what staff typed as their reasons, and the former
    values that undoing would need go; a second run finds nothing more. What tells of people under a legal hold stays.
    """
    enrolments = _closed(WebEnrolment, older_than) & _unheld(WebEnrolment.id, WebClient.web_enrolment_id)
    waitlists = _closed(WebWaitlist, older_than) & _unheld(WebWaitlist.id, WebClient.web_waitlist_id)
    loose = WebEmployer.web_enrolment_id.is_(None) & (WebEmployer.state != PENDING)
    return _purge(session, enrolments, waitlists, loose & (WebEmployer.modified_at < older_than))


def empty_quarantine(session: Session, enrolments: Sequence[int] = (), waitlists: Sequence[int] = ()) -> None:
    """Empty these web enrolments and waitlist entries as `purge_quarantine` does."""
    _purge(session, WebEnrolment.id.in_(enrolments), WebWaitlist.id.in_(waitlists), false())


def _unheld(number: Any, owner: Any) -> Any:
    """Return the condition under which a web record is of nobody who is under a legal hold."""
    return number.not_in(select(owner).where(owner.is_not(None), WebClient.client_id.in_(select(LegalHold.client_id))))


def _purge(session: Session, of_enrolments: Any, of_waitlists: Any, of_loose: Any) -> dict[str, int]:
    """Empty what fulfils these conditions, and return how many rows of each kind that were."""
    enrolments = select(WebEnrolment.id).where(of_enrolments)
    waitlists = select(WebWaitlist.id).where(of_waitlists)
    own_employers = WebEmployer.web_enrolment_id.in_(enrolments)
    people = or_(
        WebClient.web_enrolment_id.in_(enrolments),
        WebClient.web_waitlist_id.in_(waitlists),
        WebClient.web_employer_id.in_(select(WebEmployer.id).where(own_employers)),
    )
    about = or_(WebDecision.web_enrolment_id.in_(enrolments), WebDecision.web_waitlist_id.in_(waitlists))
    # Who is held is asked of the people: they are emptied last.
    return {
        "web employers": _empty(session, WebEmployer, own_employers | of_loose),
        "web relationships": _empty(session, WebRelationship, WebRelationship.web_enrolment_id.in_(enrolments)),
        "web payments": _empty(session, WebPayment, WebPayment.web_enrolment_id.in_(enrolments)),
        "web enrolments": _clear(session, WebEnrolment, of_enrolments, TEXTS_OF_ENROLMENT),
        "web waitlist entries": _clear(session, WebWaitlist, of_waitlists, ("description",)),
        "decisions": _clear(session, WebDecision, about, ("before",)),
        "reasons": _clear(session, WebDecision, about & WebDecision.action.in_(TOLD_BY_STAFF), ("reason",)),
        "web clients": _empty(session, WebClient, people),
    }


def purged(session: Session, table: type[WebEnrolment | WebWaitlist], numbers: Sequence[int]) -> set[int]:
    """Return which of these web enrolments or waitlist entries have lost their personal data."""
    return set(execute(session, EMPTIED[table], numbers=list(numbers)).scalars()) if numbers else set()


def _closed(table: Any, older_than: datetime.datetime) -> Any:
    """Return the condition under which a web record was closed before a moment."""
    return (table.state != PENDING) & (func.coalesce(table.closed_at, table.modified_at, table.stamp) < older_than)


def _empty(session: Session, table: Any, which: Any) -> int:
    """Empty every column of a party that is neither a number, an amount nor the record's own business."""
    told = [column for column in table.__table__.columns if column.name not in KEPT and _is_told(column)]
    names = [column.name for column in told if not column.nullable]
    return _clear(session, table, which, [column.name for column in told if column.nullable], names)


def _is_told(column: Any) -> bool:
    return not column.foreign_keys and not isinstance(column.type, Integer | Amount | Boolean)


def _clear(session: Session, table: Any, which: Any, columns: Sequence[str], names: Sequence[str] = ()) -> int:
    """Set columns to null and names to the empty text in those rows that still hold any of them."""
    full = [getattr(table, column).is_not(None) for column in columns]
    full += [getattr(table, name) != EMPTIED_NAME for name in names]
    values: dict[str, Any] = {**dict.fromkeys(columns, null()), **dict.fromkeys(names, EMPTIED_NAME)}
    emptied: Any = session.execute(
        update(table).where(which, or_(*full)).values(values), execution_options={"synchronize_session": False}
    )
    return int(emptied.rowcount)
