"""What the curriculum API keeps besides programmes and occurrences: schedules, fees, assessments, competencies, codes.

Units and qualifications hold the rest of it in columns of their own (`model/programmes.py`).
"""

import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from vettrak_api.model.base import Base, Code, Key, LongText, Stamped, Words


class CodeItem(Base, Stamped):
    """A code that records may hold: its id, the set it belongs to, and the code itself, which mostly is the id.

    position: its place among those of the set. visible: whether it is still offered; records that hold it keep it.
    price_item_id: of a type of fees, what its fees are called where they are an occurrence's prices.
    """

    __tablename__ = "code_item"
    __table_args__ = (UniqueConstraint("code_type", "code"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    identifier: Mapped[str] = mapped_column(Code(20), unique=True)
    code_type: Mapped[str] = mapped_column(Code(40))
    code: Mapped[str] = mapped_column(Code(20), index=True)
    description: Mapped[str] = mapped_column(Words(255))
    position: Mapped[int | None]
    visible: Mapped[bool] = mapped_column(default=True, server_default=true())
    price_item_id: Mapped[int | None] = mapped_column(ForeignKey("price_item.id"))


class StatusItem(Base, Stamped):
    """A code for a status field, as `CodeItem`."""

    __tablename__ = "status_item"
    __table_args__ = (UniqueConstraint("status_type", "code"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    identifier: Mapped[str] = mapped_column(Code(20), unique=True)
    status_type: Mapped[str] = mapped_column(Code(40))
    code: Mapped[str] = mapped_column(Code(20), index=True)
    description: Mapped[str] = mapped_column(Words(255))
    position: Mapped[int | None]
    visible: Mapped[bool] = mapped_column(default=True, server_default=true())


class Competency(Base, Stamped):
    """A nationally recognised unit of competency, or module, with its nationally agreed hours."""

    __tablename__ = "competency"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    code: Mapped[str] = mapped_column(Code(12))
    code_key: Mapped[str] = mapped_column(Code(12), unique=True)
    name: Mapped[str] = mapped_column(Words(255))
    hours: Mapped[Decimal | None]
    field_of_education: Mapped[str | None] = mapped_column(Code(10))
    type_flag: Mapped[str | None] = mapped_column(Code(1))


class Assessed:
    """What assessments of units, and of scheduled units, say alike.

    maximum_mark: what the mark is out of, above 0 and at most 100; pass_mark: what is needed, at most that.
    weighting: relative to the other assessments of the unit. Weeks are counted in the schedule of the term.
    """

    assessment_type: Mapped[str] = mapped_column(Code(20))
    name: Mapped[str | None] = mapped_column(Words(255))
    code: Mapped[str | None] = mapped_column(Words(20), index=True)
    status: Mapped[str] = mapped_column(Code(20))
    description: Mapped[str | None] = mapped_column(LongText)
    maximum_mark: Mapped[Decimal]
    pass_mark: Mapped[Decimal]
    weighting: Mapped[Decimal | None]
    start_week: Mapped[int | None]
    end_week: Mapped[int | None]
    scheduled_hours: Mapped[Decimal | None]
    delivery_mode: Mapped[str | None] = mapped_column(Code(20))
    vet_in_schools: Mapped[bool | None]


class UnitAssessment(Base, Assessed, Stamped):
    """An assessment of a unit."""

    __tablename__ = "unit_assessment"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)


class ScheduledUnit(Base, Stamped):
    """A unit that is offered in a period; for each program that it serves there is an occurrence.

    maximum_participants: the places that all these occurrences share; null = no limit. Whoever takes one locks this
    row after the occurrence (R-VACANCY).
    """

    __tablename__ = "scheduled_unit"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    other_code: Mapped[str | None] = mapped_column(Words(20), index=True)
    provider_code: Mapped[str | None] = mapped_column(Words(50), index=True)
    name: Mapped[str | None] = mapped_column(Words(255), index=True)
    status: Mapped[str] = mapped_column(Code(20))
    provider: Mapped[str | None] = mapped_column(Words(20))
    start_date: Mapped[datetime.datetime | None] = mapped_column(index=True)
    end_date: Mapped[datetime.datetime | None] = mapped_column(index=True)
    mode_of_delivery: Mapped[str | None] = mapped_column(Code(20))
    flexible: Mapped[bool | None]
    maximum_participants: Mapped[int | None]


class ScheduledFee(Base, Stamped):
    """What a scheduled unit costs in a program, in dollars: one for each type of fee."""

    __tablename__ = "scheduled_fee"
    __table_args__ = (UniqueConstraint("scheduled_unit_id", "qualification_id", "fee_type"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    scheduled_unit_id: Mapped[int] = mapped_column(ForeignKey("scheduled_unit.id"))
    qualification_id: Mapped[int] = mapped_column(ForeignKey("qualification.id"), index=True)
    fee_type: Mapped[str] = mapped_column(Code(20))
    amount: Mapped[Decimal]
    description: Mapped[str | None] = mapped_column(Words(255))


class ScheduledAssessment(Base, Assessed, Stamped):
    """An assessment of a scheduled unit, copied from one of the unit's and changed by itself from then on."""

    __tablename__ = "scheduled_assessment"
    __table_args__ = (UniqueConstraint("scheduled_unit_id", "unit_assessment_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    scheduled_unit_id: Mapped[int] = mapped_column(ForeignKey("scheduled_unit.id"))
    unit_assessment_id: Mapped[int] = mapped_column(ForeignKey("unit_assessment.id"), index=True)
