"""The set-up of occurrences: their list, and the form of one."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.statements import execute
from vettrak_api.rules.occurrences.details import change_occurrence, hold_code, is_cancelled, make_occurrence
from vettrak_api.rules.occurrences.prices import full_price_of, set_full_price
from vettrak_api.rules.occurrences.publication import day_of
from vettrak_api.rules.occurrences.vacancies import lock_places
from vettrak_api.rules.reference.defaults import defaults
from vettrak_api.web.staff.list_query import Filters
from vettrak_api.web.staff.setup.editing import Refused, fingerprint, judged, saved, stored
from vettrak_api.web.staff.setup.inputs import Answers, Form
from vettrak_api.web.staff.setup.occurrence_forms import CANCELLED, NEW, SCHEDULED, STORED
from vettrak_api.web.staff.setup.occurrence_queries import FREE_STATUSES, LISTED, SEARCHED, WHEN
from vettrak_api.web.staff.setup.occurrence_saving import SECTION, page_of, refusals
from vettrak_api.web.staff.setup.pages import setup_pages
from vettrak_api.web.staff.setup.records import options_of, told_of
from vettrak_api.web.staff.visit import StaffVisit

PRICE = ("amount", "gst")
"""Columns of the form that the rule of the full price writes."""

FLAGS = ("lms_publish",)
"""Ticks whose columns hold 0 or 1."""

NOTHING = Decimal("0.00")


@setup_pages.page("/setup/occurrences")
def occurrences(visit: StaffVisit) -> Response:
    """List occurrences, those first that begin first."""
    filters, when = Filters.of(visit), visit.request.args.get("active", "")
    when = when if when in WHEN else ""
    wanted = LISTED.where(WHEN[when][1])
    newest_first = when in {"past", "cancelled", "all"}
    start = Occurrence.start_date.desc() if newest_first else Occurrence.start_date
    wanted = wanted.order_by(start, Occurrence.id.desc() if newest_first else Occurrence.id)
    with visit.runtime.database.reading() as session:
        free = execute(session, FREE_STATUSES).scalars().all()
        wanted = wanted.params(today=day_of(visit.runtime.clock.now()), free=free)
        listed = filters.listed(session, wanted, Occurrence.id, SEARCHED)
        rows = session.execute(wanted.where(Occurrence.id.in_(listed.numbers))).all() if listed.numbers else []
    return visit.page(
        "setup/occurrences.html",
        in_section=SECTION,
        rows=rows,
        listed=listed,
        filters=filters,
        when=when,
        choices={name: words for name, (words, _) in WHEN.items()},
    )


@setup_pages.page("/setup/occurrences/new")
def new_occurrence(visit: StaffVisit) -> Response:
    """Show the form of a new occurrence."""
    return _show_new(visit)


@setup_pages.page("/setup/occurrences/<number:number>")
def occurrence(visit: StaffVisit, number: int) -> Response:
    """Show the form of an occurrence."""
    return _show(visit, number)


@setup_pages.page("/setup/occurrences/add", methods=("POST",), seen_at="new_occurrence")
def add_occurrence(visit: StaffVisit) -> Response:
    """Make an occurrence, as the form says."""

    def work(session: Session) -> int:
        values = _values(judged(visit, session, NEW, None))
        with refusals(session, NEW, visit.request.form):
            made = make_occurrence(session, {name: value for name, value in values.items() if name not in PRICE})
            if values["amount"]:
                set_full_price(session, made, values["amount"], values["gst"])
        return made.id

    try:
        number = saved(visit, work)
    except Refused as refusal:
        return _show_new(visit, refusal)
    return visit.go_back("setup.occurrence_units", number=number, done="added")


@setup_pages.page("/setup/occurrences/<number:number>/save", methods=("POST",), seen_at="occurrence")
def save_occurrence(visit: StaffVisit, number: int) -> Response:
    """Change an occurrence, as the form says."""

    def work(session: Session) -> None:
        hold_code(session, visit.request.form.get("code", "").strip())
        lock_places(session, number)
        row = stored(session, Occurrence, number, held=True)
        form = _form_of(session, row)
        values = _values(judged(visit, session, form, row))
        with refusals(session, form, visit.request.form, fingerprint(row)):
            told = {name: value for name, value in values.items() if name not in PRICE}
            changed = change_occurrence(session, number, told)
            if "amount" in values and (values["amount"], values["gst"]) != (row.amount, row.gst):
                set_full_price(session, changed, values["amount"] or None, values["gst"])

    try:
        saved(visit, work)
    except Refused as refusal:
        return _show(visit, number, refusal)
    return visit.go_back("setup.occurrence", number=number, done="saved")


def _values(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a form as the table holds them: flags are numbers, no price is nothing."""
    values = {name: int(value) if name in FLAGS else value for name, value in told.items()}
    for name in PRICE:
        if name in values:
            values[name] = values[name] or NOTHING
    return values


def _form_of(session: Session, row: Any) -> Form:
    if is_cancelled(session, row.id):
        return CANCELLED
    return SCHEDULED if row.scheduled_unit_id is not None else STORED


def _show_new(visit: StaffVisit, refusal: Refused | None = None) -> Response:
    with visit.runtime.database.reading() as session:
        answers = refusal.answers if refusal else Answers(_begun(session))
        return visit.page(
            "setup/occurrence_new.html",
            refusal.status if refusal else 200,
            in_section=SECTION,
            options=options_of(session, NEW),
            **told_of(NEW, answers, refusal),
        )


def _begun(session: Session) -> dict[str, str]:
    """Return what the form of a new occurrence begins with."""
    return {**NEW.shown(session, None), "division_id": str(defaults(session).division_id)}


def _show(visit: StaffVisit, number: int, refusal: Refused | None = None) -> Response:
    with visit.runtime.database.reading() as session:
        row = stored(session, Occurrence, number)
        form = _form_of(session, row)
        answers = refusal.answers if refusal else Answers(form.shown(session, row))
        full = full_price_of(session, number)
        return page_of(
            visit,
            session,
            "setup/occurrence.html",
            number,
            "",
            refusal.status if refusal else 200,
            options=options_of(session, form),
            shown=refusal.shown if refusal else fingerprint(row),
            is_offered=full is not None and full.web_published,
            **told_of(form, answers, refusal),
        )
