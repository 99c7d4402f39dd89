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
from vettrak_api.web.kit.names import names_of
from vettrak_api.web.staff.addresses import warning_about
from vettrak_api.web.staff.comparison import compare
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
            comparisons=[compare(session, party, role, zone) for party, role in parties],
            warning_about=warning_about,
            relationships=session.execute(related).all() if waits else [],
            decisions=decisions,
            names=_names(session, row, decisions),
            state=STATES[web_enrolment.state],
            waits=waits,
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
            comparisons=[compare(session, person, "Waits", zone) for person in people],
            decisions=decisions,
            names=_names(session, row, decisions),
            state=STATES[row.state],
            waits=waits,
            can_be_undone=bool(undoable(session, WebWaitlist, {number: row.state})),
            problem=problem,
            shown=shown,
            kept=_kept(visit, number, shown[number]),
        )


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
