"""Values of the change log in words: deciphered, with what numbers stand for, and what new rows began with."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Boolean, Select, bindparam, select

from vettrak_api.model.audit import STAMPS
from vettrak_api.model.base import Base
from vettrak_api.model.belonging import NEVER_KEPT, key_column, target_of, told_tables
from vettrak_api.model.changes import DELETE, INSERT, Change
from vettrak_api.model.statements import Reader, execute, portions
from vettrak_api.security.vault import Vault, bound_to

LOST_KEY = "The key that opens these values is not here: see vettrak-api doctor."
FORGOTTEN = "These values are kept no longer."
NOT_KEPT = "Values were not recorded."
ALTERED = "These values were altered and can not be read."

LABELS = ("code", "identifier", "name", "short_name", "number")
"""Columns that people know a record by, the best first."""

LABELS_OF_LISTS = ("name", *LABELS)
"""And those by which they know what is chosen from a list of codes."""

FROM_THE_BEGINNING = (
    select(*Change.__table__.columns)
    .where(
        Change.table_name == bindparam("of_table"),
        Change.record_id.in_(bindparam("numbers", expanding=True)),
        Change.id > bindparam("after", type_=BigInteger),
        Change.action != INSERT,
    )
    .order_by(Change.id)
    .limit(10_000)
)


@dataclass(frozen=True, slots=True)
class Member:
    """A member that was changed, in words; None for what is not known, blank for what was empty."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """An entry with its values by column, as JSON kept them; note: why they lack, where they do."""

    row: Any
    old: Mapping[str, Any]
    new: Mapping[str, Any]
    note: str


def readable(reader: Reader, vault: Vault, rows: Iterable[Any]) -> list[Told]:
    """Return entries with what can be read of their values."""
    listed = list(rows)
    keys = vault.open_keys(reader, {row.key_id for row in listed if row.key_id is not None})
    return [_told(row, keys) for row in listed]


def _told(row: Any, keys: Mapping[int, Any]) -> Told:
    if row.secret is None:
        lacks = row.action != INSERT and row.members != "" and row.old_values is None
        return Told(row, _read(row.old_values), _read(row.new_values), NOT_KEPT if lacks else "")
    key = keys.get(row.key_id)
    if key is None:
        return Told(row, {}, {}, LOST_KEY if row.key_id in keys else FORGOTTEN)
    text = key.decipher(row.secret, bound_to(row._mapping))  # noqa: SLF001 - the public name of a row by name
    if text is None:
        return Told(row, {}, {}, ALTERED)
    both = json.loads(text)
    return Told(row, both["old"], both["new"] or {}, "")


def _read(text: str | None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text) if text else {}
    return found


def members_of(reader: Reader, vault: Vault, entries: Sequence[Told]) -> dict[int, list[Member]]:
    """Return the members of entries in words, by the number of the entry."""
    pairs = {told.row.id: _pairs(told) for told in entries}
    pairs |= _beginnings(reader, vault, [told.row for told in entries if told.row.action == INSERT])
    labels = _labels(reader, {told.row.id: told.row.table_name for told in entries}, pairs)
    return {told.row.id: _in_words(told.row.table_name, pairs[told.row.id], labels) for told in entries}


Pairs = dict[str, tuple[Any, Any]]
UNKNOWN: Any = object()


def _pairs(told: Told) -> Pairs:
    if told.row.action == DELETE:
        return {name: (value, UNKNOWN) for name, value in told.old.items() if value is not None and name not in STAMPS}
    names = [name for name in (told.row.members or "").split("\n") if name and not name.endswith("_key")]
    return {name: (told.old.get(name, UNKNOWN), told.new.get(name, UNKNOWN)) for name in names}


def _beginnings(reader: Reader, vault: Vault, rows: Sequence[Any]) -> dict[int, Pairs]:
    """Return what new rows began with: what their first changes tell of former values, else what they have now."""
    found: dict[int, Pairs] = {}
    for table in sorted({row.table_name for row in rows}):
        made = [row for row in rows if row.table_name == table]
        numbers = sorted({row.record_id for row in made})
        present = {
            row["key_number"]: row
            for some in portions(numbers)
            for row in execute(reader, _rows(table), numbers=some).mappings()
        }
        later = _later(reader, vault, table, numbers, min(row.id for row in made))
        for row in made:
            values = _first_values(table, present.get(row.record_id), later.get(row.record_id, ()))
            found[row.id] = {name: (UNKNOWN, value) for name, value in values.items() if value not in (None, "")}
    return found


def _later(reader: Reader, vault: Vault, table: str, numbers: Sequence[int], after: int) -> dict[int, list[Told]]:
    later: dict[int, list[Told]] = {}
    for some in portions(numbers):
        rows = execute(reader, FROM_THE_BEGINNING, of_table=table, numbers=some, after=after).all()
        for told in readable(reader, vault, rows):
            later.setdefault(told.row.record_id, []).append(told)
    return later


def _first_values(table: str, present: Any, later: Sequence[Told]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in _told_columns(table):
        first = next((told for told in later if told.row.action == DELETE or name in _names(told)), None)
        if first is not None:
            values[name] = first.old.get(name)
        elif present is not None:
            values[name] = present[name]
    return values


def _names(told: Told) -> list[str]:
    return (told.row.members or "").split("\n")


@cache
def _told_columns(table: str) -> tuple[str, ...]:
    columns = Base.metadata.tables[table].columns
    hidden = STAMPS | NEVER_KEPT | {"id"}
    return tuple(column.name for column in columns if column.name not in hidden and not column.name.endswith("_key"))


@cache
def _rows(table: str) -> Select[*tuple[Any, ...]]:
    key = key_column(table)
    columns = [column for column in Base.metadata.tables[table].columns if column.name not in NEVER_KEPT]
    return select(key.label("key_number"), *columns).where(key.in_(bindparam("numbers", expanding=True)))


def _labels(reader: Reader, tables: Mapping[int, str], pairs: Mapping[int, Pairs]) -> dict[tuple[str, int], str]:
    """Return what records are known by that values refer to."""
    wanted: dict[str, set[int]] = {}
    for entry, members in pairs.items():
        for name, values in members.items():
            if target := _refers_to(tables[entry], name):
                wanted.setdefault(target, set()).update(value for value in values if isinstance(value, int))
    return {
        (target, row[0]): str(row[1])
        for target, numbers in wanted.items()
        if (statement := _labelled(target)) is not None
        for some in portions(sorted(numbers))
        for row in execute(reader, statement, numbers=some)
    }


@cache
def _refers_to(table: str, column: str) -> str:
    found = Base.metadata.tables[table].columns.get(column)
    return target_of(table, column) if found is not None and found.foreign_keys else ""


@cache
def _labelled(table: str) -> Select[*tuple[Any, ...]] | None:
    columns = Base.metadata.tables[table].columns
    labels = LABELS if table in told_tables() else LABELS_OF_LISTS
    label = next((columns[name] for name in labels if name in columns), None)
    if label is None:
        return None
    key = key_column(table)
    return select(key, label).where(key.in_(bindparam("numbers", expanding=True)), label.is_not(None))


def _in_words(table: str, pairs: Pairs, labels: Mapping[tuple[str, int], str]) -> list[Member]:
    return [
        Member(
            name.removesuffix("_id").replace("_", " "),
            _word(table, name, before, labels),
            _word(table, name, after, labels),
        )
        for name, (before, after) in pairs.items()
    ]


def _word(table: str, name: str, value: Any, labels: Mapping[tuple[str, int], str]) -> str | None:
    if value is UNKNOWN:
        return None
    if value is None:
        return ""
    if isinstance(value, int) and (label := labels.get((_refers_to(table, name), value))):
        return f"{label} (number {value})"
    if _is_switch(table, name):
        return "yes" if value else "no"
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


@cache
def _is_switch(table: str, name: str) -> bool:
    column = Base.metadata.tables[table].columns.get(name)
    return column is not None and isinstance(column.type, Boolean)
