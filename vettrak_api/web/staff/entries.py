"""One web enrolment or waitlist entry: its page, and what staff can do with it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound as PageNotFound
from werkzeug.wrappers import Response

from vettrak_api.database import repeated
from vettrak_api.errors import DatabaseTrouble, InvalidInput, VettrakError
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.quarantine import CLIENT_KIND, CONTACT, PENDING, WebClient, WebEmployer, WebEnrolment
from vettrak_api.rules.decisions import Choice, Choices
from vettrak_api.rules.processing import (
    complete_reservation,
    process_waitlist,
    process_web_enrolment,
    reject_waitlist,
    reject_web_enrolment,
)
from vettrak_api.rules.undoing import undo_processing
from vettrak_api.web.staff.comparison import NEW, Comparison, compare_employer, compare_person
from vettrak_api.web.staff.lists import ENTRIES, STATES
from vettrak_api.web.staff.visit import Visit

LONGEST_REASON = 255
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Step:
    """How one of many records fared."""

    at: int
    of: int
    number: int
    problem: str


def entry(visit: Visit, number: int, problem: str = "") -> Response:
    """Show a web enrolment beside the records that its people and employers could be."""
    with visit.server.database.reading() as session:
        row = session.execute(ENTRIES.where(WebEnrolment.id == number)).first()
        if row is None:
            raise PageNotFound("There is no such web enrolment.")
        web_enrolment = session.get_one(WebEnrolment, number)
        pending = web_enrolment.state == PENDING
        values = {
            "row": row,
            "entry": web_enrolment,
            "occurrence": session.get_one(Occurrence, web_enrolment.occurrence_id),
            "comparisons": list(_parties(session, web_enrolment)) if pending else [],
            "state": STATES[web_enrolment.state],
        }
        status = 409 if problem else 200
        return visit.page("entry.html", status, problem=problem, kept=visit.request.form, **values)


def process(visit: Visit, number: int) -> Response:
    """Turn a web enrolment into an enrolment, as the form says."""
    return _do(visit, number, "processed", lambda session: _process(visit, session, number))


def reject(visit: Visit, number: int) -> Response:
    """Close a web enrolment without enrolling anybody; its place becomes free."""
    reason = visit.request.form.get("reason", "").strip()[:LONGEST_REASON]
    return _do(visit, number, "rejected", lambda session: reject_web_enrolment(session, visit.context, number, reason))


def undo(visit: Visit, number: int) -> Response:
    """Take a processing back."""
    return _do(visit, number, "undone", lambda session: undo_processing(session, visit.context, number))


def complete(visit: Visit, number: int) -> Response:
    """Turn a reservation into a web enrolment, which may be processed at once."""
    return _do(visit, number, "completed", lambda session: complete_reservation(session, visit.context, number))


def process_waiter(visit: Visit, number: int) -> Response:
    """Put a person on the waitlist, by the matching rules."""
    choices = Choices(update_matches=bool(visit.request.form.get("update")))
    return _do_waiter(visit, "waiter", lambda session: process_waitlist(session, visit.context, number, choices))


def reject_waiter(visit: Visit, number: int) -> Response:
    """Close a waitlist entry without effect."""
    return _do_waiter(visit, "waiter-rejected", lambda session: reject_waitlist(session, visit.context, number, ""))


def process_many(visit: Visit) -> Response:
    """Process the ticked web enrolments by the matching rules, one transaction each, showing each as it is done."""
    numbers = [int(number) for number in visit.request.form.getlist("number") if number.isdigit()]
    if not numbers:
        return visit.go("pending")
    return visit.stream("progress.html", _steps(visit, numbers))


def _steps(visit: Visit, numbers: list[int]) -> Iterator[Step]:
    choices = Choices(update_matches=bool(visit.request.form.get("update")))
    for at, number in enumerate(numbers, start=1):
        problem = ""
        try:
            _written(visit, lambda session, number=number: process_web_enrolment(session, visit.context, number, choices))
        except VettrakError as error:
            problem = error.message
        yield Step(at, len(numbers), number, problem)


def _process(visit: Visit, session: Session, number: int) -> Any:
    web_enrolment = session.get(WebEnrolment, number)
    choices = _choices(visit.request.form, _parties(session, web_enrolment) if web_enrolment else iter(()))
    return process_web_enrolment(session, visit.context, number, choices)


def _choices(form: "MultiDict[str, str]", parties: Iterator[Comparison]) -> Choices:
    """Read what the form says of each party; raises InvalidInput when one is left open."""
    chosen: dict[str, dict[int, Choice]] = {"person": {}, "employer": {}}
    for party in parties:
        kind, number = party.field.split("-")
        choice = form.get(party.field, "")
        if choice != NEW and not choice.isdigit():
            raise InvalidInput(f"Choose who {party.title} is.")
        record_id = None if choice == NEW else int(choice)
        chosen[kind][int(number)] = Choice(record_id, bool(form.get(f"update-{party.field}")))
    return Choices(people=chosen["person"], employers=chosen["employer"])


def _parties(session: Session, web_enrolment: WebEnrolment) -> Iterator[Comparison]:
    """Yield the people and employers of a web enrolment: who enrols first, then whom else it names."""
    people = select(WebClient).where(WebClient.web_enrolment_id == web_enrolment.id)
    own = select(WebEmployer).where(WebEmployer.web_enrolment_id == web_enrolment.id)
    for employer in session.scalars(own):
        yield compare_employer(session, employer, "Employer")
    named = {web_enrolment.invoicee_id: "Employer to invoice"}
    for person in session.scalars(people.order_by(WebClient.kind, WebClient.surname, WebClient.id)):
        yield compare_person(session, person, _role(web_enrolment, person))
        if web_enrolment.kind == CLIENT_KIND:
            named.setdefault(person.web_employer_id, "Employer of the person")
    for number, role in named.items():
        if number:
            yield compare_employer(session, session.get_one(WebEmployer, number), role)


def _role(web_enrolment: WebEnrolment, person: WebClient) -> str:
    if web_enrolment.kind == CLIENT_KIND:
        return "Student"
    return "Contact" if person.kind == CONTACT else "Employee"


def _do(visit: Visit, number: int, done: str, work: Callable[[Session], Any]) -> Response:
    """Do it in one transaction and go back to the list, or show the record again with the problem."""
    try:
        _written(visit, work)
    except VettrakError as error:
        return entry(visit, number, error.message)
    return visit.go({"undone": "history", "completed": "reservations"}.get(done, "pending"), done=done)


def _do_waiter(visit: Visit, done: str, work: Callable[[Session], Any]) -> Response:
    try:
        _written(visit, work)
    except VettrakError as error:
        return visit.page("problem.html", 409, problem=error.message)
    return visit.go("waitlist", done=done)


def _written(visit: Visit, work: Callable[[Session], Result]) -> Result:
    def once() -> Result:
        with visit.server.database.writing(visit.author) as session:
            return work(session)

    try:
        return repeated(once)
    except SQLAlchemyError:
        raise DatabaseTrouble from None
