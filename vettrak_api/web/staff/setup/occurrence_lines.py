"""Classes, prices, staff and planned invoices of an occurrence: lists of lines, each with a form."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound as PageNotFound
from werkzeug.wrappers import Response

from vettrak_api.errors import Conflict
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.statements import execute
from vettrak_api.rules.occurrences import arrangements, classes, prices
from vettrak_api.rules.occurrences.details import held
from vettrak_api.web.kit.forms import number_of
from vettrak_api.web.staff.queries import Statement
from vettrak_api.web.staff.setup import occurrence_forms as forms
from vettrak_api.web.staff.setup import occurrence_queries as queries
from vettrak_api.web.staff.setup.editing import Refused, fingerprint, judged, saved, stored
from vettrak_api.web.staff.setup.inputs import Answers, Form
from vettrak_api.web.staff.setup.occurrence_saving import page_of, refusals
from vettrak_api.web.staff.setup.pages import setup_pages
from vettrak_api.web.staff.setup.records import options_of, told_of
from vettrak_api.web.staff.visit import StaffVisit

Values = Mapping[str, Any]
Keep = Callable[[StaffVisit, Session, Occurrence, int | None, Values], None]
Remove = Callable[[Session, Occurrence, int], None]


@dataclass(frozen=True, eq=False)
class Lines:
    """Lines of an occurrence.

    noun, nouns: what people call one and many. rows: the list; cells: what it shows of a row, the first cell being the
    link to its form; headings: of the cells. keep: adds a line or changes one. teaches: whether its form asks who of
    the occurrence's staff is there, and whether those who are enrolled join a new one.
    """

    noun: str
    nouns: str
    about: str
    form: Form
    rows: Statement
    headings: tuple[str, ...]
    cells: Callable[[Any], tuple[str, ...]]
    keep: Keep
    remove: Remove
    teaches: bool = False


def teachers_of(visit: StaffVisit) -> list[int]:
    """Return the numbers of the staff members who are ticked."""
    ticked = (number_of(text) for text in visit.request.form.getlist("teacher"))
    return sorted({number for number in ticked if number is not None})


def _keep_class(visit: StaffVisit, session: Session, occurrence: Occurrence, number: int | None, told: Values) -> None:
    known = {row.id for row in staff_of(session, occurrence.id)}
    teachers = [each for each in teachers_of(visit) if each in known]
    if number is not None:
        classes.change_class(session, occurrence, number, told, teachers)
        return
    common = {name: value for name, value in told.items() if name not in {"start", "finish"}}
    seats = bool(visit.request.form.get("seats"))
    classes.add_classes(session, occurrence, [(told["start"], told["finish"])], common, teachers, seats=seats)


def _keep_price(visit: StaffVisit, session: Session, occurrence: Occurrence, number: int | None, told: Values) -> None:
    del visit
    if number is None:
        prices.add_price(session, occurrence, told)
    else:
        prices.change_price(session, occurrence, number, told)


def _keep_staff(visit: StaffVisit, session: Session, occurrence: Occurrence, number: int | None, told: Values) -> None:
    del visit
    arrangements.keep_staff(session, occurrence, number, told)


def _keep_share(visit: StaffVisit, session: Session, occurrence: Occurrence, number: int | None, told: Values) -> None:
    del visit
    arrangements.keep_share(session, occurrence, number, told)


def _day(moment: datetime.date) -> str:
    return f"{moment.strftime('%a')} {moment.day} {moment.strftime('%b %Y')}"


def _times(row: Any) -> str:
    until = (
        f"{row.finish:%H:%M}" if row.finish.date() == row.start.date() else f"{_day(row.finish)}, {row.finish:%H:%M}"
    )
    return f"{row.start:%H:%M} to {until}"


LINES: Mapping[str, Lines] = {
    "classes": Lines(
        noun="class",
        nouns="classes",
        about="Meetings at which training happens.",
        form=forms.CLASS,
        rows=queries.CLASSES,
        headings=("Day", "Time", "Where", "Description", "Seats taken"),
        cells=lambda row: (
            _day(row.start),
            _times(row),
            ", ".join(filter(None, (row.location, row.room_code))),
            row.description or "",
            str(row.seats),
        ),
        keep=_keep_class,
        remove=classes.remove_class,
        teaches=True,
    ),
    "prices": Lines(
        noun="price",
        nouns="prices",
        about="What it costs. Whoever is enrolled already keeps the prices of their enrolment.",
        form=forms.PRICE,
        rows=queries.PRICES,
        headings=("For what", "Unit", "Amount", "GST in it", "Web sites"),
        cells=lambda row: (
            row.name,
            row.unit or "the whole",
            f"${row.amount:,.2f}",
            f"${row.gst:,.2f}",
            "offer it" if row.web_published else "do not offer it",
        ),
        keep=_keep_price,
        remove=prices.remove_price,
    ),
    "staff": Lines(
        noun="staff member",
        nouns="staff",
        about="Who trains and who looks after it. New enrolments have the same staff.",
        form=forms.STAFF,
        rows=queries.STAFF,
        headings=("Name", "Code", "What they do", "Main one"),
        cells=lambda row: (
            ", ".join(filter(None, (row.surname, row.given_name))),
            row.code,
            row.role or "",
            "yes" if row.is_primary else "",
        ),
        keep=_keep_staff,
        remove=arrangements.remove_staff,
    ),
    "invoices": Lines(
        noun="planned invoice",
        nouns="planned invoices",
        about="In which parts new enrolments are invoiced; without a plan, as a whole.",
        form=forms.SHARE,
        rows=queries.SHARES,
        headings=("Day", "Percent", "Description"),
        cells=lambda row: (_day(row.invoice_date), f"{row.percentage.normalize():f}", row.description or ""),
        keep=_keep_share,
        remove=arrangements.remove_share,
    ),
}
"""By the end of the address."""


@setup_pages.page("/setup/occurrences/<number:number>/<string:part>")
def occurrence_lines(visit: StaffVisit, number: int, part: str) -> Response:
    """List the classes, prices, staff or planned invoices of an occurrence."""
    return _show_lines(visit, number, part)


@setup_pages.page("/setup/occurrences/<number:number>/<string:part>/new")
def new_line(visit: StaffVisit, number: int, part: str) -> Response:
    """Show the form of a new line."""
    return _show_line(visit, number, part, None)


@setup_pages.page("/setup/occurrences/<number:number>/<string:part>/<number:line>")
def line(visit: StaffVisit, number: int, part: str, line: int) -> Response:
    """Show the form of a line."""
    return _show_line(visit, number, part, line)


@setup_pages.page(
    "/setup/occurrences/<number:number>/<string:part>/add",
    methods=("POST",),
    seen_at="new_line",
)
def add_line(visit: StaffVisit, number: int, part: str) -> Response:
    """Add a line, as the form says."""
    return _save_line(visit, number, part, None)


@setup_pages.page(
    "/setup/occurrences/<number:number>/<string:part>/<number:line>/save",
    methods=("POST",),
    seen_at="line",
)
def save_line(visit: StaffVisit, number: int, part: str, line: int) -> Response:
    """Change a line, as the form says."""
    return _save_line(visit, number, part, line)


@setup_pages.page(
    "/setup/occurrences/<number:number>/<string:part>/<number:line>/remove",
    methods=("POST",),
    seen_at="line",
)
def remove_line(visit: StaffVisit, number: int, part: str, line: int) -> Response:
    """Remove a line; what can not be removed says why."""
    lines = _lines_of(part)

    def work(session: Session) -> None:
        lines.remove(session, held(session, number), line)

    try:
        saved(visit, work)
    except Conflict as error:
        return _show_line(visit, number, part, line, problem=error.message)
    return visit.go_back("setup.occurrence_lines", number=number, part=part, done="removed")


def _lines_of(part: str) -> Lines:
    found = LINES.get(part)
    if found is None:
        raise PageNotFound("An occurrence has no such part.")
    return found


def staff_of(session: Session, occurrence_id: int) -> Sequence[Any]:
    """Return whom the classes of an occurrence may have: its own staff, and whoever teaches one of them already."""
    own = execute(session, queries.STAFF_MEMBERS, occurrence=occurrence_id).all()
    teaching = execute(session, queries.TEACHING, occurrence=occurrence_id).all()
    return list({row.id: row for row in (*own, *teaching)}.values())


def _show_lines(visit: StaffVisit, number: int, part: str) -> Response:
    lines = _lines_of(part)
    with visit.runtime.database.reading() as session:
        rows = execute(session, lines.rows, occurrence=number).all()
        return page_of(
            visit,
            session,
            "setup/occurrence_lines.html",
            number,
            part,
            lines=lines,
            rows=[(row.id, lines.cells(row)) for row in rows],
            planned=arrangements.planned(session, number) if part == "invoices" else None,
        )


def _line_of(session: Session, number: int, lines: Lines, line: int, *, is_held: bool = False) -> Any:
    row = stored(session, lines.form.kind.table, line, held=is_held)
    if row.occurrence_id != number:
        raise PageNotFound("There is no such line.")
    return row


def _show_line(
    visit: StaffVisit,
    number: int,
    part: str,
    line: int | None,
    refusal: Refused | None = None,
    problem: str = "",
) -> Response:
    lines = _lines_of(part)
    form = lines.form
    with visit.runtime.database.reading() as session:
        row = None if line is None else _line_of(session, number, lines, line)
        answers = refusal.answers if refusal else Answers(form.shown(session, row))
        ticked = teachers_of(visit) if refusal else _teaching(session, number, line)
        status = refusal.status if refusal else 409 if problem else 200
        return page_of(
            visit,
            session,
            "setup/occurrence_line.html",
            number,
            part,
            status,
            lines=lines,
            line=line,
            problem=problem,
            staff=staff_of(session, number) if lines.teaches else (),
            ticked=ticked,
            options=options_of(session, form),
            shown=refusal.shown if refusal else "" if row is None else fingerprint(row),
            **told_of(form, answers, refusal),
        )


def _teaching(session: Session, number: int, line: int | None) -> list[int]:
    found = execute(session, queries.TEACHING, occurrence=number)
    return [row.id for row in found if row.class_session_id == line]


def _save_line(visit: StaffVisit, number: int, part: str, line: int | None) -> Response:
    lines = _lines_of(part)

    def work(session: Session) -> None:
        occurrence = held(session, number)
        row = None if line is None else _line_of(session, number, lines, line, is_held=True)
        values = judged(visit, session, lines.form, row)
        with refusals(session, lines.form, visit.request.form, "" if row is None else fingerprint(row)):
            lines.keep(visit, session, occurrence, line, values)

    try:
        saved(visit, work)
    except Refused as refusal:
        return _show_line(visit, number, part, line, refusal)
    except Conflict as error:
        return _show_line(visit, number, part, line, problem=error.message)
    return visit.go_back("setup.occurrence_lines", number=number, part=part, done="saved")
