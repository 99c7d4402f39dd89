"""Records what a stretch of a transaction writes, so that it can be taken back later.

Only what goes through the session, or `vettrak_api.model.rows`, is seen; dependents that are copied inside the
database are not.
"""

import datetime
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, TypeAlias

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session, attributes

from vettrak_api.model.audit import changed_columns, key_of, table_of
from vettrak_api.model.rows import RECORDINGS

Journal: TypeAlias = dict[str, Any]
"""As JSON. made: [table, key values] of every new row, oldest first; replaced: [table, key values, {column: [before,
after]}]; removed: [table, {column: value}]. Stamps and folded keys are left out, because they follow by themselves."""

FOLLOWING = ("created_at", "created_by", "modified_at", "modified_by")
KEY_SUFFIX = "_key"

UNRECORDED = frozenset({"web_enrolment", "web_waitlist", "web_client", "web_decision"})
"""What undoing sets right itself."""

_DAY, _MOMENT, _AMOUNT = "day", "moment", "amount"


@contextmanager
def recorded(session: Session) -> Iterator[Journal]:
    """Yield a journal that is filled when the block ends, after flushing what it wrote.

    Within a recorded block another one may be recorded; the outer journal then lacks what the inner one has.
    """
    outer: list[_Recording] = session.info.setdefault(RECORDINGS, [])
    if outer:
        session.flush()
    recording, journal = _Recording(), Journal()
    outer.append(recording)
    try:
        yield journal
        session.flush()
    finally:
        outer.pop()
    journal.update(recording.journal())


@event.listens_for(Session, "before_flush")
def _before_flush(session: Session, *_: Any) -> None:
    if recordings := session.info.get(RECORDINGS):
        recordings[-1].before_flush(session)


@event.listens_for(Session, "after_flush")
def _after_flush(session: Session, *_: Any) -> None:
    if recordings := session.info.get(RECORDINGS):
        recordings[-1].after_flush(session)


class _Recording:
    """Takes notes of flushes."""

    def __init__(self) -> None:
        self._made: list[list[Any]] = []
        self._replaced: dict[tuple[str, tuple[Any, ...]], dict[str, list[Any]]] = {}
        self._removed: list[list[Any]] = []

    def before_flush(self, session: Session) -> None:
        """Note what present rows are about to lose."""
        for row in session.dirty:
            if table_of(row) not in UNRECORDED:
                self._note_changes(row)
        for row in session.deleted:
            columns = inspect(row).mapper.column_attrs.keys()
            self.note_removed(table_of(row), {column: getattr(row, column) for column in columns})

    def after_flush(self, session: Session) -> None:
        """Note new rows, which have their numbers now."""
        for row in session.new:
            self.note_made(table_of(row), key_of(row))

    def note_made(self, table: str, key: tuple[Any, ...]) -> None:
        """Note a new row."""
        if table not in UNRECORDED:
            self._made.append([table, list(key)])

    def note_replaced(self, table: str, key: tuple[Any, ...], column: str, before: Any, after: Any) -> None:
        """Note what a column of a stored row had, the first time, and what it has now."""
        if table in UNRECORDED or not _is_kept(column):
            return
        columns = self._replaced.setdefault((table, key), {})
        first, _ = columns.get(column, (encoded(before), None))
        columns[column] = [first, encoded(after)]

    def note_removed(self, table: str, values: Mapping[str, Any]) -> None:
        """Note what a deleted row had."""
        kept = {column: encoded(value) for column, value in values.items() if _is_kept(column)}
        self._removed.append([table, kept])

    def journal(self) -> Journal:
        """Return everything noted that is not empty."""
        made = {(table, tuple(key)) for table, key in self._made}
        replaced = [
            [table, list(key), columns] for (table, key), columns in self._replaced.items() if (table, key) not in made
        ]
        noted = {"made": self._made, "replaced": replaced, "removed": self._removed}
        return {name: entries for name, entries in noted.items() if entries}

    def _note_changes(self, row: Any) -> None:
        for column in filter(_is_kept, changed_columns(row)):
            history: Any = attributes.get_history(row, column)
            if history.deleted:
                self.note_replaced(table_of(row), key_of(row), column, history.deleted[0], history.added[0])


def _is_kept(column: str) -> bool:
    return column not in FOLLOWING and not column.endswith(KEY_SUFFIX)


def encoded(value: Any) -> Any:
    """Return a column's value as JSON."""
    if isinstance(value, datetime.datetime):
        return {_MOMENT: value.isoformat()}
    if isinstance(value, datetime.date):
        return {_DAY: value.isoformat()}
    return {_AMOUNT: str(value)} if isinstance(value, Decimal) else value


def decoded(value: Any) -> Any:
    """Return the value that `encoded` made JSON of."""
    if not isinstance(value, dict):
        return value
    ((kind, text),) = value.items()
    readers: dict[str, Any] = {
        _DAY: datetime.date.fromisoformat,
        _MOMENT: datetime.datetime.fromisoformat,
        _AMOUNT: Decimal,
    }
    return readers[kind](text)
