"""Entries of the change log as they can be read: deciphered, or with the reason why they can not be."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, bindparam, select

from vettrak_api.model.changes import INSERT, Change
from vettrak_api.model.parts import owner_of
from vettrak_api.model.statements import Reader
from vettrak_api.security.vault import Vault, bound_to

LOST_KEY = "The key that opens these values is not here: see vettrak-api doctor."
FORGOTTEN = "These values are kept no longer."
NOT_KEPT = "Values were not recorded."
ALTERED = "These values were altered and can not be read."

LATER = (
    select(*Change.__table__.columns)
    .where(
        Change.table_name == bindparam("of_table"),
        Change.record_id.in_(bindparam("numbers", expanding=True)),
        Change.id > bindparam("after", type_=BigInteger),
    )
    .limit(10_000)
)
"""Entries about some records of a table, behind one; to be ordered."""


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
        is_bare = row.action == INSERT and not owner_of(row.table_name)
        lacks = not is_bare and row.members != "" and row.old_values is None
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
