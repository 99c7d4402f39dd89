"""Offerings of programmes, and everything that an enrolment takes over from them."""

import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from vettrak_api.model.base import Audited, Base, Code, Key, Stamped, Words

LMS_PUBLISHED = 1
"""`lms_publish` of what a learning management system may have."""

IN_LMS = 1
"""`lms_status` of what it has."""


class EnrolmentNumber(Base):
    """The common number space of occurrences and enrolments, which clients may not confuse.

    GetDeletedRecordsSince lists both kinds together and AddEmployeeEnrolmentToBooking takes either.
    """

    __tablename__ = "enrolment_number"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[str] = mapped_column(Code(1))


class Offering:
    """What occurrences, enrolments and the web's pending ones describe alike (wire type TEnro)."""

    code: Mapped[str | None] = mapped_column(Code(20))
    start_date: Mapped[datetime.datetime | None] = mapped_column(index=True)
    end_date: Mapped[datetime.datetime | None]
    status_id: Mapped[int] = mapped_column(ForeignKey("enrolment_status.id"))
    date_of_effect: Mapped[datetime.datetime | None]
    qualification_id: Mapped[int | None] = mapped_column(ForeignKey("qualification.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    description: Mapped[str | None] = mapped_column(Words(2000))
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"))
    delivery_type: Mapped[str | None] = mapped_column(Words(50))
    delivery_modes: Mapped[list[str] | None]
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employer.id"), index=True)
    employer_contact_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"), index=True)
    amount: Mapped[Decimal] = mapped_column(default=Decimal("0.00"))
    gst: Mapped[Decimal] = mapped_column(default=Decimal("0.00"))
    division_id: Mapped[int] = mapped_column(ForeignKey("division.id"))
    enrolment_type_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment_type.id"))
    lms_publish: Mapped[int] = mapped_column(default=0)
    lms_status: Mapped[int | None] = mapped_column(default=0)


class Occurrence(Base, Offering, Stamped):
    """An offering of a programme at a time and place; a template for its enrolments.

    maximum_places null = no limit. Who takes a place locks the row first (R-VACANCY). Those of one scheduled unit have
    the same maximum, and share its places.
    """

    __tablename__ = "occurrence"
    __table_args__ = (
        # What is over can so be passed over, and that is most of what an organisation has in the end.
        Index("ix_occurrence_lms_publish_end_date", "lms_publish", "end_date"),
        Index("ix_occurrence_end_date", "end_date"),
        Index("ix_occurrence_programme_id_end_date", "programme_id", "end_date"),
        Index("ix_occurrence_lms_publish_lms_status", "lms_publish", "lms_status"),
        Index("ix_occurrence_programme_id_start_date", "programme_id", "start_date"),
        Index("ix_occurrence_status_id_start_date", "status_id", "start_date"),
        Index("ix_occurrence_scheduled_unit_id_qualification_id", "scheduled_unit_id", "qualification_id"),
    )

    id: Mapped[int] = mapped_column(
        Key, ForeignKey("enrolment_number.id"), primary_key=True, autoincrement=False, sort_order=-1
    )
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    reportable: Mapped[int] = mapped_column(default=2)
    web_published: Mapped[bool] = mapped_column(default=False)
    maximum_places: Mapped[int | None]
    auto_process_reservations: Mapped[bool] = mapped_column(default=False, server_default=false())
    colour: Mapped[str] = mapped_column(Code(7), default="#0000FF")
    is_booking: Mapped[bool] = mapped_column(default=False)
    booking_status: Mapped[str | None] = mapped_column(Words(50))
    coordinator_name: Mapped[str | None] = mapped_column(Words(100))
    booking_phone: Mapped[str | None] = mapped_column(Words(20))
    after_hours_number: Mapped[str | None] = mapped_column(Words(20))
    booking_email: Mapped[str | None] = mapped_column(Words(100))
    scheduled_unit_id: Mapped[int | None] = mapped_column(ForeignKey("scheduled_unit.id"))


class OccurrenceUnit(Base, Audited):
    """A unit of an occurrence; optional ones are not enrolled by default."""

    __tablename__ = "occurrence_unit"
    __table_args__ = (UniqueConstraint("occurrence_id", "unit_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    optional: Mapped[bool] = mapped_column(default=False)


class ClassSession(Base, Stamped):
    """A class: a meeting at which training is undertaken."""

    __tablename__ = "class_session"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id"), index=True)
    code: Mapped[str | None] = mapped_column(Code(20))
    start: Mapped[datetime.datetime] = mapped_column(index=True)
    finish: Mapped[datetime.datetime]
    room_code: Mapped[str | None] = mapped_column(Code(10))
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"))
    description: Mapped[str | None] = mapped_column(Words(255))


class OccurrencePrice(Base, Audited):
    """A price of an occurrence, GST included; unit_id null = for the whole enrolment.

    scheduled_fee_id: the fee of a scheduled unit that it follows.
    """

    __tablename__ = "occurrence_price"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id"), index=True)
    price_item_id: Mapped[int] = mapped_column(ForeignKey("price_item.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    amount: Mapped[Decimal]
    gst: Mapped[Decimal] = mapped_column(default=Decimal("0.00"))
    surcharge_percentage: Mapped[Decimal] = mapped_column(default=Decimal("0.00"))
    web_published: Mapped[bool] = mapped_column(default=True)
    scheduled_fee_id: Mapped[int | None] = mapped_column(ForeignKey("scheduled_fee.id"), index=True)


class OccurrenceStaff(Base, Audited):
    """A staff member with a role on an occurrence; one of them may be the primary one."""

    __tablename__ = "occurrence_staff"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id"), index=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    role: Mapped[str | None] = mapped_column(Words(50))
    is_primary: Mapped[bool] = mapped_column(default=False, server_default=false())


class ClassStaff(Base, Audited):
    """A staff member assigned to a class."""

    __tablename__ = "class_staff"
    __table_args__ = (UniqueConstraint("class_session_id", "client_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    class_session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"))
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)


class Task(Base, Stamped):
    """Something that students do; occurrences and enrolments hold tasks."""

    __tablename__ = "task"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    code: Mapped[str] = mapped_column(Code(20), unique=True)
    name: Mapped[str] = mapped_column(Words(100))
    description: Mapped[str | None] = mapped_column(Words(2000))


class TaskStatus(Base, Audited):
    """A status of enrolled tasks; kind 0 not yet started, 1 in progress, 2 complete."""

    __tablename__ = "task_status"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    code: Mapped[str] = mapped_column(Code(10), unique=True)
    name: Mapped[str] = mapped_column(Words(50))
    kind: Mapped[int] = mapped_column(default=0)


class OccurrenceTask(Base, Audited):
    """A task of an occurrence."""

    __tablename__ = "occurrence_task"
    __table_args__ = (UniqueConstraint("occurrence_id", "task_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))


class OccurrenceTaskUnit(Base, Audited):
    """A unit that a task of an occurrence belongs to; a task without units belongs to the whole."""

    __tablename__ = "occurrence_task_unit"

    occurrence_task_id: Mapped[int] = mapped_column(
        ForeignKey("occurrence_task.id"), primary_key=True, autoincrement=False
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, autoincrement=False)


class OccurrenceEvent(Base, Audited):
    """An event that enrolments of the occurrence get, unless it is optional."""

    __tablename__ = "occurrence_event"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id"), index=True)
    event_type_id: Mapped[int] = mapped_column(ForeignKey("event_type.id"))
    start: Mapped[datetime.datetime]
    finish: Mapped[datetime.datetime | None]
    description: Mapped[str | None] = mapped_column(Words(2000))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"), index=True)
    optional: Mapped[bool] = mapped_column(default=False)


class OccurrenceInvoiceSchedule(Base, Audited):
    """A planned invoice of enrolments of the occurrence: a date and a share of the amount in percent."""

    __tablename__ = "occurrence_invoice_schedule"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id"), index=True)
    invoice_date: Mapped[datetime.date]
    percentage: Mapped[Decimal]
    description: Mapped[str | None] = mapped_column(Words(255))
