"""Single rows written past the unit of work, whose flush costs as much as five statements.

Stamps and entries of the change log are those that a flush leaves. Only for rows of which the session holds no object,
since that would not learn of what is written here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol, cast

from sqlalchemy import (
    ColumnElement,
    Delete,
    Insert,
    Select,
    Table,
    Update,
    bindparam,
    delete,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.orm import Session, make_transient_to_detached

from vettrak_api.model.audit import TOLD, Author, stamps_of_changed, stamps_of_new, tell
from vettrak_api.model.base import Base, Stamped
from vettrak_api.model.belonging import WHOSE
from vettrak_api.model.parts import UNKNOWN, Values, owner_of
from vettrak_api.model.prepared import ask
from vettrak_api.model.statements import connection_of, execute, execute_for_each, portions
from vettrak_api.model.trails import VAULT

RECORDINGS = "recordings"
"""Where a session keeps who takes notes of what is written, the innermost last: that one alone is told."""


class Recording(Protocol):
    """Takes notes of rows by table and key values."""

    def note_made(self, table: str, key: tuple[Any, ...]) -> None:
        """Note a new row."""

    def note_replaced(self, table: str, key: tuple[Any, ...], column: str, before: Any, after: Any) -> None:
        """Note what a column of a stored row had and what it has now."""

    def note_removed(self, table: str, values: Mapping[str, Any]) -> None:
        """Note what a deleted row had."""


def rows_of(table: type[Base]) -> Select[*tuple[Any, ...]]:
    """Return the SELECT of a table's rows, with all their columns by name."""
    return select(*_table_of(table).columns)


def add_row(session: Session, table: type[Base], **values: Any) -> int:
    """Insert a row, stamped and told in the change log, and return its number.

    Columns that are not named are as declared. Those that follow others (folded keys) do not: of a table that has
    such an object is added.
    """
    made: Any = execute(session, _insertion(table), **values, **_stamps_of_new(session, table))
    key = tuple(made.inserted_primary_key)
    _tell_made(session, table, key, values)
    return int(key[0])


def add_rows(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows of the same columns as `add_row` does, and return their numbers in any order.

    That is one statement where the database can tell the keys of many.
    """
    return [int(number) for number, _ in _add_all(session, table, "", rows)]


def add_rows_by(session: Session, table: type[Base], column: str, rows: Sequence[Mapping[str, Any]]) -> dict[Any, int]:
    """Insert rows as `add_rows` does, and return their numbers by a column in which they differ."""
    return {value: int(number) for number, value in _add_all(session, table, column, rows)}


def _add_all(
    session: Session, table: type[Base], column: str, rows: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[Any, Any]]:
    """Insert rows, and return the first part of each one's key with the value of a column, where one is named."""
    if not rows:
        return
    if session.autoflush:
        session.flush()
    stamps, keys = _stamps_of_new(session, table), _keys_of(table)
    connection, told = connection_of(session), [{**row, **stamps} for row in rows]
    made: Iterable[Mapping[Any, Any]]
    if connection.dialect.insert_executemany_returning:
        made = connection.execute(_insertions(table, column), told).mappings().all()
    else:  # SQL Server (`database.sqlserver`)
        given = (ask(connection, _insertion(table), row).inserted_primary_key for row in told)
        made = [{**row, **dict(zip(keys, key, strict=True))} for key, row in zip(given, told, strict=True)]
    is_part, shared = bool(owner_of(table.__tablename__)), _shared(table, rows)
    for row in made:
        # In any order: of a part all that it holds is told, of others what all have in common.
        _tell_made(session, table, tuple(row[key] for key in keys), cast("Values", row) if is_part else shared)
        yield row[keys[0]], row[column] if column else None


def add_object(session: Session, row: Any, *, held: bool = False) -> None:
    """Insert a new object, as `add_row`, and give it its number and what else a flush would.

    The session does not learn of it, unless it shall hold it (`held`), since it may be changed afterwards.
    """
    table: Any = type(row)
    said = vars(row)
    for name, default in _defaults_of(table):
        if said.get(name) is None:
            said[name] = default
    said.update(_stamps_of_new(session, table))
    made: Any = execute(session, _insertion(table), **{name: said[name] for name in _names_of(table) if name in said})
    key = tuple(made.inserted_primary_key)
    said.update(zip(_keys_of(table), key, strict=True))
    _tell_made(session, table, key, said)
    if held:
        make_transient_to_detached(row)
        session.add(row)


def change_row(session: Session, table: type[Base], row: Any, **columns: Any) -> None:
    """Write columns to a stored row, as it was read: `rows_of`. Nothing is written when none of them differs."""
    changed = {name: value for name, value in columns.items() if getattr(row, name) != value}
    if not changed:
        return
    key = _key_of(table, row)
    author: Author | None = session.info.get("author")
    if author is not None and issubclass(table, Stamped):
        columns |= stamps_of_changed(author)
    # All that may change rather than what does: so there is one statement.
    values = {f"new_{name}": value for name, value in columns.items()}
    execute(session, _change_of(table, tuple(columns)), **values, **_named(key))
    if recordings := session.info.get(RECORDINGS):
        for name, value in changed.items():
            recordings[-1].note_replaced(table.__tablename__, key, name, getattr(row, name), value)
    if author is not None and issubclass(table, TOLD):
        told = {name: (getattr(row, name), value) for name, value in changed.items()}
        before = _known_of(table, row)
        tell(session, author, table.__tablename__, key[0], before, {**before, **changed}, told)


def change_rows(
    session: Session,
    table: type[Base],
    changes: Mapping[int, Mapping[str, Any]],
    former: Mapping[int, Mapping[str, Any]] | None = None,
) -> None:
    """Change the same columns of stored rows, told by number, for who knows beforehand that they differ.

    former: what these columns had, where the caller has read them; they are read here otherwise. Those that stay as
    they are are not told. No recording sees it.
    """
    author: Author | None = session.info.get("author")
    stamps = {} if author is None or not issubclass(table, Stamped) else stamps_of_changed(author)
    rows = [
        {"number0": number} | {f"new_{name}": value for name, value in {**columns, **stamps}.items()}
        for number, columns in changes.items()
    ]
    if author is not None and issubclass(table, TOLD):
        had = _former(session, table, changes) if former is None else former
        for number, columns in changes.items():
            before = had.get(number, dict.fromkeys(columns, UNKNOWN))
            told = {name: (before[name], now) for name, now in columns.items() if before[name] != now}
            tell(session, author, table.__tablename__, number, before, {**before, **columns}, told)
    if rows:
        names = (*next(iter(changes.values())), *stamps)
        execute_for_each(session, _change_of(table, names), rows)


def _former(session: Session, table: type[Base], changes: Mapping[int, Mapping[str, Any]]) -> dict[int, Values]:
    """Return what the columns had that will be changed, of a part what all of its columns had; nothing is read twice.

    Nobody writes values down without a vault, nor where no column is named since the rows are only touched.
    """
    names = tuple(next(iter(changes.values()), {}))
    if names and owner_of(table.__tablename__):
        names = _names_of(table)
    elif not names or session.info.get(VAULT) is None:
        return {}
    return {
        row[0]: row._mapping  # noqa: SLF001 - the public name of a row by name
        for some in portions(changes)
        for row in execute(session, _reading(table, names), numbers=some)
    }


@cache
def _reading(table: type[Base], names: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    columns, [key, *_] = _table_of(table).columns, _keys_of(table)
    wanted = (columns[name] for name in names if name != key)
    return select(columns[key], *wanted).where(columns[key].in_(bindparam("numbers", expanding=True)))


def remove_row(session: Session, table: type[Base], row: Any) -> None:
    """Delete a stored row, as it was read: `rows_of`; what refers to it must be gone."""
    key = _key_of(table, row)
    execute(session, _removal_of(table), **_named(key))
    values = {name: getattr(row, name) for name in _names_of(table)}
    if recordings := session.info.get(RECORDINGS):
        recordings[-1].note_removed(table.__tablename__, values)
    author: Author | None = session.info.get("author")
    if author is not None and issubclass(table, TOLD):
        tell(session, author, table.__tablename__, key[0], values, None)


@dataclass(frozen=True, slots=True)
class Removal:
    """Deletes rows by one statement, and finds them before that."""

    table: type[Base]
    found: Select[*tuple[Any, ...]]
    statement: Delete


def removal_of(table: type[Base], *which: ColumnElement[bool]) -> Removal:
    """Return what deletes the rows of a table for which conditions hold, to be built once."""
    return Removal(table, rows_of(table).where(*which), delete(_table_of(table)).where(*which))


def remove_rows(session: Session, removal: Removal, **values: Any) -> int:
    """Delete rows by one statement, tell the change log what they had, and return how many there were.

    No recording sees it.
    """
    rows = execute(session, removal.found, **values).all()
    if not rows:
        return 0
    execute(session, removal.statement, **values)
    author: Author | None = session.info.get("author")
    if author is not None and issubclass(removal.table, TOLD):
        for row in rows:
            key, values = _key_of(removal.table, row), row._asdict()
            tell(session, author, removal.table.__tablename__, key[0], values, None)
    return len(rows)


@cache
def _insertion(table: type[Base]) -> Insert:
    return insert(_table_of(table))


@cache
def _change_of(table: type[Base], names: tuple[str, ...]) -> Update:
    columns = _table_of(table).columns
    new = {name: bindparam(f"new_{name}", type_=columns[name].type) for name in names}
    return update(_table_of(table)).where(*_is_meant(table)).values(new)


@cache
def _removal_of(table: type[Base]) -> Delete:
    return delete(_table_of(table)).where(*_is_meant(table))


def _is_meant(table: type[Base]) -> Iterable[ColumnElement[bool]]:
    columns = _table_of(table).columns
    return (columns[key] == bindparam(f"number{at}") for at, key in enumerate(_keys_of(table)))


def _named(key: tuple[Any, ...]) -> dict[str, Any]:
    return {f"number{at}": part for at, part in enumerate(key)}


def _key_of(table: type[Base], row: Any) -> tuple[Any, ...]:
    return tuple([getattr(row, column) for column in _keys_of(table)])


@cache
def _insertions(table: type[Base], column: str) -> Any:
    found = _table_of(table)
    if owner_of(table.__tablename__):
        return insert(found).returning(*found.columns)
    return insert(found).returning(*found.primary_key, *([found.columns[column]] if column else []))


@cache
def _defaults_of(table: type[Base]) -> tuple[tuple[str, Any], ...]:
    """Return the columns of a table, but for numbers that the database gives, with what a new row has there."""
    given = _table_of(table).autoincrement_column
    return tuple(
        (column.name, getattr(column.default, "arg", None))
        for column in _table_of(table).columns
        if column is not given
    )


@cache
def _keys_of(table: type[Base]) -> tuple[str, ...]:
    return tuple(column.name for column in _table_of(table).primary_key)


@cache
def _table_of(table: type[Base]) -> Table:
    found: Any = inspect(table).local_table
    return cast("Table", found)


def _known_of(table: type[Base], row: Any) -> Values:
    """Return those values of a row that its entry needs: all of a part, of others those that say whose it is."""
    name = table.__tablename__
    return {each: getattr(row, each, None) for each in (_names_of(table) if owner_of(name) else WHOSE.get(name, ()))}


@cache
def _names_of(table: type[Base]) -> tuple[str, ...]:
    return tuple(column.name for column in _table_of(table).columns)


def _stamps_of_new(session: Session, table: type[Base]) -> dict[str, Any]:
    author: Author | None = session.info.get("author")
    if author is None or not issubclass(table, Stamped):
        return {}
    return stamps_of_new(author)


def _shared(table: type[Base], rows: Sequence[Mapping[str, Any]]) -> Values:
    """Return whose all these rows are; nothing when they are of several."""
    names = WHOSE.get(table.__tablename__, ())
    first = {name: rows[0].get(name) for name in names}
    return first if all(row.get(name) == value for row in rows for name, value in first.items()) else {}


def _tell_made(session: Session, table: type[Base], key: tuple[Any, ...], values: Values) -> None:
    """Tell of a new row; values: what was said of it, as far as that is known."""
    if recordings := session.info.get(RECORDINGS):
        recordings[-1].note_made(table.__tablename__, key)
    author: Author | None = session.info.get("author")
    if author is None or not issubclass(table, TOLD):
        return
    whole = values
    if owner_of(table.__tablename__):
        # Its number, where the database has given it one; of others all is said.
        whole = {**dict(_defaults_of(table)), **dict(zip(_keys_of(table), key, strict=True)), **values}
    tell(session, author, table.__tablename__, key[0], None, whole)
