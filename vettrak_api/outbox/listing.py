"""What the outbox holds, for those who look after it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from vettrak_api.model.outbox import OutboxMessage

LATE = datetime.timedelta(hours=1)
"""Who has waited longer may be in trouble."""

REMEMBERED = datetime.timedelta(days=30)
"""How long a message that was given up is told of."""

FEWEST_DIGITS = 8
"""Of a phone number of which three can be told."""

IS_QUEUED = OutboxMessage.next_attempt.is_not(None)
IS_WAITING = IS_QUEUED & (OutboxMessage.queued <= bindparam("now"))
IS_SCHEDULED = IS_QUEUED & (OutboxMessage.queued > bindparam("now"))
WAS_GIVEN_UP = OutboxMessage.given_up >= bindparam("since")
STATE = select(
    func.count(case((IS_WAITING, 1))).label("waiting"),
    func.count(case((IS_SCHEDULED, 1))).label("scheduled"),
    func.min(case((IS_WAITING, OutboxMessage.queued))).label("oldest"),
    func.count(case((IS_WAITING & (OutboxMessage.queued < bindparam("late")), 1))).label("late"),
    func.count(case((WAS_GIVEN_UP, 1))).label("given_up"),
).where(or_(IS_QUEUED, WAS_GIVEN_UP))

TROUBLES = (
    select(
        OutboxMessage.id,
        OutboxMessage.kind,
        OutboxMessage.recipient,
        OutboxMessage.queued,
        OutboxMessage.attempts,
        OutboxMessage.next_attempt,
        OutboxMessage.given_up,
        OutboxMessage.reason,
    )
    .where(or_(IS_QUEUED, OutboxMessage.given_up.is_not(None)))
    .order_by(OutboxMessage.id)
)


@dataclass(frozen=True, slots=True)
class OutboxState:
    """How many messages wait and since when, how many of them for more than an hour, and how many were given up.

    oldest: when the one that has waited longest was queued, in the RTO's local time; None when nothing waits.
    given_up: those of the last 30 days. scheduled: those for a time that is still to come; they do not wait yet.
    """

    waiting: int
    oldest: datetime.datetime | None
    late: int
    given_up: int
    scheduled: int


def outbox_state(session: Session | Connection, now: datetime.datetime) -> OutboxState:
    """Count what waits and what was given up, of all kinds."""
    row = session.execute(STATE, {"now": now, "late": now - LATE, "since": now - REMEMBERED}).one()
    return OutboxState(row.waiting, row.oldest, row.late, row.given_up, row.scheduled)


def waiting_and_given_up(session: Session | Connection, most: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return what waits and what was given up, the oldest first, at most so many."""
    return session.execute(TROUBLES.limit(most)).all()


def masked(recipient: str) -> str:
    """Return the first letter and the domain of an address, or the end of a number: j...@example.com, ...001.

    What a terminal could obey is left out.
    """
    if recipient[1:].isdigit() and len(recipient) >= FEWEST_DIGITS:
        return f"...{recipient[-3:]}"
    name, at, domain = recipient.rpartition("@") if "@" in recipient else (recipient, "", "")
    shown = f"{name[:1]}...{at}{domain}"
    return "".join(character if character.isprintable() else "?" for character in shown)
