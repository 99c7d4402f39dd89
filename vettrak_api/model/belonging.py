"""What a row belongs to: the record that it is a part of, and so the person whose data it holds.

Every table that the change log tells of is in BELONGS, or stands for itself; and it is personal by its root, or
judged to hold nobody's data. A test holds both against the tables.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.model.base import Audited, Base, Stamped
from vettrak_api.model.statements import execute, portions

Record: TypeAlias = tuple[str, int]
"""A table and the number of a row."""

Links: TypeAlias = dict[Record, "Record | None"]
"""What rows belong to; None for those that stand for themselves."""

BELONGS: Mapping[str, tuple[str, ...]] = {
    "award": ("client_id",),
    "award_unit": ("award_id",),
    "class_attendance": ("client_id",),
    "class_client": ("enrolment_id",),
    "class_session": ("occurrence_id",),
    "class_staff": ("class_session_id",),
    "client_disability": ("client_id",),
    "client_prior_education": ("client_id",),
    "client_relationship": ("client_id",),
    "client_role": ("client_id",),
    "client_sms": ("client_id",),
    "client_statistics": ("client_id",),
    "contract": ("client_id",),
    "contract_staff": ("contract_id",),
    "employer_contact": ("client_id",),
    "employment": ("client_id",),
    "enrolled_task": ("enrolment_id",),
    "enrolled_task_unit": ("enrolled_task_id",),
    "enrolled_unit": ("enrolment_id",),
    "enrolment": ("client_id", "employer_id"),
    "enrolment_cohort": ("enrolment_id",),
    "enrolment_invoice_schedule": ("enrolment_id",),
    "enrolment_link": ("enrolment_id",),
    "enrolment_price": ("enrolment_id",),
    "enrolment_staff": ("enrolment_id",),
    "event": ("client_id", "employer_id"),
    "invoice": ("client_id", "employer_id"),
    "invoice_item": ("invoice_id",),
    "legal_hold": ("client_id",),
    "occurrence_event": ("occurrence_id",),
    "occurrence_invoice_schedule": ("occurrence_id",),
    "occurrence_price": ("occurrence_id",),
    "occurrence_staff": ("occurrence_id",),
    "occurrence_task": ("occurrence_id",),
    "occurrence_task_unit": ("occurrence_task_id",),
    "occurrence_unit": ("occurrence_id",),
    "payment": ("invoice_id",),
    "payment_share": ("payment_id",),
    "qualification_state": ("qualification_id",),
    "qualification_unit": ("qualification_id",),
    "relation": ("relationship_type_id",),
    "scheduled_assessment": ("scheduled_unit_id",),
    "scheduled_fee": ("scheduled_unit_id",),
    "staff_division": ("client_id",),
    "unit_assessment": ("unit_id",),
    "unit_state": ("unit_id",),
    "waitlist_entry": ("client_id",),
    "web_class_choice": ("web_enrolment_id",),
    "web_payment": ("web_enrolment_id",),
    "web_price_choice": ("web_enrolment_id",),
    "web_relationship": ("web_enrolment_id",),
    "web_unit_choice": ("web_enrolment_id",),
}
"""The columns that name what a row is a part of, by table; of several the first that is filled counts."""

WHOSE: Mapping[str, tuple[str, ...]] = {
    **BELONGS,
    "event": ("client_id", "enrolment_id", "contract_id", "employer_id"),
    "invoice_item": ("owner_client_id", "enrolment_id", "invoice_id"),
}
"""As BELONGS, of whose data the values are: what a person's line of an employer's invoice says is that person's."""

OF_TWO = frozenset({"client_relationship", "web_relationship"})
"""Records that tell of a second person, who may ask for them to go as well: each has a key of its own."""

PERSONAL = frozenset({"client", "employer", "web_client", "web_employer", "web_enrolment", "web_waitlist"})
"""Records whose values, and those of their parts, are personal data."""

PERSONAL_COLUMNS: Mapping[str, frozenset[str]] = {
    "occurrence": frozenset({"coordinator_name", "booking_phone", "booking_email", "after_hours_number"})
}
"""Columns of other tables that are personal data; each such record has a key of its own."""

NEVER_KEPT = frozenset({"password_hash"})
"""Columns of which no value is recorded, not even enciphered."""


@cache
def told_tables() -> tuple[str, ...]:
    """Return the tables whose rows the change log tells of."""
    return tuple(sorted(_tables_of(Stamped) | _tables_of(Audited)))


@cache
def stamped_tables() -> frozenset[str]:
    """Return the tables whose rows have stamps."""
    return _tables_of(Stamped)


@cache
def owner_columns() -> Mapping[str, str]:
    """Return the tables whose entries name the record that a row is a part of, with the column that holds its number.

    Entries of all others name the row itself, also of those that have parts themselves.
    """
    parts = [table for table in _tables_of(Audited) if table in BELONGS]
    owners = {target_of(table, BELONGS[table][0]) for table in parts}
    return {table: BELONGS[table][0] for table in parts if table not in owners}


def kinds_of_records() -> tuple[str, ...]:
    """Return the tables whose rows have a history of their own; that of a part is its record's."""
    return tuple(table for table in told_tables() if table not in owner_columns())


def _tables_of(marker: type) -> frozenset[str]:
    tables: list[Any] = [mapper.local_table for mapper in Base.registry.mappers if issubclass(mapper.class_, marker)]
    return frozenset(table.name for table in tables)


@cache
def key_column(table: str) -> Any:
    """Return the column that the change log's record_id is of: the first of the primary key, a part's owner."""
    found = Base.metadata.tables[table]
    return found.columns[owner] if (owner := owner_columns().get(table)) else next(iter(found.primary_key))


@cache
def target_of(table: str, column: str) -> str:
    """Return the table that a column refers to."""
    return str(next(iter(Base.metadata.tables[table].columns[column].foreign_keys)).column.table.name)


def has_own_key(table: str) -> bool:
    """Tell whether values of a table's records are enciphered by keys of their own."""
    return table in PERSONAL or table in OF_TWO or table in PERSONAL_COLUMNS


def link_of(table: str, row: Any) -> Record | None:
    """Return whose a row is, given by its columns; None when it stands for itself."""
    for column in WHOSE.get(table, ()):
        if (number := row.get(column)) is not None:
            return target_of(table, column), int(number)
    return None


@cache
def parts_of(table: str) -> tuple[tuple[str, str], ...]:
    """Return the tables whose rows belong to those of a table, with the column that says so."""
    return tuple(
        (part, column) for part, columns in BELONGS.items() for column in columns if target_of(part, column) == table
    )


def roots_of(session: Session, records: Iterable[Record], links: Links) -> dict[Record, Record]:
    """Return whose record each is in the end (WHOSE): its own, where it is a part of none.

    links: what is known already, and learns what the database tells.
    """
    wanted = set(records)
    parts = {record for record in wanted if record[0] in BELONGS}
    while parts:
        unknown = parts - links.keys()
        for table in sorted({record[0] for record in unknown}):
            _learn(session, table, [number for name, number in unknown if name == table], links)
        # Also of what was known to be a part: what that belongs to may be a part itself.
        parts = {above for record in parts if (above := links[record]) and above[0] in BELONGS}
    return {record: _root(record, links) for record in wanted}


def _root(record: Record, links: Links) -> Record:
    seen = record
    while above := links.get(seen):
        seen = above
    return seen


def _learn(session: Session, table: str, numbers: list[int], links: Links) -> None:
    for number in numbers:
        links[table, number] = None
    if len(numbers) == 1:
        rows = execute(session, _link(table), number=numbers[0]).mappings().all()
    else:
        rows = [row for some in portions(numbers) for row in execute(session, _links(table), numbers=some).mappings()]
    for row in rows:
        links[table, row["number"]] = link_of(table, row)


@cache
def _link(table: str) -> Select[*tuple[Any, ...]]:
    return _columns(table).where(key_column(table) == bindparam("number"))


@cache
def _links(table: str) -> Select[*tuple[Any, ...]]:
    return _columns(table).where(key_column(table).in_(bindparam("numbers", expanding=True)))


def _columns(table: str) -> Select[*tuple[Any, ...]]:
    columns = Base.metadata.tables[table].columns
    return select(key_column(table).label("number"), *(columns[name] for name in WHOSE[table]))
