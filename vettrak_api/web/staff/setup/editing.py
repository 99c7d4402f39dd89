"""Saving a form of set-up: what was typed is judged, and two people do not undo each other's work unknowingly."""

import datetime
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound as PageNotFound

from vettrak_api.database.transactions import committed
from vettrak_api.model.audit import STAMPS
from vettrak_api.model.rows import rows_of
from vettrak_api.model.statements import execute, for_update
from vettrak_api.rules.judging import Broken, Values
from vettrak_api.transfer.kinds import LINE, NUMBER, Field, Kind
from vettrak_api.transfer.references import asked, column_of, compared
from vettrak_api.web.kit.errors import log_and_translate
from vettrak_api.web.kit.names import names_of
from vettrak_api.web.staff.setup.inputs import Answers, Form, sentence
from vettrak_api.web.staff.visit import StaffVisit

SHOWN = "shown"
"""The field of each form that says which state of the record the page showed."""

TAKEN = "Another record has this already. Give it one of its own."
GONE = "There is no such record."

Result = TypeVar("Result")
Judge = Callable[[Session, Any, Values], Iterable[Broken]]
"""Judges what a form says about a stored record (None for a new one) by what else is stored."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that somebody else has changed meanwhile, or that the form would change."""

    label: str
    stored: str
    typed: str


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """Somebody has changed a record while another one had it open."""

    by: str
    at: datetime.datetime | None
    differences: Sequence[Difference]


class Refused(Exception):
    """What somebody typed was not saved: something has to change, or somebody else has changed the record meanwhile."""

    def __init__(self, answers: Answers, shown: str = "", meanwhile: Meanwhile | None = None) -> None:
        super().__init__("a form was not saved")
        self.answers, self.shown, self.meanwhile = answers, shown, meanwhile

    @property
    def status(self) -> int:
        """The status of the answer."""
        return 409 if self.meanwhile else 422


@cache
def _one_of(table: Any, *, held: bool) -> Select[Any]:
    found = rows_of(table).where(table.id == bindparam("number"))
    return for_update(found, table) if held else found


def stored(session: Session, table: Any, number: int, *, held: bool = False) -> Any:
    """Return the row of a number, held until the transaction ends if that is wanted; a page not found without it."""
    row = execute(session, _one_of(table, held=held), number=number).one_or_none()
    if row is None:
        raise PageNotFound(GONE)
    return row


def fingerprint(*rows: Any) -> str:
    """Return a digest of all values of rows but for their stamps; it tells nothing but whether they are the same."""
    told = [[value for name, value in row._asdict().items() if name not in STAMPS] for row in rows]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def judged(
    visit: StaffVisit,
    session: Session,
    form: Form,
    row: Any,
    judges: Sequence[Judge] = (),
    shown: str | None = None,
) -> dict[str, Any]:
    """Return the values of a sent form by column, with what follows them.

    row: the stored record, held; None for a new one. shown: the fingerprint of what the page shows of it, where that is
    more than the row. Raises Refused when a value is wrong, and when the record is not as the page had shown it, unless
    the visitor has seen that.
    """
    told = visit.request.form
    answers = form.read(session, told)
    _judge(session, form, row, answers, judges)
    now = "" if row is None else shown or fingerprint(row)
    if now and told.get(SHOWN) != now:
        raise Refused(answers, now, _meanwhile(session, form, row, answers))
    if answers.wrong:
        raise Refused(answers, now)
    values = dict(answers.values)
    for column in tuple(values):
        values |= form.kind.following(column, values[column])
    return values


def _judge(session: Session, form: Form, row: Any, answers: Answers, judges: Sequence[Judge]) -> None:
    whole: Mapping[str, Any] = answers.values if row is None else {**row._asdict(), **answers.values}
    for broken in _broken(session, form.kind, row, whole, judges):
        column = broken.column if broken.column in form.by_column else form.inputs[0].column
        answers.wrong.setdefault(column, sentence(broken.rule, broken.remedy))
    for each in _unique(form.kind):
        value = answers.values.get(each.column)
        if value and _is_taken(session, form.kind, each, value, row):
            answers.wrong.setdefault(each.column, TAKEN)
    answers.wrong = {each.column: answers.wrong[each.column] for each in form.inputs if each.column in answers.wrong}


def _broken(
    session: Session, kind: Kind, row: Any, whole: Mapping[str, Any], judges: Sequence[Judge]
) -> Iterator[Broken]:
    for judge in kind.judges:
        yield from judge(whole)
    for told in judges:
        yield from told(session, row, whole)


def _unique(kind: Kind) -> list[Field]:
    """Return the columns whose values one record alone may have."""
    alone = set(kind.unique) | ({*kind.key} - {NUMBER, LINE} if len(kind.key) == 1 else set())
    return [each for each in kind.fields if each.name in alone]


@cache
def _owners(kind: Kind, each: Field) -> Select[Any]:
    column = column_of(kind, each)
    return select(kind.model.columns["id"]).where(column.in_(bindparam("told", expanding=True)))


def _is_taken(session: Session, kind: Kind, each: Field, value: Any, row: Any) -> bool:
    told = list(asked(kind, each, [compared(kind, each, value), value]))
    owners = execute(session, _owners(kind, each), told=told).scalars()
    return any(row is None or owner != row.id for owner in owners)


def _meanwhile(session: Session, form: Form, row: Any, answers: Answers) -> Meanwhile:
    """Return what is stored now and what was typed, where the two differ."""
    now = form.shown(session, row)
    by = getattr(row, "modified_by", None)
    differences = [
        Difference(each.label, now[each.column], answers.texts[each.column])
        for each in form.inputs
        if now[each.column] != answers.texts[each.column]
    ]
    return Meanwhile(names_of(session, [by])[by] if by else "", getattr(row, "modified_at", None), differences)


def saved(visit: StaffVisit, work: Callable[[Session], Result]) -> Result:
    """Do work in a transaction of its own and return its result.

    Raises what the work raises, and a VettrakError when the database fails. When somebody else has just taken what one
    record alone may have, the work is done again: it finds that, and says so.
    """
    for is_last in (False, True):
        try:
            return committed(visit.runtime.database, visit.author, work)
        except IntegrityError as error:
            if is_last:
                raise log_and_translate(error) from None
        except SQLAlchemyError as error:
            raise log_and_translate(error) from None
    raise AssertionError  # the last attempt raises
