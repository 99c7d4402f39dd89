"""What was decided, and by whom: the history of web enrolments and of waitlist entries."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from vettrak_api.model.programmes import Programme
from vettrak_api.model.quarantine import (
    DELETED,
    PENDING,
    PROCESSED,
    REJECTED,
    WebClient,
    WebDecision,
    WebEnrolment,
    WebWaitlist,
)
from vettrak_api.web.staff.filters import ROWS_PER_PAGE, Filters, contains
from vettrak_api.web.staff.lists import done_before
from vettrak_api.web.staff.queries import DECISIONS, ENTRIES, WAITERS, Statement
from vettrak_api.web.staff.visit import Visit

STATES = {PENDING: "Pending", PROCESSED: "Processed", REJECTED: "Rejected", DELETED: "Deleted by its web site"}
UNDOABLE = frozenset({PROCESSED, REJECTED})


def history(visit: Visit) -> Response:
    """Show the web enrolments that do not wait any more, the latest first."""
    filters = Filters.of(visit)
    closed = ENTRIES.where(WebEnrolment.state != PENDING, *filters.conditions())
    latest = closed.order_by(WebEnrolment.closed_at.desc(), WebEnrolment.id.desc())
    return _show(visit, "history.html", filters, latest, WebDecision.web_enrolment_id)


def waitlist_history(visit: Visit) -> Response:
    """Show the waitlist entries that do not wait any more, the latest first."""
    filters = Filters.of(visit)
    found = contains(filters.search, WebClient.surname, WebClient.given_name, WebClient.email, Programme.name)
    closed = WAITERS.where(WebWaitlist.state != PENDING, *found)
    latest = closed.order_by(WebWaitlist.closed_at.desc(), WebWaitlist.id.desc())
    return _show(visit, "waitlist_history.html", filters, latest, WebDecision.web_waitlist_id)


def _show(visit: Visit, template: str, filters: Filters, latest: Statement, about: Any) -> Response:
    with visit.server.database.reading() as session:
        rows = session.execute(filters.cut(latest)).all()
        shown = rows[:ROWS_PER_PAGE]
        decisions = decisions_about(session, about, [row.id for row in shown])
    return visit.page(
        template,
        rows=shown,
        more=len(rows) > ROWS_PER_PAGE,
        filters=filters,
        decisions=decisions,
        states=STATES,
        undoable=UNDOABLE,
        done=done_before(visit),
    )


def decisions_about(session: Session, about: Any, numbers: Sequence[int]) -> dict[int, list[Any]]:
    """Return the decisions about each record, in order, with the codes of the clients they name."""
    decisions: dict[int, list[Any]] = {number: [] for number in numbers}
    for row in session.execute(DECISIONS.where(about.in_(numbers))):
        decisions[getattr(row, about.key)].append(row)
    return decisions
