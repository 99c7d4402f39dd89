"""Merges of two records of one person, with what taking them back needs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mssql, mysql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

# A server of before merges nobody, and finds the records as they are.
expands = True

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime().with_variant(mssql.DATETIME2(0), "mssql").with_variant(mysql.DATETIME(), "mysql", "mariadb")


def upgrade() -> None:
    op.create_table(
        "client_merge",
        sa.Column("id", KEY, nullable=False),
        sa.Column("vanished_id", KEY, nullable=False),
        sa.Column("vanished_code", sa.String(10), nullable=False),
        sa.Column("kept_id", KEY, nullable=False),
        sa.Column("kept_code", sa.String(10), nullable=False),
        sa.Column("merged_at", MOMENT, nullable=False),
        sa.Column("merged_by", sa.String(20), nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("undone_by", sa.String(20), nullable=True),
        sa.Column("journal", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_merge")),
        sqlite_autoincrement=True,
    )
    for column in ("vanished_id", "vanished_code", "kept_id", "merged_at"):
        op.create_index(op.f(f"ix_client_merge_{column}"), "client_merge", [column])


def downgrade() -> None:
    op.drop_table("client_merge")
