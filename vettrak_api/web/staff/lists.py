"""The lists of what waits: web enrolments, reservations and waitlist entries."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.programmes import Programme
from vettrak_api.model.quarantine import PENDING, WebEnrolment, WebWaitlist
from vettrak_api.web.kit.names import names_of
from vettrak_api.web.staff.judging import WORDS, Suggestion, suggest_for_entries, suggest_for_people, waiters_of
from vettrak_api.web.staff.list_query import Filters
from vettrak_api.web.staff.look_alike_note import look_alike_note
from vettrak_api.web.staff.outbox_note import outbox_note
from vettrak_api.web.staff.queries import (
    ENTRIES,
    SEARCHED_ENTRIES,
    SEARCHED_WAITERS,
    WAITERS,
    Statement,
    occurrences_of,
)
from vettrak_api.web.staff.staleness import fingerprints
from vettrak_api.web.staff.usi_note import usi_note
from vettrak_api.web.staff.visit import StaffVisit, pages

NOTES = (outbox_note, look_alike_note, usi_note)
"""What may stand at the foot of the list."""

DONE = {
    "processed": "Done: the web enrolment is an enrolment now.",
    "rejected": "Done: the web enrolment is rejected and its place is free.",
    "undone": "Done: it is pending again.",
    "completed": "Done: the reservation is a web enrolment now and can be processed.",
    "completed-processed": "Done: the reservation is completed and is an enrolment now.",
    "waiter": "Done: the client is on the waitlist now.",
    "waiter-rejected": "Done: the waitlist entry is rejected.",
}
"""What the form before a page did."""


MOST_JUDGED = 500
"""Records of a list of which it is said, and by which it can be filtered, what the rules would do with them."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many records a list has, and how many of them are close to somebody on record."""

    waiting: int
    near: int
    more: bool


@pages.page("/")
def pending(visit: StaffVisit) -> Response:
    """Show the web enrolments that wait, by occurrence, with what the matching rules would do."""
    notes = [note for note in (told(visit.runtime) for told in NOTES) if note]
    return _show(visit, "pending.html", WebEnrolment.state == PENDING, ~WebEnrolment.is_reservation, notes=notes)


@pages.page("/reservations")
def reservations(visit: StaffVisit) -> Response:
    """Show the places that are held but not yet enrolled for."""
    return _show(visit, "reservations.html", WebEnrolment.state == PENDING, WebEnrolment.is_reservation)


@pages.page("/waitlist")
def waitlist(visit: StaffVisit) -> Response:
    """Show who waits for a programme."""
    filters = Filters.of(visit)
    wanted = WAITERS.where(WebWaitlist.state == PENDING)
    wanted = wanted.order_by(Programme.name, WebWaitlist.stamp, WebWaitlist.id)
    with visit.runtime.database.reading() as session:
        listed = filters.listed(session, wanted, WebWaitlist.id, SEARCHED_WAITERS)
        rows = session.execute(wanted.where(WebWaitlist.id.in_(listed.numbers))).all()
        suggestions = suggest_for_people(session, waiters_of(session, listed.numbers))
    return visit.page(
        "waitlist.html",
        rows=rows,
        listed=listed,
        filters=filters,
        suggestions=suggestions,
        done=done_before(visit),
    )


def _show(visit: StaffVisit, template: str, *conditions: Any, **values: Any) -> Response:
    filters = Filters.of(visit)
    base = ENTRIES.where(*conditions)
    wanted = base.where(*filters.conditions()).order_by(Occurrence.start_date, Occurrence.id, WebEnrolment.id)
    with visit.runtime.database.reading() as session:
        suggestions, count = _judged(session, filters, wanted)
        if filters.match in WORDS:
            listed = filters.page_of([number for number, said in suggestions.items() if said.state == filters.match])
        else:
            listed = filters.listed(session, wanted, WebEnrolment.id, SEARCHED_ENTRIES)
        late = [number for number in listed.numbers if number not in suggestions]
        suggestions |= suggest_for_entries(session, late) if late else {}
        shown = fingerprints(session, WebEnrolment, listed.numbers)
        rows = session.execute(wanted.where(WebEnrolment.id.in_(listed.numbers))).all()
        occurrences = session.execute(occurrences_of(base)).all()
        names = names_of(session, (row.created_by for row in rows))
    return visit.page(
        template,
        rows=rows,
        groups=[list(group) for _, group in groupby(rows, lambda row: row.occurrence_id)],
        listed=listed,
        occurrences=occurrences,
        places={row.occurrence_id: row.places_left for row in occurrences},
        suggestions=suggestions,
        count=count,
        matches=WORDS,
        names=names,
        filters=filters,
        shown=shown,
        done=done_before(visit),
        **values,
    )


def _judged(session: Session, filters: Filters, wanted: Statement) -> tuple[dict[int, Suggestion], Count]:
    """Return what the rules would do with the first records of a list, and how many there are of each kind."""
    numbers = filters.first(session, wanted, WebEnrolment.id, SEARCHED_ENTRIES, MOST_JUDGED)
    suggestions = suggest_for_entries(session, numbers[:MOST_JUDGED])
    near = sum(said.is_near for said in suggestions.values())
    return suggestions, Count(len(suggestions), near, len(numbers) > MOST_JUDGED)


def done_before(visit: StaffVisit) -> str:
    """Return what the form before this page did, in words."""
    return DONE.get(visit.request.args.get("done", ""), "")
