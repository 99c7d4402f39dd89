"""The curriculum: what a feeding system tells of programs and units, schedules with their fees and assessments, codes;
and the answers of requests that may come twice.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mssql, mysql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

expands = False
reason = "A unit may stand in a qualification by several rules, so several times, where older servers expect it once."

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = (
    sa.DateTime().with_variant(mssql.DATETIME2(precision=0), "mssql").with_variant(mysql.DATETIME(), "mysql", "mariadb")
)
LONG_TEXT = sa.Text().with_variant(mssql.NVARCHAR(None), "mssql")
AMOUNT = sa.Numeric(precision=12, scale=2)
LOAD = sa.Numeric(precision=10, scale=4)

UNIT = {
    "other_code": sa.Unicode(20),
    "provider_code": sa.Unicode(50),
    "category": sa.String(20),
    "status": sa.String(20),
    "provider": sa.Unicode(20),
    "credit_statement": sa.Unicode(255),
    "postgraduate_load": LOAD,
    "undergraduate_load": LOAD,
    "description": LONG_TEXT,
    "requirements": LONG_TEXT,
    "discipline": sa.String(10),
    "work_experience": sa.String(10),
    "method": sa.String(20),
    "delivery_mode": sa.String(20),
    "scheduled_hours": AMOUNT,
    "vet_in_schools": sa.Boolean(),
}
QUALIFICATION = {
    "status": sa.String(20),
    "program_type": sa.String(20),
    "level": sa.String(20),
    "duration": AMOUNT,
    "level_number": sa.Integer(),
    "provider": sa.Unicode(20),
    "study_area": sa.String(20),
    "course_fee": AMOUNT,
    "unit_fee": AMOUNT,
    "heims_course_code": sa.Unicode(20),
    "heims_study_code": sa.Unicode(20),
    "heims_load": LOAD,
    "heims_type": sa.String(10),
    "heims_field": sa.String(10),
    "heims_special_course": sa.String(10),
    "heims_combined_course": sa.String(10),
    "postgraduate_loan_fee": AMOUNT,
    "undergraduate_loan_fee": AMOUNT,
    "field_of_education": sa.String(10),
    "national_code": sa.Unicode(20),
    "level_of_education": sa.String(10),
    "recognition": sa.String(10),
    "occupation": sa.String(10),
    "vet": sa.Boolean(),
    "accredited": sa.Boolean(),
    "accreditation_date": MOMENT,
    "accreditation_due": MOMENT,
    "international": sa.Boolean(),
    "online_application": sa.Boolean(),
    "aqf_registered": sa.Boolean(),
    "ecaf_approved": sa.Boolean(),
    "funding_types": sa.Unicode(255),
    "unit_grade_type": sa.String(20),
    "assessment_grade_type": sa.String(20),
    "requirements": LONG_TEXT,
}
COLUMNS = {
    "unit": UNIT,
    "qualification": QUALIFICATION,
    "qualification_unit": {"constraint_type": sa.String(20), "display_code": sa.Unicode(20)},
}
REFERENCES = (
    ("qualification", "programme_id", "programme"),
    ("qualification_unit", "constraint_unit_id", "unit"),
    ("occurrence", "scheduled_unit_id", "scheduled_unit"),
    ("occurrence_price", "scheduled_fee_id", "scheduled_fee"),
)
INDEXES = (
    ("ix_qualification_programme_id", "qualification", ["programme_id"]),
    ("ix_occurrence_scheduled_unit_id_qualification_id", "occurrence", ["scheduled_unit_id", "qualification_id"]),
    ("ix_occurrence_price_scheduled_fee_id", "occurrence_price", ["scheduled_fee_id"]),
)
DROPPED = {
    "unit": [*UNIT],
    "qualification": ["programme_id", *QUALIFICATION],
    "occurrence": ["scheduled_unit_id"],
    "occurrence_price": ["scheduled_fee_id"],
}
ONCE, HELD = "uq_qualification_unit_qualification_id_unit_id", "ix_qualification_unit_qualification_id_unit_id"
OTHER_RULES = sa.table("qualification_unit", sa.column("constraint_type"))


def upgrade() -> None:
    _make_tables()
    for table, columns in COLUMNS.items():
        for name, kind in columns.items():
            op.add_column(table, sa.Column(name, kind, nullable=True))
    for table, column, target in REFERENCES:
        _refer(table, column, target)
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)
    # The index comes first: MariaDB wants one under the foreign key at all times.
    op.create_index(HELD, "qualification_unit", ["qualification_id", "unit_id"])
    with op.batch_alter_table("qualification_unit", table_kwargs={"sqlite_autoincrement": True}) as units:
        units.drop_constraint(ONCE, type_="unique")


def _refer(table: str, column: str, target: str) -> None:
    """Add a column that refers to another table; SQLite can do that within the column alone."""
    name = f"fk_{table}_{column}"
    if op.get_context().dialect.name == "sqlite":
        key = sa.ForeignKey(f"{target}.id", name=name)
        op.add_column(table, sa.Column(column, KEY, key, nullable=True), inline_references=True)
        return
    op.add_column(table, sa.Column(column, KEY, nullable=True))
    op.create_foreign_key(name, table, target, [column], ["id"])


def _make_tables() -> None:
    for name, of in (("code_item", "code_type"), ("status_item", "status_type")):
        more = (
            [
                sa.Column("price_item_id", KEY, nullable=True),
                sa.ForeignKeyConstraint(["price_item_id"], ["price_item.id"], name="fk_code_item_price_item_id"),
            ]
            if name == "code_item"
            else []
        )
        _make(
            name,
            sa.Column("identifier", sa.String(20), nullable=False),
            sa.Column(of, sa.String(40), nullable=False),
            sa.Column("code", sa.String(20), nullable=False),
            sa.Column("description", sa.Unicode(255), nullable=False),
            sa.Column("position", sa.Integer(), nullable=True),
            sa.Column("visible", sa.Boolean(), server_default=sa.true(), nullable=False),
            *more,
            sa.UniqueConstraint("identifier", name=f"uq_{name}_identifier"),
            sa.UniqueConstraint(of, "code", name=f"uq_{name}_{of}_code"),
            indexed=["code"],
        )
    _make(
        "competency",
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("code_key", sa.String(12), nullable=False),
        sa.Column("name", sa.Unicode(255), nullable=False),
        sa.Column("hours", AMOUNT, nullable=True),
        sa.Column("field_of_education", sa.String(10), nullable=True),
        sa.Column("type_flag", sa.String(1), nullable=True),
        sa.UniqueConstraint("code_key", name="uq_competency_code_key"),
    )
    _make(
        "unit_assessment",
        sa.Column("unit_id", KEY, nullable=False),
        *_assessed(),
        _foreign_key("unit_assessment", "unit_id", "unit"),
        indexed=["unit_id", "code"],
    )
    _make(
        "scheduled_unit",
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("other_code", sa.Unicode(20), nullable=True),
        sa.Column("provider_code", sa.Unicode(50), nullable=True),
        sa.Column("name", sa.Unicode(255), nullable=True),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("provider", sa.Unicode(20), nullable=True),
        sa.Column("start_date", MOMENT, nullable=True),
        sa.Column("end_date", MOMENT, nullable=True),
        sa.Column("mode_of_delivery", sa.String(20), nullable=True),
        sa.Column("flexible", sa.Boolean(), nullable=True),
        sa.Column("maximum_participants", sa.Integer(), nullable=True),
        _foreign_key("scheduled_unit", "unit_id", "unit"),
        indexed=["unit_id", "other_code", "provider_code", "name", "start_date", "end_date"],
    )
    _make(
        "scheduled_fee",
        sa.Column("scheduled_unit_id", KEY, nullable=False),
        sa.Column("qualification_id", KEY, nullable=False),
        sa.Column("fee_type", sa.String(20), nullable=False),
        sa.Column("amount", AMOUNT, nullable=False),
        sa.Column("description", sa.Unicode(255), nullable=True),
        _foreign_key("scheduled_fee", "scheduled_unit_id", "scheduled_unit"),
        _foreign_key("scheduled_fee", "qualification_id", "qualification"),
        sa.UniqueConstraint(
            "scheduled_unit_id",
            "qualification_id",
            "fee_type",
            name="uq_scheduled_fee_scheduled_unit_id_qualification_id_fee_type",
        ),
        indexed=["qualification_id"],
    )
    _make(
        "scheduled_assessment",
        sa.Column("scheduled_unit_id", KEY, nullable=False),
        sa.Column("unit_assessment_id", KEY, nullable=False),
        *_assessed(),
        _foreign_key("scheduled_assessment", "scheduled_unit_id", "scheduled_unit"),
        _foreign_key("scheduled_assessment", "unit_assessment_id", "unit_assessment"),
        sa.UniqueConstraint(
            "scheduled_unit_id",
            "unit_assessment_id",
            name="uq_scheduled_assessment_scheduled_unit_id_unit_assessment_id",
        ),
        indexed=["unit_assessment_id", "code"],
    )
    op.create_table(
        "idempotent_request",
        sa.Column("id", KEY, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("request", sa.String(64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("location", sa.String(400), nullable=True),
        sa.Column("tag", sa.String(64), nullable=True),
        sa.Column("answer", LONG_TEXT, nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_idempotent_request"),
        sa.UniqueConstraint("digest", name="uq_idempotent_request_digest"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_idempotent_request_made", "idempotent_request", ["made"])


def _make(name: str, *parts: sa.Column | sa.Constraint, indexed: list[str] | None = None) -> None:
    """Make a table with a number, stamps and indexes."""
    op.create_table(
        name,
        sa.Column("id", KEY, nullable=False),
        *parts,
        sa.Column("created_at", MOMENT, nullable=True),
        sa.Column("created_by", sa.String(20), nullable=True),
        sa.Column("modified_at", MOMENT, nullable=True),
        sa.Column("modified_by", sa.String(20), nullable=True),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sqlite_autoincrement=True,
    )
    for column in [*(indexed or []), "modified_at"]:
        op.create_index(f"ix_{name}_{column}", name, [column])


def _foreign_key(table: str, column: str, target: str) -> sa.Constraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")


def _assessed() -> list[sa.Column]:
    return [
        sa.Column("assessment_type", sa.String(20), nullable=False),
        sa.Column("name", sa.Unicode(255), nullable=True),
        sa.Column("code", sa.Unicode(20), nullable=True),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("description", LONG_TEXT, nullable=True),
        sa.Column("maximum_mark", AMOUNT, nullable=False),
        sa.Column("pass_mark", AMOUNT, nullable=False),
        sa.Column("weighting", AMOUNT, nullable=True),
        sa.Column("start_week", sa.Integer(), nullable=True),
        sa.Column("end_week", sa.Integer(), nullable=True),
        sa.Column("scheduled_hours", AMOUNT, nullable=True),
        sa.Column("delivery_mode", sa.String(20), nullable=True),
        sa.Column("vet_in_schools", sa.Boolean(), nullable=True),
    ]


def downgrade() -> None:
    """Forget the schedules, fees, assessments and codes; the occurrences that were made of them stay."""
    op.execute(sa.delete(OTHER_RULES).where(OTHER_RULES.c.constraint_type.is_not(None)))
    if op.get_context().dialect.name != "sqlite":
        for table, column, _ in REFERENCES:
            op.drop_constraint(f"fk_{table}_{column}", table, type_="foreignkey")
    for name, table, _ in INDEXES:
        op.drop_index(name, table)
    # One after the other: SQLite makes the table anew for this one.
    with op.batch_alter_table("qualification_unit", table_kwargs={"sqlite_autoincrement": True}) as units:
        units.create_unique_constraint(ONCE, ["qualification_id", "unit_id"])
        for name in ("constraint_unit_id", "constraint_type", "display_code"):
            units.drop_column(name)
    op.drop_index(HELD, "qualification_unit")
    for table, columns in DROPPED.items():
        with op.batch_alter_table(table, recreate="never") as changed:
            for name in columns:
                changed.drop_column(name)
    for name in (
        "idempotent_request",
        "scheduled_assessment",
        "scheduled_fee",
        "scheduled_unit",
        "unit_assessment",
        "competency",
        "status_item",
        "code_item",
    ):
        op.drop_table(name)
