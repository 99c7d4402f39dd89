"""Records what a stretch of a transaction writes, so that it can be taken back later.

Only what goes through the session is seen; dependents that are copied inside the database are not.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, TypeAlias

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session, attributes

from vettrak_api.model.audit import changed_columns, key_of, table_of

Journal: TypeAlias = dict[str, Any]
"""As JSON. made: [table, key values] of every new row, oldest first; replaced: [table, key values, {column: [before,
after]}]; removed: [table, {column: value}]. Stamps and folded keys are left out, because they follow by themselves."""

FOLLOWING = ("created_at", "created_by", "modified_at", "modified_by")
KEY_SUFFIX = "_key"

UNRECORDED = frozenset({"web_enrolment", "web_waitlist", "web_client", "web_decision"})
"""What undoing sets right itself."""

_DAY, _MOMENT, _AMOUNT = "day", "moment", "amount"


RECORDINGS = "recordings"
"""Where a session keeps its recordings, the innermost last: that one alone takes notes."""


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
                self._note_replaced(row)
        for row in session.deleted:
            values = {column: encoded(getattr(row, column)) for column in columns_of(row)}
            self._removed.append([table_of(row), values])

    def after_flush(self, session: Session) -> None:
        """Note new rows, which have their numbers now."""
        made = ([table_of(row), list(key_of(row))] for row in session.new)
        self._made.extend(entry for entry in made if entry[0] not in UNRECORDED)

    def journal(self) -> Journal:
        """Return everything noted that is not empty."""
        made = {(table, tuple(key)) for table, key in self._made}
        replaced = [
            [table, list(key), columns] for (table, key), columns in self._replaced.items() if (table, key) not in made
        ]
        noted = {"made": self._made, "replaced": replaced, "removed": self._removed}
        return {name: entries for name, entries in noted.items() if entries}

    def _note_replaced(self, row: Any) -> None:
        for column in filter(_is_kept, changed_columns(row)):
            history: Any = attributes.get_history(row, column)
            if not history.deleted:
                continue
            columns = self._replaced.setdefault((table_of(row), key_of(row)), {})
            before, _ = columns.get(column, (encoded(history.deleted[0]), None))
            columns[column] = [before, encoded(history.added[0])]


def columns_of(row: Any) -> list[str]:
    """Return the columns of a row that a journal keeps."""
    return list(filter(_is_kept, inspect(row).mapper.column_attrs.keys()))


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
