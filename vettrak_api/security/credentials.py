"""User names, passwords and roles of people: the one place that writes them.

Weak passwords and names in use are for the callers to refuse, in the words of their door.
"""

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from vettrak_api.errors import NotFound
from vettrak_api.model.clients import Client
from vettrak_api.model.rows import removal_of, remove_rows
from vettrak_api.model.security import ClientRole, Role
from vettrak_api.security.tokens import revoke


def set_password(session: Session, client: Client, password_hash: str, keep: str | None = None) -> None:
    """Give a client a new password, by its hash; tokens of earlier log-ins die, all but one that may be kept.

    `Passwords.hash` makes it before the transaction begins: it takes long, and others wait for what writes.
    """
    client.password_hash = password_hash
    revoke(session.connection(), client_id=client.id, keep=keep)


def set_username(client: Client, username: str | None) -> None:
    """Give a client another user name, or none."""
    client.username = username


def make_staff(client: Client, *, web_publish: bool | None = None) -> None:
    """Make a client a staff member; web_publish says whether web sites may show them, None leaves that alone."""
    client.staff = True
    if web_publish is not None:
        client.web_publish = web_publish


def grant(session: Session, client: Client, right: InstrumentedAttribute[bool]) -> bool:
    """Give the first role that grants a right, and tell whether the client did not hold that one before.

    right: `Role.grants_api` or `Role.grants_setup`. Raises NotFound when no role grants it.
    """
    role_id = session.scalars(select(Role.id).where(right).order_by(Role.id)).first()
    if role_id is None:
        raise NotFound("The database has no role for that.")
    held = select(ClientRole.id).where(ClientRole.client_id == client.id, ClientRole.role_id == role_id)
    if session.scalar(held) is not None:
        return False
    session.add(ClientRole(client_id=client.id, role_id=role_id))
    return True


def withdraw(session: Session, client: Client, right: InstrumentedAttribute[bool]) -> bool:
    """Take all roles away that grant a right, and tell whether the client held one."""
    roles = select(Role.id).where(right)
    return bool(
        remove_rows(session, removal_of(ClientRole, ClientRole.client_id == client.id, ClientRole.role_id.in_(roles)))
    )
