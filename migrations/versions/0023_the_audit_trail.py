"""The audit trail: values before and after in the change log, keys of persons, and the chain of seals."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

# A server of before tells what was changed without values; what it writes is sealed like everything else.
expands = True

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LONG_TEXT = sa.Text().with_variant(sa.NVARCHAR(), "mssql")


def upgrade() -> None:
    op.add_column("change_log", sa.Column("key_id", sa.BigInteger(), nullable=True))
    op.add_column("change_log", sa.Column("secret", LONG_TEXT, nullable=True))
    op.create_index("ix_change_log_request", "change_log", ["request"])
    op.create_index("ix_change_log_key_id", "change_log", ["key_id"])
    op.create_table(
        "person_key",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("owner_table", sa.String(length=40), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("wrapped", sa.String(length=200), nullable=False),
        sa.Column("wrapped_by", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_key")),
    )
    op.create_index("ix_person_key_owner_table_owner_id", "person_key", ["owner_table", "owner_id"])
    op.create_index("ix_person_key_made", "person_key", ["made"])
    op.create_table(
        "audit_seal",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("first_row", sa.BigInteger(), nullable=False),
        sa.Column("last_row", sa.BigInteger(), nullable=False),
        sa.Column("covered", sa.Integer(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("leaves", LONG_TEXT, nullable=True),
        sa.Column("leaves_digest", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=True),
        sa.Column("mac_key", sa.String(length=16), nullable=True),
        sa.Column("sealed_at", sa.BigInteger(), nullable=False),
        sa.Column("purged_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_seal")),
    )


def downgrade() -> None:
    op.drop_table("audit_seal")
    op.drop_table("person_key")
    op.drop_index("ix_change_log_key_id", table_name="change_log")
    op.drop_index("ix_change_log_request", table_name="change_log")
    with op.batch_alter_table("change_log", recreate="never") as log:
        log.drop_column("secret")
        log.drop_column("key_id")
