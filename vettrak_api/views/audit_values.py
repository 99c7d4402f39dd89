"""Values of the change log in words: deciphered, with what numbers stand for, and what new rows began with."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Select, bindparam, select

from vettrak_api.model.audit import STAMPS
from vettrak_api.model.base import Base
from vettrak_api.model.belonging import NEVER_KEPT, key_column, stamped_tables, target_of
from vettrak_api.model.changes import DELETE, INSERT, Change
from vettrak_api.model.parts import owner_of
from vettrak_api.model.statements import Reader, execute, portions
from vettrak_api.security.vault import Vault
from vettrak_api.views.audit_names import KNOWN_BY
from vettrak_api.views.audit_parts import first_parts
from vettrak_api.views.audit_told import LATER, Told, readable

LABELS_OF_LISTS = ("name", *KNOWN_BY)
"""Columns by which people know what is chosen from a list of codes."""

FROM_THE_BEGINNING = LATER.where(Change.action != INSERT).order_by(Change.id)


@dataclass(frozen=True, slots=True)
class Member:
    """A column that was changed, and its values in words; None for what is not known, blank for what was empty.

    name: also that of a table, for the parts that a new record began with.
    """

    name: str
    before: str | None
    after: str | None


def members_of(reader: Reader, vault: Vault, entries: Sequence[Told]) -> dict[int, list[Member]]:
    """Return the members of entries in words, by the number of the entry."""
    made = [told.row for told in entries if told.row.action == INSERT and not owner_of(told.row.table_name)]
    pairs = {told.row.id: _pairs(told) for told in entries} | _beginnings(reader, vault, made)
    parts = first_parts(reader, vault, made)
    tables = {told.row.id: told.row.table_name for told in entries}
    values = [
        (tables[entry], name, value) for entry, told in pairs.items() for name, pair in told.items() for value in pair
    ]
    values += [(part, *each) for (_, part), contents in parts.items() for one in contents for each in one.items()]
    labels = _labels(reader, values)
    members = {told.row.id: _in_words(told.row.table_name, pairs[told.row.id], labels) for told in entries}
    for (entry, part), contents in parts.items():
        lines = [", ".join(_texts_of(part, one, labels)) for one in contents]
        members[entry].append(Member(part, None, "\n".join(lines)))
    return members


Pairs = dict[str, tuple[Any, Any]]
UNKNOWN: Any = object()


def _pairs(told: Told) -> Pairs:
    if told.row.action == INSERT:
        return {name: (UNKNOWN, value) for name, value in told.new.items()}
    if told.row.action == DELETE:
        return {name: (value, UNKNOWN) for name, value in told.old.items() if value is not None and name not in STAMPS}
    names = [name for name in (told.row.members or "").split("\n") if name and not name.endswith("_key")]
    # A part is known by what stands there besides, which stays.
    names = [*(name for name in told.old if name not in names and name != "id"), *names]
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
            found[row.id] = {name: (UNKNOWN, value) for name, value in values.items() if value not in (None, "", [])}
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


def _labels(reader: Reader, values: Iterable[tuple[str, str, Any]]) -> dict[tuple[str, int], str]:
    """Return what records are known by that values refer to, which are told with their tables and columns."""
    wanted: dict[str, set[int]] = {}
    for table, name, value in values:
        if isinstance(value, int) and (target := _refers_to(table, name)):
            wanted.setdefault(target, set()).add(value)
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
    labels = KNOWN_BY if table in stamped_tables() else LABELS_OF_LISTS
    label = next((columns[name] for name in labels if name in columns), None)
    if label is None:
        return None
    key = key_column(table)
    return select(key, label).where(key.in_(bindparam("numbers", expanding=True)), label.is_not(None))


def _texts_of(part: str, content: Mapping[str, Any], labels: Mapping[tuple[str, int], str]) -> Iterator[str]:
    """Yield what a part says; of what is so or not, that it is so."""
    for name, value in content.items():
        if value is True:
            yield name.replace("_", " ")
        elif name != "id" and value is not False:
            yield _word(part, name, value, labels) or ""


def _in_words(table: str, pairs: Pairs, labels: Mapping[tuple[str, int], str]) -> list[Member]:
    return [Member(name, *_both(table, name, pair, labels)) for name, pair in pairs.items()]


def _both(table: str, name: str, pair: tuple[Any, Any], labels: Mapping[tuple[str, int], str]) -> list[str | None]:
    """Return both values in words; of two records that are called the same, with their numbers."""
    words = [_word(table, name, value, labels) for value in pair]
    if words[0] == words[1] and pair[0] != pair[1] and words[0] is not None:
        words = [f"{word} (number {value})" for word, value in zip(words, pair, strict=True)]
    return words


def _word(table: str, name: str, value: Any, labels: Mapping[tuple[str, int], str]) -> str | None:
    if value is UNKNOWN:
        return None
    if value is None:
        return ""
    if isinstance(value, int) and (label := labels.get((_refers_to(table, name), value))):
        return label
    if _is_switch(table, name):
        return "yes" if value else "no"
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


@cache
def _is_switch(table: str, name: str) -> bool:
    column = Base.metadata.tables[table].columns.get(name)
    return column is not None and isinstance(column.type, Boolean)
