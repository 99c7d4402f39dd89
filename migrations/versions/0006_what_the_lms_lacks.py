"""What a learning management system does not have yet is found by an index."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INDEX = "ix_occurrence_lms_publish_lms_status"


def upgrade() -> None:
    op.create_index(op.f(INDEX), "occurrence", ["lms_publish", "lms_status"])


def downgrade() -> None:
    op.drop_index(op.f(INDEX), "occurrence")
