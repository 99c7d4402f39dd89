"""One web enrolment or waitlist entry: what it says, beside the records that its parties could be."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound as PageNotFound
from werkzeug.wrappers import Response

from vettrak_api.model.quarantine import (
    CLIENT_KIND,
    CONTACT,
    PENDING,
    WebClient,
    WebEmployer,
    WebEnrolment,
    WebRelationship,
    WebWaitlist,
)
from vettrak_api.rules.occurrences.details import is_cancelled
from vettrak_api.web.kit.forms import number_of
from vettrak_api.web.kit.names import names_of
from vettrak_api.web.staff.addresses import warning_about
from vettrak_api.web.staff.booked import facts_of
from vettrak_api.web.staff.comparison import Asked, compare, field_of
from vettrak_api.web.staff.finding import LONGEST, find_records, present
from vettrak_api.web.staff.history import STATES, decisions_about, undoable
from vettrak_api.web.staff.queries import ENTRIES, RELATIONSHIPS, WAITERS
from vettrak_api.web.staff.staleness import field_of_fingerprint, fingerprints
from vettrak_api.web.staff.visit import StaffVisit, pages

Party = WebClient | WebEmployer

_NUMBER = bindparam("number", type_=Integer)
EMPLOYERS = select(WebEmployer).where(WebEmployer.web_enrolment_id == _NUMBER)
EMPLOYER = select(WebEmployer).where(WebEmployer.id == _NUMBER)
PEOPLE = (
    select(WebClient)
    .where(WebClient.web_enrolment_id == _NUMBER)
    .order_by(WebClient.kind, WebClient.surname, WebClient.id)
)
WAITING = select(WebClient).where(WebClient.web_waitlist_id == _NUMBER)


@pages.page("/enrolments/<number:number>")
def entry(visit: StaffVisit, number: int, problem: str = "") -> Response:
    """Show a web enrolment; while it waits, beside the records that its people and employers could be."""
    with visit.runtime.database.reading() as session:
        shown = fingerprints(session, WebEnrolment, [number])
        row = session.execute(ENTRIES.where(WebEnrolment.id == number)).first()
        if row is None:
            raise PageNotFound("There is no such web enrolment.")
        web_enrolment = session.get_one(WebEnrolment, number)
        waits = web_enrolment.state == PENDING
        zone = visit.runtime.settings.zone
        related = RELATIONSHIPS.where(WebRelationship.web_enrolment_id == number)
        parties = list(parties_of(session, web_enrolment)) if waits else []
        decisions = decisions_about(session, WebEnrolment, [number])[number]
        return visit.page(
            "entry.html",
            409 if problem else 200,
            row=row,
            entry=web_enrolment,
            facts=facts_of(session, web_enrolment),
            comparisons=[compare(session, party, role, zone, _asked(visit, session, party)) for party, role in parties],
            look="look",
            correction="correct",
            warning_about=warning_about,
            relationships=session.execute(related).all() if waits else [],
            decisions=decisions,
            names=_names(session, row, decisions),
            state=STATES[web_enrolment.state],
            waits=waits,
            is_called_off=waits and is_cancelled(session, row.occurrence_id),
            can_be_undone=bool(undoable(session, WebEnrolment, {number: web_enrolment.state})),
            problem=problem,
            shown=shown,
            kept=_kept(visit, number, shown[number]),
        )


@pages.page("/waitlist/<number:number>")
def waiter(visit: StaffVisit, number: int, problem: str = "") -> Response:
    """Show a waitlist entry; while it waits, beside the records that its person could be."""
    with visit.runtime.database.reading() as session:
        shown = fingerprints(session, WebWaitlist, [number])
        row = session.execute(WAITERS.where(WebWaitlist.id == number)).first()
        if row is None:
            raise PageNotFound("There is no such waitlist entry.")
        waits = row.state == PENDING
        zone = visit.runtime.settings.zone
        people = people_waiting(session, number) if waits else []
        decisions = decisions_about(session, WebWaitlist, [number])[number]
        return visit.page(
            "waiter.html",
            409 if problem else 200,
            row=row,
            comparisons=[compare(session, party, "Waits", zone, _asked(visit, session, party)) for party in people],
            look="look_for_waiter",
            correction="correct_waiter",
            decisions=decisions,
            names=_names(session, row, decisions),
            state=STATES[row.state],
            waits=waits,
            can_be_undone=bool(undoable(session, WebWaitlist, {number: row.state})),
            problem=problem,
            shown=shown,
            kept=_kept(visit, number, shown[number]),
        )


@pages.page("/enrolments/<number:number>/look", methods=("POST",), seen_at="entry")
def look(visit: StaffVisit, number: int) -> Response:
    """Show a web enrolment again, with the records that staff searched for among the candidates."""
    return entry(visit, number)


@pages.page("/waitlist/<number:number>/look", methods=("POST",), seen_at="waiter")
def look_for_waiter(visit: StaffVisit, number: int) -> Response:
    """Show a waitlist entry again, with the records that staff searched for among the candidates."""
    return waiter(visit, number)


def _asked(visit: StaffVisit, session: Session, party: Party) -> Asked:
    """Return what the form says of other records than the candidates: what to search for, and which one was chosen."""
    form, field, table = visit.request.form, field_of(party), type(party)
    search = " ".join(form.get(f"look-{field}", "").split())[:LONGEST]
    chosen = number_of(form.get(field, ""))
    known = present(session, table, [chosen]) if chosen is not None else []
    return Asked(search, tuple(find_records(session, table, search)), tuple(known))


def parties_of(session: Session, web_enrolment: Any) -> Iterator[tuple[Party, str]]:
    """Yield the people and employers of a web enrolment, or its row, with their parts in it: who enrols first."""
    for employer in session.scalars(EMPLOYERS, {"number": web_enrolment.id}):
        yield employer, "Employer"
    named = {web_enrolment.invoicee_id: "Employer to invoice"}
    for person in session.scalars(PEOPLE, {"number": web_enrolment.id}):
        yield person, _role(web_enrolment, person)
        if web_enrolment.kind == CLIENT_KIND:
            named.setdefault(person.web_employer_id, "Employer of the person")
    for number, role in named.items():
        if number:
            yield session.scalars(EMPLOYER, {"number": number}).one(), role


def people_waiting(session: Session, number: int) -> list[WebClient]:
    """Return the person of a waitlist entry."""
    return list(session.scalars(WAITING, {"number": number}))


def _role(web_enrolment: Any, person: WebClient) -> str:
    if web_enrolment.kind == CLIENT_KIND:
        return "Student"
    return "Contact" if person.kind == CONTACT else "Employee"


def _names(session: Session, row: Any, decisions: Iterable[Any]) -> dict[str | None, str]:
    """Return the names of everybody whom the page of a record tells of."""
    return names_of(session, [row.created_by, row.closed_by, *(each.by for each in decisions)])


def _kept(visit: StaffVisit, number: int, fingerprint: str) -> Mapping[str, str]:
    """Return what the form said; what somebody chose for a record that has changed since counts no more."""
    form = visit.request.form
    return form if form.get(field_of_fingerprint(number)) == fingerprint else {}
