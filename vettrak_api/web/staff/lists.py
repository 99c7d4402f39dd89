"""The lists of what waits: web enrolments, reservations and waitlist entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from vettrak_api.errors import Conflict
from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.programmes import Programme
from vettrak_api.model.quarantine import PENDING, WebClient, WebEmployer, WebEnrolment, WebWaitlist
from vettrak_api.rules.processing.matching import Match, match_employer, match_person
from vettrak_api.web.kit.names import names_of
from vettrak_api.web.staff.list_query import Filters
from vettrak_api.web.staff.look_alike_note import look_alike_note
from vettrak_api.web.staff.outbox_note import outbox_note
from vettrak_api.web.staff.queries import ENTRIES, SEARCHED_ENTRIES, SEARCHED_WAITERS, WAITERS, occurrences_of
from vettrak_api.web.staff.staleness import fingerprints
from vettrak_api.web.staff.usi_note import usi_note
from vettrak_api.web.staff.visit import StaffVisit, pages

WAYS = {
    "code": "client code",
    "usi": "USI",
    "name": "name and birth date",
    "identifier": "identifier",
    "employer name": "name",
}
"""What the matching rules go by, in words."""

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


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What processing by the rules would do with a party; it can not do it when nobody is sure."""

    text: str
    is_sure: bool = True


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
        suggestions = suggest_people(session, [row.web_client_id for row in rows])
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
        listed = filters.listed(session, wanted, WebEnrolment.id, SEARCHED_ENTRIES)
        shown = fingerprints(session, WebEnrolment, listed.numbers)
        rows = session.execute(wanted.where(WebEnrolment.id.in_(listed.numbers))).all()
        occurrences = session.execute(occurrences_of(base)).all()
        people = suggest_people(session, [row.web_client_id for row in rows if row.web_client_id])
        employers = suggest_employers(session, [row.web_employer_id for row in rows if row.web_employer_id])
        names = names_of(session, (row.created_by for row in rows))
    return visit.page(
        template,
        rows=rows,
        groups=[list(group) for _, group in groupby(rows, lambda row: row.occurrence_id)],
        listed=listed,
        occurrences=occurrences,
        places={row.occurrence_id: row.places_left for row in occurrences},
        people=people,
        employers=employers,
        names=names,
        filters=filters,
        shown=shown,
        done=done_before(visit),
        **values,
    )


def suggest_people(session: Session, numbers: Sequence[int]) -> dict[int, Suggestion]:
    """Say of each web client what the matching rules would do."""
    people = session.scalars(select(WebClient).where(WebClient.id.in_(numbers))).all()
    matches = {person.id: _match(session, person) for person in people}
    codes = _codes(session, Client.id, Client.code, matches.values())
    return {number: _suggestion(match, codes, "new client") for number, match in matches.items()}


def suggest_employers(session: Session, numbers: Sequence[int]) -> dict[int, Suggestion]:
    """Say of each web employer what the matching rules would do."""
    employers = session.scalars(select(WebEmployer).where(WebEmployer.id.in_(numbers))).all()
    matches = {employer.id: match_employer(session, employer) for employer in employers}
    codes = _codes(session, Employer.id, Employer.identifier, matches.values())
    return {number: _suggestion(match, codes, "new employer", "employer ") for number, match in matches.items()}


def _match(session: Session, person: WebClient) -> Match | None:
    try:
        return match_person(session, person)
    except Conflict:
        return None


def _codes(session: Session, number: Any, code: Any, matches: Any) -> dict[int, str]:
    wanted = {match.record_id for match in matches if match is not None and match.record_id is not None}
    return {row[0]: row[1] for row in session.execute(select(number, code).where(number.in_(wanted)))}


def _suggestion(match: Match | None, codes: dict[int, str], new: str, prefix: str = "") -> Suggestion:
    if match is None:
        return Suggestion("several match: choose", is_sure=False)
    if match.record_id is None:
        return Suggestion(new)
    way = WAYS.get(f"{prefix}{match.rule}", WAYS.get(match.rule, match.rule))
    return Suggestion(f"{codes[match.record_id]}, by {way}")


def done_before(visit: StaffVisit) -> str:
    """Return what the form before this page did, in words."""
    return DONE.get(visit.request.args.get("done", ""), "")
