"""Employers and the people who speak for them."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from vettrak_api.model.base import CODE, Base, Code, Key, Stamped, Words, fold, fold_name


class Employer(Base, Stamped):
    """A company, business or organisation; the identifier is unique ignoring case."""

    __tablename__ = "employer"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    identifier: Mapped[str] = mapped_column(Code(CODE))
    identifier_key: Mapped[str] = mapped_column(Code(CODE), unique=True)
    name: Mapped[str] = mapped_column(Words(100))
    name_key: Mapped[str] = mapped_column(Words(200), index=True)
    legal_name: Mapped[str | None] = mapped_column(Words(100))
    type_code: Mapped[str | None] = mapped_column(Code(10))
    type_text: Mapped[str | None] = mapped_column(Words(50))
    anzsic_code: Mapped[str | None] = mapped_column(Code(10))
    size: Mapped[str | None] = mapped_column(Code(10))
    employees: Mapped[int | None]
    abn: Mapped[str | None] = mapped_column(Code(11), index=True)
    acn: Mapped[str | None] = mapped_column(Code(9))
    phone: Mapped[str | None] = mapped_column(Words(20))
    fax_phone: Mapped[str | None] = mapped_column(Words(20))
    mobile_phone: Mapped[str | None] = mapped_column(Words(20))
    email: Mapped[str | None] = mapped_column(Words(100), index=True)
    url: Mapped[str | None] = mapped_column(Words(255))
    business_line: Mapped[str | None] = mapped_column(Words(170))
    business_building: Mapped[str | None] = mapped_column(Words(50))
    business_unit_details: Mapped[str | None] = mapped_column(Words(30))
    business_street_number: Mapped[str | None] = mapped_column(Words(15))
    business_street_name: Mapped[str | None] = mapped_column(Words(70))
    business_city: Mapped[str | None] = mapped_column(Words(50))
    business_state: Mapped[str | None] = mapped_column(Code(10))
    business_postcode: Mapped[str | None] = mapped_column(Code(4))
    postal_line: Mapped[str | None] = mapped_column(Words(170))
    postal_building: Mapped[str | None] = mapped_column(Words(50))
    postal_unit_details: Mapped[str | None] = mapped_column(Words(30))
    postal_street_number: Mapped[str | None] = mapped_column(Words(15))
    postal_street_name: Mapped[str | None] = mapped_column(Words(70))
    postal_box: Mapped[str | None] = mapped_column(Words(22))
    postal_city: Mapped[str | None] = mapped_column(Words(50))
    postal_state: Mapped[str | None] = mapped_column(Code(10))
    postal_postcode: Mapped[str | None] = mapped_column(Code(4))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("employer.id"), index=True)
    external_code: Mapped[str | None] = mapped_column(Words(50))
    active: Mapped[bool] = mapped_column(default=True)
    username: Mapped[str | None] = mapped_column(Words(100))
    username_key: Mapped[str | None] = mapped_column(Words(200), index=True)
    password_hash: Mapped[str | None] = mapped_column(Code(200))

    @validates("identifier", "name", "username")
    def _follow(self, attribute: str, value: str | None) -> str | None:
        """Keep the folded key beside a text that comparisons use."""
        setattr(self, f"{attribute}_key", fold_name(value) if attribute == "name" else fold(value) or None)
        return value


class EmployerContact(Base, Stamped):
    """A client who speaks for an employer."""

    __tablename__ = "employer_contact"
    __table_args__ = (UniqueConstraint("employer_id", "client_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"))
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    is_primary: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
