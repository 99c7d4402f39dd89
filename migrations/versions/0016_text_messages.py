"""Text messages: what is known of the gateway's account, and the history of what clients were sent."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mssql, mysql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = (
    sa.DateTime().with_variant(mssql.DATETIME2(precision=0), "mssql").with_variant(mysql.DATETIME(), "mysql", "mariadb")
)

def upgrade() -> None:
    with op.batch_alter_table("outbox", recreate="never") as outbox:
        outbox.add_column(sa.Column("parts", sa.Integer(), nullable=True))
    account = op.create_table(
        "sms_account",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("balance", sa.Integer(), nullable=True),
        sa.Column("asked", sa.BigInteger(), nullable=True),
        sa.Column("unreachable", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=60), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms_account")),
    )
    op.bulk_insert(account, [{"id": 1, "used": 0}])
    op.create_table(
        "client_sms",
        sa.Column("id", KEY, nullable=False),
        sa.Column("client_id", KEY, nullable=False),
        sa.Column("message_key", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("sender", sa.Unicode(length=16), nullable=True),
        sa.Column("text", sa.Unicode(length=1530), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("scheduled", MOMENT, nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("settled", MOMENT, nullable=True),
        sa.Column("reason", sa.String(length=60), nullable=True),
        sa.Column("created_at", MOMENT, nullable=True),
        sa.Column("created_by", sa.String(length=20), nullable=True),
        sa.Column("modified_at", MOMENT, nullable=True),
        sa.Column("modified_by", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_client_sms_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_sms")),
        sa.UniqueConstraint("message_key", name=op.f("uq_client_sms_message_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_client_sms_client_id"), "client_sms", ["client_id"])
    op.create_index(op.f("ix_client_sms_modified_at"), "client_sms", ["modified_at"])


def downgrade() -> None:
    """Forget the history; texts that wait are lost, as no older server could send them."""
    op.drop_table("client_sms")
    op.drop_table("sms_account")
    with op.batch_alter_table("outbox", recreate="never") as outbox:
        outbox.drop_column("parts")
