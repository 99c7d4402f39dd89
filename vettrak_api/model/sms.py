"""Text messages to mobile phones: what is known of the gateway's account, and what clients were sent."""

import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from vettrak_api.model.base import Base, Code, Key, Stamped, Words


class SmsAccount(Base):
    """What is known of the SMS gateway, in one row, which whoever queues messages locks.

    used: messages that it took since ever, each part counted. balance: messages left as the gateway answered last, less
    what it took since; null when it never told. asked: when it was looked for last, in UTC milliseconds. unreachable:
    since when it does not answer, likewise; null when it does. reason: why it did not answer.
    """

    __tablename__ = "sms_account"

    id: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    used: Mapped[int] = mapped_column(default=0)
    balance: Mapped[int | None]
    asked: Mapped[int | None] = mapped_column(BigInteger)
    unreachable: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str | None] = mapped_column(Code(60))


class ClientSms(Base, Stamped):
    """A text message to a client: the history that stays when the outbox has forgotten it.

    message_key: the key that its message in the outbox carries. parts: how many messages the gateway makes of it.
    scheduled: the local time for which it was ordered; null for at once. state: queued, sent or failed, with the time
    at which it was sent or failed, and the kind of the failure.
    """

    __tablename__ = "client_sms"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    message_key: Mapped[str] = mapped_column(Code(32), unique=True)
    number: Mapped[str] = mapped_column(Code(20))
    sender: Mapped[str | None] = mapped_column(Words(16))
    text: Mapped[str] = mapped_column(Words(1530))
    parts: Mapped[int]
    scheduled: Mapped[datetime.datetime | None]
    state: Mapped[str] = mapped_column(Code(10), default="queued")
    settled: Mapped[datetime.datetime | None]
    reason: Mapped[str | None] = mapped_column(Code(60))
