"""What is known of the SMS gateway: whether it answers, and how many messages are left."""

import logging
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select, update

from vettrak_api.model.outbox import OutboxMessage
from vettrak_api.model.sms import SmsAccount
from vettrak_api.model.statements import Reader, execute, for_update
from vettrak_api.outbox.delivery import Installation
from vettrak_api.outbox.failures import reason_of
from vettrak_api.outbox.gateways import gateway_of
from vettrak_api.outbox.queue import SMS
from vettrak_api.settings import SMS_BY_HTTP, Settings

logger = logging.getLogger(__name__)

UNCOUNTED = 9999
"""The balance that is told where nobody counts messages, as for places without a maximum."""

PAUSE_MILLISECONDS = 60_000
"""Between two looks at the gateway."""

ACCOUNT = select(SmsAccount.used, SmsAccount.balance, SmsAccount.asked, SmsAccount.unreachable, SmsAccount.reason)
LOCKED_ACCOUNT = for_update(ACCOUNT, SmsAccount)
# Null is never due; said in this way, the index by the next attempt is of use.
WAITING = select(func.coalesce(func.sum(OutboxMessage.parts), 0)).where(
    OutboxMessage.kind == SMS, OutboxMessage.next_attempt >= 0
)


@dataclass(frozen=True, slots=True)
class SmsState:
    """What the settings and the last look at the gateway tell.

    unreachable: since when it does not answer, in UTC milliseconds; None when it does, or was not asked yet.
    left: how many messages can still be queued; None where nobody counts.
    """

    is_set_up: bool
    unreachable: int | None
    left: int | None

    @property
    def is_available(self) -> bool:
        """Whether messages can be queued."""
        return self.is_set_up and self.unreachable is None


def sms_state(reader: Reader, settings: Settings) -> SmsState:
    """Return the present state; nobody is asked but the database."""
    return _state(reader, settings, execute(reader, ACCOUNT).one())


def locked_sms_state(reader: Reader, settings: Settings) -> SmsState:
    """Return the state and keep others from queuing messages until the transaction ends."""
    return _state(reader, settings, execute(reader, LOCKED_ACCOUNT).one())


def _state(reader: Reader, settings: Settings, account: Row[*tuple[Any, ...]]) -> SmsState:
    if gateway_of(settings) is None:
        return SmsState(is_set_up=False, unreachable=None, left=0)
    by_http = settings.sms_gateway == SMS_BY_HTTP
    granted: int | None = account.balance if by_http else None
    if granted is None and settings.sms_credit >= 0:
        granted = settings.sms_credit - account.used
    left = None if granted is None else max(0, granted - int(execute(reader, WAITING).scalar_one()))
    return SmsState(is_set_up=True, unreachable=account.unreachable if by_http else None, left=left)


def look_after_account(runtime: Installation) -> None:
    """Look whether the gateway answers and what is left, at most once a minute, and keep that."""
    gateway, now = gateway_of(runtime.settings), runtime.clock.milliseconds()
    if gateway is None:
        return
    with runtime.database.connection() as connection:
        account = connection.execute(ACCOUNT).one()
    if account.asked is not None and 0 <= now - account.asked < PAUSE_MILLISECONDS:
        return
    found: dict[str, Any] = {"asked": now, "unreachable": None, "reason": None}
    try:
        balance = gateway.probe()
    except Exception as error:  # noqa: BLE001 - whatever it is, the gateway can not be used
        found |= {"unreachable": account.unreachable or now, "reason": reason_of(error)}
        if account.unreachable is None:
            logger.warning("the SMS gateway can not be used: %s", reason_of(error))
    else:
        if balance is not None:
            found["balance"] = balance
        if account.unreachable is not None:
            logger.info("the SMS gateway can be used again")
    with runtime.database.connection(writing=True) as connection:
        connection.execute(update(SmsAccount).values(**found))
