"""The occurrence of another term, made after one that has been."""

from typing import Any

from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from vettrak_api.errors import InvalidInput
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.statements import execute
from vettrak_api.rules.occurrences.copying import Shift, copy_occurrence, proposed_code, shift_of
from vettrak_api.web.staff.setup.editing import Refused, judged, saved, stored
from vettrak_api.web.staff.setup.inputs import Answers
from vettrak_api.web.staff.setup.occurrence_forms import COPY
from vettrak_api.web.staff.setup.occurrence_queries import CLASSES, PRICES, UNITS
from vettrak_api.web.staff.setup.occurrence_saving import page_of, refusals
from vettrak_api.web.staff.setup.pages import setup_pages
from vettrak_api.web.staff.setup.records import told_of
from vettrak_api.web.staff.visit import StaffVisit

MOST_SHOWN = 20
"""Classes of which it is shown how they move."""


@setup_pages.page("/setup/occurrences/<number:number>/copy")
def copy(visit: StaffVisit, number: int) -> Response:
    """Show the form of a copy."""
    return _show(visit, number)


@setup_pages.page("/setup/occurrences/<number:number>/copy/make", methods=("POST",), seen_at="copy")
def make_copy(visit: StaffVisit, number: int) -> Response:
    """Make the copy; before that, show how everything moves."""

    def look(session: Session) -> Shift:
        values = judged(visit, session, COPY, None)
        return shift_of(stored(session, Occurrence, number), values["start_date"].date())

    def work(session: Session) -> int:
        values = judged(visit, session, COPY, None)
        told = {**values, "lms_publish": int(values["lms_publish"])}
        with refusals(session, COPY, visit.request.form):
            return copy_occurrence(session, number, told).id

    try:
        if "look" in visit.request.form:
            with visit.runtime.database.reading() as session:
                shift = look(session)
            return _show(visit, number, shift=shift)
        made = saved(visit, work)
    except Refused as refusal:
        return _show(visit, number, refusal)
    except InvalidInput as error:
        return _show(visit, number, problem=error.message)
    return visit.go_back("setup.occurrence", number=made, done="copied")


def _show(
    visit: StaffVisit, number: int, refusal: Refused | None = None, shift: Shift | None = None, problem: str = ""
) -> Response:
    with visit.runtime.database.reading() as session:
        source = stored(session, Occurrence, number)
        answers = refusal.answers if refusal else _answers(visit, session, source)
        classes = execute(session, CLASSES, occurrence=number).all()
        return page_of(
            visit,
            session,
            "setup/occurrence_copy.html",
            number,
            "",
            refusal.status if refusal else 409 if problem else 200,
            options={},
            problem=problem,
            shift=shift,
            moved=[(each.start, shift.moved(each.start)) for each in classes[:MOST_SHOWN]] if shift else [],
            ends=shift.moved(source.end_date) if shift else None,
            classes=len(classes),
            units=len(execute(session, UNITS, occurrence=number).all()),
            prices=len(execute(session, PRICES, occurrence=number).all()),
            **told_of(COPY, answers, refusal),
        )


def _answers(visit: StaffVisit, session: Session, source: Any) -> Answers:
    told = visit.request.form
    if told:
        return Answers({each.column: told.get(each.column, "") for each in COPY.inputs})
    blank = dict.fromkeys(COPY.by_column, "")
    return Answers({**blank, "code": proposed_code(session, source.code)})
