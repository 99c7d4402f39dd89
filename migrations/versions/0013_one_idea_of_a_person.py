"""One idea of the same person, numbers that are never used twice, and what staff correct and process together.

Keys of names are folded anew, in portions; no two of them need differ, so nothing that is found makes this fail.
Candidates for web records are found by indexes.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from vettrak_api.model.base import fold, fold_name

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PORTION = 500
LONGEST = 200

NAMES = (("client", "surname"), ("client", "given_name"), ("employer", "name"))

INDEXES = (
    ("ix_client_birth_date", "client", ["birth_date"]),
    ("ix_client_mobile_phone", "client", ["mobile_phone"]),
    ("ix_employer_abn", "employer", ["abn"]),
    ("ix_employer_email", "employer", ["email"]),
    ("ix_change_log_table_name_identifier", "change_log", ["table_name", "identifier"]),
    ("ix_web_decision_batch", "web_decision", ["batch"]),
)

COLUMNS = (
    ("web_decision", sa.Column("batch", sa.String(length=20), nullable=True)),
    ("web_client", sa.Column("typed", sa.JSON(none_as_null=True), nullable=True)),
    ("web_employer", sa.Column("typed", sa.JSON(none_as_null=True), nullable=True)),
)

NUMBERED_ELSEWHERE = frozenset({"enrolment", "occurrence", "client_hold"})
"""Tables whose numbers come from another table, or are fixed."""

FREE, COUNTED = "PRIMARY KEY (id)", "PRIMARY KEY (id AUTOINCREMENT)"

FORMER_LETTERS = str.maketrans({
    "\u00e6": "ae", "\u00f0": "d", "\u00f8": "o", "\u0111": "d", "\u0127": "h", "\u0131": "i", "\u0142": "l",
    "\u0153": "oe", "\u0167": "t", "\u0180": "b", "\u01b6": "z", "\u01e5": "g", "\u0268": "i",
})  # fmt: skip


def upgrade() -> None:
    for table, column in COLUMNS:
        op.add_column(table, column)
    for name, table, columns in INDEXES:
        op.create_index(op.f(name), table, columns)
    if op.get_context().as_sql:  # a script knows no rows
        return
    for table, column in NAMES:
        refold(op.get_bind(), table, column, fold_name)
    if op.get_bind().dialect.name == "sqlite":
        count_on(op.get_bind())


def downgrade() -> None:
    if not op.get_context().as_sql:
        for table, column in NAMES:
            refold(op.get_bind(), table, column, former_name)
        if op.get_bind().dialect.name == "sqlite":
            rewrite(op.get_bind(), COUNTED, FREE)
    for name, table, _ in INDEXES:
        op.drop_index(op.f(name), table_name=table)
    for table, column in COLUMNS:
        op.drop_column(table, column.name)


def former_name(text: str | None) -> str:
    """Fold a name as the revisions before knew it."""
    folded = fold(text)
    if folded.isascii():
        return folded
    parts = unicodedata.normalize("NFKD", folded)
    plain = "".join(part for part in parts if not unicodedata.combining(part)).translate(FORMER_LETTERS)
    return unicodedata.normalize("NFC", plain)[:LONGEST]


def refold(connection: sa.Connection, table_name: str, column: str, key_of: Callable[[str | None], str]) -> None:
    """Make the keys of a column of names anew, in portions."""
    table = sa.Table(
        table_name,
        sa.MetaData(),
        sa.Column("id", KEY),
        sa.Column(column, sa.Unicode(), key="text"),
        sa.Column(f"{column}_key", sa.Unicode(), key="key"),
    )
    change = sa.update(table).where(table.c.id == sa.bindparam("number")).values(key=sa.bindparam("new_key"))
    for portion in portions(connection, table):
        changed = [
            {"number": number, "new_key": new} for number, text, key in portion if (new := key_of(text)) != key
        ]
        if changed:
            connection.execute(change, changed)


def portions(connection: sa.Connection, table: sa.Table) -> Iterator[list[Any]]:
    """Yield number, text and key of all rows by their numbers."""
    last = 0
    wanted = sa.select(table.c.id, table.c.text, table.c.key).order_by(table.c.id).limit(PORTION)
    while found := list(connection.execute(wanted.where(table.c.id > last))):
        yield found
        last = found[-1].id


def count_on(connection: sa.Connection) -> None:
    """Let SQLite number rows after the highest number that ever was, as the other databases do.

    What was deleted is known by the change log.
    """
    for name in rewrite(connection, FREE, COUNTED):
        present = connection.exec_driver_sql(f'SELECT max(id) FROM "{name}"').scalar()
        gone = connection.execute(
            sa.text("SELECT max(record_id) FROM change_log WHERE table_name = :name"), {"name": name}
        ).scalar()
        connection.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": name})
        connection.execute(
            sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"),
            {"name": name, "last": max(present or 0, gone or 0)},
        )


def rewrite(connection: sa.Connection, before: str, after: str) -> list[str]:
    """Change how tables say their primary key, and return their names.

    What is stored stays the same, so SQLite allows to change the text of the table alone
    (https://www.sqlite.org/lang_altertable.html, section 7): nothing is copied, and whatever refers to it goes on.
    """
    tables = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'").all()
    changed = {
        name: sql.replace(before, after)
        for name, sql in tables
        if sql and before in sql and name not in NUMBERED_ELSEWHERE and re.search(r"\bid INTEGER NOT NULL", sql)
    }
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    for name, sql in changed.items():
        connection.exec_driver_sql("UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", (sql, name))
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")
    return list(changed)
