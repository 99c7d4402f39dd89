"""Single-use links by which clients set a new portal password (TriggerPortalPasswordReset)."""

import secrets
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, delete, select, update
from sqlalchemy.orm import Session

from vettrak_api.clock import Clock
from vettrak_api.errors import InvalidInput
from vettrak_api.model.clients import Client
from vettrak_api.model.security import PasswordReset
from vettrak_api.model.statements import execute
from vettrak_api.outbox.queue import queue_mail
from vettrak_api.security.credentials import set_password
from vettrak_api.security.tokens import TOKEN_BYTES, digest
from vettrak_api.settings import Settings

SUBJECT = "Choose a new password"
TEXT = """Somebody, probably you, asked for a new password for the training portal.

To choose one, open this link within {minutes} minutes; it works once:

{link}

If you did not ask, do nothing: your present password stays valid.
"""

_NUMBER: BindParameter[int] = bindparam("number")

FORGET = delete(PasswordReset).where(PasswordReset.client_id == bindparam("client"))
VALID = select(PasswordReset).where(
    PasswordReset.digest == bindparam("key_digest"),
    PasswordReset.used.is_(None),
    PasswordReset.created >= bindparam("oldest"),
)
SPEND = (
    update(PasswordReset)
    .where(PasswordReset.id == _NUMBER, PasswordReset.used.is_(None))
    .values(used=bindparam("used_now"))
)
CLIENT = select(Client).where(Client.id == _NUMBER)


def request_reset(session: Session, settings: Settings, clock: Clock, client: Row[Any]) -> None:
    """Queue a mail with a link for the client, a row with id, email, username and active; earlier links die.

    Raises InvalidInput when the client has no e-mail address or may not use a portal, when there is no portal,
    or when no mail can be sent.
    """
    if not client.email:
        raise InvalidInput("Client has no e-mail address.")
    if not settings.portal_url or not client.active or not client.username:
        raise InvalidInput("No portal is available to this client.")
    if not settings.mail_sender or not settings.smtp_host:
        raise InvalidInput("Password reset mail is not configured.")
    key = secrets.token_urlsafe(TOKEN_BYTES)
    execute(session, FORGET, client=client.id)
    session.add(PasswordReset(digest=digest(key), client_id=client.id, created=clock.milliseconds()))
    link = f"{settings.portal_url}/password-reset?key={key}"
    text = TEXT.format(minutes=settings.password_reset_minutes, link=link)
    queue_mail(session, clock.now(), client.email, SUBJECT, text)


def find_reset(session: Session, settings: Settings, clock: Clock, key: str) -> PasswordReset | None:
    """Return the reset that a link's key stands for, or None when it is unknown, used or too old."""
    oldest = clock.milliseconds() - settings.password_reset_minutes * 60_000
    return session.scalars(VALID, {"key_digest": digest(key), "oldest": oldest}).one_or_none()


def use_reset(session: Session, settings: Settings, clock: Clock, key: str, password_hash: str) -> bool:
    """Set the new password, by its hash, and spend the link; tell whether it was still valid.

    The link is spent by an update that only one of two equal requests can win.
    """
    reset = find_reset(session, settings, clock, key)
    if reset is None:
        return False
    client = session.scalar(CLIENT, {"number": reset.client_id})
    spent = {"number": reset.id, "used_now": clock.milliseconds()}
    if client is None or not execute(session, SPEND, **spent).rowcount:
        return False
    set_password(session, client, password_hash)
    return True
