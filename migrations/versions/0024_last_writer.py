"""Who has committed last, where several nodes of MariaDB write."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

expands = True

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    last_writer = op.create_table(
        "last_writer",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("node", sa.Unicode(length=200), nullable=False),
        sa.Column("commits", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_last_writer")),
    )
    op.bulk_insert(last_writer, [{"id": 1, "node": "", "commits": 0, "since": 0}])


def downgrade() -> None:
    op.drop_table("last_writer")
