"""Enrolments with their units and results, and the contracts of trainees."""

import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from vettrak_api.model.base import Audited, Base, Code, Key, Stamped, Words
from vettrak_api.model.occurrences import Offering

CLIENT, EMPLOYEE, EMPLOYER = "C", "E", "M"
"""Kinds of enrolment: a client's own, an employee's under an employer enrolment or booking, an employer's."""


class Contract(Base, Stamped):
    """An agreement between a trainee and an employer about training for a qualification."""

    __tablename__ = "contract"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    code: Mapped[str | None] = mapped_column(Code(20))
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"), index=True)
    employer_contact_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"), index=True)
    qualification_id: Mapped[int | None] = mapped_column(ForeignKey("qualification.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    status_id: Mapped[int] = mapped_column(ForeignKey("enrolment_status.id"))
    date_of_effect: Mapped[datetime.datetime | None]
    start_date: Mapped[datetime.datetime | None]
    end_date: Mapped[datetime.datetime | None]
    contract_type_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment_type.id"))
    description: Mapped[str | None] = mapped_column(Words(2000))
    state_id: Mapped[int | None] = mapped_column(ForeignKey("state.id"))


class ContractStaff(Base, Audited):
    """A staff member who looks after a contract; one of them may be the primary one."""

    __tablename__ = "contract_staff"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    role: Mapped[str | None] = mapped_column(Words(50))
    is_primary: Mapped[bool] = mapped_column(default=False, server_default=false())


class Enrolment(Base, Offering, Stamped):
    """The registration of a client (kinds C and E) or an employer (kind M).

    In an occurrence (occurrence_id), in a qualification alone, or under a contract. An employee's enrolment
    names the employer enrolment above it in parent_id when there is one; with a booking it is null.
    registration_id: of VETenrol; purchase_order: of whoever pays, also where the invoice has another one's.
    held_places: of an employer's, how many it holds for employees whom it has paid for and not named yet.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        Index("ix_enrolment_occurrence_id_client_id", "occurrence_id", "client_id"),
        Index("ix_enrolment_client_id_start_date", "client_id", "start_date"),
        # Counting the places of many occurrences then reads the index alone (R-VACANCY).
        Index("ix_enrolment_places", "occurrence_id", "status_id", "kind", "held_places"),
    )

    id: Mapped[int] = mapped_column(
        Key, ForeignKey("enrolment_number.id"), primary_key=True, autoincrement=False, sort_order=-1
    )
    kind: Mapped[str] = mapped_column(Code(1), default=CLIENT)
    occurrence_id: Mapped[int | None] = mapped_column(ForeignKey("occurrence.id"))
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"), index=True)
    contract_id: Mapped[int | None] = mapped_column(ForeignKey("contract.id"), index=True)
    registration_id: Mapped[str | None] = mapped_column(Code(50))
    purchase_order: Mapped[str | None] = mapped_column(Words(20))
    held_places: Mapped[int] = mapped_column(default=0, server_default="0")
    amount_paid: Mapped[Decimal] = mapped_column(default=Decimal("0.00"))
    amount_credited: Mapped[Decimal] = mapped_column(default=Decimal("0.00"))
    study_reason_id: Mapped[int | None] = mapped_column(ForeignKey("study_reason.id"))
    referral_source_id: Mapped[int | None] = mapped_column(ForeignKey("referral_source.id"))


class EnrolmentLink(Base, Audited):
    """An enrolment that an occurrence enrolment of the same client counts units from."""

    __tablename__ = "enrolment_link"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True, autoincrement=False)
    linked_id: Mapped[int] = mapped_column(
        ForeignKey("enrolment.id"), primary_key=True, autoincrement=False, index=True
    )


class EnrolledUnit(Base, Stamped):
    """A unit of an enrolment with its present result; percentage 0 to 100, -1 = not scored."""

    __tablename__ = "enrolled_unit"
    __table_args__ = (UniqueConstraint("enrolment_id", "unit_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    result_type_id: Mapped[int] = mapped_column(ForeignKey("result_type.id"))
    start_date: Mapped[datetime.datetime | None]
    finish_date: Mapped[datetime.datetime | None]
    percentage: Mapped[int] = mapped_column(default=-1)
    comment: Mapped[str | None] = mapped_column(Words(2000))
    hours: Mapped[Decimal | None]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"), index=True)


class ResultHistory(Base):
    """A result that an enrolled unit had before, and when and by whom it was replaced."""

    __tablename__ = "result_history"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    enrolled_unit_id: Mapped[int] = mapped_column(ForeignKey("enrolled_unit.id"), index=True)
    result_type_id: Mapped[int] = mapped_column(ForeignKey("result_type.id"))
    start_date: Mapped[datetime.datetime | None]
    finish_date: Mapped[datetime.datetime | None]
    percentage: Mapped[int]
    comment: Mapped[str | None] = mapped_column(Words(2000))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"), index=True)
    replaced_at: Mapped[datetime.datetime]
    replaced_by: Mapped[str | None] = mapped_column(Code(20))


class EnrolmentPrice(Base, Audited):
    """A price that an enrolment took over, GST included."""

    __tablename__ = "enrolment_price"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    price_item_id: Mapped[int] = mapped_column(ForeignKey("price_item.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    amount: Mapped[Decimal]
    gst: Mapped[Decimal] = mapped_column(default=Decimal("0.00"))
    surcharge_percentage: Mapped[Decimal] = mapped_column(default=Decimal("0.00"))


class EnrolmentStaff(Base, Audited):
    """A staff member with a role on an enrolment; one of them may be the primary one."""

    __tablename__ = "enrolment_staff"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    role: Mapped[str | None] = mapped_column(Words(50))
    is_primary: Mapped[bool] = mapped_column(default=False, server_default=false())


class EnrolmentInvoiceSchedule(Base, Audited):
    """A planned invoice of an enrolment: a date and a share of the amount in percent."""

    __tablename__ = "enrolment_invoice_schedule"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    invoice_date: Mapped[datetime.date]
    percentage: Mapped[Decimal]
    description: Mapped[str | None] = mapped_column(Words(255))


class EnrolledTask(Base, Stamped):
    """A task of an enrolment with its progress."""

    __tablename__ = "enrolled_task"
    __table_args__ = (UniqueConstraint("enrolment_id", "task_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    task_status_id: Mapped[int | None] = mapped_column(ForeignKey("task_status.id"))
    start_date: Mapped[datetime.datetime | None]
    due_date: Mapped[datetime.datetime | None]
    status_date: Mapped[datetime.datetime | None]
    complete_date: Mapped[datetime.datetime | None]
    percentage: Mapped[int | None]
    description: Mapped[str | None] = mapped_column(Words(2000))


class EnrolledTaskUnit(Base, Audited):
    """A unit that an enrolled task belongs to."""

    __tablename__ = "enrolled_task_unit"

    enrolled_task_id: Mapped[int] = mapped_column(ForeignKey("enrolled_task.id"), primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, autoincrement=False)


class ClassClient(Base, Audited):
    """An enrolment's place in a class."""

    __tablename__ = "class_client"

    class_session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"), primary_key=True, autoincrement=False)
    enrolment_id: Mapped[int] = mapped_column(
        ForeignKey("enrolment.id"), primary_key=True, autoincrement=False, index=True
    )


class ClassAttendance(Base, Stamped):
    """A client's recorded attendance at a class."""

    __tablename__ = "class_attendance"
    __table_args__ = (UniqueConstraint("class_session_id", "client_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    class_session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"))
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    attendance_type_id: Mapped[int] = mapped_column(ForeignKey("attendance_type.id"))
    start: Mapped[datetime.datetime]
    finish: Mapped[datetime.datetime]
    description: Mapped[str | None] = mapped_column(Words(2000))
