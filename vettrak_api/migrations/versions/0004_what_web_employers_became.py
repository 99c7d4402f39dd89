"""What web employers became is found by an index, and on SQLite their numbers are never used again.

Revision 0002 rebuilt their table on SQLite without what keeps numbers from being used again.
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_web_decision_web_employer_id"), "web_decision", ["web_employer_id"])
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("web_employer", recreate="always", table_kwargs={"sqlite_autoincrement": True}):
            pass


def downgrade() -> None:
    """Take the index back; the table stays as it is, since revision 0003 works with it."""
    op.drop_index(op.f("ix_web_decision_web_employer_id"), "web_decision")
