"""Queuing text messages: to whom they go, what they cost, and what is refused."""

import datetime
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict
from vettrak_api.model.clients import Client
from vettrak_api.model.rows import add_rows
from vettrak_api.model.sms import ClientSms
from vettrak_api.model.statements import execute, portions
from vettrak_api.outbox.queue import AT_ONCE, Sms, queue_sms
from vettrak_api.outbox.sms_account import UNCOUNTED, locked_sms_state
from vettrak_api.rules.lookups import client_key
from vettrak_api.rules.sms.numbers import plain_number, usable_number
from vettrak_api.rules.validation import trimmed
from vettrak_api.settings import Settings

QUEUED, LEFT_OUT, NO_NUMBER, UNKNOWN_CLIENT = 1, 0, -1, -2
"""What becomes of a recipient."""

MESSAGES = {
    QUEUED: "Queued.",
    LEFT_OUT: "The client does not want marketing messages.",
    NO_NUMBER: "No usable mobile number.",
    UNKNOWN_CLIENT: "Client not found.",
}

CLIENTS = select(Client.id, Client.code_key, Client.mobile_phone, Client.marketing).where(
    Client.code_key.in_(bindparam("codes", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be sent, judged already.

    parts: how many messages the text takes. sender: None leaves it to the settings and the gateway. provider: None is
    the gateway's default. accept_replies: the gateway picks a number that can be answered. scheduled: RTO time; None
    for at once.
    """

    text: str
    parts: int
    sender: str | None
    provider: str | None
    scheduled: datetime.datetime | None
    accept_replies: bool = False


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told: a client, a number, or a client at a number; as they were sent."""

    client_code: str | None
    mobile_phone: str | None


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a recipient; mobile_phone: the number used, else as it was sent."""

    client_code: str | None
    mobile_phone: str | None
    status: int
    client_id: int | None = None


@dataclass(frozen=True, slots=True)
class Sending:
    """What was queued: the result of each recipient in the given order, how many, and how many messages are left."""

    results: Sequence[Result]
    sent: int
    balance: int


def send_to_number(session: Session, settings: Settings, now: datetime.datetime, order: Order, number: str) -> Sending:
    """Queue a message to a number as it was told; whether it is one, the gateway finds. No history is kept.

    Raises Conflict when messages can not be sent at present, or when there are not enough left.
    """
    used = usable_number(number) or plain_number(number) or number
    return _queue(session, settings, now, order, [Result(None, used, QUEUED)])


def send_to_recipients(
    session: Session,
    settings: Settings,
    now: datetime.datetime,
    order: Order,
    recipients: Sequence[Recipient],
    *,
    is_marketing: bool,
) -> Sending:
    """Queue a message to each recipient that can have it, and keep the history of the clients among them.

    is_marketing: clients who do not want such are left out. Raises as `send_to_number`; then nobody is told.
    """
    keys = {code: client_key(session, code) for code in {trimmed(one.client_code) for one in recipients} if code}
    clients = _clients(session, set(keys.values()))
    results = [
        _judged(one, clients.get(keys.get(trimmed(one.client_code), "")), is_marketing=is_marketing)
        for one in recipients
    ]
    return _queue(session, settings, now, order, results)


def _clients(session: Session, keys: Iterable[str]) -> dict[str, Row[*tuple[Any, ...]]]:
    found = (row for codes in portions(sorted(keys)) for row in execute(session, CLIENTS, codes=codes))
    return {row.code_key: row for row in found}


def _judged(one: Recipient, client: Row[*tuple[Any, ...]] | None, *, is_marketing: bool) -> Result:
    told = trimmed(one.mobile_phone)
    if trimmed(one.client_code) and client is None:
        return Result(one.client_code, one.mobile_phone, UNKNOWN_CLIENT)
    if client is not None and is_marketing and not client.marketing:
        return Result(one.client_code, one.mobile_phone, LEFT_OUT)
    number = usable_number(told or (client.mobile_phone if client is not None else None))
    if number is None:
        return Result(one.client_code, one.mobile_phone, NO_NUMBER)
    return Result(one.client_code, number, QUEUED, client.id if client is not None else None)


def _queue(
    session: Session, settings: Settings, now: datetime.datetime, order: Order, results: Sequence[Result]
) -> Sending:
    state = locked_sms_state(session, settings)
    if not state.is_available:
        raise Conflict("SMS service is not available.")
    queued = [result for result in results if result.status == QUEUED]
    cost = order.parts * len(queued)
    if state.left is not None and cost > state.left:
        raise Conflict("Insufficient SMS credit.")
    sender = None if order.accept_replies else order.sender or settings.sms_sender or None
    messages = [_message(order, sender, result) for result in queued]
    due = _due(settings, order.scheduled)
    queue_sms(session, order.scheduled or now, due, messages)
    _keep_history(session, order, sender, queued, messages)
    return Sending(results, len(queued), UNCOUNTED if state.left is None else state.left - cost)


def _message(order: Order, sender: str | None, result: Result) -> Sms:
    return Sms(
        number=result.mobile_phone or "",
        text=order.text,
        sender=sender,
        provider=order.provider,
        accept_replies=order.accept_replies,
        parts=order.parts,
        key=secrets.token_hex(16),
    )


def _keep_history(
    session: Session, order: Order, sender: str | None, queued: Sequence[Result], messages: Sequence[Sms]
) -> None:
    rows = [
        {
            "client_id": result.client_id,
            "message_key": message.key,
            "number": message.number,
            "sender": sender,
            "text": order.text,
            "parts": order.parts,
            "scheduled": order.scheduled,
        }
        for result, message in zip(queued, messages, strict=True)
        if result.client_id is not None
    ]
    add_rows(session, ClientSms, rows)


def _due(settings: Settings, scheduled: datetime.datetime | None) -> int:
    """Return when a message may be sent, in UTC milliseconds; of a time that comes twice the earlier one."""
    if scheduled is None:
        return AT_ONCE
    return int(scheduled.replace(tzinfo=settings.zone).timestamp() * 1000)
