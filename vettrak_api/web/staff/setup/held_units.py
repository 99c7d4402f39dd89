"""Which units a qualification holds: they are added and taken out on its page."""

from typing import Any

from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from vettrak_api.errors import VettrakError
from vettrak_api.model.programmes import Qualification
from vettrak_api.rules.curriculum.held_units import add_unit as add_held
from vettrak_api.rules.curriculum.held_units import remove_unit as remove_held
from vettrak_api.rules.validation import trimmed
from vettrak_api.transfer.declared import BY_NAME
from vettrak_api.web.staff.setup.editing import saved, stored
from vettrak_api.web.staff.setup.offers import QUALIFICATIONS
from vettrak_api.web.staff.setup.pages import setup_pages
from vettrak_api.web.staff.setup.records import show_record
from vettrak_api.web.staff.setup.references import name_of, number_of_key
from vettrak_api.web.staff.visit import StaffVisit

SECTION = "qualifications"
UNKNOWN = "There is no unit of that code. Add it to the units first, or correct the code."


@setup_pages.page("/setup/qualifications/<number:number>/units/add", methods=("POST",), seen_at="units_of")
def add_unit(visit: StaffVisit, number: int) -> Response:
    """Let a qualification hold a unit."""
    form = visit.request.form
    typed, core = form.get("unit", ""), "core" in form

    def work(session: Session) -> str:
        qualification = stored(session, Qualification, number, held=True)
        code = _code_of(session, trimmed(typed))
        if code:
            add_held(session, qualification, code, core=core)
        return code

    try:
        problem = "" if saved(visit, work) else UNKNOWN
    except VettrakError as error:
        problem = error.message
    if problem:
        told: dict[str, Any] = {"unit_problem": problem, "unit_typed": typed, "unit_core": core}
        return show_record(visit, SECTION, QUALIFICATIONS, number, status=422, **told)
    return visit.go_back("setup.record", section=SECTION, number=number, done="changed", of=number)


@setup_pages.page(
    "/setup/qualifications/<number:number>/units/<number:link>/remove", methods=("POST",), seen_at="units_of"
)
def remove_unit(visit: StaffVisit, number: int, link: int) -> Response:
    """Let a qualification hold a unit no longer."""
    try:
        saved(visit, lambda session: remove_held(session, number, link))
    except VettrakError as error:
        return show_record(visit, SECTION, QUALIFICATIONS, number, status=409, unit_problem=error.message)
    return visit.go_back("setup.record", section=SECTION, number=number, done="changed", of=number)


@setup_pages.page("/setup/qualifications/<number:number>/units")
def units_of(visit: StaffVisit, number: int) -> Response:
    """Lead to the qualification, on whose page its units stand."""
    return visit.go_back("setup.record", section=SECTION, number=number)


def _code_of(session: Session, text: str) -> str:
    """Return the code of the unit that a text names, in whatever letters; blank for none."""
    units = BY_NAME["units"]
    number = number_of_key(session, units, text)
    return name_of(session, units, number) if number is not None else ""
