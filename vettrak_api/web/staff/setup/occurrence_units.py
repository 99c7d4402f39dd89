"""The units of an occurrence, ticked among those of its qualification."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from vettrak_api.errors import InvalidFields, NotFound, VettrakError
from vettrak_api.model.statements import execute
from vettrak_api.rules.lookups import find_unit_id
from vettrak_api.rules.occurrences.details import held
from vettrak_api.rules.occurrences.units import set_units
from vettrak_api.web.kit.forms import number_of
from vettrak_api.web.staff.setup.editing import SHOWN, fingerprint, saved
from vettrak_api.web.staff.setup.occurrence_queries import OFFERED_UNITS, UNITS
from vettrak_api.web.staff.setup.occurrence_saving import page_of
from vettrak_api.web.staff.setup.pages import setup_pages
from vettrak_api.web.staff.visit import StaffVisit

MOST_UNITS = 200
"""Units of an occurrence: no qualification packs more."""

CHANGED = "Nothing was saved: somebody else has changed the units meanwhile. They are shown as they are on record now."


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit that can be ticked: whether it is in the occurrence, and whether it is optional there."""

    number: int
    code: str
    name: str
    hours: Decimal | None
    is_in: bool
    is_optional: bool


@setup_pages.page("/setup/occurrences/<number:number>/units")
def occurrence_units(visit: StaffVisit, number: int) -> Response:
    """Show the units of an occurrence, and those that it could have."""
    return _show(visit, number)


@setup_pages.page("/setup/occurrences/<number:number>/units/save", methods=("POST",), seen_at="occurrence_units")
def save_units(visit: StaffVisit, number: int) -> Response:
    """Let the occurrence have the units that are ticked."""

    def work(session: Session) -> bool:
        occurrence = held(session, number)
        if visit.request.form.get(SHOWN) != fingerprint(*_stored(session, number)):
            return False
        set_units(session, occurrence, _told(visit, session))
        return True

    try:
        is_done = saved(visit, work)
    except InvalidFields as error:
        return _show(visit, number, [fault.detail for fault in error.faults], 422, keeps=True)
    except NotFound as error:
        return _show(visit, number, [error.message], 422, keeps=True)
    if not is_done:
        return _show(visit, number, [CHANGED], 409)
    return visit.go_back("setup.occurrence_units", number=number, done="saved")


def _told(visit: StaffVisit, session: Session) -> dict[int, bool]:
    """Return the units that a form wants, with whether each is optional; raises NotFound for an unknown code."""
    optional = _ticked(visit, "optional")
    wanted = {number: number in optional for number in _ticked(visit, "unit")}
    for code in visit.request.form.get("codes", "").replace(",", " ").split()[:MOST_UNITS]:
        try:
            wanted.setdefault(find_unit_id(session, code), False)
        except VettrakError:
            raise NotFound(f"There is no unit {code}.") from None
    return wanted


def _ticked(visit: StaffVisit, name: str) -> set[int]:
    ticked = (number_of(text) for text in visit.request.form.getlist(name)[:MOST_UNITS])
    return {number for number in ticked if number is not None}


def _stored(session: Session, number: int) -> Sequence[Any]:
    rows: Sequence[Any] = execute(session, UNITS, occurrence=number).all()
    return rows


def _show(
    visit: StaffVisit, number: int, problems: Sequence[str] = (), status: int = 200, *, keeps: bool = False
) -> Response:
    with visit.runtime.database.reading() as session:
        stored = _stored(session, number)
        ticked = {row.unit_id: bool(row.optional) for row in stored}
        if keeps:
            optional = _ticked(visit, "optional")
            ticked = {unit: unit in optional for unit in _ticked(visit, "unit")}
        offered = execute(session, OFFERED_UNITS, occurrence=number).all()
        return page_of(
            visit,
            session,
            "setup/occurrence_units.html",
            number,
            "units",
            status,
            units=_rows([*stored, *offered], ticked),
            codes=visit.request.form.get("codes", "") if keeps else "",
            problems=problems,
            shown=visit.request.form.get(SHOWN, "") if keeps else fingerprint(*stored),
        )


def _rows(rows: Sequence[Any], ticked: Mapping[int, bool]) -> list[UnitRow]:
    """Return each unit once, by code."""
    units = {row.unit_id: row for row in rows}
    shown = [
        UnitRow(row.unit_id, row.code, row.name, row.hours, row.unit_id in ticked, ticked.get(row.unit_id, False))
        for row in units.values()
    ]
    return sorted(shown, key=lambda row: row.code)
