"""The way into the outbox, for rules and operations; vettrak_api.outbox.delivery sends what is in it."""

import datetime
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import insert
from sqlalchemy.orm import Session

from vettrak_api.model.outbox import OutboxMessage
from vettrak_api.model.statements import execute_for_each

MAIL = "mail"
"""The kind of an e-mail; its payload is a JSON object with subject and text."""

SMS = "sms"
"""The kind of a text message; its payload is a JSON object with the members of `Sms` but number and parts."""

AT_ONCE = 0
"""When a new message is due: before all that have been tried."""


def queue_mail(session: Session, now: datetime.datetime, recipient: str, subject: str, text: str) -> None:
    """Put a mail into the outbox; it exists only if the session commits."""
    payload = json.dumps({"subject": subject, "text": text}, ensure_ascii=False)
    session.add(OutboxMessage(kind=MAIL, recipient=recipient, payload=payload, queued=now, next_attempt=AT_ONCE))


@dataclass(frozen=True, slots=True)
class Sms:
    """A text message to one number, as a gateway wants it: +61412345678.

    sender: whom the phone shows; None leaves that to the gateway. provider: which of the gateway's providers shall
    carry it; None for the default. accept_replies: the gateway picks a number that can be answered. parts: how many
    messages the text takes. key: names the message to the gateway, however often it is tried.
    """

    number: str
    text: str
    sender: str | None
    provider: str | None
    accept_replies: bool
    parts: int
    key: str


def queue_sms(session: Session, since: datetime.datetime, due: int, messages: Sequence[Sms]) -> None:
    """Put text messages into the outbox, which exist only if the session commits.

    since: from when they wait, RTO time. due: when they may be sent, in UTC milliseconds, or AT_ONCE.
    """
    rows = [
        {
            "kind": SMS,
            "recipient": message.number,
            "payload": _payload(message),
            "queued": since,
            "next_attempt": due,
            "parts": message.parts,
        }
        for message in messages
    ]
    if rows:
        execute_for_each(session, _QUEUED, rows)


_QUEUED = insert(OutboxMessage)


def _payload(message: Sms) -> str:
    kept = {name: value for name, value in asdict(message).items() if name not in {"number", "parts"}}
    return json.dumps(kept, ensure_ascii=False)
