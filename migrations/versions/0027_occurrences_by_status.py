"""Occurrences are found by their status, the last ones first: a list of what was cancelled looks through nothing else."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

# Indexes are no business of the servers.
expands = True

INDEX = "ix_occurrence_status_id_start_date"


def upgrade() -> None:
    op.create_index(INDEX, "occurrence", ["status_id", "start_date"])


def downgrade() -> None:
    if op.get_bind().dialect.name in {"mysql", "mariadb"}:
        _give_back_index_of_key()
    op.drop_index(INDEX, "occurrence")


def _give_back_index_of_key() -> None:
    """Make the index that MariaDB keeps for a foreign key, if it let that go when it was given a better one."""
    known = sa.inspect(op.get_bind())
    key = next(key for key in known.get_foreign_keys("occurrence") if key["constrained_columns"] == ["status_id"])
    if key["name"] not in {index["name"] for index in known.get_indexes("occurrence")}:
        op.create_index(key["name"], "occurrence", ["status_id"])
