"""Stamps every written row and tells the change log of it (R-WRITE), for all sessions that name an author."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

from sqlalchemy import Select, bindparam, event, inspect, select
from sqlalchemy.orm import Session, UOWTransaction, attributes
from sqlalchemy.orm.base import LoaderCallableStatus, PassiveFlag

from vettrak_api.model.base import Audited, Stamped
from vettrak_api.model.belonging import BELONGS
from vettrak_api.model.changes import DELETE, INSERT, UPDATE, Change
from vettrak_api.model.occurrences import ClassSession, Occurrence, OccurrencePrice, OccurrenceUnit
from vettrak_api.model.parts import UNKNOWN, Values, entries_of_part, owner_of
from vettrak_api.model.statements import connection_of
from vettrak_api.model.trails import append_to_trail
from vettrak_api.request import current_id

PARTS = (ClassSession, OccurrencePrice, OccurrenceUnit)
"""Rows that belong to an occurrence: adding, changing or removing one changes the occurrence.

What asks for occurrences changed since a moment needs no more than the occurrence's own time then, and learns of
removed parts, too, that have left no row.
"""


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes: the code of a client or employer (or a word for the server's own work), and through what.

    request: the id of the request that is being answered (a random one outside of any), which all that it writes has in
    the change log.
    """

    identifier: str
    operation: str
    now: datetime.datetime
    request: str = field(default_factory=current_id, compare=False)


STAMPS = frozenset({"created_at", "created_by", "modified_at", "modified_by"})
"""Columns that tell of a change and are none."""

READ_NOTHING = PassiveFlag.PASSIVE_NO_INITIALIZE


@event.listens_for(Session, "before_flush")
def stamp(session: Session, flush: UOWTransaction, instances: Any) -> None:
    """Set the created and modified columns of new and changed rows."""
    del flush, instances
    author: Author | None = session.info.get("author")
    if author is None:
        return
    stamps = stamps_of_new(author)
    for row in session.new:
        if isinstance(row, Stamped) and row.created_at is None:
            # Past the attributes' own setters, whose history a row that is not stored yet does not need.
            inspect(row).dict.update(stamps)
    changed = [row for row in session.dirty if _will_be_written(session, row)]
    stamped = [row for row in changed if isinstance(row, Stamped)]
    owners = _occurrences_of_changed_parts(session, changed)
    for row in [*stamped, *owners]:
        row.modified_at, row.modified_by = author.now, author.identifier
    for occurrence in owners:
        # So that it is written and told even when the same person has stamped it within this second before.
        attributes.flag_modified(occurrence, "modified_at")


def _will_be_written(session: Session, row: Any) -> bool:
    """Tell whether a flush writes a stored row, and ask the database what was set without having been read."""
    histories = [*_histories(row)]
    unread = [name for name, history in histories if not history.deleted and name not in STAMPS]
    if unread and isinstance(row, TOLD):
        state, kind = inspect(row), cast("Any", type(row))
        key = dict(zip(_names_of_key(kind), key_of(row), strict=True))
        found = connection_of(session).execute(_reading(kind, tuple(unread)), key).first()
        state.committed_state.update(zip(unread, found or (), strict=False))
    return bool(histories)


def stamps_of_new(author: Author) -> dict[str, Any]:
    """Return the stamps of a row that somebody makes."""
    return {"created_at": author.now, "created_by": author.identifier, **stamps_of_changed(author)}


def stamps_of_changed(author: Author) -> dict[str, Any]:
    """Return the stamps that a row gets when somebody changes it."""
    return {"modified_at": author.now, "modified_by": author.identifier}


def _occurrences_of_changed_parts(session: Session, changed: list[Any]) -> list[Occurrence]:
    """Return the stored occurrences whose parts the flush will insert, update or delete."""
    parts = [row for row in (*session.new, *session.deleted, *changed) if isinstance(row, PARTS)]
    numbers = {number for part in parts for number in _occurrence_numbers(part)}
    found = (session.get(Occurrence, number) for number in sorted(numbers))
    return [occurrence for occurrence in found if occurrence is not None and occurrence not in session.deleted]


def _occurrence_numbers(part: Any) -> list[int]:
    """Return the occurrence that a part belongs to, and the one it belonged to before it was moved."""
    return [number for number in attributes.get_history(part, "occurrence_id").sum() if number is not None]


@event.listens_for(Session, "after_flush")
def record(session: Session, flush: UOWTransaction) -> None:
    """Remember one Change per row that the flush inserted, updated or deleted."""
    del flush
    author: Author | None = session.info.get("author")
    if author is None:
        return
    for row in session.new:
        if isinstance(row, TOLD):
            _know_blanks(row)
            tell(session, author, table_of(row), key_of(row)[0], None, _present(row))
    for row in session.dirty:
        if isinstance(row, TOLD) and (changes := values_of_change(row)):
            now = _present(row)
            tell(session, author, table_of(row), key_of(row)[0], _before(now, changes), now, changes)
    for row in session.deleted:
        if isinstance(row, TOLD):
            tell(session, author, table_of(row), key_of(row)[0], _stored(row), None)


def _know_blanks(row: Any) -> None:
    """Let a new row know that it has nothing where nothing was said, so that nobody has to ask for that later."""
    said = inspect(row).dict
    kind: Any = type(row)
    for name in _blank_columns(kind):
        said.setdefault(name, None)


TOLD = (Stamped, Audited)
"""What the change log tells of."""

Changes = Mapping[str, tuple[Any, Any]]
"""What columns had and have, by name; UNKNOWN for what nobody has read."""


def tell(
    session: Session,
    author: Author,
    table: str,
    number: int,
    before: Values | None,
    after: Values | None,
    changes: Changes | None = None,
) -> None:
    """Tell the change log of a row.

    before, after: what its columns had and have as far as it is known; None before it was made, and when it is gone.
    changes: those that an update has changed; of a part these are found.
    """
    if owner_of(table):
        for part in entries_of_part(table, before, after):
            append_to_trail(session, Change, {**_common(author), **part})
        return
    action = INSERT if before is None else UPDATE
    if before is not None and after is None:
        action, changes = DELETE, {name: (value, None) for name, value in before.items()}
    append_to_trail(session, Change, entry_of(author, table, number, action, changes, after or before))


def _present(row: Any) -> Values:
    values: dict[str, Any] = inspect(row).dict
    return values


def _before(now: Values, changes: Changes) -> Values:
    return {**now, **{name: before for name, (before, _) in changes.items()}}


def values_of_change(row: Any) -> dict[str, tuple[Any, Any]]:
    """Return what the changed columns of a stored row had and have."""
    return {
        name: (history.deleted[0] if history.deleted else UNKNOWN, getattr(row, name))
        for name, history in _histories(row)
    }


def _stored(row: Any) -> dict[str, Any]:
    """Return what the columns of a row that is being deleted have in the database, as far as it has been read."""
    state = inspect(row)
    kind: Any = type(row)
    columns = _columns_of(kind)
    values = {name: state.committed_state.get(name, value) for name, value in state.dict.items() if name in columns}
    return {name: value for name, value in values.items() if not isinstance(value, LoaderCallableStatus)}


def changed_columns(row: Any) -> Iterator[str]:
    """Yield the columns of a stored row whose values differ from those that were read.

    Looks only at what was set; Session.is_modified asks every column, which costs more than writing the row.
    """
    return (name for name, _ in _histories(row))


def _histories(row: Any) -> Iterator[tuple[str, Any]]:
    for name in inspect(row).committed_state:
        history = attributes.get_history(row, name, READ_NOTHING)
        if history.has_changes():
            yield name, history


def is_changed(row: Any) -> bool:
    """Tell whether a stored row would be written by a flush."""
    return any(True for _ in changed_columns(row))


def entry_of(
    author: Author, table: str, number: int, action: str, changes: Changes | None = None, row: Any = None
) -> dict[str, Any]:
    """Return the columns of a Change: who did what to the row of a number; the stamp follows at the commit.

    changes: what the columns had and have that an update changed, and what those of a deleted row had; the stamps of
    the row are passed over. row: its columns by name, as far as they are known, which tell what it belongs to.
    """
    told = None if changes is None else {name: pair for name, pair in changes.items() if name not in STAMPS}
    return {
        **_common(author),
        "table_name": table,
        "record_id": number,
        "action": action,
        "members": "\n".join(told) if told is not None and action == UPDATE else None,
        "values": told,
        "row": row if row and table in BELONGS else None,
    }


def _common(author: Author) -> dict[str, Any]:
    """Return what all entries say, whatever they are about."""
    return {
        "by": author.identifier,
        "operation": author.operation,
        "request": author.request,
        "identifier": None,
        "reason": None,
    }


def log_change(session: Session, row: object, action: str, changes: Changes | None = None) -> None:
    """Tell the change log of a row what no flush tells: of what hangs on the row.

    changes: as `entry_of`; names that are no columns (`roles`) say what else that is.
    """
    author: Author | None = session.info.get("author")
    if author is not None:
        append_to_trail(session, Change, entry_of(author, table_of(row), key_of(row)[0], action, changes))


def table_of(row: object) -> str:
    """Return the name of a row's table."""
    kind: Any = type(row)
    return _table_and_key(kind)[0]


def key_of(row: object) -> tuple[Any, ...]:
    """Return the values of a row's primary key."""
    kind: Any = type(row)
    return tuple([getattr(row, column) for column in _table_and_key(kind)[1]])


@cache
def _columns_of(table: type) -> frozenset[str]:
    mapper: Any = inspect(table)
    return frozenset(mapper.column_attrs.keys())


@cache
def _blank_columns(table: Any) -> tuple[str, ...]:
    """Return the columns that are null in rows of which nothing else is said."""
    columns = inspect(table).local_table.columns
    return tuple(
        column.name
        for column in columns
        if column.nullable and column.default is None and column.server_default is None
    )


@cache
def _names_of_key(table: Any) -> list[str]:
    return [f"key_{name}" for name in _table_and_key(table)[1]]


@cache
def _reading(table: Any, names: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    key = zip(_table_and_key(table)[1], _names_of_key(table), strict=True)
    wanted = (getattr(table, name) for name in names)
    return select(*wanted).where(*(getattr(table, column) == bindparam(name) for column, name in key))


@cache
def _table_and_key(table: type) -> tuple[str, list[str]]:
    mapper: Any = inspect(table)
    return mapper.local_table.name, [mapper.get_property_by_column(column).key for column in mapper.primary_key]
