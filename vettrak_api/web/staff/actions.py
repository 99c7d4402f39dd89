"""What staff can do with what came from the web: process, reject, complete, undo; one or many."""

import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from vettrak_api.database.transactions import committed
from vettrak_api.errors import Conflict, InvalidInput, VettrakError
from vettrak_api.model.base import cut
from vettrak_api.model.quarantine import WebClient, WebEnrolment, WebWaitlist
from vettrak_api.rules.processing.processing import (
    LONGEST_REASON,
    complete_reservation,
    process_waitlist,
    process_web_enrolment,
    reject_waitlist,
    reject_web_enrolment,
)
from vettrak_api.rules.quarantine.decisions import Choice, Choices
from vettrak_api.rules.quarantine.pending import Held
from vettrak_api.rules.undoing.undoing import undo_processing, undo_waitlist
from vettrak_api.web.kit.errors import log_and_translate
from vettrak_api.web.kit.forms import number_of
from vettrak_api.web.staff.batches import processed_together
from vettrak_api.web.staff.comparison import NEW, field_of, title_of
from vettrak_api.web.staff.list_query import ROWS_PER_PAGE
from vettrak_api.web.staff.queries import ENTRIES
from vettrak_api.web.staff.records import Party, entry, parties_of, people_waiting, waiter
from vettrak_api.web.staff.staleness import Row, field_of_fingerprint, lock_as_shown
from vettrak_api.web.staff.visit import StaffVisit, pages

Result = TypeVar("Result")
Work = Callable[[Session], Any]
Show = Callable[[StaffVisit, int, str], Response]


@dataclass(frozen=True, slots=True)
class Step:
    """How one of many records fared."""

    at: int
    of: int
    number: int
    name: str
    problem: str


@pages.page("/enrolments/<number:number>/process", methods=("POST",), seen_at="entry")
def process(visit: StaffVisit, number: int) -> Response:
    """Turn a web enrolment into an enrolment, as the form says."""

    def work(session: Session) -> None:
        web_enrolment = as_shown(visit, session, WebEnrolment, number)
        parties = [party for party, _ in parties_of(session, web_enrolment)]
        process_web_enrolment(session, visit.context, number, _choices(visit, parties), web_enrolment)

    return _do(visit, number, work, entry, lambda _: visit.go_back("pending", done="processed"))


@pages.page("/enrolments/<number:number>/reject", methods=("POST",), seen_at="entry")
def reject(visit: StaffVisit, number: int) -> Response:
    """Close a web enrolment without enrolling anybody; its place becomes free."""

    def work(session: Session) -> None:
        as_shown(visit, session, WebEnrolment, number)
        reject_web_enrolment(session, visit.context, number, _reason(visit))

    return _do(visit, number, work, entry, lambda _: visit.go_back("pending", done="rejected"))


@pages.page("/enrolments/<number:number>/undo", methods=("POST",), seen_at="entry")
def undo(visit: StaffVisit, number: int) -> Response:
    """Take a processing or a rejection back."""

    def work(session: Session) -> None:
        undo_processing(session, visit.context, number, _reason(visit) or None)

    return _do(visit, number, work, entry, lambda _: visit.go_back("history", done="undone"))


@pages.page("/enrolments/<number:number>/complete", methods=("POST",), seen_at="entry")
def complete(visit: StaffVisit, number: int) -> Response:
    """Turn a reservation into a web enrolment, which its occurrence may want to be processed at once."""

    def work(session: Session) -> bool:
        as_shown(visit, session, WebEnrolment, number)
        return complete_reservation(session, visit.context, number, leaves_near=True) is not None

    def onward(processed: bool) -> Response:  # noqa: FBT001 - what `work` returns
        return visit.go_back("reservations", done="completed-processed" if processed else "completed")

    return _do(visit, number, work, entry, onward)


@pages.page("/waitlist/<number:number>/process", methods=("POST",), seen_at="waiter")
def process_waiter(visit: StaffVisit, number: int) -> Response:
    """Put a person on the waitlist, as the form says."""

    def work(session: Session) -> None:
        as_shown(visit, session, WebWaitlist, number)
        parties = people_waiting(session, number)
        process_waitlist(session, visit.context, number, _choices(visit, parties))

    return _do(visit, number, work, waiter, lambda _: visit.go_back("waitlist", done="waiter"))


@pages.page("/waitlist/<number:number>/reject", methods=("POST",), seen_at="waiter")
def reject_waiter(visit: StaffVisit, number: int) -> Response:
    """Close a waitlist entry without effect."""

    def work(session: Session) -> None:
        as_shown(visit, session, WebWaitlist, number)
        reject_waitlist(session, visit.context, number, _reason(visit))

    return _do(visit, number, work, waiter, lambda _: visit.go_back("waitlist", done="waiter-rejected"))


@pages.page("/waitlist/<number:number>/undo", methods=("POST",), seen_at="waiter")
def undo_waiter(visit: StaffVisit, number: int) -> Response:
    """Take back what was decided about a waitlist entry."""

    def work(session: Session) -> None:
        undo_waitlist(session, visit.context, number, _reason(visit) or None)

    return _do(visit, number, work, waiter, lambda _: visit.go_back("waitlist_history", done="undone"))


@pages.page("/process", methods=("POST",), seen_at="pending")
def process_many(visit: StaffVisit) -> Response:
    """Process the ticked web enrolments by the matching rules, one transaction each, showing each as it is done."""
    ticked = (number_of(text) for text in visit.request.form.getlist("number"))
    numbers = list(dict.fromkeys(number for number in ticked if number is not None))[:ROWS_PER_PAGE]
    if not numbers:
        return visit.go_back("pending")
    choices = Choices(update_matches=bool(visit.request.form.get("update")), leaves_near=True)
    context = replace(visit.context, batch=secrets.token_hex(8))

    def process_one(session: Session, number: int) -> None:
        web_enrolment = as_shown(visit, session, WebEnrolment, number)
        process_web_enrolment(session, context, number, choices, web_enrolment)

    steps = _steps(visit, numbers, _names(visit, numbers), process_one)
    return visit.stream("progress.html", steps=steps, of=len(numbers), batch=context.batch, undoes=False)


@pages.page("/batches/<string:batch>/undo", methods=("POST",), seen_at="batch")
def undo_batch(visit: StaffVisit, batch: str) -> Response:
    """Take back what was processed together, one transaction each; what can not be taken back says why.

    The latest goes first: who was made by the first of them may stand in the second.
    """
    with visit.runtime.database.reading() as session:
        numbers = processed_together(session, batch)
    if not numbers:
        return visit.go_back("history")
    context, reason = visit.context, _reason(visit) or None

    def undo_one(session: Session, number: int) -> None:
        if number not in processed_together(session, batch):
            raise Conflict("Nothing was done: somebody has undone this meanwhile.")
        undo_processing(session, context, number, reason)

    steps = _steps(visit, numbers, _names(visit, numbers), undo_one)
    return visit.stream("progress.html", steps=steps, of=len(numbers), batch="", undoes=True)


def _steps(
    visit: StaffVisit, numbers: list[int], names: dict[int, str], do: Callable[[Session, int], None]
) -> Iterator[Step]:
    for at, number in enumerate(numbers, start=1):
        yield Step(at, len(numbers), number, names.get(number, ""), _problem_with(visit, number, do))


def _names(visit: StaffVisit, numbers: list[int]) -> dict[int, str]:
    """Return who enrols by the web enrolments of these numbers."""
    with visit.runtime.database.reading() as session:
        rows = session.execute(ENTRIES.where(WebEnrolment.id.in_(numbers))).all()
    return {row.id: row.employer or ", ".join(filter(None, (row.surname, row.given_name))) for row in rows}


def _problem_with(visit: StaffVisit, number: int, do: Callable[[Session, int], None]) -> str:
    """Do it to one record and return why that was not possible; the page has begun, so nothing may be raised."""
    try:
        written(visit, lambda session: do(session, number))
    except VettrakError as error:
        return error.message
    except Exception as error:  # noqa: BLE001 - as above
        return log_and_translate(error).message
    return ""


def as_shown(visit: StaffVisit, session: Session, table: type[Row], number: int) -> Held:
    """Hold what is to be decided; raises Conflict when it is not what the form's page showed."""
    return lock_as_shown(session, table, number, visit.request.form.get(field_of_fingerprint(number), ""))


def _choices(visit: StaffVisit, parties: Iterable[Party]) -> Choices:
    """Read what the form says of each party; raises InvalidInput when one is left open."""
    form = visit.request.form
    people: dict[int, Choice] = {}
    employers: dict[int, Choice] = {}
    for party in parties:
        field = field_of(party)
        chosen = form.get(field, "")
        record_id = number_of(chosen)
        if record_id is None and chosen != NEW:
            raise InvalidInput(f"Choose who {title_of(party)} is.")
        of_kind = people if isinstance(party, WebClient) else employers
        of_kind[party.id] = Choice(record_id, bool(form.get(f"update-{field}")))
    return Choices(people=people, employers=employers)


def _reason(visit: StaffVisit) -> str:
    return cut(visit.request.form.get("reason", "").strip(), LONGEST_REASON)


def _do(visit: StaffVisit, number: int, work: Work, show: Show, onward: Callable[[Any], Response]) -> Response:
    """Do it in one transaction and go on, or show the record again with the problem."""
    try:
        result = written(visit, work)
    except VettrakError as error:
        return show(visit, number, error.message)
    return onward(result)


def written(visit: StaffVisit, work: Callable[[Session], Result]) -> Result:
    """Do work in a transaction of its own and return its result; raises a VettrakError, whatever goes wrong."""
    try:
        return committed(visit.runtime.database, visit.author, work)
    except SQLAlchemyError as error:
        raise log_and_translate(error) from None
