"""Occurrences without seat counter: who takes a place locks the row instead of raising a number in it.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("occurrence") as occurrence:
        occurrence.drop_column("seat_changes", mssql_drop_default=True)


def downgrade() -> None:
    with op.batch_alter_table("occurrence") as occurrence:
        occurrence.add_column(sa.Column("seat_changes", sa.Integer(), server_default="0", nullable=False))
