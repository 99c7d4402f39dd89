"""People: clients (students, staff and contacts alike), their statistics, employments and relationships."""

import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from vettrak_api.model.base import CODE, Audited, Base, Code, Key, Stamped, Words, fold, fold_name

CLIENT_HOLDS = 32
"""So many makers of clients can work side by side at the most, if no two of them make the same."""


class Client(Base, Stamped):
    """A person. The code (at most 10 characters) is unique ignoring case; staff are clients with the staff flag.

    *_key columns hold the folded text that comparisons use; they follow their originals by themselves.
    """

    __tablename__ = "client"
    __table_args__ = (Index("ix_client_surname_key_given_name_key", "surname_key", "given_name_key"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    code: Mapped[str] = mapped_column(Code(CODE))
    code_key: Mapped[str] = mapped_column(Code(CODE), unique=True)
    surname: Mapped[str] = mapped_column(Words(50))
    surname_key: Mapped[str] = mapped_column(Words(200))
    given_name: Mapped[str] = mapped_column(Words(50), default="")
    given_name_key: Mapped[str] = mapped_column(Words(200), default="")
    other_name: Mapped[str | None] = mapped_column(Words(50))
    title: Mapped[str | None] = mapped_column(Words(10))
    gender: Mapped[str | None] = mapped_column(Code(1))
    birth_date: Mapped[datetime.date | None] = mapped_column(index=True)

    username: Mapped[str | None] = mapped_column(Words(100))
    username_key: Mapped[str | None] = mapped_column(Words(200), index=True)
    password_hash: Mapped[str | None] = mapped_column(Code(200))

    email: Mapped[str | None] = mapped_column(Words(100))
    email_key: Mapped[str | None] = mapped_column(Words(200), index=True)
    home_phone: Mapped[str | None] = mapped_column(Words(20))
    work_phone: Mapped[str | None] = mapped_column(Words(20))
    mobile_phone: Mapped[str | None] = mapped_column(Words(20), index=True)
    fax_phone: Mapped[str | None] = mapped_column(Words(20))
    emergency_name: Mapped[str | None] = mapped_column(Words(100))
    emergency_phone: Mapped[str | None] = mapped_column(Words(20))
    emergency_mobile: Mapped[str | None] = mapped_column(Words(20))

    usual_line: Mapped[str | None] = mapped_column(Words(170))
    usual_building: Mapped[str | None] = mapped_column(Words(50))
    usual_unit_details: Mapped[str | None] = mapped_column(Words(30))
    usual_street_number: Mapped[str | None] = mapped_column(Words(15))
    usual_street_name: Mapped[str | None] = mapped_column(Words(70))
    usual_city: Mapped[str | None] = mapped_column(Words(50))
    usual_state: Mapped[str | None] = mapped_column(Code(10))
    usual_postcode: Mapped[str | None] = mapped_column(Code(4))
    postal_line: Mapped[str | None] = mapped_column(Words(170))
    postal_building: Mapped[str | None] = mapped_column(Words(50))
    postal_unit_details: Mapped[str | None] = mapped_column(Words(30))
    postal_street_number: Mapped[str | None] = mapped_column(Words(15))
    postal_street_name: Mapped[str | None] = mapped_column(Words(70))
    postal_box: Mapped[str | None] = mapped_column(Words(22))
    postal_city: Mapped[str | None] = mapped_column(Words(50))
    postal_state: Mapped[str | None] = mapped_column(Code(10))
    postal_postcode: Mapped[str | None] = mapped_column(Code(4))
    address_type: Mapped[int] = mapped_column(default=0)

    citizenship: Mapped[str | None] = mapped_column(Code(4))
    passport_number: Mapped[str | None] = mapped_column(Words(50))
    visa_number: Mapped[str | None] = mapped_column(Words(20))
    visa_type: Mapped[str | None] = mapped_column(Words(50))
    visa_expiry: Mapped[datetime.date | None]
    usi: Mapped[str | None] = mapped_column(Code(10), index=True)
    usi_exempt: Mapped[bool] = mapped_column(default=False)
    external_debtor_code: Mapped[str | None] = mapped_column(Words(50))

    staff: Mapped[bool] = mapped_column(default=False, index=True)
    active: Mapped[bool] = mapped_column(default=True)
    web_publish: Mapped[bool] = mapped_column(default=True)
    marketing: Mapped[bool] = mapped_column(default=True)
    division_id: Mapped[int] = mapped_column(ForeignKey("division.id"), index=True)

    # Who has read a record that was erased meanwhile, which takes its code key, must not write what they read.
    __mapper_args__ = {"version_id_col": code_key, "version_id_generator": False}  # noqa: RUF012 - as SQLAlchemy wants it

    @validates("surname", "given_name")
    def _follow_name(self, attribute: str, value: str) -> str:
        """Keep the folded name beside a name."""
        setattr(self, f"{attribute}_key", fold_name(value))
        return value

    @validates("code", "username", "email")
    def _follow(self, attribute: str, value: str | None) -> str | None:
        """Keep the folded key beside a text that comparisons use."""
        setattr(self, f"{attribute}_key", fold(value) or None)
        return value


class ClientStatistics(Base, Stamped):
    """A client's AVETMISS data: @ and @@ mean not stated, as in TClieAVETMISS."""

    __tablename__ = "client_statistics"

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), primary_key=True, autoincrement=False)
    aboriginal_flag: Mapped[str] = mapped_column(Code(1), default="@")
    at_school_flag: Mapped[str] = mapped_column(Code(1), default="@")
    highest_school_level: Mapped[str] = mapped_column(Code(2), default="@@")
    completed_location: Mapped[str | None] = mapped_column(Words(50))
    completed_year: Mapped[str | None] = mapped_column(Code(4))
    country_of_birth: Mapped[str | None] = mapped_column(Code(4))
    language: Mapped[str | None] = mapped_column(Code(4))
    english_proficiency: Mapped[str] = mapped_column(Code(1), default="@")
    disability_flag: Mapped[str] = mapped_column(Code(1), default="@")
    prior_education_flag: Mapped[str] = mapped_column(Code(1), default="@")
    employment_category: Mapped[str] = mapped_column(Code(2), default="@@")
    survey_contact_status: Mapped[str] = mapped_column(Code(1), default="A")


class ClientDisability(Base, Audited):
    """A disability that a client declared, by its two-digit code."""

    __tablename__ = "client_disability"

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(Code(2), primary_key=True)


class ClientPriorEducation(Base, Audited):
    """A prior achievement of a client, by its three-digit code; recognition A, E, I (Victoria) or null."""

    __tablename__ = "client_prior_education"

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(Code(3), primary_key=True)
    recognition: Mapped[str | None] = mapped_column(Code(1))


class Employment(Base, Stamped):
    """A client's employment at an employer; at most one active one is primary, a current one is active."""

    __tablename__ = "employment"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employer.id"), index=True)
    position_id: Mapped[int | None] = mapped_column(ForeignKey("position.id"))
    is_primary: Mapped[bool] = mapped_column(default=True)
    active: Mapped[bool] = mapped_column(default=True)
    commenced: Mapped[datetime.date | None]
    terminated: Mapped[datetime.date | None]
    last_assessed: Mapped[datetime.date | None]
    salary: Mapped[Decimal | None]


class ClientHold(Base):
    """A row that makers of clients lock, so that nobody is made twice (`rules/new_clients.py`); it holds nothing else.

    There are CLIENT_HOLDS of them, numbered from 0, made by the migration.
    """

    __tablename__ = "client_hold"

    id: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)


class ClientRelationship(Base, Stamped):
    """What another person is to a client, from a start to an end."""

    __tablename__ = "client_relationship"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    to_client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    relationship_type_id: Mapped[int] = mapped_column(ForeignKey("relationship_type.id"))
    relation_id: Mapped[int | None] = mapped_column(ForeignKey("relation.id"))
    start_date: Mapped[datetime.datetime | None]
    end_date: Mapped[datetime.datetime | None]
    description: Mapped[str | None] = mapped_column(Words(2000))


class StaffDivision(Base, Audited):
    """A division whose clients a staff member may see (R-SCOPE)."""

    __tablename__ = "staff_division"
    __table_args__ = (UniqueConstraint("client_id", "division_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    division_id: Mapped[int] = mapped_column(ForeignKey("division.id"))
