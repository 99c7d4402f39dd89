"""What parts a record began with, of which no entry tells: those it has, less what entries have told since."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from vettrak_api.model.base import Base
from vettrak_api.model.belonging import owner_columns, target_of
from vettrak_api.model.changes import DELETE, INSERT, Change
from vettrak_api.model.parts import content_of
from vettrak_api.model.statements import Reader, execute, portions
from vettrak_api.security.vault import Vault
from vettrak_api.views.audit_told import LATER, Told, readable

Contents = list[dict[str, Any]]
"""What each of some parts says, by column."""

SINCE = LATER.order_by(Change.id.desc())


def first_parts(reader: Reader, vault: Vault, rows: Sequence[Any]) -> dict[tuple[int, str], Contents]:
    """Return the parts that new records began with, by the number of the entry and the table of the parts."""
    found: dict[tuple[int, str], Contents] = {}
    for table in sorted({row.table_name for row in rows}):
        made = [row for row in rows if row.table_name == table]
        for part in _parts_of(table):
            for row, contents in _of_part(reader, vault, part, made):
                if contents:
                    found[row.id, part] = contents
    return found


def _of_part(reader: Reader, vault: Vault, part: str, made: Sequence[Any]) -> list[tuple[Any, Contents]]:
    numbers, after = sorted({row.record_id for row in made}), min(row.id for row in made)
    present: dict[int, Contents] = {}
    for some in portions(numbers):
        for row in execute(reader, _rows(part), numbers=some).mappings():
            present.setdefault(row[owner_columns()[part]], []).append(content_of(part, row))
    told = [
        entry
        for some in portions(numbers)
        for entry in readable(reader, vault, execute(reader, SINCE, of_table=part, numbers=some, after=after).all())
    ]
    return [(row, _beginning(row, made, present.get(row.record_id, []), told)) for row in made]


def _beginning(row: Any, made: Sequence[Any], present: Contents, told: Sequence[Told]) -> Contents:
    """Return what parts there were when a record was made; told: entries about parts since then, the latest first."""
    # Whoever takes a merge back makes a record once more: the present parts are those of that one.
    until = min((each.id for each in made if each.record_id == row.record_id and each.id > row.id), default=0)
    contents = [] if until else list(present)
    for entry in told:
        if entry.row.record_id != row.record_id or entry.row.id < row.id or entry.row.id > (until or entry.row.id):
            continue
        if entry.row.action == INSERT:
            _take(contents, entry.new)
        elif entry.row.action == DELETE:
            contents.append(dict(entry.old))
        elif (former := _take(contents, entry.new)) is not None:
            contents.append({**former, **entry.old})
    return contents


def _take(contents: Contents, said: Any) -> dict[str, Any] | None:
    """Take the part away that says this, or has said it: values in entries are what JSON has made of them."""
    for content in contents:
        if all(str(content.get(name)) == str(value) for name, value in said.items()):
            contents.remove(content)
            return content
    return None


@cache
def _parts_of(table: str) -> tuple[str, ...]:
    return tuple(part for part, column in sorted(owner_columns().items()) if target_of(part, column) == table)


@cache
def _rows(part: str) -> Select[*tuple[Any, ...]]:
    found = Base.metadata.tables[part]
    owner = found.columns[owner_columns()[part]]
    return select(*found.columns).where(owner.in_(bindparam("numbers", expanding=True))).order_by(*found.primary_key)
