"""From where accounts have logged in well lately."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLE = "good_login"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_good_login")),
        sa.UniqueConstraint("account", "address", name=op.f("uq_good_login_account_address")),
    )
    op.create_index(op.f("ix_good_login_address_last"), TABLE, ["address", "last"])
    op.create_index(op.f("ix_good_login_last"), TABLE, ["last"])


def downgrade() -> None:
    op.drop_table(TABLE)
