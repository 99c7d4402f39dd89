"""What the learning management system asks for by dates is found by when it ends: most of it is over."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BY_END, BY_START = "ix_occurrence_lms_publish_end_date", "ix_occurrence_lms_publish_start_date"


def upgrade() -> None:
    op.create_index(op.f(BY_END), "occurrence", ["lms_publish", "end_date"])
    op.drop_index(op.f(BY_START), "occurrence")


def downgrade() -> None:
    op.create_index(op.f(BY_START), "occurrence", ["lms_publish", "start_date"])
    op.drop_index(op.f(BY_END), "occurrence")
