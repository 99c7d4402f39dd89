"""The right to set the organisation up, and what the organisation says of itself: its address and its time zone."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

expands = True

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
GRANTS = sa.Column("grants_setup", sa.Boolean(), server_default=sa.false(), nullable=False)
ADDRESS = {
    "building": sa.Unicode(50),
    "unit_details": sa.Unicode(30),
    "street_number": sa.Unicode(15),
    "street_name": sa.Unicode(70),
    "city": sa.Unicode(50),
    "postcode": sa.String(4),
    "country": sa.Unicode(50),
    "time_zone": sa.String(50),
}
STATE = "fk_organisation_state_id"


def upgrade() -> None:
    op.add_column("role", GRANTS)
    for name, kind in ADDRESS.items():
        op.add_column("organisation", sa.Column(name, kind, nullable=True))
    if op.get_context().dialect.name == "sqlite":  # which refers to another table within the column alone
        key = sa.ForeignKey("state.id", name=STATE)
        op.add_column("organisation", sa.Column("state_id", KEY, key, nullable=True), inline_references=True)
        return
    op.add_column("organisation", sa.Column("state_id", KEY, nullable=True))
    op.create_foreign_key(STATE, "organisation", "state", ["state_id"], ["id"])


def downgrade() -> None:
    """Forget who may set up, the address and the zone."""
    if op.get_context().dialect.name != "sqlite":
        op.drop_constraint(STATE, "organisation", type_="foreignkey")
    with op.batch_alter_table("organisation", recreate="never") as organisations:
        for name in (*ADDRESS, "state_id"):
            organisations.drop_column(name)
    with op.batch_alter_table("role", recreate="never") as roles:
        roles.drop_column("grants_setup", mssql_drop_default=True)
