"""Codes, and what web employers became, are found by an index; numbers of web employers are never used again.

Revision 0002 rebuilt the table of web employers on SQLite without what keeps numbers from being used again.
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_reference_code_code", "reference_code", "code"),
    ("ix_web_decision_web_employer_id", "web_decision", "web_employer_id"),
)


def upgrade() -> None:
    for name, table, column in INDEXES:
        op.create_index(op.f(name), table, [column])
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("web_employer", recreate="always", table_kwargs={"sqlite_autoincrement": True}):
            pass


def downgrade() -> None:
    """Take the indexes back; the table of web employers stays as it is, since revision 0003 works with it."""
    for name, table, _ in INDEXES:
        op.drop_index(op.f(name), table)
