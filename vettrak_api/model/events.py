"""What happens to a person or an employer, and the awards that people receive."""

import datetime

from sqlalchemy import ForeignKey, true
from sqlalchemy.orm import Mapped, mapped_column

from vettrak_api.model.base import Audited, Base, Code, Key, Stamped, Words


class Event(Base, Stamped):
    """Something that happens to a client or an employer (one of the two is set)."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"), index=True)
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employer.id"), index=True)
    event_type_id: Mapped[int] = mapped_column(ForeignKey("event_type.id"))
    start: Mapped[datetime.datetime]
    finish: Mapped[datetime.datetime | None]
    complete: Mapped[bool] = mapped_column(default=False)
    description: Mapped[str | None] = mapped_column(Words(2000))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"), index=True)
    document_reference: Mapped[str | None] = mapped_column(Words(255))
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"), index=True)
    contract_id: Mapped[int | None] = mapped_column(ForeignKey("contract.id"), index=True)


class Award(Base, Stamped):
    """A qualification or statement awarded to a client.

    verifiable: whoever knows person and parchment number may check it (VerifyAward).
    """

    __tablename__ = "award"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"), index=True)
    qualification_id: Mapped[int | None] = mapped_column(ForeignKey("qualification.id"))
    award_type_id: Mapped[int | None] = mapped_column(ForeignKey("award_type.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"))
    parchment_number: Mapped[str | None] = mapped_column(Code(25), index=True)
    recorded: Mapped[datetime.datetime | None]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"), index=True)
    completed: Mapped[datetime.datetime | None]
    issued: Mapped[bool] = mapped_column(default=False)
    issued_date: Mapped[datetime.datetime | None]
    expiry: Mapped[datetime.datetime | None]
    licence_number: Mapped[str | None] = mapped_column(Words(50))
    description: Mapped[str | None] = mapped_column(Words(2000))
    document_reference: Mapped[str | None] = mapped_column(Words(255))
    completion_statement: Mapped[bool] = mapped_column(default=False)
    verifiable: Mapped[bool] = mapped_column(default=True, server_default=true())


class AwardUnit(Base, Audited):
    """A unit that an award names; it stays so whatever becomes of the enrolment's results."""

    __tablename__ = "award_unit"

    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, autoincrement=False)


class ParchmentCounter(Base):
    """The last parchment number that was generated: one row, made by the migration.

    Who adds an award locks it first, so that no two awards get the same number.
    """

    __tablename__ = "parchment_counter"

    id: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    last: Mapped[int]
