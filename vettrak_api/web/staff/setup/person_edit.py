"""The forms about a person: details, statistics and employment."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Integer, Row, Select, bindparam, select
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound as PageNotFound
from werkzeug.wrappers import Response

from vettrak_api.model.clients import Client, ClientDisability, ClientPriorEducation, ClientStatistics, Employment
from vettrak_api.model.rows import rows_of
from vettrak_api.model.statements import execute
from vettrak_api.rules.clients.employments import Job, change_primary_employment, primary_employment_id
from vettrak_api.rules.clients.statistics import YEAR, Statistics, overwrite_statistics
from vettrak_api.rules.clients.updates import keep_person
from vettrak_api.rules.judging import Broken, Values, not_negative
from vettrak_api.web.staff.setup.editing import GONE, Refused, fingerprint, judged, saved, stored
from vettrak_api.web.staff.setup.inputs import Answers, Form
from vettrak_api.web.staff.setup.pages import setup_pages
from vettrak_api.web.staff.setup.person import held, onward_of, there
from vettrak_api.web.staff.setup.person_forms import DETAILS, STATISTICS, WORK, codes_of, person_judges
from vettrak_api.web.staff.setup.records import options_of, told_of
from vettrak_api.web.staff.visit import StaffVisit

_NUMBER = bindparam("number", type_=Integer)

_CLIENT: Select[*tuple[Any, ...]] = select(
    Client.id, Client.code, Client.code_key, Client.surname, Client.given_name
).where(Client.id == _NUMBER)


def _beside_client(table: Any, joined: Any, form: Form) -> Select[Any]:
    """Return the SELECT of a form's columns of a client's row in a table, all null where there is none."""
    columns = [getattr(table, column) for column in form.by_column]
    stamps = (table.modified_at, table.modified_by)
    return select(Client.id, *columns, *stamps).outerjoin(table, joined).where(Client.id == _NUMBER)


_STATISTICS = _beside_client(ClientStatistics, ClientStatistics.client_id == Client.id, STATISTICS)
_WORK = _beside_client(Employment, Employment.id == primary_employment_id(), WORK)
_DISABILITIES = rows_of(ClientDisability).where(ClientDisability.client_id == _NUMBER).order_by(ClientDisability.code)
_ACHIEVEMENTS = (
    rows_of(ClientPriorEducation).where(ClientPriorEducation.client_id == _NUMBER).order_by(ClientPriorEducation.code)
)
HEADINGS = {DETAILS: "Details", STATISTICS: "Statistics", WORK: "Work"}
"""As the list of the pages about a person calls them."""
LEADS = {
    DETAILS: "Who the person is, and how to reach them.",
    STATISTICS: "What the national statistics ask of every student. Nothing has to be stated.",
    WORK: "The main employment. Another employer or position is another employment: the present one ends.",
}
NO, YES = "", "yes"
DENIES = "Says no, but something is ticked below. Correct one of the two."


@setup_pages.page("/setup/people/<number:number>/details")
def edit_person(visit: StaffVisit, number: int) -> Response:
    """Show a person's details, to be changed."""
    return _show_details(visit, number, None)


@setup_pages.page("/setup/people/<number:number>/details/save", methods=("POST",), seen_at="edit_person")
def save_person(visit: StaffVisit, number: int) -> Response:
    """Change a person's details, as the form says."""
    runtime = visit.runtime

    def work(session: Session) -> None:
        row = stored(session, Client, number, held=True)
        values = judged(visit, session, DETAILS, row, person_judges(runtime.settings))
        told = {column: values[column] for column in DETAILS.by_column}
        keep_person(session, held(session, number), told, runtime.clock.now().date())

    return _kept(visit, number, work, _show_details)


@setup_pages.page("/setup/people/<number:number>/statistics")
def edit_statistics(visit: StaffVisit, number: int) -> Response:
    """Show what a person says for the national statistics, to be changed."""
    return _show_statistics(visit, number, None)


@setup_pages.page("/setup/people/<number:number>/statistics/save", methods=("POST",), seen_at="edit_statistics")
def save_statistics(visit: StaffVisit, number: int) -> Response:
    """Change what a person says for the national statistics, as the form says."""

    def work(session: Session) -> None:
        held(session, number)
        row = _row(session, _STATISTICS, number)
        told = _told_lists(visit, session)

        def denied(_: Session, __: Any, values: Values) -> Iterator[Broken]:
            for column in Statistics(dict(values), *told).denied():
                yield Broken(column, "", DENIES)

        shown = fingerprint(row, *_stored_lists(session, number))
        values = judged(visit, session, STATISTICS, row, (denied, _broken_year), shown)
        columns = {column: values[column] for column in STATISTICS.by_column}
        overwrite_statistics(session, number, Statistics(columns, *told))

    return _kept(visit, number, work, _show_statistics)


@setup_pages.page("/setup/people/<number:number>/work")
def edit_work(visit: StaffVisit, number: int) -> Response:
    """Show where a person works, to be changed."""
    return _show(visit, number, None, WORK, _WORK, "setup.save_work")


@setup_pages.page("/setup/people/<number:number>/work/save", methods=("POST",), seen_at="edit_work")
def save_work(visit: StaffVisit, number: int) -> Response:
    """Change where a person works, as the form says."""

    def work(session: Session) -> None:
        held(session, number)
        values = judged(visit, session, WORK, _row(session, _WORK, number), (_broken_salary,))
        change_primary_employment(session, number, Job(**{column: values[column] for column in WORK.by_column}))

    def show(visit: StaffVisit, number: int, refusal: Refused | None) -> Response:
        return _show(visit, number, refusal, WORK, _WORK, "setup.save_work")

    return _kept(visit, number, work, show)


def _kept(
    visit: StaffVisit,
    number: int,
    work: Callable[[Session], None],
    show: Callable[[StaffVisit, int, Refused | None], Response],
) -> Response:
    try:
        saved(visit, work)
    except Refused as refusal:
        return show(visit, number, refusal)
    return visit.go("setup.person", number=number, done="saved")


def _show_details(visit: StaffVisit, number: int, refusal: Refused | None) -> Response:
    return _show(visit, number, refusal, DETAILS, rows_of(Client).where(Client.id == _NUMBER), "setup.save_person")


def _show_statistics(visit: StaffVisit, number: int, refusal: Refused | None) -> Response:
    with visit.runtime.database.reading() as session:
        lists = _stored_lists(session, number)
        disabilities, achievements = _told_lists(visit, session) if refusal else _codes(lists)
        return _show(
            visit,
            number,
            refusal,
            STATISTICS,
            _STATISTICS,
            "setup.save_statistics",
            lists,
            all_disabilities=codes_of("DISABILITY")(session),
            all_achievements=codes_of("PRIOR_EDUCATION")(session),
            recognitions=_recognitions(session),
            disabilities=disabilities,
            achievements={code: recognition or YES for code, recognition in achievements.items()},
        )


def _show(
    visit: StaffVisit,
    number: int,
    refusal: Refused | None,
    form: Form,
    statement: Select[*tuple[Any, ...]],
    send: str,
    beside: Sequence[Any] = (),
    **values: Any,
) -> Response:
    """Answer with a form about a person; beside: further rows that it shows."""
    with visit.runtime.database.reading() as session:
        client = there(execute(session, _CLIENT, number=number).first())
        row = _row(session, statement, number)
        is_blank = all(getattr(row, column) is None for column in form.by_column)
        answers = refusal.answers if refusal else Answers(form.shown(session, None if is_blank else row))
        return visit.page(
            "setup/person_statistics.html" if form is STATISTICS else "setup/person_form.html",
            refusal.status if refusal else 200,
            in_section="people",
            person=client,
            send=visit.url(send, number=number),
            back=visit.url("setup.person", number=number),
            heading=HEADINGS[form],
            lead=LEADS[form],
            onward=onward_of(visit, number),
            options=options_of(session, form),
            shown=refusal.shown if refusal else fingerprint(row, *beside),
            likely=(),
            **told_of(form, answers, refusal),
            **values,
        )


def _row(session: Session, statement: Select[*tuple[Any, ...]], number: int) -> Row[Any]:
    row: Row[Any] | None = execute(session, statement, number=number).first()
    if row is None:
        raise PageNotFound(GONE)
    return row


def _stored_lists(session: Session, number: int) -> Sequence[Row[Any]]:
    """Return the rows of a client's disabilities, then those of what was achieved before."""
    return [*execute(session, _DISABILITIES, number=number), *execute(session, _ACHIEVEMENTS, number=number)]


def _codes(rows: Sequence[Any]) -> tuple[list[str], dict[str, str | None]]:
    achievements = {row.code: row.recognition for row in rows if hasattr(row, "recognition")}
    return [row.code for row in rows if not hasattr(row, "recognition")], achievements


def _told_lists(visit: StaffVisit, session: Session) -> tuple[list[str], dict[str, str | None]]:
    """Return the disabilities and the prior education that the form tells, of those that the lists know."""
    form, answers = visit.request.form, _recognitions(session)
    ticked = set(form.getlist("disability"))
    disabilities = [code for code in codes_of("DISABILITY")(session) if code in ticked]
    told = {code: form.get(f"achievement-{code}", NO) for code in codes_of("PRIOR_EDUCATION")(session)}
    achieved = {code: text for code, text in told.items() if text != NO and text in answers}
    return disabilities, {code: None if text == YES else text for code, text in achieved.items()}


def _recognitions(session: Session) -> dict[str, str]:
    """Return what may be said of an achievement: none, or one with its recognition."""
    recognised = {code: f"Yes, {words}" for code, words in codes_of("RECOGNITION")(session).items()}
    return {NO: "No", YES: "Yes", **recognised}


def _broken_year(_: Session, __: Any, values: Values) -> Iterator[Broken]:
    if values.get("completed_year") and not YEAR.fullmatch(values["completed_year"]):
        yield Broken("completed_year", "", "Write the four digits of a year, or leave it blank.")


def _broken_salary(_: Session, __: Any, values: Values) -> Iterator[Broken]:
    yield from not_negative(values, "salary")
