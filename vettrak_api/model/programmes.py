"""What can be studied: units, qualifications and courses, and the programmes that are offered."""

from decimal import Decimal

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from vettrak_api.model.base import Base, Code, Key, LongText, Stamped, Words, fold


class Unit(Base, Stamped):
    """A unit of competency (kind 0) or a module (kind 1); the code is unique ignoring case."""

    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    code: Mapped[str] = mapped_column(Code(12))
    code_key: Mapped[str] = mapped_column(Code(12), unique=True)
    name: Mapped[str] = mapped_column(Words(255))
    kind: Mapped[int] = mapped_column(default=0)
    hours: Mapped[Decimal | None]
    active: Mapped[bool] = mapped_column(default=True)

    @validates("code")
    def _follow(self, attribute: str, value: str) -> str:
        del attribute
        self.code_key = fold(value)
        return value


class Qualification(Base, Stamped):
    """A qualification (kind 0) or a course (kind 1)."""

    __tablename__ = "qualification"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    code: Mapped[str] = mapped_column(Code(12))
    code_key: Mapped[str] = mapped_column(Code(12), unique=True)
    name: Mapped[str] = mapped_column(Words(255))
    kind: Mapped[int] = mapped_column(default=0)
    nominal_hours: Mapped[Decimal | None]
    active: Mapped[bool] = mapped_column(default=True)

    @validates("code")
    def _follow(self, attribute: str, value: str) -> str:
        del attribute
        self.code_key = fold(value)
        return value


class QualificationUnit(Base):
    """A unit of a qualification, core or elective."""

    __tablename__ = "qualification_unit"
    __table_args__ = (UniqueConstraint("qualification_id", "unit_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    qualification_id: Mapped[int] = mapped_column(ForeignKey("qualification.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    core: Mapped[bool] = mapped_column(default=True)


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


class QualificationState(Base):
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


class UnitState(Base):
    """What a unit counts for in a state: hours, points and dollars."""

    __tablename__ = "unit_state"
    __table_args__ = (UniqueConstraint("unit_id", "state_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    state_id: Mapped[int] = mapped_column(ForeignKey("state.id"))
    hours: Mapped[int] = mapped_column(default=0)
    point_score: Mapped[int] = mapped_column(default=0)
    amount: Mapped[Decimal] = mapped_column(default=Decimal("0.00"))
