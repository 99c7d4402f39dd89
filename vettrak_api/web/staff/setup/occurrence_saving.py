"""What the pages of occurrences share: the head with its tabs, and rules whose refusals go back to the form."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound as PageNotFound
from werkzeug.wrappers import Response

from vettrak_api.errors import InvalidFields, TakenField
from vettrak_api.model.statements import execute
from vettrak_api.rules.occurrences.capacity import NOBODY, taken_of
from vettrak_api.rules.occurrences.vacancies import FREE_STATUS_TYPES
from vettrak_api.web.staff.setup.editing import Refused
from vettrak_api.web.staff.setup.inputs import Form
from vettrak_api.web.staff.setup.occurrence_queries import HEAD
from vettrak_api.web.staff.visit import StaffVisit

SECTION = "occurrences"

TABS = (
    ("", "Details"),
    ("units", "Units"),
    ("classes", "Classes"),
    ("prices", "Prices"),
    ("staff", "Staff"),
    ("invoices", "Payment plan"),
    ("enrolled", "Enrolled"),
    ("history", "History"),
)
"""What there is to see of an occurrence: the end of the address, and the name of the tab."""

DONE = {
    "added": "The occurrence is made. Give it units, classes and prices; then open it to the web.",
    "saved": "Saved.",
    "removed": "Removed.",
    "copied": "The copy is made. Nobody is enrolled in it yet.",
    "cancelled": "The occurrence is cancelled.",
    "classes": "The classes are added.",
}
"""What the form before a page did."""


def head_of(session: Session, number: int) -> Any:
    """Return what every page of an occurrence says of it; a page not found without it."""
    found = execute(session, HEAD, occurrence=number).one_or_none()
    if found is None:
        raise PageNotFound("There is no such occurrence.")
    return found


def page_of(
    visit: StaffVisit, session: Session, template: str, number: int, tab: str, status: int = 200, **values: Any
) -> Response:
    """Answer with a page of an occurrence, below its name and its tabs."""
    head = head_of(session, number)
    told = {"wrong": (), "meanwhile": None, "problem": "", "problems": (), **values}
    return visit.page(
        template,
        status,
        in_section=SECTION,
        head=head,
        name=head.description or head.programme,
        is_cancelled=head.status_type in FREE_STATUS_TYPES,
        taken=taken_of(session, [number]).get(number, NOBODY),
        tabs=TABS,
        tab=tab,
        done=DONE.get(visit.request.args.get("done", ""), ""),
        **told,
    )


@contextmanager
def refusals(session: Session, form: Form, told: Mapping[str, str], shown: str = "") -> Iterator[None]:
    """Let what rules refuse of fields be told beside the fields of the form."""
    try:
        yield
    except (InvalidFields, TakenField) as error:
        with session.no_autoflush:  # what the rule refused is not to be written
            answers = form.read(session, told)
        first = form.inputs[0].column
        for fault in error.faults:
            answers.wrong[fault.field if fault.field in form.by_column else first] = fault.detail
        raise Refused(answers, shown) from None
