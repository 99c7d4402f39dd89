"""Writes what an import has judged, in portions within one transaction, and keeps the counters above it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, func, inspect, select, text
from sqlalchemy.orm import Session

from vettrak_api.model.base import Base
from vettrak_api.model.changes import Change
from vettrak_api.model.occurrences import EnrolmentNumber, Occurrence
from vettrak_api.model.rows import add_rows, change_row, change_rows
from vettrak_api.model.statements import connection_of, execute
from vettrak_api.model.trails import write_trails_early

NUMBERS_TAKEN = select(EnrolmentNumber.id).where(EnrolmentNumber.id.in_(bindparam("wanted_numbers", expanding=True)))
CODES_GONE = select(Change.identifier).where(
    Change.table_name == bindparam("of_table"), Change.identifier.in_(bindparam("wanted_codes", expanding=True))
)
CATCH_UP = "SELECT setval(pg_get_serial_sequence(:of_table, 'id'), :highest)"
"""PostgreSQL alone must be told that numbers were given; the others count on from the highest."""


def numbers_taken(session: Session, numbers: Iterable[int]) -> set[int]:
    """Return which of these numbers are, or were, those of an occurrence or an enrolment."""
    return set(execute(session, NUMBERS_TAKEN, wanted_numbers=list(numbers)).scalars())


def codes_gone(session: Session, table: str, codes: Iterable[str]) -> set[str]:
    """Return which of these codes were those of records that have been deleted: they are never given again."""
    return {code for code in execute(session, CODES_GONE, of_table=table, wanted_codes=list(codes)).scalars() if code}


def make_records(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]], shares: str = "") -> None:
    """Insert judged rows of the same columns; shares: the letter of their numbers among occurrences and enrolments."""
    if shares:
        add_rows(session, EnrolmentNumber, [{"id": row["id"], "kind": shares} for row in rows])
    add_rows(session, table, rows)


def change_record(session: Session, table: type[Base], row: Any, columns: Mapping[str, Any]) -> None:
    """Write judged columns to a stored row."""
    change_row(session, table, row, **columns)


def place_records(session: Session, table: type[Base], column: str, above: Mapping[int, int]) -> None:
    """Say which record each of these stands below: both have been written by now."""
    change_rows(session, table, {number: {column: parent} for number, parent in above.items()})


def touch_occurrences(session: Session, numbers: Iterable[int]) -> None:
    """Let occurrences count as changed, since something of theirs was."""
    change_rows(session, Occurrence, {number: {} for number in numbers})


def end_portion(session: Session) -> None:
    """Write what the portion leaves in the trails, so that memory is bounded; under the maintenance lock alone."""
    write_trails_early(session)


def catch_up(session: Session, tables: Iterable[type[Base]]) -> None:
    """Let the database count on above the numbers that were given."""
    connection = connection_of(session)
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        kept: Any = inspect(table).local_table
        if kept.autoincrement_column is None:
            continue  # numbered by another table, or by hand
        highest = connection.scalar(select(func.max(kept.c.id)))
        if highest is not None:
            connection.execute(text(CATCH_UP), {"of_table": kept.name, "highest": highest})
