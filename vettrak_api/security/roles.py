"""Roles of staff: what each grants, and who holds them. Somebody who can log in can always set the organisation up."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict, InvalidInput
from vettrak_api.model.audit import log_change
from vettrak_api.model.base import fold
from vettrak_api.model.changes import UPDATE
from vettrak_api.model.clients import Client
from vettrak_api.model.security import ClientRole, Role
from vettrak_api.model.statements import execute, for_update, hold

NAME_TAKEN = "Another role has this name."
UNKNOWN = "There is no such role any more."
NOT_STAFF = "Only staff hold roles."
NOBODY_LEFT = (
    "Nobody who can log in could set the organisation up any more. Give somebody else a role that grants it first."
)

NAMES = select(Role.id, Role.name)
HELD = select(ClientRole).where(ClientRole.client_id == bindparam("client"))
HOLDERS = select(func.count()).select_from(ClientRole).where(ClientRole.role_id == bindparam("role"))
GRANTED = (
    select(ClientRole.id)
    .join(Role, Role.id == ClientRole.role_id)
    .where(ClientRole.client_id == bindparam("client"), Role.grants_setup)
)
LOCKED = for_update(select(Role.id).order_by(Role.id), Role)
SETTERS_UP = (
    select(Client.id)
    .join(ClientRole, ClientRole.client_id == Client.id)
    .join(Role, Role.id == ClientRole.role_id)
    .where(
        Role.grants_setup,
        Client.staff,
        Client.active,
        Client.username_key.is_not(None),
        Client.password_hash.is_not(None),
    )
    .limit(1)
)
OTHER_SETTERS_UP = SETTERS_UP.where(Role.id != bindparam("role"))


def lock_roles(session: Session) -> None:
    """Let others who change what roles grant, or to whom, wait until the transaction ends."""
    hold(session, LOCKED)


def require_somebody_sets_up(session: Session) -> None:
    """Raise Conflict when nobody who can log in may set the organisation up; the caller has locked the roles."""
    if execute(session, SETTERS_UP).first() is None:
        raise Conflict(NOBODY_LEFT)


def sets_up(session: Session, client: Client) -> bool:
    """Tell whether a client holds a role that grants setting the organisation up."""
    return execute(session, GRANTED, client=client.id).first() is not None


def add_role(session: Session, name: str, *, grants_api: bool, grants_setup: bool) -> Role:
    """Make a role, which nobody holds yet; raises Conflict for a name that another one has, ignoring case."""
    lock_roles(session)
    _refuse_taken(session, name)
    role = Role(name=name, grants_api=grants_api, grants_setup=grants_setup)
    session.add(role)
    session.flush()
    return role


def change_role(session: Session, role: Role, name: str, *, grants_api: bool, grants_setup: bool) -> None:
    """Rename a role, and change what it grants to all who hold it.

    Raises Conflict for a name that another one has, and when nobody could set the organisation up any more.
    """
    lock_roles(session)
    _refuse_taken(session, name, role.id)
    told = {"name": name, "grants_api": grants_api, "grants_setup": grants_setup}
    former = {column: getattr(role, column) for column in told}
    changed = {column: (former[column], value) for column, value in told.items() if former[column] != value}
    for column in changed:
        setattr(role, column, told[column])
    if "grants_setup" in changed:
        require_somebody_sets_up(session)


def remove_role(session: Session, role: Role) -> None:
    """Delete a role; raises Conflict while somebody holds it."""
    lock_roles(session)
    if execute(session, HOLDERS, role=role.id).scalar():
        raise Conflict("Somebody holds this role. Take it away from everybody first.")
    session.delete(role)


def would_end_set_up(session: Session, role_id: int) -> bool:
    """Tell whether nobody who can log in could set the organisation up without what a role grants."""
    return execute(session, OTHER_SETTERS_UP, role=role_id).first() is None


def hold_roles(session: Session, client: Client, numbers: Collection[int]) -> None:
    """Let a staff member hold exactly these roles.

    Raises InvalidInput for a client who is no staff and for a role that is not there, and Conflict when nobody could
    set the organisation up any more.
    """
    lock_roles(session)
    if numbers and not client.staff:
        raise InvalidInput(NOT_STAFF)
    names = {row.id: row.name for row in execute(session, NAMES)}
    if set(numbers) - names.keys():
        raise InvalidInput(UNKNOWN)
    held = {each.role_id: each for each in session.scalars(HELD, {"client": client.id})}
    taken, missing = held.keys() - set(numbers), set(numbers) - held.keys()
    for role_id in taken:
        session.delete(held[role_id])
    session.add_all(ClientRole(client_id=client.id, role_id=role_id) for role_id in sorted(missing))
    if taken or missing:
        before, after = (named(names, some) for some in (held, numbers))
        log_change(session, client, UPDATE, {"roles": (before, after)})
    if taken:
        require_somebody_sets_up(session)


def named(names: Mapping[int, str], numbers: Iterable[int]) -> str:
    """Return the names of some records as the change log tells them."""
    return ", ".join(sorted(names[number] for number in numbers))


def _refuse_taken(session: Session, name: str, role_id: int | None = None) -> None:
    # The list is short, and databases do not compare alike.
    if any(row.id != role_id and fold(row.name) == fold(name) for row in execute(session, NAMES)):
        raise Conflict(NAME_TAKEN)
