"""Entries of the change log about parts: rows without stamps that are told as parts of the record they belong to.

Such an entry names that record, not the row, which may have no number: so a record's history has those of removed
parts as well. What the row says stands in its values, those by which it is known among them.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from vettrak_api.model.base import Base
from vettrak_api.model.belonging import Record, link_of, owner_columns
from vettrak_api.model.changes import DELETE, INSERT, UPDATE

Values = Mapping[str, Any]
"""What columns of a row hold, by name."""

Entries = list[dict[str, Any]]

UNKNOWN: Any = object()
"""In place of a value that nobody has read."""

TOLD_AS_A_WHOLE: Mapping[str, str] = {"client_role": "roles", "staff_division": "divisions"}
"""Parts of which an entry about their record may tell all, before and after, and the member that does."""


@cache
def owner_of(table: str) -> str:
    """Return the column that holds the number of the record which rows are parts of; blank for what is told itself."""
    return owner_columns().get(table, "")


@cache
def columns_of_part(table: str) -> tuple[str, ...]:
    """Return the columns that entries about a part tell: all but the one of its owner."""
    return tuple(column.name for column in Base.metadata.tables[table].columns if column.name != owner_of(table))


@cache
def _known_by(table: str) -> frozenset[str]:
    return frozenset(column.name for column in Base.metadata.tables[table].primary_key) - {owner_of(table)}


def entries_of_part(table: str, before: Values | None, after: Values | None) -> Iterator[dict[str, Any]]:
    """Yield what entries say of a part that had and has these values; None before it was made, and when it is gone.

    One that becomes part of another record leaves the one and joins the other. One that stays as it is is not told.
    """
    owner = owner_of(table)
    if before is None or after is None:
        yield _entry(table, DELETE if after is None else INSERT, before, after)
    elif before.get(owner) != after.get(owner):
        yield _entry(table, DELETE, before, None)
        yield _entry(table, INSERT, None, after)
    elif any(before.get(name) != after.get(name) for name in columns_of_part(table)):
        yield _entry(table, UPDATE, before, after)


def _entry(table: str, action: str, before: Values | None, after: Values | None) -> dict[str, Any]:
    old, new = before or {}, after or {}
    number = (old or new)[owner_of(table)]
    pairs = {name: (old.get(name), new.get(name)) for name in columns_of_part(table)}
    changed = [name for name, (former, now) in pairs.items() if former != now]
    if action == UPDATE:
        told = {name: pair for name, pair in pairs.items() if name in _known_by(table) or pair[0] != pair[1]}
    elif action == INSERT:
        told = {name: (UNKNOWN, now) for name, (_, now) in pairs.items() if now is not None}
    else:
        told = {name: pair for name, pair in pairs.items() if pair[0] is not None}
    return {
        "table_name": table,
        "record_id": number,
        "action": action,
        "members": "\n".join(changed) if action == UPDATE else None,
        "values": told,
        "row": {owner_of(table): number},
    }


class Made:
    """Records that a long transaction has made: a bit or so for each, since an import makes hundreds of thousands."""

    def __init__(self) -> None:
        self._bits: dict[Record, int] = {}

    def add(self, table: str, number: int) -> None:
        """Keep a record."""
        place = table, number // WIDTH
        self._bits[place] = self._bits.get(place, 0) | 1 << number % WIDTH

    def __contains__(self, record: Record) -> bool:
        """Tell whether a record was made."""
        table, number = record
        return bool(self._bits.get((table, number // WIDTH), 0) >> number % WIDTH & 1)


WIDTH = 1_024


def settled(changes: Entries, made_before: Made) -> Entries:
    """Return the entries of a transaction without those of parts that tell nothing more.

    They are those of parts that were made with their record (its beginning is what it has later, less what was told
    since), that were put back as they had been, and those that an entry of their record tells as a whole.
    made_before: records that the transaction has made, and written down early.
    """
    if not any(owner_of(change["table_name"]) for change in changes):
        return changes
    made = {(change["table_name"], change["record_id"]) for change in changes if change["action"] == INSERT}
    whole = {
        (change["table_name"], change["record_id"], member)
        for change in changes
        if change["action"] == UPDATE
        for member in (change["members"] or "").split("\n")
        if member in TOLD_AS_A_WHOLE.values()
    }
    back = _put_back(changes)

    def is_needless(change: dict[str, Any]) -> bool:
        table = change["table_name"]
        owner = link_of(table, change["row"]) if owner_of(table) else None
        if owner is None:
            return False
        if change["action"] == INSERT and (owner in made or owner in made_before):
            return True
        return (*owner, TOLD_AS_A_WHOLE.get(table)) in whole

    return [change for at, change in enumerate(changes) if at not in back and not is_needless(change)]


def _put_back(changes: Entries) -> set[int]:
    """Return the places of entries that undo each other: who replaces a list removes what it then adds again."""
    gone: dict[Any, list[int]] = {}
    found: set[int] = set()
    for at, change in enumerate(changes):
        if not owner_of(change["table_name"]) or change["action"] == UPDATE:
            continue
        said = _said(change)
        if change["action"] == DELETE:
            gone.setdefault(said, []).append(at)
        elif gone.get(said):
            found |= {at, gone[said].pop()}
    return found


def _said(change: dict[str, Any]) -> Any:
    side = 0 if change["action"] == DELETE else 1
    values = frozenset((name, pair[side]) for name, pair in change["values"].items() if name != "id")
    return change["table_name"], change["record_id"], values


def content_of(table: str, values: Values) -> dict[str, Any]:
    """Return what a part says, without the column of its owner and what is blank."""
    return {name: values[name] for name in columns_of_part(table) if values.get(name) is not None}


def note_made(made: Made, changes: Iterable[dict[str, Any]]) -> None:
    """Keep the records that entries tell to have been made, of those that may have parts."""
    owners = _tables_with_parts()
    for change in changes:
        if change["action"] == INSERT and change["table_name"] in owners:
            made.add(change["table_name"], change["record_id"])


@cache
def _tables_with_parts() -> frozenset[str]:
    found = (link_of(table, {column: 0}) for table, column in owner_columns().items())
    return frozenset(record[0] for record in found if record is not None)
