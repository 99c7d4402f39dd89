"""Calls that were refused or failed, by integration, for the set-up pages."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

expands = True

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "call_failure",
        sa.Column("id", KEY, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("integration", sa.String(length=20), nullable=False),
        sa.Column("operation", sa.String(length=60), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("message", sa.Unicode(length=400), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("request", sa.String(length=32), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_failure")),
        sa.UniqueConstraint("digest", name=op.f("uq_call_failure_digest")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_call_failure_integration_last", "call_failure", ["integration", "last"])
    op.create_index("ix_call_failure_last", "call_failure", ["last"])


def downgrade() -> None:
    op.drop_table("call_failure")
