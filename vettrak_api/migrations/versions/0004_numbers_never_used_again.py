"""Numbers of web employers are never used again on SQLite either: revision 0002 rebuilt their table without that."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("web_employer", recreate="always", table_kwargs={"sqlite_autoincrement": True}):
            pass


def downgrade() -> None:
    """Leave the table as it is: it is better so, and revision 0003 works with it."""
