"""The page on which staff correct what somebody typed on the web."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound as PageNotFound
from werkzeug.wrappers import Response

from vettrak_api.errors import VettrakError
from vettrak_api.model.quarantine import PENDING, WebEnrolment, WebWaitlist
from vettrak_api.model.rows import rows_of
from vettrak_api.rules.quarantine.corrections import FIELDS
from vettrak_api.rules.quarantine.corrections import correct as correct_party
from vettrak_api.web.staff.actions import as_shown, written
from vettrak_api.web.staff.comparison import field_of, title_of
from vettrak_api.web.staff.records import Party, parties_of, people_waiting
from vettrak_api.web.staff.staleness import Row, fingerprints
from vettrak_api.web.staff.visit import StaffVisit, pages

BACK = {WebEnrolment: "entry", WebWaitlist: "waiter"}
SEND = {WebEnrolment: "correct_as_told", WebWaitlist: "correct_waiter_as_told"}


@pages.page("/enrolments/<number:number>/correct/<string:party>")
def correct(visit: StaffVisit, number: int, party: str) -> Response:
    """Show what a person or an employer of a web enrolment typed, to be corrected."""
    return _show(visit, WebEnrolment, number, party)


@pages.page("/waitlist/<number:number>/correct/<string:party>")
def correct_waiter(visit: StaffVisit, number: int, party: str) -> Response:
    """Show what the person of a waitlist entry typed, to be corrected."""
    return _show(visit, WebWaitlist, number, party)


@pages.page("/enrolments/<number:number>/correct/<string:party>/save", methods=("POST",), seen_at="correct")
def correct_as_told(visit: StaffVisit, number: int, party: str) -> Response:
    """Write the corrections down."""
    return _save(visit, WebEnrolment, number, party)


@pages.page("/waitlist/<number:number>/correct/<string:party>/save", methods=("POST",), seen_at="correct_waiter")
def correct_waiter_as_told(visit: StaffVisit, number: int, party: str) -> Response:
    """Write the corrections down."""
    return _save(visit, WebWaitlist, number, party)


def _show(visit: StaffVisit, table: type[Row], number: int, party: str, problem: str = "") -> Response:
    with visit.runtime.database.reading() as session:
        shown = fingerprints(session, table, [number])
        found = _party(session, table, number, party)
        typed = found.typed or {}
        told = {column: _text(getattr(found, column)) for column in FIELDS[type(found)]}
        kept = {column: visit.request.form.get(column, text) for column, text in told.items()} if problem else told
        return visit.page(
            "correct.html",
            409 if problem else 200,
            number=number,
            title=title_of(found),
            fields=[(column, label, kept[column], typed.get(column)) for column, label in FIELDS[type(found)].items()],
            back=BACK[table],
            send=SEND[table],
            party=party,
            shown=shown,
            problem=problem,
        )


def _save(visit: StaffVisit, table: type[Row], number: int, party: str) -> Response:
    form = visit.request.form

    def work(session: Session) -> None:
        as_shown(visit, session, table, number)
        found: Any = _party(session, table, number, party)
        kind = type(found)
        held = session.execute(rows_of(kind).where(kind.id == found.id)).one()
        told = {column: form[column] for column in FIELDS[kind] if column in form}
        correct_party(session, visit.context, kind, held, told)

    try:
        written(visit, work)
    except VettrakError as error:
        return _show(visit, table, number, party, error.message)
    return visit.go_back(BACK[table], number=number)


def _party(session: Session, table: type[Row], number: int, wanted: str) -> Party:
    """Return the person or employer of a pending record that a page's field names."""
    record = session.get(table, number)
    if record is None or record.state != PENDING:
        raise PageNotFound("There is no such record that waits.")
    parties: Iterable[Party]
    if table is WebEnrolment:
        parties = (party for party, _ in parties_of(session, record))
    else:
        parties = people_waiting(session, number)
    found = next((party for party in parties if field_of(party) == wanted), None)
    if found is None:
        raise PageNotFound("There is no such person or employer.")
    return found


def _text(value: Any) -> str:
    return "" if value is None else str(value)
