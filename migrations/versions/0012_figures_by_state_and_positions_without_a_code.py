"""Figures of qualifications and units that differ from state to state; positions may have no code; the primary one
of the staff of an enrolment or contract.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BY_CODE, UNIQUE_CODE = "ix_position_code", "uq_position_code"
STAFF = ("enrolment_staff", "contract_staff")

POSITIONS = sa.table("position", sa.column("id", KEY), sa.column("code", sa.String(20)))


def upgrade() -> None:
    _figures(
        "qualification",
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("point_score", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("per_unit_amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("expiry_months", sa.Integer(), nullable=False),
    )
    _figures(
        "unit",
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("point_score", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=12, scale=2), nullable=False),
    )
    with op.batch_alter_table("position") as position:
        position.drop_constraint(UNIQUE_CODE, type_="unique")
        position.alter_column("code", existing_type=sa.String(20), nullable=True)
    op.create_index(BY_CODE, "position", ["code"], unique=True, mssql_where=sa.text("code IS NOT NULL"))
    for table in STAFF:
        with op.batch_alter_table(table) as staff:
            staff.add_column(sa.Column("is_primary", sa.Boolean(), server_default=sa.false(), nullable=False))


def _figures(of: str, *columns: sa.Column) -> None:
    table = f"{of}_state"
    op.create_table(
        table,
        sa.Column("id", KEY, nullable=False),
        sa.Column(f"{of}_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        *columns,
        sa.ForeignKeyConstraint([f"{of}_id"], [f"{of}.id"], name=op.f(f"fk_{table}_{of}_id")),
        sa.ForeignKeyConstraint(["state_id"], ["state.id"], name=op.f(f"fk_{table}_state_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(f"{of}_id", "state_id", name=op.f(f"uq_{table}_{of}_id_state_id")),
    )


def downgrade() -> None:
    for table in STAFF:
        with op.batch_alter_table(table) as staff:
            staff.drop_column("is_primary", mssql_drop_default=True)
    _invent_codes()
    op.drop_index(BY_CODE, "position")
    with op.batch_alter_table("position") as position:
        position.alter_column("code", existing_type=sa.String(20), nullable=False)
        position.create_unique_constraint(UNIQUE_CODE, ["code"])
    op.drop_table("unit_state")
    op.drop_table("qualification_state")


def _invent_codes() -> None:
    """Give positions without a code one that is free, as every position had to have one."""
    if op.get_context().as_sql:  # a script knows no rows
        return
    connection = op.get_bind()
    taken = {code.lower() for code in connection.scalars(sa.select(POSITIONS.c.code)) if code is not None}
    for number in connection.scalars(sa.select(POSITIONS.c.id).where(POSITIONS.c.code.is_(None))).all():
        code = f"POSITION{number}"[:20]
        while code.lower() in taken:
            code = f"P{code}"[:20]
        taken.add(code.lower())
        connection.execute(sa.update(POSITIONS).where(POSITIONS.c.id == number).values(code=code))
