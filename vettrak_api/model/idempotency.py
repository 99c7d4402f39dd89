"""Requests that were made under an Idempotency-Key, and their answers, for whoever sends one of them again."""

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from vettrak_api.model.base import Base, Code, Key, LongText


class IdempotentRequest(Base):
    """A request that was carried out; written in its own transaction, so that it is there only if the work is.

    digest: of who asks, by which door, under which key; no key itself is kept. request: digest of what was asked.
    status, location, tag and answer: what was answered. made: UTC milliseconds since 1970.
    """

    __tablename__ = "idempotent_request"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    digest: Mapped[str] = mapped_column(Code(64), unique=True)
    request: Mapped[str] = mapped_column(Code(64))
    status: Mapped[int]
    location: Mapped[str | None] = mapped_column(Code(400))
    tag: Mapped[str | None] = mapped_column(Code(64))
    answer: Mapped[str] = mapped_column(LongText)
    made: Mapped[int] = mapped_column(BigInteger, index=True)
