"""Rows to lock: who takes a place locks the occurrence instead of raising a number in it, and makers of clients
lock rows of their own instead of a division.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

HOLDS = 32


def upgrade() -> None:
    holds = op.create_table(
        "client_hold",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_hold")),
    )
    op.bulk_insert(holds, [{"id": number} for number in range(HOLDS)])
    with op.batch_alter_table("occurrence") as occurrence:
        occurrence.drop_column("seat_changes", mssql_drop_default=True)


def downgrade() -> None:
    with op.batch_alter_table("occurrence") as occurrence:
        occurrence.add_column(sa.Column("seat_changes", sa.Integer(), server_default="0", nullable=False))
    op.drop_table("client_hold")
