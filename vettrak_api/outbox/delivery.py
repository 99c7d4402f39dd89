"""Sends what is due in the outbox, and keeps what became of it.

A message is claimed by moving its next attempt ahead: of several processes one sends it, and when that one is killed
the message is due again after the lease. So in the worst case a message is sent twice, but never lost.
"""

import datetime
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from typing import Any, Protocol

from sqlalchemy import Executable, Row, Update, bindparam, select, update

from vettrak_api.clock import Clock
from vettrak_api.database.connections import Database
from vettrak_api.model.outbox import OutboxMessage
from vettrak_api.outbox.failures import DeliveryFailed, failure_of, reason_of
from vettrak_api.outbox.mail import MailSender
from vettrak_api.outbox.outcomes import FAILED, SENT, Outcome
from vettrak_api.outbox.queue import MAIL, SMS
from vettrak_api.outbox.sms import SmsSender
from vettrak_api.settings import Settings

logger = logging.getLogger(__name__)

PAUSES_SECONDS = (15, 60, 5 * 60, 15 * 60, 60 * 60)
"""Between a failed attempt and the next one: after the first, the second, ...; the last one repeats."""

LONGEST_WAIT = datetime.timedelta(hours=24)
"""From the queuing of a message to its last attempt."""

LEASE_SECONDS = 10 * 60
"""How long a sender has a message to itself: more than a mail server can take, with half a minute for each answer."""

MOST_PER_ROUND = 500


class Installation(Protocol):
    """What sending needs of a runtime, which stands above this room."""

    @property
    def settings(self) -> Settings:
        """How mail servers and others are reached."""

    @property
    def database(self) -> Database:
        """Where the outbox is."""

    @property
    def clock(self) -> Clock:
        """What time it is."""


class Sender(Protocol):
    """Sends messages of one kind."""

    def open(self) -> object:
        """Get ready, or stay so; raises OSError when the way out can not be used, whatever the message."""

    def send(self, recipient: str, payload: str) -> None:
        """Send one message; whatever it raises counts as a failure of that message alone."""

    def records(self, outcome: Outcome) -> Sequence[Executable]:
        """Return the statements that keep, elsewhere than in the outbox, what became of a message."""

    def close(self) -> None:
        """Let go of what was opened; raises nothing."""


class SenderType(Protocol):
    """A way to send: whether the settings allow it, and the sender."""

    def __call__(self, settings: Settings) -> Sender:
        """Return a sender that is not open yet."""

    def is_configured(self, settings: Settings) -> bool:
        """Tell whether the settings name a way out."""


SENDERS: Mapping[str, SenderType] = {MAIL: MailSender, SMS: SmsSender}
"""How each kind is sent; messages of other kinds are left alone."""

WAITING = (
    OutboxMessage.id,
    OutboxMessage.recipient,
    OutboxMessage.payload,
    OutboxMessage.queued,
    OutboxMessage.next_attempt,
    OutboxMessage.attempts,
    OutboxMessage.parts,
)
DUE = select(*WAITING).where(OutboxMessage.kind == bindparam("wanted"), OutboxMessage.next_attempt <= bindparam("due"))
FIRST_DUE = DUE.order_by(OutboxMessage.next_attempt, OutboxMessage.id).limit(1)
TOO_OLD = DUE.where(OutboxMessage.queued <= bindparam("oldest")).order_by(OutboxMessage.id).limit(MOST_PER_ROUND)


def sent_kinds(settings: Settings) -> list[str]:
    """Return the kinds of messages that the settings allow to send."""
    return [kind for kind, sender in SENDERS.items() if sender.is_configured(settings)]


def send_due(runtime: Installation, kind: str, is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Send what is due of one kind, at most 500 messages, and return how many went out.

    Whatever is wrong with one message does not keep the others. Raises OSError (smtplib.SMTPException is one) when the
    way out itself can not be used: messages then stay due as they are, but what has waited for a day is given up.
    """
    sent = 0
    with closing(SENDERS[kind](runtime.settings)) as sender:
        for _ in range(MOST_PER_ROUND):
            message = _first_due(runtime, kind)
            if message is None or is_stopping():
                break
            _open(runtime, kind, sender)
            sent += _deliver(runtime, kind, sender, message)
    return sent


def _first_due(runtime: Installation, kind: str) -> Row[*tuple[Any, ...]] | None:
    with runtime.database.connection() as connection:
        return connection.execute(FIRST_DUE, {"wanted": kind, "due": runtime.clock.milliseconds()}).first()


def _open(runtime: Installation, kind: str, sender: Sender) -> None:
    """Open a sender; when that fails, whatever by, give up what has waited too long, and raise it."""
    try:
        sender.open()
    except Exception as error:
        asked = {"wanted": kind, "due": runtime.clock.milliseconds(), "oldest": runtime.clock.now() - LONGEST_WAIT}
        with runtime.database.connection() as connection:
            too_old = connection.execute(TOO_OLD, asked).all()
        for message in too_old:
            _give_up(runtime, kind, sender, message, message.next_attempt, reason_of(error))
        raise


def _deliver(runtime: Installation, kind: str, sender: Sender, message: Row[*tuple[Any, ...]]) -> int:
    """Send a message unless somebody else does; return how many went out, 0 or 1."""
    lease = _claim(runtime, message)
    if lease is None:
        return 0
    try:
        sender.send(message.recipient, message.payload or "")
    except Exception as error:  # noqa: BLE001 - one message's trouble is not to end the others
        _failed(runtime, kind, sender, message, lease, failure_of(error))
        return 0
    # Whoever holds the lease by now: it went out, and its text is needed no longer.
    done = update(OutboxMessage).where(OutboxMessage.id == message.id)
    ended = done.values(sent=runtime.clock.now(), given_up=None, next_attempt=None, payload=None, reason=None)
    _write(runtime, ended, sender.records(_outcome(runtime, SENT, message)))
    return 1


def _claim(runtime: Installation, message: Row[*tuple[Any, ...]]) -> int | None:
    """Return until when the message is ours, in UTC milliseconds; None when somebody else was quicker."""
    lease = runtime.clock.milliseconds() + LEASE_SECONDS * 1000
    ours = _held(message, message.next_attempt).values(next_attempt=lease, attempts=OutboxMessage.attempts + 1)
    return lease if _write(runtime, ours) else None


def _failed(
    runtime: Installation,
    kind: str,
    sender: Sender,
    message: Row[*tuple[Any, ...]],
    lease: int,
    failure: DeliveryFailed,
) -> None:
    """Settle when to try again, the last time a day after the queuing; or give up."""
    attempts = message.attempts + 1
    left = int((message.queued + LONGEST_WAIT - runtime.clock.now()).total_seconds())
    if failure.is_permanent or left <= 0:
        _give_up(runtime, kind, sender, message, lease, failure.reason)
        return
    pause = min(PAUSES_SECONDS[min(attempts, len(PAUSES_SECONDS)) - 1], left)
    later = runtime.clock.milliseconds() + pause * 1000
    if _write(runtime, _held(message, lease).values(next_attempt=later, reason=failure.reason)):
        logger.info(
            "message %s (%s) was not taken: %s; attempt %s, the next one in %s s",
            message.id, kind, failure.reason, attempts, pause,
        )  # fmt: skip


def _give_up(
    runtime: Installation, kind: str, sender: Sender, message: Row[*tuple[Any, ...]], held: int, reason: str
) -> None:
    """End a message whose next attempt is still the one that we know; its text goes, the reason stays."""
    ended = _held(message, held).values(given_up=runtime.clock.now(), next_attempt=None, payload=None, reason=reason)
    if _write(runtime, ended, sender.records(_outcome(runtime, FAILED, message, reason))):
        logger.warning("message %s (%s) was given up: %s", message.id, kind, reason)


def _outcome(runtime: Installation, state: str, message: Row[*tuple[Any, ...]], reason: str | None = None) -> Outcome:
    return Outcome(state, runtime.clock.now(), message.payload or "", message.parts or 0, reason)


def _held(message: Row[*tuple[Any, ...]], next_attempt: int) -> Update:
    """Begin an update that does nothing once somebody else has moved the next attempt."""
    return update(OutboxMessage).where(OutboxMessage.id == message.id, OutboxMessage.next_attempt == next_attempt)


def _write(runtime: Installation, statement: Update, records: Sequence[Executable] = ()) -> bool:
    """Commit an update of one message and tell whether it did anything; only then the records are kept with it.

    It waits for a database that is held, however many calls do so: what went out and is not noted goes out again.
    """
    patience = runtime.settings.database_timeout_seconds
    with runtime.database.connection(writing=True, patience=patience) as connection:
        is_done = connection.execute(statement).rowcount == 1
        for record in records if is_done else ():
            connection.execute(record)
        return is_done
