"""What set-up lists and edits in the same way: records that are one row each, declared as `Records`."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from vettrak_api.model.statements import execute
from vettrak_api.rules.judging import Broken, Values
from vettrak_api.rules.setup import keep_record
from vettrak_api.transfer.kinds import Kind
from vettrak_api.web.kit.forms import number_of
from vettrak_api.web.staff.list_query import Filters
from vettrak_api.web.staff.setup.editing import Judge, Refused, fingerprint, judged, saved, stored
from vettrak_api.web.staff.setup.inputs import Answers, Form
from vettrak_api.web.staff.visit import StaffVisit

Write = Callable[[Session, Any, Any, Mapping[str, Any]], int]
"""Writes judged values to a stored row of a table, or makes a new one of them (None), and returns its number."""

More = Callable[[Session, Any], Mapping[str, Any]]
"""Returns what a page shows of a stored record beside its form."""

DONE = {"added": "Added: {}.", "changed": "Saved: {}."}
"""What a form did, as the page after it says it."""

ALL = "all"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its heading, and the column of the table (or a joined one's label) that it shows."""

    heading: str
    name: str


@dataclass(frozen=True, eq=False)
class Records:
    """Records that are listed and edited.

    noun, nouns: what people call one and many. purpose, about: what the list and the form are for, in a sentence.
    listing: the SELECT of a list's rows: `id`, `title`, `code`, `active` where the table has it, and what the columns
    name. searched: the columns in which a search looks. write: who writes; a rule. template: of the form's page.
    fixed: the column that stored records keep. note: what the form of a stored record tells beforehand.
    """

    form: Form
    noun: str
    nouns: str
    purpose: str
    about: str
    empty: str
    listing: Select[Any]
    columns: tuple[Column, ...]
    searched: tuple[Any, ...]
    judges: tuple[Judge, ...] = ()
    write: Write = keep_record
    more: More | None = None
    fixed: str = ""
    note: Callable[[Any], str] | None = None
    template: str = "setup/record.html"

    @property
    def kind(self) -> Kind:
        """The kind of sheets that holds the same."""
        return self.form.kind

    @property
    def table(self) -> Any:
        """The table."""
        return self.kind.table

    @property
    def retires(self) -> bool:
        """Whether records can be taken out of use."""
        return "active" in self.kind.model.columns


def show_list(visit: StaffVisit, section: str, records: Records) -> Response:
    """Answer with a page of a list, and with what the form before it did."""
    filters, number = Filters.of(visit), records.table.id
    shows_all = visit.request.args.get("active") == ALL
    wanted = records.listing
    if records.retires and not shows_all:
        wanted = wanted.where(records.table.active)
    with visit.runtime.database.reading() as session:
        listed = filters.listed(session, wanted, number, records.searched)
        rows = session.execute(wanted.where(number.in_(listed.numbers))).all() if listed.numbers else []
        done = done_before(visit, session, records)
    return visit.page(
        "setup/list.html", in_section=section, records=records, rows=rows, listed=listed, filters=filters,
        shows_all=shows_all, done=done,
    )  # fmt: skip


def done_before(visit: StaffVisit, session: Session, records: Records) -> str:
    """Return what the form before this page did, with the name of the record; blank without one."""
    words = DONE.get(visit.request.args.get("done", ""), "")
    number = number_of(visit.request.args.get("of", ""))
    title = _title(session, records, number) if words and number is not None else ""
    return words.format(title) if title else ""


def _title(session: Session, records: Records, number: int) -> str:
    named = records.listing.where(records.table.id == bindparam("number")).order_by(None)
    found = execute(session, named, number=number).first()
    return str(found.title) if found else ""


def show_record(
    visit: StaffVisit,
    section: str,
    records: Records,
    number: int | None,
    refusal: Refused | None = None,
    *,
    status: int = 200,
    **others: Any,
) -> Response:
    """Answer with the form of a record, or of a new one; after a refusal with what was typed.

    status, others: of the answer, and what its template shall know besides.
    """
    form = records.form
    with visit.runtime.database.reading() as session:
        row = None if number is None else stored(session, records.table, number)
        answers = refusal.answers if refusal else Answers(form.shown(session, row))
        return visit.page(
            records.template,
            refusal.status if refusal else status,
            in_section=section,
            records=records,
            row=row,
            title="" if number is None else _title(session, records, number),
            options=options_of(session, form),
            done=done_before(visit, session, records),
            shown=refusal.shown if refusal else "" if row is None else fingerprint(row),
            aside=records.note(row) if records.note and row is not None else "",
            fixed=records.fixed if row is not None else "",
            **told_of(form, answers, refusal),
            **(records.more(session, row) if records.more and row is not None else {}),
            **others,
        )


def told_of(form: Form, answers: Answers, refusal: Refused | None = None) -> dict[str, Any]:
    """Return what the macros of forms want to know of one: what its fields hold, and what is wrong."""
    wrong = [(each.column, f"{each.label}: {answers.wrong[each.column]}") for each in form.inputs
             if each.column in answers.wrong]  # fmt: skip
    meanwhile = refusal.meanwhile if refusal else None
    return {"form": form, "answers": answers, "wrong": [] if meanwhile else wrong, "meanwhile": meanwhile}


def options_of(session: Session, form: Form) -> dict[str, Mapping[str, str]]:
    """Return what can be chosen in a form, by column."""
    return {each.column: each.options(session) for each in form.inputs if each.options}


def save_record(visit: StaffVisit, section: str, records: Records, number: int | None) -> Response:
    """Save a form and lead back to the list, or answer with what has to change."""

    def work(session: Session) -> int:
        row = None if number is None else stored(session, records.table, number, held=True)
        values = judged(visit, session, records.form, row, (*records.judges, *_kept(records)))
        return records.write(session, records.table, row, values)

    try:
        kept = saved(visit, work)
    except Refused as refusal:
        return show_record(visit, section, records, number, refusal)
    done = "added" if number is None else "changed"
    return visit.go_back("setup.records", section=section, done=done, of=kept)


def _kept(records: Records) -> tuple[Judge, ...]:
    def broken(session: Session, row: Any, values: Values) -> Iterator[Broken]:
        del session
        if row is not None and values.get(records.fixed) != getattr(row, records.fixed):
            yield Broken(records.fixed, "other systems know the record by this, so it stays", "Put it back.")

    return (broken,) if records.fixed else ()


def listing(table: Any, *columns: Any, title: Any, code: Any = None) -> Select[Any]:
    """Return the SELECT of a list by title: the table's number, what else is named, and whether it is in use."""
    named = [table.id, title.label("title"), *([code.label("code")] if code is not None else []), *columns]
    if hasattr(table, "active"):
        named.append(table.active)
    return select(*named).order_by(title, table.id)
