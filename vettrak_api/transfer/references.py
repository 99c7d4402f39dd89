"""Finds the records that sheets name: in the database, and in what the import has read before."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.model.base import fold
from vettrak_api.model.reference import State
from vettrak_api.model.rows import rows_of
from vettrak_api.model.statements import execute, portions
from vettrak_api.transfer.declared import BY_TABLE
from vettrak_api.transfer.kinds import Field, Kind
from vettrak_api.transfer.values import Unfit

PART = "|"
"""Stands between the parts of a key of several columns."""

MOST_REMEMBERED = 50_000
MOST_ZEROS = 10


def digest_of(parts: Iterable[str]) -> int:
    """Return a number for a key's texts; two keys with the same one are as likely as a meteorite."""
    return int.from_bytes(blake2b("\x1f".join(map(fold, parts)).encode(), digest_size=8).digest())


def pending(parts: Iterable[str]) -> int:
    """Return what stands for the number of a record that the import would make: another one for each, below 0."""
    return -1 - digest_of(parts) % (1 << 62)


def is_pending(number: object) -> bool:
    """Tell whether a number is such a one."""
    return isinstance(number, int) and number < 0


def compared(kind: Kind, field: Field, value: Any) -> Any:
    """Return a key's value as it is compared: codes and names ignoring case, on every database."""
    del kind, field
    return fold(value) if isinstance(value, str) else value


def _is_folded(kind: Kind, field: Field) -> bool:
    return f"{field.column}_key" in kind.model.columns


def asked(kind: Kind, field: Field, values: Iterable[Any]) -> set[Any]:
    """Return compared values as they are asked for: where no folded key is kept, in the usual spellings, too."""
    told = set(values)
    if _is_folded(kind, field) or not any(isinstance(value, str) for value in told):
        return {compared(kind, field, value) for value in told}
    return {spelling for value in told for spelling in (value, value.lower(), value.upper())}


def column_of(kind: Kind, field: Field) -> Any:
    """Return the column of the table by which a field is compared."""
    name = f"{field.column}_key" if _is_folded(kind, field) else field.column
    return kind.model.columns[name]


@cache
def stored_by_lead(kind: Kind) -> Select[Any]:
    """Return the statement for whole rows by the first part of their key, in the order of their lines."""
    lead = column_of(kind, kind.key_fields[0])
    found = rows_of(kind.table).where(lead.in_(bindparam("leads", expanding=True)))
    return found.order_by(*kind.model.primary_key)


@cache
def numbers_by_lead(kind: Kind) -> Select[Any]:
    """Return the statement for the parts of keys with the record's number, by the first part."""
    lead = column_of(kind, kind.key_fields[0])
    parts = [column_of(kind, field).label(f"part{at}") for at, field in enumerate(kind.key_fields)]
    return select(*parts, kind.model.columns["id"].label("found")).where(lead.in_(bindparam("leads", expanding=True)))


_ALL_STATES = select(State.short_name, State.id)


def _compared_key(kind: Kind, key: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(compared(kind, field, part) for field, part in zip(kind.key_fields, key, strict=True))


class References:
    """What the sheets of one import name, found in portions. seen: keys that were read, by kind and digest."""

    def __init__(self, session: Session, seen: Mapping[str, Mapping[int, int]], *, writes: bool) -> None:
        self._session = session
        self._seen = seen
        self._writes = writes
        self._known: dict[str, dict[str, int]] = {}
        self.unknown_kinds: set[str] = set()
        """Kinds whose sheets can not be read: what names their records is not at fault."""
        self.padded = 0
        """How many references had lost zeros."""

    def numbers(self, kind: Kind, texts: Iterable[str]) -> dict[str, int]:
        """Return the numbers of records by the texts that name them; what is not found is not in it."""
        known = self._known.setdefault(kind.name, {})
        if len(known) > MOST_REMEMBERED:
            known.clear()
        wanted = {text for text in texts if text not in known}
        if wanted:
            known |= self._find(kind, wanted)
        return known

    def _find(self, kind: Kind, wanted: set[str]) -> dict[str, int]:
        if not kind.is_told:  # states: few, and written in many ways
            there = {fold(row[0]): row[1] for row in execute(self._session, _ALL_STATES)}
            return {text: there[fold(text)] for text in wanted if fold(text) in there}
        found = self._ask(kind, wanted)
        if len(kind.key) == 1:
            self._add_padded(kind, wanted, found)
        for text in wanted - found.keys():
            parts = [text] if len(kind.key) == 1 else text.split(PART)
            if self._is_pending(kind, parts):
                found[text] = pending(parts)
        return found

    def _is_pending(self, kind: Kind, parts: Sequence[str]) -> bool:
        if kind.name in self.unknown_kinds:
            return True
        return not self._writes and digest_of(map(str.strip, parts)) in self._seen.get(kind.name, {})

    def _add_padded(self, kind: Kind, wanted: set[str], found: dict[str, int]) -> None:
        """Add what a spreadsheet has taken the leading zeros from, where one record alone can be meant."""
        if not kind.key_fields[0].is_code:
            return
        lost = {text for text in wanted - found.keys() if text.isdigit() and not self._is_pending(kind, [text])}
        if not lost:
            return
        spellings = {text: [text.zfill(size) for size in range(len(text) + 1, MOST_ZEROS + 1)] for text in lost}
        there = self._ask(kind, {spelling for each in spellings.values() for spelling in each})
        for text, each in spellings.items():
            numbers = [there[spelling] for spelling in each if spelling in there]
            if len(numbers) == 1:
                found[text] = numbers[0]
                self.padded += 1

    def _ask(self, kind: Kind, texts: set[str]) -> dict[str, int]:
        keys = self._keys(kind, texts)
        found: dict[str, int] = {}
        by_key: dict[tuple[Any, ...], int] = {}
        for leads in portions(asked(kind, kind.key_fields[0], (key[0] for key in keys.values()))):
            for row in execute(self._session, numbers_by_lead(kind), leads=leads):
                by_key[_compared_key(kind, row[:-1])] = row[-1]
        for text, key in keys.items():
            number = by_key.get(_compared_key(kind, key))
            if number is not None:
                found[text] = number
        return found

    def _keys(self, kind: Kind, texts: set[str]) -> dict[str, tuple[Any, ...]]:
        """Return the keys that texts stand for; what can be nobody's is not in it."""
        if len(kind.key) == 1:
            field = kind.key_fields[0]
            return {text: (value,) for text in texts if (value := self._value(field, text)) is not None}
        parts = {text: [part.strip() for part in text.split(PART)] for text in texts}
        parts = {text: each for text, each in parts.items() if len(each) == len(kind.key)}
        named: dict[int, Mapping[str, int]] = {
            at: self.numbers(BY_TABLE[field.refers], [each[at] for each in parts.values()])
            for at, field in enumerate(kind.key_fields)
            if field.refers
        }
        keys = {}
        for text, each in parts.items():
            values = [
                named[at].get(part) if at in named else self._value(kind.key_fields[at], part)
                for at, part in enumerate(each)
            ]
            if None not in values and not any(at in named and is_pending(value) for at, value in enumerate(values)):
                keys[text] = tuple(values)
        return keys

    @staticmethod
    def _value(field: Field, text: str) -> Any:
        try:
            return field.values.read(text)
        except Unfit:
            return None
