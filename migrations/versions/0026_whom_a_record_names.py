"""Whatever names a person, an employer, an enrolment or a class is found by an index, and so is what runs on a day.

Merging two records of a person, and deleting a record, look for it in all of these tables. Among millions of units that
reading from end to end took seconds, each time.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

# Indexes are no business of the servers.
expands = True

INDEXES = (
    ("award", "recorded_by_id"),
    ("contract", "employer_contact_id"),
    ("employer", "parent_id"),
    ("enrolled_unit", "recorded_by_id"),
    ("enrolment", "employer_contact_id"),
    ("invoice", "employer_contact_id"),
    ("invoice_item", "owner_client_id"),
    ("occurrence", "employer_contact_id"),
    ("occurrence_event", "staff_id"),
    ("result_history", "recorded_by_id"),
    ("web_class_choice", "class_session_id"),
    ("web_client", "client_id"),
    ("web_enrolment", "enrolment_id"),
)

STAFF = "ix_client_staff"
"""The few among the many, whom the set-up lists."""

ENDS = {
    "ix_occurrence_end_date": ["end_date"],
    "ix_occurrence_programme_id_end_date": ["programme_id", "end_date"],
}
"""By which what is over is passed over, where somebody asks what runs."""


def upgrade() -> None:
    for table, column in INDEXES:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    op.create_index(op.f(STAFF), "client", ["staff"])
    for name, columns in ENDS.items():
        op.create_index(name, "occurrence", columns)


def downgrade() -> None:
    op.drop_index(op.f(STAFF), "client")
    for name in ENDS:
        op.drop_index(name, "occurrence")
    for table, column in INDEXES:
        if op.get_bind().dialect.name in {"mysql", "mariadb"}:
            _give_back_index_of_key(table, column)
        op.drop_index(op.f(f"ix_{table}_{column}"), table)


def _give_back_index_of_key(table: str, column: str) -> None:
    """Make the index that MariaDB keeps for a foreign key, if it let that go when it was given a better one."""
    known = sa.inspect(op.get_bind())
    key = next(key for key in known.get_foreign_keys(table) if column in key["constrained_columns"])
    if key["name"] not in {index["name"] for index in known.get_indexes(table)}:
        op.create_index(key["name"], table, [column])
