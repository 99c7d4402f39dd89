"""What was decided, and by whom: the history of web enrolments and of waitlist entries."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from vettrak_api.model.quarantine import (
    DELETED,
    PENDING,
    PROCESSED,
    REJECTED,
    WebDecision,
    WebEnrolment,
    WebWaitlist,
)
from vettrak_api.rules.quarantine.purging import purged
from vettrak_api.web.kit.names import names_of
from vettrak_api.web.staff.batches import batches_of
from vettrak_api.web.staff.list_query import Filters
from vettrak_api.web.staff.lists import done_before
from vettrak_api.web.staff.queries import DECISIONS, ENTRIES, SEARCHED_ENTRIES, SEARCHED_WAITERS, WAITERS, Statement
from vettrak_api.web.staff.staleness import Row
from vettrak_api.web.staff.visit import StaffVisit, pages

STATES = {PENDING: "Pending", PROCESSED: "Processed", REJECTED: "Rejected", DELETED: "Deleted by its web site"}
UNDOABLE = frozenset({PROCESSED, REJECTED})
ABOUT: Mapping[Any, Any] = {WebEnrolment: WebDecision.web_enrolment_id, WebWaitlist: WebDecision.web_waitlist_id}


@pages.page("/history")
def history(visit: StaffVisit) -> Response:
    """Show the web enrolments that do not wait any more, the latest first."""
    filters = Filters.of(visit)
    closed = ENTRIES.where(WebEnrolment.state != PENDING, *filters.conditions())
    latest = closed.order_by(WebEnrolment.closed_at.desc(), WebEnrolment.id.desc())
    return _show(visit, "history.html", filters, latest, WebEnrolment, SEARCHED_ENTRIES)


@pages.page("/history/waitlist")
def waitlist_history(visit: StaffVisit) -> Response:
    """Show the waitlist entries that do not wait any more, the latest first."""
    filters = Filters.of(visit)
    closed = WAITERS.where(WebWaitlist.state != PENDING)
    latest = closed.order_by(WebWaitlist.closed_at.desc(), WebWaitlist.id.desc())
    return _show(visit, "waitlist_history.html", filters, latest, WebWaitlist, SEARCHED_WAITERS)


def _show(
    visit: StaffVisit, template: str, filters: Filters, latest: Statement, table: type[Row], searched: Sequence[Any]
) -> Response:
    with visit.runtime.database.reading() as session:
        listed = filters.listed(session, latest, table.id, searched)
        rows = session.execute(latest.where(table.id.in_(listed.numbers))).all()
        decisions = decisions_about(session, table, listed.numbers)
        names = names_of(session, (each.by for about in decisions.values() for each in about))
        can_be_undone = undoable(session, table, {row.id: row.state for row in rows})
        batches = batches_of(session, listed.numbers if table is WebEnrolment else ())
    return visit.page(
        template,
        rows=rows,
        listed=listed,
        filters=filters,
        decisions=decisions,
        names=names,
        states=STATES,
        undoable=can_be_undone,
        batches=batches,
        done=done_before(visit),
    )


def undoable(session: Session, table: type[Row], states: Mapping[int, str]) -> set[int]:
    """Return the numbers of the records, of these states, of which staff may try to undo what was decided."""
    decided = [number for number, state in states.items() if state in UNDOABLE]
    return set(decided) - purged(session, table, decided)


def decisions_about(session: Session, table: type[Row], numbers: Sequence[int]) -> dict[int, list[Any]]:
    """Return the decisions about each record, in order, with the codes of the clients they name."""
    about = ABOUT[table]
    decisions: dict[int, list[Any]] = {number: [] for number in numbers}
    for row in session.execute(DECISIONS.where(about.in_(numbers))):
        decisions[getattr(row, about.key)].append(row)
    return decisions
