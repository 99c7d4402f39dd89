"""What looks the same is the same: all folded keys are made anew; what would be another's key is written down.

Rows of codes and user names whose new key another row has, or that is too long, keep the former one and are noted
in the table of look-alikes. Nothing that is found makes the upgrade fail.
"""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from alembic import op

from vettrak_api.model.base import fold, fold_name

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PORTION = 500
LONGEST = 200

Fold = Callable[[str | None], str]


@dataclass(frozen=True)
class Folded:
    """A column with a folded key; longest: characters of a key that is to be its row's alone, None for others."""

    table: str
    column: str
    is_name: bool = False
    longest: int | None = None

    def key_of(self, text: str | None, names: Fold, others: Fold) -> str | None:
        """Return the key of a text, in which names have no accents; nothing visible is null where that may be."""
        key = names(text) if self.is_name else others(text)
        return key or (None if self.column in MAY_BE_NULL else "")


MAY_BE_NULL = frozenset({"username", "email"})

FOLDED = (
    Folded("client", "code", longest=10),
    Folded("client", "username", longest=LONGEST),
    Folded("client", "surname", is_name=True),
    Folded("client", "given_name", is_name=True),
    Folded("client", "email"),
    Folded("employer", "identifier", longest=10),
    Folded("employer", "username", longest=LONGEST),
    Folded("employer", "name", is_name=True),
    Folded("qualification", "code", longest=12),
    Folded("unit", "code", longest=12),
    Folded("programme_type", "name", longest=LONGEST),
)


def upgrade() -> None:
    look_alikes = op.create_table(
        "look_alike",
        sa.Column("id", KEY, nullable=False),
        sa.Column("table_name", sa.String(length=30), nullable=False),
        sa.Column("column_name", sa.String(length=30), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_alike")),
    )
    for folded in () if op.get_context().as_sql else FOLDED:  # a script knows no rows
        refold(op.get_bind(), folded, fold_name, fold, look_alikes)


def downgrade() -> None:
    for folded in () if op.get_context().as_sql else FOLDED:
        refold(op.get_bind(), folded, former_name, former, None)
    op.drop_table("look_alike")


def former(text: str | None) -> str:
    """Fold as revision 0008 knew it."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()[:LONGEST] if text else ""


def former_name(text: str | None) -> str:
    """Fold a name as revision 0008 knew it."""
    plain = unicodedata.normalize("NFKD", former(text))
    return "".join(character for character in plain if not unicodedata.combining(character))[:LONGEST]


def refold(connection: sa.Connection, folded: Folded, names: Fold, others: Fold, noted: sa.Table | None) -> None:
    """Make the keys of a column anew, in portions; those that can not be had are noted."""
    table = described(folded)
    for portion in portions(connection, table):
        changed = [
            {"number": number, "new_key": new}
            for number, text, key in portion
            if (new := folded.key_of(text, names, others)) != key
        ]
        if folded.longest is None:
            write(connection, table, changed)
            continue
        for row in changed:
            if can_be_had(connection, table, row, folded.longest):
                write(connection, table, [row])
            elif noted is not None:
                note = {"table_name": folded.table, "column_name": folded.column, "row_id": row["number"]}
                connection.execute(sa.insert(noted).values(note))


def write(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    """Write new keys by number."""
    change = sa.update(table).where(table.c.id == sa.bindparam("number")).values(key=sa.bindparam("new_key"))
    if rows:
        connection.execute(change, rows)


def can_be_had(connection: sa.Connection, table: sa.Table, row: dict[str, Any], longest: int) -> bool:
    """Tell whether a key holds anything, fits into its column and is no other row's."""
    key = row["new_key"]
    if not key or len(key) > longest:
        return False
    taken = sa.select(table.c.id).where(table.c.key == key, table.c.id != row["number"]).limit(1)
    return connection.execute(taken).first() is None


def portions(connection: sa.Connection, table: sa.Table) -> Iterator[list[Any]]:
    """Yield number, text and key of the rows that have a text, by their numbers."""
    last = 0
    wanted = sa.select(table.c.id, table.c.text, table.c.key).where(table.c.text.is_not(None))
    wanted = wanted.order_by(table.c.id).limit(PORTION)
    while found := list(connection.execute(wanted.where(table.c.id > last))):
        yield found
        last = found[-1].id


def described(folded: Folded) -> sa.Table:
    """Describe a table by number, text and key."""
    return sa.Table(
        folded.table,
        sa.MetaData(),
        sa.Column("id", KEY),
        sa.Column(folded.column, sa.Unicode(), key="text"),
        sa.Column(f"{folded.column}_key", sa.Unicode(), key="key"),
    )
