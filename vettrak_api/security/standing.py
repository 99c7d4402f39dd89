"""Whether people may log in, and as what: taken away from them at once, with all that they are logged in to."""

from sqlalchemy import bindparam, delete
from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict
from vettrak_api.model.audit import log_change
from vettrak_api.model.changes import UPDATE
from vettrak_api.model.clients import Client
from vettrak_api.model.security import PasswordReset
from vettrak_api.model.statements import execute
from vettrak_api.security.roles import hold_roles, lock_roles, require_somebody_sets_up, sets_up
from vettrak_api.security.tokens import revoke

OWN = "You can not do this to your own account. Please ask a colleague."

LINKS = delete(PasswordReset).where(PasswordReset.client_id == bindparam("client"))


def deactivate(session: Session, client: Client, by: int | None) -> None:
    """Keep a client from logging in: tokens and links for a new password end at once. All records stay.

    by: the number of who does it. Raises Conflict when they are the client themselves, and when nobody could set the
    organisation up any more.
    """
    _refuse_own(client, by)
    lock_roles(session)
    client.active = False
    revoke(session.connection(), client_id=client.id)
    execute(session, LINKS, client=client.id)
    if sets_up(session, client):
        require_somebody_sets_up(session)


def activate(client: Client) -> None:
    """Let a client log in again, with the password of before, if there is one."""
    client.active = True


def dismiss(session: Session, client: Client, by: int | None) -> None:
    """Let a staff member be staff no longer: roles go, and what they are logged in to ends; the log-in stays.

    Raises as `deactivate`.
    """
    _refuse_own(client, by)
    hold_roles(session, client, ())
    client.staff = False
    revoke(session.connection(), client_id=client.id)


def end_tokens(session: Session, client: Client) -> None:
    """End all that a client is logged in to; the password stays."""
    revoke(session.connection(), client_id=client.id)
    log_change(session, client, UPDATE, {"tokens": ("good", "ended")})


def _refuse_own(client: Client, by: int | None) -> None:
    if client.id == by:
        raise Conflict(OWN)
