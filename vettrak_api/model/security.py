"""Who may do what: tokens, API roles, failed and good logins, password resets. Moments here are UTC milliseconds."""

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from vettrak_api.model.base import Audited, Base, Code, Key, Words


class AccessToken(Base):
    """A token of a client or an employer; only its SHA-256 digest is stored."""

    __tablename__ = "access_token"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    digest: Mapped[str] = mapped_column(Code(64), unique=True)
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"), index=True)
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employer.id"), index=True)
    created: Mapped[int] = mapped_column(BigInteger)
    used: Mapped[int] = mapped_column(BigInteger, index=True)


class Role(Base, Audited):
    """A role of staff members; the API role is the one with the feature VETtrak API (R-ACCESS).

    grants_setup: whether its holders may set the organisation up, on the pages of the staff.
    """

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(Words(50), unique=True)
    grants_api: Mapped[bool] = mapped_column(default=False)
    grants_setup: Mapped[bool] = mapped_column(default=False, server_default=false())


class ClientRole(Base, Audited):
    """A role that a staff client holds."""

    __tablename__ = "client_role"
    __table_args__ = (UniqueConstraint("client_id", "role_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    role_id: Mapped[int] = mapped_column(ForeignKey("role.id"), index=True)


class LoginAttempt(Base):
    """The failed logins of one account (folded name, hashed) from one address since its last success."""

    __tablename__ = "login_attempt"
    __table_args__ = (
        UniqueConstraint("account", "address"),
        Index("ix_login_attempt_last", "last"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    account: Mapped[str] = mapped_column(Code(64))
    address: Mapped[str] = mapped_column(Code(45), index=True)
    failures: Mapped[int] = mapped_column(default=0)
    last: Mapped[int] = mapped_column(BigInteger)


class GoodLogin(Base):
    """When an account (folded name, hashed) last logged in well from an address, to the day."""

    __tablename__ = "good_login"
    __table_args__ = (
        UniqueConstraint("account", "address"),
        Index("ix_good_login_address_last", "address", "last"),
        Index("ix_good_login_last", "last"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    account: Mapped[str] = mapped_column(Code(64))
    address: Mapped[str] = mapped_column(Code(45))
    last: Mapped[int] = mapped_column(BigInteger)


class PasswordReset(Base):
    """A single-use link for a new password; only the digest of its key is stored.

    expires: until when it works; null for as long after it was made as the setting says.
    """

    __tablename__ = "password_reset"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    digest: Mapped[str] = mapped_column(Code(64), unique=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    created: Mapped[int] = mapped_column(BigInteger)
    used: Mapped[int | None] = mapped_column(BigInteger)
    expires: Mapped[int | None] = mapped_column(BigInteger)
