"""Codes of event types."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("event_type", recreate="never") as table:
        table.add_column(sa.Column("code", sa.String(length=20)))


def downgrade() -> None:
    with op.batch_alter_table("event_type", recreate="never") as table:
        table.drop_column("code")
