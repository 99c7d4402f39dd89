"""What can be studied: units, qualifications and courses, and the programmes that are offered."""

import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from vettrak_api.model.base import Audited, Base, Code, Key, Load, LongText, Stamped, Words, fold

CORE_UNIT, ELECTIVE_UNIT = "CORE_UNIT", "ELECTIVE_UNIT"
"""Types of constraints: those by which a qualification holds a unit."""


class Unit(Base, Stamped):
    """A unit of competency (kind 0) or a module (kind 1); the code is unique ignoring case.

    hours are the nominal ones (avet040). What follows `active` is what the curriculum API tells; null where nobody has
    told it. other_code: the code that people see, which renames nothing. delivery_mode: avet018; scheduled_hours:
    avet058; vet_in_schools: avet078; loads: share of a year's study (EFTSL); discipline, work_experience: HEIMS.
    """

    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    code: Mapped[str] = mapped_column(Code(12))
    code_key: Mapped[str] = mapped_column(Code(12), unique=True)
    name: Mapped[str] = mapped_column(Words(255))
    kind: Mapped[int] = mapped_column(default=0)
    hours: Mapped[Decimal | None]
    active: Mapped[bool] = mapped_column(default=True)
    other_code: Mapped[str | None] = mapped_column(Words(20))
    provider_code: Mapped[str | None] = mapped_column(Words(50))
    category: Mapped[str | None] = mapped_column(Code(20))
    status: Mapped[str | None] = mapped_column(Code(20))
    provider: Mapped[str | None] = mapped_column(Words(20))
    credit_statement: Mapped[str | None] = mapped_column(Words(255))
    postgraduate_load: Mapped[Decimal | None] = mapped_column(Load())
    undergraduate_load: Mapped[Decimal | None] = mapped_column(Load())
    description: Mapped[str | None] = mapped_column(LongText)
    requirements: Mapped[str | None] = mapped_column(LongText)
    discipline: Mapped[str | None] = mapped_column(Code(10))
    work_experience: Mapped[str | None] = mapped_column(Code(10))
    method: Mapped[str | None] = mapped_column(Code(20))
    delivery_mode: Mapped[str | None] = mapped_column(Code(20))
    scheduled_hours: Mapped[Decimal | None]
    vet_in_schools: Mapped[bool | None]

    @validates("code")
    def _follow(self, attribute: str, value: str) -> str:
        del attribute
        self.code_key = fold(value)
        return value


class Qualification(Base, Stamped):
    """A qualification (kind 0) or a course (kind 1): a program, as the curriculum API calls both.

    programme_id: what sells it. nominal_hours: avet040. What follows `active` is what the curriculum API tells; null
    where nobody has told it. duration: weeks. field_of_education, national_code, level_of_education, recognition,
    occupation and vet are avet052, 053, 054, 056, 005 and 077. Loan fees are percentages. funding_types: codes in
    single quotes with commas between, as they were sent.
    """

    __tablename__ = "qualification"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    code: Mapped[str] = mapped_column(Code(12))
    code_key: Mapped[str] = mapped_column(Code(12), unique=True)
    name: Mapped[str] = mapped_column(Words(255))
    kind: Mapped[int] = mapped_column(default=0)
    nominal_hours: Mapped[Decimal | None]
    active: Mapped[bool] = mapped_column(default=True)
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"), index=True)
    status: Mapped[str | None] = mapped_column(Code(20))
    program_type: Mapped[str | None] = mapped_column(Code(20))
    level: Mapped[str | None] = mapped_column(Code(20))
    duration: Mapped[Decimal | None]
    level_number: Mapped[int | None]
    provider: Mapped[str | None] = mapped_column(Words(20))
    study_area: Mapped[str | None] = mapped_column(Code(20))
    course_fee: Mapped[Decimal | None]
    unit_fee: Mapped[Decimal | None]
    heims_course_code: Mapped[str | None] = mapped_column(Words(20))
    heims_study_code: Mapped[str | None] = mapped_column(Words(20))
    heims_load: Mapped[Decimal | None] = mapped_column(Load())
    heims_type: Mapped[str | None] = mapped_column(Code(10))
    heims_field: Mapped[str | None] = mapped_column(Code(10))
    heims_special_course: Mapped[str | None] = mapped_column(Code(10))
    heims_combined_course: Mapped[str | None] = mapped_column(Code(10))
    postgraduate_loan_fee: Mapped[Decimal | None]
    undergraduate_loan_fee: Mapped[Decimal | None]
    field_of_education: Mapped[str | None] = mapped_column(Code(10))
    national_code: Mapped[str | None] = mapped_column(Words(20))
    level_of_education: Mapped[str | None] = mapped_column(Code(10))
    recognition: Mapped[str | None] = mapped_column(Code(10))
    occupation: Mapped[str | None] = mapped_column(Code(10))
    vet: Mapped[bool | None]
    accredited: Mapped[bool | None]
    accreditation_date: Mapped[datetime.datetime | None]
    accreditation_due: Mapped[datetime.datetime | None]
    international: Mapped[bool | None]
    online_application: Mapped[bool | None]
    aqf_registered: Mapped[bool | None]
    ecaf_approved: Mapped[bool | None]
    funding_types: Mapped[str | None] = mapped_column(Words(255))
    unit_grade_type: Mapped[str | None] = mapped_column(Code(20))
    assessment_grade_type: Mapped[str | None] = mapped_column(Code(20))
    requirements: Mapped[str | None] = mapped_column(LongText)

    @validates("code")
    def _follow(self, attribute: str, value: str) -> str:
        del attribute
        self.code_key = fold(value)
        return value


class QualificationUnit(Base, Audited):
    """A unit of a qualification, core or elective; or another rule about the unit there, such as a prerequisite.

    core: whether it must be taken. constraint_type: of another rule alone, which it is. constraint_unit_id: the other
    unit of a rule about two. display_code: where the outline of the course shows it.
    """

    __tablename__ = "qualification_unit"
    __table_args__ = (Index("ix_qualification_unit_qualification_id_unit_id", "qualification_id", "unit_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    qualification_id: Mapped[int] = mapped_column(ForeignKey("qualification.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    core: Mapped[bool] = mapped_column(default=True)
    constraint_type: Mapped[str | None] = mapped_column(Code(20))
    constraint_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    display_code: Mapped[str | None] = mapped_column(Words(20))


class ProgrammeType(Base, Stamped):
    """A category of programmes, as the RTO likes it."""

    __tablename__ = "programme_type"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    code: Mapped[str | None] = mapped_column(Code(10))
    name: Mapped[str] = mapped_column(Words(100))
    name_key: Mapped[str] = mapped_column(Words(200), unique=True)
    description: Mapped[str | None] = mapped_column(Words(255))
    active: Mapped[bool] = mapped_column(default=True)

    @validates("name")
    def _follow(self, attribute: str, value: str) -> str:
        del attribute
        self.name_key = fold(value)
        return value


class Programme(Base, Stamped):
    """A set of training activities with an outcome, such as Beer Appreciation; offered as occurrences."""

    __tablename__ = "programme"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    code: Mapped[str] = mapped_column(Code(20), unique=True)
    name: Mapped[str] = mapped_column(Words(100))
    description: Mapped[str | None] = mapped_column(LongText)
    programme_type_id: Mapped[int | None] = mapped_column(ForeignKey("programme_type.id"), index=True)
    active: Mapped[bool] = mapped_column(default=True)
    takes_waitlist: Mapped[bool] = mapped_column(default=False)


class QualificationState(Base, Audited):
    """What a qualification counts for in a state: hours, units, points, dollars, and months until an award expires.

    expiry_months 0 = never.
    """

    __tablename__ = "qualification_state"
    __table_args__ = (UniqueConstraint("qualification_id", "state_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    qualification_id: Mapped[int] = mapped_column(ForeignKey("qualification.id"))
    state_id: Mapped[int] = mapped_column(ForeignKey("state.id"))
    hours: Mapped[int] = mapped_column(default=0)
    units: Mapped[int] = mapped_column(default=0)
    point_score: Mapped[int] = mapped_column(default=0)
    amount: Mapped[Decimal] = mapped_column(default=Decimal("0.00"))
    per_unit_amount: Mapped[Decimal] = mapped_column(default=Decimal("0.00"))
    expiry_months: Mapped[int] = mapped_column(default=0)


class UnitState(Base, Audited):
    """What a unit counts for in a state: hours, points and dollars."""

    __tablename__ = "unit_state"
    __table_args__ = (UniqueConstraint("unit_id", "state_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    state_id: Mapped[int] = mapped_column(ForeignKey("state.id"))
    hours: Mapped[int] = mapped_column(default=0)
    point_score: Mapped[int] = mapped_column(default=0)
    amount: Mapped[Decimal] = mapped_column(default=Decimal("0.00"))
