"""Staff members: making them, their divisions, and the log-ins of integrations."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict, InvalidInput
from vettrak_api.model.audit import log_change
from vettrak_api.model.changes import UPDATE
from vettrak_api.model.clients import Client, StaffDivision
from vettrak_api.model.reference import Division
from vettrak_api.model.security import ClientRole, Role
from vettrak_api.model.statements import execute
from vettrak_api.rules.clients.creation import Person, add_person
from vettrak_api.rules.clients.locks import lock_new_clients
from vettrak_api.rules.clients.usernames import refuse_taken
from vettrak_api.rules.reference.defaults import defaults
from vettrak_api.security.credentials import make_staff, set_password, set_username
from vettrak_api.security.roles import hold_roles, lock_roles, named, require_somebody_sets_up, sets_up
from vettrak_api.security.standing import dismiss

API_ROLE = select(Role.id).where(Role.grants_api).order_by(Role.id).limit(1)
HOLDS_API = (
    select(ClientRole.id)
    .join(Role, Role.id == ClientRole.role_id)
    .where(ClientRole.client_id == bindparam("client"), Role.grants_api)
)
OPENED = select(StaffDivision).where(StaffDivision.client_id == bindparam("client"))
DIVISIONS = select(Division.id, Division.name)


def add_staff(session: Session, person: Person, username: str, **columns: Any) -> Client:
    """Make a staff member of a user name, whom web sites do not show; nobody can log in until a password is set.

    Raises Conflict "Username is already in use.".
    """
    lock_new_clients(session)
    refuse_taken(session, username)
    client = add_person(session, person, username, **columns)
    session.refresh(client)
    make_staff(client, web_publish=False)
    return client


def add_integration_user(session: Session, name: str, username: str, email: str | None) -> Client:
    """Make the user of an integration: a staff member who holds the API role and is called as the product is.

    Raises Conflict "Username is already in use.", and InvalidInput when no role grants the API.
    """
    role_id = execute(session, API_ROLE).scalar()
    if role_id is None:
        raise InvalidInput("No role grants the API. Make one, or let one of the roles grant it.")
    client = add_staff(session, Person(name, "", defaults(session).division_id, email=email), username)
    hold_roles(session, client, [role_id])
    return client


def give_generated_password(session: Session, client: Client, password_hash: str) -> None:
    """Give the user of an integration a generated password, by its hash; all that it is logged in to ends.

    Raises Conflict for anybody else, and for one with an e-mail address: people choose a password by a link, so that
    nobody else knows it.
    """
    if not client.staff or not client.username or execute(session, HOLDS_API, client=client.id).first() is None:
        raise Conflict("Only the user of an integration gets a generated password: staff with the API and a user name.")
    if client.email:
        raise Conflict("This user has an e-mail address: send a link instead, by which a password is chosen.")
    set_password(session, client, password_hash)


def open_divisions(session: Session, client: Client, numbers: Collection[int]) -> None:
    """Open exactly these divisions, with all below them, to a staff member.

    Raises InvalidInput for a client who is no staff, and for a division that is not there.
    """
    if numbers and not client.staff:
        raise InvalidInput("Divisions are opened to staff alone.")
    names = {row.id: row.name for row in execute(session, DIVISIONS)}
    if set(numbers) - names.keys():
        raise InvalidInput("There is no such division any more.")
    opened = {each.division_id: each for each in session.scalars(OPENED, {"client": client.id})}
    closed, missing = opened.keys() - set(numbers), set(numbers) - opened.keys()
    for division_id in closed:
        session.delete(opened[division_id])
    session.add_all(StaffDivision(client_id=client.id, division_id=number) for number in sorted(missing))
    if closed or missing:
        before, after = (named(names, some) for some in (opened, numbers))
        log_change(session, client, UPDATE, {"divisions": (before, after)})


def dismiss_staff(session: Session, client: Client, by: int | None) -> None:
    """Let a staff member be staff no longer: roles and divisions go, what they are logged in to ends.

    by: the number of who does it. Raises Conflict when they are the staff member, and when nobody could set the
    organisation up any more.
    """
    open_divisions(session, client, ())
    dismiss(session, client, by)


def change_username(session: Session, client: Client, username: str | None) -> None:
    """Give a client another user name, or none, so that they can not log in.

    Raises Conflict "Username is already in use.", and when nobody could set the organisation up any more.
    """
    if username == client.username:
        return
    lock_new_clients(session)
    lock_roles(session)
    if username:
        refuse_taken(session, username, client.id)
    set_username(client, username)
    if sets_up(session, client):
        require_somebody_sets_up(session)
