"""Sends text messages by the gateway that the settings name."""

import json
from collections.abc import Sequence

from sqlalchemy import Executable, update

from vettrak_api.model.sms import ClientSms, SmsAccount
from vettrak_api.outbox.failures import DeliveryFailed, WayRefused, reason_of
from vettrak_api.outbox.gateways import gateway_of
from vettrak_api.outbox.outcomes import SENT, Outcome
from vettrak_api.settings import Settings


class SmsSender:
    """The way to the gateway; looks first whether it answers, and closes when a message gets no answer.

    Each of many messages would wait as long for theirs, and mails meanwhile for all of them: the next round goes on.
    """

    def __init__(self, settings: Settings) -> None:
        self._gateway = gateway_of(settings)
        self._is_open = False
        self._trouble: str | None = None
        self._balance: int | None = None

    @staticmethod
    def is_configured(settings: Settings) -> bool:
        """Tell whether messages can be sent at all."""
        return gateway_of(settings) is not None

    def open(self) -> None:
        """Look whether the gateway can be used, unless that is known; raises OSError when it can not."""
        if self._trouble is not None:
            raise WayRefused(self._trouble)
        if self._gateway is not None and not self._is_open:
            self._gateway.probe()
            self._is_open = True

    def send(self, recipient: str, payload: str) -> None:
        """Send one message; raises DeliveryFailed or OSError, after which the next one may still go."""
        self._balance = None
        if self._gateway is None:
            raise DeliveryFailed("no gateway", is_permanent=False)
        try:
            self._balance = self._gateway.take(recipient, json.loads(payload))
        except OSError as error:
            self._trouble = reason_of(error)
            raise

    def records(self, outcome: Outcome) -> Sequence[Executable]:
        """Return what keeps the client's history and the account up to date."""
        history = update(ClientSms).where(ClientSms.message_key == _key(outcome.payload))
        settled = history.values(state=outcome.state, settled=outcome.moment, reason=outcome.reason)
        if outcome.state != SENT:
            return (settled,)
        # Without a word of the gateway what it took is gone; null stays null.
        left = SmsAccount.balance - outcome.parts if self._balance is None else self._balance
        return settled, update(SmsAccount).values(used=SmsAccount.used + outcome.parts, balance=left)

    def close(self) -> None:
        """Do nothing: every message has a connection of its own."""


def _key(payload: str) -> str:
    """Return the key of a message, "" of what is none."""
    try:
        return str(json.loads(payload)["key"])
    except (ValueError, TypeError, KeyError):
        return ""
