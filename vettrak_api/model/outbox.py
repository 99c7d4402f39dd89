"""Messages that wait to be sent, and for a while those that were sent or given up."""

import datetime

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from vettrak_api.model.base import Base, Code, Key, LongText, Words


class OutboxMessage(Base):
    """A message to somebody outside; only `vettrak_api.outbox` writes here.

    kind: how it is sent, such as "mail". payload: what is sent, in the form that the kind wants; emptied as soon as the
    message was sent or given up, since it may hold a secret link. queued: since when it waits; of a message for a later
    time, that time. next_attempt: when somebody may try to send it, in UTC milliseconds since 1970, so that no summer
    time bends the pauses; 0 is at once, null is never again, because it was sent or given up. parts: as how many
    messages a gateway counts it; null where nobody counts. attempts: how often somebody began to send it. reason: what
    the last attempt failed by, without personal data.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        # As the sender asks: what is due, the longest first.
        Index("ix_outbox_next_attempt_kind", "next_attempt", "kind"),
        # Logs name messages by their numbers.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[str] = mapped_column(Code(20))
    recipient: Mapped[str] = mapped_column(Words(255))
    payload: Mapped[str | None] = mapped_column(LongText)
    queued: Mapped[datetime.datetime]
    next_attempt: Mapped[int | None] = mapped_column(BigInteger)
    parts: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent: Mapped[datetime.datetime | None]
    given_up: Mapped[datetime.datetime | None] = mapped_column(index=True)
    reason: Mapped[str | None] = mapped_column(Code(60))
