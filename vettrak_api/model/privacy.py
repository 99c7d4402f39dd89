"""People who were erased, and people of whom nothing may be deleted."""

import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from vettrak_api.model.base import Audited, Base, Key, Words

ERASED_KEY = " "
"""What the folded code of an erased client begins with. No folded text does, so nobody finds it by its code."""


class ErasedClient(Base):
    """A client whose personal data were erased; what is left of the record names nobody.

    The names and the birth date are there as long as the person's certification must be vouched for, and nowhere else:
    who received the awards that refer to the client.
    """

    __tablename__ = "erased_client"

    client_id: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    erased_at: Mapped[datetime.datetime]
    surname: Mapped[str | None] = mapped_column(Words(50))
    given_name: Mapped[str | None] = mapped_column(Words(50))
    other_name: Mapped[str | None] = mapped_column(Words(50))
    birth_date: Mapped[datetime.date | None]


class LegalHold(Base, Audited):
    """An order to keep everything of a client: nothing is erased, and no retention applies, until it is released.

    placed_at: the RTO's local time. A released hold is a row no more: the change log tells who released it.
    """

    __tablename__ = "legal_hold"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    reason: Mapped[str] = mapped_column(Words(255))
    placed_at: Mapped[datetime.datetime]
