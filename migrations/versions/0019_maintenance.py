"""The maintenance lock, and links for a password that work for longer than others."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

# A server of before answers calls while data is imported, and lets links of invitations end after an hour.
expands = True

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    maintenance = op.create_table(
        "maintenance",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("holder", sa.String(length=32), nullable=False),
        sa.Column("beats", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maintenance")),
    )
    op.bulk_insert(maintenance, [{"id": 1, "holder": "", "beats": 0}])
    op.add_column("password_reset", sa.Column("expires", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("password_reset", recreate="never") as resets:
        resets.drop_column("expires")
    op.drop_table("maintenance")
