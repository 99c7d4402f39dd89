"""One change log, stamped at the commit: the trail of changes and the log of deletions move there.

Former times were local ones of the RTO, to the second. Where summer time's end lets one come twice, the later is taken:
who asks for changes since a moment may hear of one again, but of none too little.
"""

import datetime
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import mssql, mysql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = (
    sa.DateTime().with_variant(mssql.DATETIME2(precision=0), "mssql").with_variant(mysql.DATETIME(), "mysql", "mariadb")
)
LONG_TEXT = sa.Text().with_variant(sa.NVARCHAR(), "mssql")
PORTION = 500

TABLES = {
    "CLIENT": "client",
    "EMPLOYER": "employer",
    "ENROLMENT": "enrolment",
    "PROGRAMME": "programme",
    "ENROUNIT": "enrolled_unit",
    "QUALCLIE": "award",
    "SUBURB": "suburb",
    "INVOICE": "invoice",
    "PAYMENT": "payment",
}
"""Kinds of the log of deletions, and whose records they were."""

KINDS = {**{table: kind for kind, table in TABLES.items()}, "occurrence": "ENROLMENT"}

Row = dict[str, Any]


def upgrade() -> None:
    log = op.create_table(
        "change_log",
        sa.Column("id", KEY, nullable=False),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=20), nullable=True),
        sa.Column("operation", sa.String(length=60), nullable=True),
        sa.Column("request", sa.String(length=32), nullable=True),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.String(length=6), nullable=False),
        sa.Column("identifier", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.Unicode(length=2000), nullable=True),
        sa.Column("members", LONG_TEXT, nullable=True),
        sa.Column("old_values", LONG_TEXT, nullable=True),
        sa.Column("new_values", LONG_TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_log")),
        sqlite_autoincrement=True,
    )
    carry(change_table(), log, entry_of_change)
    carry(deletion_table(), log, entry_of_deletion)
    op.create_index("ix_change_log_table_name_record_id", "change_log", ["table_name", "record_id"])
    op.create_index("ix_change_log_table_name_stamp", "change_log", ["table_name", "stamp"])
    op.drop_table("change")
    op.drop_table("deletion")


def downgrade() -> None:
    change = op.create_table(
        "change",
        sa.Column("id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.String(length=20), nullable=True),
        sa.Column("operation", sa.String(length=60), nullable=True),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.String(length=6), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sqlite_autoincrement=True,
    )
    deletion = op.create_table(
        "deletion",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("identifier", sa.String(length=20), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.Unicode(length=2000), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deletion")),
    )
    carry(log_table(), change, change_of_entry)
    carry(log_table(), deletion, deletion_of_entry)
    op.create_index("ix_change_table_name_record_id", "change", ["table_name", "record_id"])
    op.create_index("ix_deletion_kind_at", "deletion", ["kind", "at"])
    op.drop_table("change_log")


def entry_of_change(change: Any, zone: ZoneInfo) -> Row:
    """Return the entry of the log for a row of the trail of changes."""
    names = ("by", "operation", "table_name", "record_id", "action")
    return {name: getattr(change, name) for name in names} | {"stamp": stamp_of(change.at, zone)}


def entry_of_deletion(deletion: Any, zone: ZoneInfo) -> Row | None:
    """Return the entry of the log for a row of the log of deletions; its record's number is known for numbers alone."""
    if deletion.kind not in TABLES:
        return None
    is_number = deletion.kind not in {"CLIENT", "EMPLOYER"} and deletion.identifier.isdecimal()
    return {
        "stamp": stamp_of(deletion.at, zone),
        "by": deletion.by,
        "table_name": TABLES[deletion.kind],
        "record_id": int(deletion.identifier[:18]) if is_number else 0,
        "action": "delete",
        "identifier": deletion.identifier,
        "reason": deletion.reason,
    }


def change_of_entry(entry: Any, zone: ZoneInfo) -> Row | None:
    """Return the row of the trail of changes for an entry, or None for one that only the log of deletions had."""
    if entry.operation is None:
        return None
    names = ("by", "operation", "table_name", "record_id", "action")
    return {name: getattr(entry, name) for name in names} | {"at": moment_of(entry.stamp, zone)}


def deletion_of_entry(entry: Any, zone: ZoneInfo) -> Row | None:
    """Return the row of the log of deletions for an entry, if clients are told of it."""
    if entry.identifier is None or entry.table_name not in KINDS:
        return None
    return {
        "kind": KINDS[entry.table_name],
        "identifier": entry.identifier,
        "at": moment_of(entry.stamp, zone),
        "by": entry.by,
        "reason": entry.reason,
    }


def stamp_of(moment: datetime.datetime, zone: ZoneInfo) -> int:
    """Return the UTC milliseconds since 1970 of a local time."""
    return int(max(moment.replace(tzinfo=zone, fold=fold).timestamp() for fold in (0, 1)) * 1000)


def moment_of(stamp: int, zone: ZoneInfo) -> datetime.datetime:
    """Return the local time of a stamp, to the second."""
    return datetime.datetime.fromtimestamp(stamp // 1000, zone).replace(tzinfo=None)


def carry(source: sa.Table, target: sa.Table, row_of: Callable[[Any, ZoneInfo], Row | None]) -> None:
    """Write a row of the target for each of the source that has one, in portions."""
    if op.get_context().as_sql:
        return  # a script knows no rows
    zone = context.config.attributes["zone"]
    connection = op.get_bind()
    for portion in portions(connection, source):
        rows = [row for found in portion if (row := row_of(found, zone)) is not None]
        if rows:
            connection.execute(sa.insert(target), rows)


def portions(connection: sa.Connection, source: sa.Table) -> Iterator[list[Any]]:
    """Yield the rows by their numbers."""
    last = 0
    select = sa.select(source).order_by(source.c.id).limit(PORTION)
    while found := list(connection.execute(select.where(source.c.id > last))):
        yield found
        last = found[-1].id


def change_table() -> sa.Table:
    """Describe the trail of changes."""
    return described("change", "id", "at", "by", "operation", "table_name", "record_id", "action")


def deletion_table() -> sa.Table:
    """Describe the log of deletions."""
    return described("deletion", "id", "kind", "identifier", "at", "by", "reason")


def log_table() -> sa.Table:
    """Describe what is read of the change log."""
    names = ("id", "stamp", "by", "operation", "table_name", "record_id", "action", "identifier", "reason")
    return described("change_log", *names)


def described(table: str, *names: str) -> sa.Table:
    """Describe a table by the columns that are read."""
    types: Row = {"id": KEY, "at": MOMENT, "stamp": sa.BigInteger(), "record_id": sa.BigInteger()}
    return sa.Table(table, sa.MetaData(), *(sa.Column(name, types.get(name, sa.Unicode())) for name in names))
