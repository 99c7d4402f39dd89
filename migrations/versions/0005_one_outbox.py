"""One outbox for all that is sent, mails first: what waits and what was lost moves there, sent mails go."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mssql, mysql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = (
    sa.DateTime().with_variant(mssql.DATETIME2(precision=0), "mssql").with_variant(mysql.DATETIME(), "mysql", "mariadb")
)
LONG_TEXT = sa.Text().with_variant(sa.NVARCHAR(), "mssql")

MAIL_KIND = "mail"
MOST_ATTEMPTS = 20
"""After so many the old server lost a mail."""

LONGEST_RECIPIENT, LONGEST_SUBJECT = 100, 200
PORTION = 500


def upgrade() -> None:
    """Make the outbox; mails that wait are due at once, mails that were lost are given up, sent ones are dropped."""
    outbox = op.create_table(
        "outbox",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("recipient", sa.Unicode(length=255), nullable=False),
        sa.Column("payload", LONG_TEXT, nullable=True),
        sa.Column("queued", MOMENT, nullable=False),
        sa.Column("next_attempt", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent", MOMENT, nullable=True),
        sa.Column("given_up", MOMENT, nullable=True),
        sa.Column("reason", sa.String(length=60), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_next_attempt_kind", "outbox", ["next_attempt", "kind"])
    op.create_index(op.f("ix_outbox_given_up"), "outbox", ["given_up"])
    mail = mail_table()
    carry(mail, mail.c.sent.is_(None), outbox, message_of)
    op.drop_table("mail")


def downgrade() -> None:
    """Make the table of mails again; mails that wait move there, all else in the outbox is lost."""
    mail = op.create_table(
        "mail",
        sa.Column("id", KEY, nullable=False),
        sa.Column("recipient", sa.Unicode(length=LONGEST_RECIPIENT), nullable=False),
        sa.Column("subject", sa.Unicode(length=LONGEST_SUBJECT), nullable=False),
        sa.Column("text", LONG_TEXT, nullable=True),
        sa.Column("queued", MOMENT, nullable=False),
        sa.Column("sent", MOMENT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
    )
    op.create_index(op.f("ix_mail_sent"), "mail", ["sent"])
    outbox = outbox_table()
    carry(outbox, (outbox.c.kind == MAIL_KIND) & outbox.c.next_attempt.is_not(None), mail, mail_of)
    op.drop_table("outbox")


def message_of(mail: Any) -> dict[str, Any]:
    """Return the outbox's row for a mail that was not sent."""
    row = {"kind": MAIL_KIND, "recipient": mail.recipient, "queued": mail.queued}
    if mail.attempts < MOST_ATTEMPTS:
        payload = json.dumps({"subject": mail.subject, "text": mail.text or ""}, ensure_ascii=False)
        return row | {"payload": payload, "next_attempt": 0, "attempts": 0, "given_up": None, "reason": None}
    ended = {"payload": None, "next_attempt": None, "attempts": mail.attempts}
    return row | ended | {"given_up": mail.queued, "reason": f"{MOST_ATTEMPTS} attempts"}


def mail_of(message: Any) -> dict[str, Any] | None:
    """Return the row of a mail that waits; None for an address that the old table can not hold."""
    if len(message.recipient) > LONGEST_RECIPIENT:
        return None
    content = json.loads(message.payload)
    return {
        "recipient": message.recipient,
        "subject": content["subject"][:LONGEST_SUBJECT],
        "text": content["text"],
        "queued": message.queued,
        "attempts": 0,
    }


def carry(source: sa.Table, wanted: Any, target: sa.Table, row_of: Callable[[Any], dict[str, Any] | None]) -> None:
    """Write a row of the target for the wanted ones of the source, in portions."""
    if op.get_context().as_sql:
        return  # a script knows no rows
    connection = op.get_bind()
    for portion in portions(connection, source, wanted):
        rows = [row for row in map(row_of, portion) if row is not None]
        if rows:
            connection.execute(sa.insert(target), rows)


def portions(connection: sa.Connection, source: sa.Table, wanted: Any) -> Iterator[list[Any]]:
    """Yield the wanted rows by their numbers."""
    last = 0
    select = sa.select(source).where(wanted).order_by(source.c.id).limit(PORTION)
    while found := list(connection.execute(select.where(source.c.id > last))):
        yield found
        last = found[-1].id


def mail_table() -> sa.Table:
    """Describe what is read of mails."""
    names = ("id", "recipient", "subject", "text", "queued", "sent", "attempts")
    return described("mail", names)


def outbox_table() -> sa.Table:
    """Describe what is read of the outbox."""
    return described("outbox", ("id", "kind", "recipient", "payload", "queued", "next_attempt"))


def described(table: str, names: tuple[str, ...]) -> sa.Table:
    """Describe a table by the columns that are read."""
    types = {"id": KEY, "queued": MOMENT, "sent": MOMENT}
    columns = [sa.Column(name, types.get(name)) for name in names]
    return sa.Table(table, sa.MetaData(), *columns)
