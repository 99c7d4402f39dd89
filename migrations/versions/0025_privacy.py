"""People who were erased, and legal holds."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mssql, mysql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

# A server of before does its work as ever; holds are placed, and people erased, by the program of this version.
expands = True

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime().with_variant(mssql.DATETIME2(0), "mssql").with_variant(mysql.DATETIME(), "mysql", "mariadb")


def upgrade() -> None:
    op.create_table(
        "erased_client",
        sa.Column("client_id", KEY, autoincrement=False, nullable=False),
        sa.Column("erased_at", MOMENT, nullable=False),
        sa.Column("surname", sa.Unicode(length=50), nullable=True),
        sa.Column("given_name", sa.Unicode(length=50), nullable=True),
        sa.Column("other_name", sa.Unicode(length=50), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_erased_client")),
    )
    op.create_table(
        "legal_hold",
        sa.Column("id", KEY, nullable=False),
        sa.Column("client_id", KEY, nullable=False),
        sa.Column("reason", sa.Unicode(length=255), nullable=False),
        sa.Column("placed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_legal_hold_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_legal_hold_client_id", "legal_hold", ["client_id"])


def downgrade() -> None:
    op.drop_table("legal_hold")
    op.drop_table("erased_client")
