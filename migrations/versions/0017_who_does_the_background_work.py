"""Who does the background work, and which revisions an older server can live with."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

expands = True

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    duty = op.create_table(
        "background_duty",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("holder", sa.String(length=32), nullable=False),
        sa.Column("beats", sa.BigInteger(), nullable=False),
        sa.Column("cleaned", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_background_duty")),
    )
    op.bulk_insert(duty, [{"id": 1, "holder": "", "beats": 0, "cleaned": 0}])
    op.create_table(
        "schema_revision",
        sa.Column("revision", sa.String(length=4), nullable=False),
        sa.Column("expands", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Unicode(length=200), nullable=False),
        sa.PrimaryKeyConstraint("revision", name=op.f("pk_schema_revision")),
    )


def downgrade() -> None:
    op.drop_table("schema_revision")
    op.drop_table("background_duty")
