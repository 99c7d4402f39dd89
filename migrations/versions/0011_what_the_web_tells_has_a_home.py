"""What the web tells of bookings has a place in the real records, and paid bookings hold their places."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

PLACES, FORMER_PLACES = "ix_enrolment_places", "ix_enrolment_occurrence_id_status_id_kind"
PORTION = 500

RESULT = sa.table("result_type", sa.column("kind", sa.Integer()), sa.column("code", sa.String()))
NOT_YET_STARTED = "85"
"""The national outcome of what has not begun."""

EMPLOYER_KIND, STUDENT, PENDING, CORPORATE = 1, 0, "P", 5
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the columns; pending employers' web enrolments tell the whole amount from now on."""
    with op.batch_alter_table("enrolment") as enrolment:
        enrolment.add_column(sa.Column("registration_id", sa.String(length=50), nullable=True))
        enrolment.add_column(sa.Column("purchase_order", sa.Unicode(length=20), nullable=True))
        enrolment.add_column(sa.Column("held_places", sa.Integer(), server_default="0", nullable=False))
    with op.batch_alter_table("client") as client:
        client.add_column(sa.Column("emergency_mobile", sa.Unicode(length=20), nullable=True))
    with op.batch_alter_table("employer") as employer:
        employer.add_column(sa.Column("employees", sa.Integer(), nullable=True))
    op.create_index(op.f(PLACES), "enrolment", ["occurrence_id", "status_id", "kind", "held_places"])
    op.drop_index(op.f(FORMER_PLACES), "enrolment")
    op.execute(sa.update(RESULT).where(RESULT.c.kind == 0, RESULT.c.code.is_(None)).values(code=NOT_YET_STARTED))
    if not op.get_context().as_sql:  # a script knows no rows
        set_amounts(op.get_bind(), whole=True)


def downgrade() -> None:
    """Remove the columns; pending employers' web enrolments tell the amount for one employee again."""
    op.create_index(op.f(FORMER_PLACES), "enrolment", ["occurrence_id", "status_id", "kind"])
    op.drop_index(op.f(PLACES), "enrolment")
    # SQLite would make the table anew, which others refer to.
    with op.batch_alter_table("enrolment", recreate="never") as enrolment:
        enrolment.drop_column("held_places", mssql_drop_default=True)
        enrolment.drop_column("purchase_order")
        enrolment.drop_column("registration_id")
    with op.batch_alter_table("client", recreate="never") as client:
        client.drop_column("emergency_mobile")
    with op.batch_alter_table("employer", recreate="never") as employer:
        employer.drop_column("employees")
    op.execute(sa.update(RESULT).where(RESULT.c.kind == 0, RESULT.c.code == NOT_YET_STARTED).values(code=None))
    if not op.get_context().as_sql:
        set_amounts(op.get_bind(), whole=False)


def set_amounts(connection: sa.Connection, *, whole: bool) -> None:
    """Write what waiting bookings of employers cost: for everybody who is named, or for one."""
    booking = described("web_enrolment", id=KEY, kind=sa.Integer(), state=sa.String(), prices_chosen=sa.Boolean(), amount=MONEY)
    person = described("web_client", id=KEY, web_enrolment_id=sa.Integer(), kind=sa.Integer())
    choice = described("web_price_choice", web_enrolment_id=sa.Integer(), occurrence_price_id=sa.Integer(), amount=MONEY)
    price = described("occurrence_price", id=KEY, price_item_id=sa.Integer())
    item = described("price_item", id=KEY, kind=sa.Integer())
    named = sa.select(sa.func.count()).where(person.c.web_enrolment_id == booking.c.id, person.c.kind == STUDENT)
    wanted = (
        sa.select(booking.c.id, named.scalar_subquery().label("named"))
        .where(booking.c.kind == EMPLOYER_KIND, booking.c.state == PENDING, booking.c.prices_chosen == sa.true())
        .order_by(booking.c.id)
        .limit(PORTION)
    )
    prices = (
        sa.select(choice.c.amount, item.c.kind)
        .join(price, price.c.id == choice.c.occurrence_price_id)
        .join(item, item.c.id == price.c.price_item_id)
        .where(choice.c.web_enrolment_id == sa.bindparam("booking"))
    )
    change = sa.update(booking).where(booking.c.id == sa.bindparam("booking")).values(amount=sa.bindparam("sum"))
    last = 0
    while found := connection.execute(wanted.where(booking.c.id > last)).all():
        for number, people in found:
            times = max(people, 1) if whole else 1
            chosen = connection.execute(prices, {"booking": number}).all()
            amount = sum(each.amount * (1 if each.kind == CORPORATE else times) for each in chosen)
            connection.execute(change, {"booking": number, "sum": amount})
        last = found[-1].id


MONEY = sa.Numeric(precision=12, scale=2)


def described(table: str, **columns: sa.types.TypeEngine[object]) -> sa.Table:
    """Describe columns of a table."""
    return sa.Table(table, sa.MetaData(), *(sa.Column(name, kind) for name, kind in columns.items()))
