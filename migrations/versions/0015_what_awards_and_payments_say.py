"""Units of awards, the counter of parchment numbers, awards that may be verified, and where people pay by default.

Awards that are stored already name the units that were successful in their enrolments.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PORTION = 500
SUCCESSFUL = 2

AWARDS = sa.table("award", sa.column("id", KEY), sa.column("enrolment_id", KEY))
UNITS = sa.table(
    "enrolled_unit", sa.column("enrolment_id", KEY), sa.column("unit_id", KEY), sa.column("result_type_id", KEY)
)
RESULTS = sa.table("result_type", sa.column("id", KEY), sa.column("kind", sa.Integer()))

FLAGS = (
    ("award", sa.Column("verifiable", sa.Boolean(), server_default=sa.true(), nullable=False)),
    ("location", sa.Column("payment_default", sa.Boolean(), server_default=sa.false(), nullable=False)),
)


def upgrade() -> None:
    for table, flag in FLAGS:
        op.add_column(table, flag)
    counter = op.create_table(
        "parchment_counter",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parchment_counter")),
    )
    op.bulk_insert(counter, [{"id": 1, "last": 0}])
    units = op.create_table(
        "award_unit",
        sa.Column("award_id", KEY, autoincrement=False, nullable=False),
        sa.Column("unit_id", KEY, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_award_unit_award_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_award_unit_unit_id")),
        sa.PrimaryKeyConstraint("award_id", "unit_id", name=op.f("pk_award_unit")),
    )
    if not op.get_context().as_sql:  # a script knows no rows
        name_units(op.get_bind(), units)


def name_units(connection: sa.Connection, units: sa.Table) -> None:
    """Write which units awards name, in portions of awards."""
    last = 0
    wanted = sa.select(AWARDS.c.id).order_by(AWARDS.c.id).limit(PORTION)
    while found := connection.scalars(wanted.where(AWARDS.c.id > last)).all():
        successful = (
            sa.select(AWARDS.c.id, UNITS.c.unit_id)
            .join(UNITS, UNITS.c.enrolment_id == AWARDS.c.enrolment_id)
            .join(RESULTS, RESULTS.c.id == UNITS.c.result_type_id)
            .where(AWARDS.c.id > last, AWARDS.c.id <= found[-1], RESULTS.c.kind == SUCCESSFUL)
        )
        connection.execute(sa.insert(units).from_select(["award_id", "unit_id"], successful))
        last = found[-1]


def downgrade() -> None:
    op.drop_table("award_unit")
    op.drop_table("parchment_counter")
    for name, flag in FLAGS:
        with op.batch_alter_table(name, recreate="never") as table:
            table.drop_column(flag.name, mssql_drop_default=True)
