"""Single-use links by which clients set a new portal password (TriggerPortalPasswordReset)."""

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, BindParameter, Row, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.orm import Session

from vettrak_api.clock import Clock
from vettrak_api.errors import InvalidInput
from vettrak_api.model.clients import Client
from vettrak_api.model.reference import Organisation
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
INVITATION = """{organisation} has an account for you at the training portal.

Your user name is {username}. To choose your password, open this link within {days} days; it works once:

{link}
"""
INVITATION_SUBJECT = "Choose your password"

INVITATION_DAYS = 14
DAY_MILLISECONDS = 86_400_000

MOST_INVITED = 200
"""Invitations of one transaction."""

VALID = select(PasswordReset).where(
    PasswordReset.digest == bindparam("key_digest"),
    PasswordReset.used.is_(None),
    or_(
        PasswordReset.expires >= bindparam("now", type_=BigInteger),
        and_(PasswordReset.expires.is_(None), PasswordReset.created >= bindparam("oldest", type_=BigInteger)),
    ),
)
INVITED = select(PasswordReset.client_id).where(
    PasswordReset.used.is_(None), PasswordReset.expires >= bindparam("now", type_=BigInteger)
)
UNINVITED = (
    select(Client.id, Client.email, Client.username)
    .where(
        Client.id > bindparam("after", type_=BigInteger),
        Client.active,
        Client.password_hash.is_(None),
        Client.username.is_not(None),
        Client.email.is_not(None),
        Client.id.not_in(INVITED),
    )
    .order_by(Client.id)
    .limit(MOST_INVITED)
)
OF_ALL = select(func.min(Organisation.name))
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
    link = _new_link(session, settings, client.id, clock.milliseconds())
    text = TEXT.format(minutes=settings.password_reset_minutes, link=link)
    queue_mail(session, clock.now(), client.email, SUBJECT, text)


def find_reset(session: Session, settings: Settings, clock: Clock, key: str) -> PasswordReset | None:
    """Return the reset that a link's key stands for, or None when it is unknown, used or too old."""
    oldest = clock.milliseconds() - settings.password_reset_minutes * 60_000
    told = {"key_digest": digest(key), "oldest": oldest, "now": clock.milliseconds()}
    return session.scalars(VALID, told).one_or_none()


def invite(session: Session, settings: Settings, clock: Clock, after: int = 0) -> tuple[int, int]:
    """Queue mails with links to people who have a user name, an address and no password, and no such link yet.

    Who they are: those with numbers above `after`, MOST_INVITED at the most. Returns how many, and the last number.
    Raises InvalidInput when there is no portal, or when no mail can be sent.
    """
    _require_portal(settings)
    people = execute(session, UNINVITED, after=after, now=clock.milliseconds()).all()
    _invite(session, settings, clock, people)
    return len(people), people[-1].id if people else after


def invite_one(session: Session, settings: Settings, clock: Clock, client: Client) -> None:
    """Queue a mail with a link to one person, to choose a password; earlier links die, a present password stays.

    Raises InvalidInput as `invite`, and when the person is inactive or has no user name or address.
    """
    _require_portal(settings)
    if not client.active or not client.username or not client.email:
        raise InvalidInput("Only an active person with a user name and an e-mail address can be invited.")
    _invite(session, settings, clock, [client])


def _invite(session: Session, settings: Settings, clock: Clock, people: Sequence[Any]) -> None:
    """Queue mails to people, who have `id`, `username` and `email`."""
    now = clock.milliseconds()
    organisation = session.scalar(OF_ALL) or "Your training organisation"
    for client in people:
        link = _new_link(session, settings, client.id, now, expires=now + INVITATION_DAYS * DAY_MILLISECONDS)
        told = {"organisation": organisation, "username": client.username, "days": INVITATION_DAYS, "link": link}
        queue_mail(session, clock.now(), client.email, INVITATION_SUBJECT, INVITATION.format(**told))


def _require_portal(settings: Settings) -> None:
    if not settings.portal_url:
        raise InvalidInput("No portal is set, to which the links would lead: set VETTRAK_PORTAL_URL.")
    if not settings.mail_sender or not settings.smtp_host:
        raise InvalidInput("No mail can be sent: set VETTRAK_SMTP_HOST and VETTRAK_MAIL_SENDER.")


def _new_link(session: Session, settings: Settings, client_id: int, now: int, expires: int | None = None) -> str:
    """Return a link for one client; earlier ones die."""
    key = secrets.token_urlsafe(TOKEN_BYTES)
    execute(session, FORGET, client=client_id)
    session.add(PasswordReset(digest=digest(key), client_id=client_id, created=now, expires=expires))
    return f"{settings.portal_url}/password-reset?key={key}"


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
