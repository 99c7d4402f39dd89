"""What people call records: by a code, a name, or what they are about."""

from collections.abc import Iterable, Mapping
from functools import cache
from string import Formatter
from typing import Any

from sqlalchemy import Select, bindparam, select

from vettrak_api.model.base import Base
from vettrak_api.model.belonging import Record, key_column, target_of
from vettrak_api.model.statements import Reader, execute, portions

NAMED_BY: Mapping[str, str] = {
    "award": "{parchment_number}",
    "class_attendance": "{class_session_id}",
    "class_session": "{start}",
    "client": "{code} {given_name} {surname}",
    "client_relationship": "{relationship_type_id}",
    "client_statistics": "{client_id}",
    "employer": "{identifier} {name}",
    "employer_contact": "{employer_id}",
    "employment": "{employer_id}",
    "enrolled_task": "{task_id} in enrolment {enrolment_id}",
    "enrolled_unit": "{unit_id} in enrolment {enrolment_id}",
    "enrolment": "{id}",
    "event": "{event_type_id}",
    "location": "{code} {name}",
    "occurrence": "{id} {code} {programme_id}",
    "occurrence_task": "{task_id}",
    "programme": "{code} {name}",
    "qualification": "{code} {name}",
    "scheduled_unit": "{unit_id}",
    "unit": "{code}",
    "waitlist_entry": "{programme_id}",
    "web_client": "{given_name} {surname}",
    "web_waitlist": "{programme_id}",
}
"""How a record is known, by its columns; one that refers to another record says what that is called."""

KNOWN_BY = ("code", "identifier", "name", "short_name", "number")
"""Columns by which people know other records, the best first."""

MOST_STEPS = 2
"""Records behind a record that are asked for what it is called."""


def names_of_records(
    reader: Reader, records: Iterable[Record], lost: Mapping[Record, Mapping[str, Any]], steps: int = MOST_STEPS
) -> dict[Record, str]:
    """Return what records are called; those that nobody calls anything are left out.

    lost: what is known of the columns of records that are gone.
    """
    known: dict[Record, Mapping[str, Any]] = dict(lost)
    for table, numbers in _by_table(records).items():
        for some in portions(sorted(numbers)):
            for row in execute(reader, _named(table), numbers=some).mappings():
                known[table, row["key_number"]] = row
    wanted = {record: known[record] for record in records if record in known}
    behind = {
        (target_of(table, column), row[column])
        for (table, _), row in wanted.items()
        for column in _references(table)
        if row.get(column) is not None
    }
    others = names_of_records(reader, behind, {}, steps - 1) if behind and steps else {}
    named = {record: _name(record[0], row, others) for record, row in wanted.items()}
    return {record: name for record, name in named.items() if name}


def _name(table: str, row: Mapping[str, Any], others: Mapping[Record, str]) -> str:
    texts = {column: "" if row.get(column) is None else str(row[column]) for column in named_by(table)}
    for column in texts.keys() & _references(table):
        texts[column] = others.get((target_of(table, column), row.get(column) or 0), texts[column])
    return " ".join(_pattern(table).format(**texts).split())


def _by_table(records: Iterable[Record]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for table, number in records:
        if named_by(table):
            found.setdefault(table, set()).add(number)
    return found


@cache
def named_by(table: str) -> tuple[str, ...]:
    """Return the columns by which a record is known; none where people know it by its number alone."""
    return tuple(column for _, column, _, _ in Formatter().parse(_pattern(table)) if column)


@cache
def _pattern(table: str) -> str:
    columns = Base.metadata.tables[table].columns
    return NAMED_BY.get(table) or next((f"{{{name}}}" for name in KNOWN_BY if name in columns), "")


@cache
def _references(table: str) -> frozenset[str]:
    columns = Base.metadata.tables[table].columns
    return frozenset(name for name in named_by(table) if name != "id" and columns[name].foreign_keys)


@cache
def _named(table: str) -> Select[*tuple[Any, ...]]:
    columns, key = Base.metadata.tables[table].columns, key_column(table)
    wanted = (columns[name] for name in named_by(table))
    return select(key.label("key_number"), *wanted).where(key.in_(bindparam("numbers", expanding=True)))
