"""`vettrak-api user ...`: the staff members that log in through the API."""

import sys
import unicodedata
from typing import Annotated, Any

import typer
from rich.table import Table
from sqlalchemy import or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from vettrak_api.cli.common import MISUSED, Problem, console, open_runtime
from vettrak_api.errors import InvalidInput, NotFound
from vettrak_api.model.audit import Author
from vettrak_api.model.base import fold, fold_name, size_of
from vettrak_api.model.clients import Client
from vettrak_api.model.look_alikes import found_key
from vettrak_api.model.security import ClientRole, Role
from vettrak_api.rules.clients.creation import Person
from vettrak_api.rules.clients.locks import lock_new_clients
from vettrak_api.rules.clients.staff import add_staff
from vettrak_api.rules.reference.defaults import defaults
from vettrak_api.runtime import Runtime
from vettrak_api.security.attempts import LONGEST
from vettrak_api.security.credentials import grant, make_staff, withdraw
from vettrak_api.security.credentials import set_password as set_password_of
from vettrak_api.security.password_resets import INVITATION_DAYS, invite
from vettrak_api.security.passwords import broken_rules
from vettrak_api.settings import is_address

ROLES = {Role.grants_api: "the API role", Role.grants_setup: "the set-up role"}
"""What the rights of roles are called."""

app = typer.Typer(help="Add log-ins and say who may use the API.", no_args_is_help=True)

UserName = Annotated[str, typer.Argument(metavar="NAME", help="The user name.")]
PasswordFromInput = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input instead of asking.")
]
UNFIT = {"Cc", "Cs", "Zl", "Zp"}
"""Kinds of characters that no name holds: controls, halves of characters, and breaks of lines and paragraphs."""

ApiRole = Annotated[bool, typer.Option("--api", help="Give the API role: everything an integration may do.")]
SetupRole = Annotated[bool, typer.Option("--setup", help="Give the set-up role: the pages under /staff/setup.")]


@app.command()
def add(
    name: UserName,
    *,
    surname: Annotated[str, typer.Option(help="For an integration, the name of its product.")],
    given: Annotated[str, typer.Option(help="Given name; may be left out.")] = "",
    email: Annotated[str | None, typer.Option(help="Where links for a new password are mailed to.")] = None,
    api: ApiRole = False,
    setup: SetupRole = False,
    password_stdin: PasswordFromInput = False,
) -> None:
    """Add a staff member that can log in, for an integration with --api."""
    name, surname = needed("user name", name, Client.username), needed("surname", surname, Client.surname)
    given, address = fitting("given name", given, Client.given_name), mail_address(email)
    with open_runtime() as runtime:
        password = read_password(from_input=password_stdin)
        refuse_weak(runtime, password)
        password_hash = runtime.passwords.hash(password)
        with runtime.database.writing(author(runtime, "user add")) as session:
            lock_new_clients(session)
            refuse_taken(session, name)
            client = new_staff(session, name, surname, given, address)
            set_password_of(session, client, password_hash)
            for right in rights_of(api=api, setup=setup):
                give_role(session, client, right)
            code = client.code
    roles = " and ".join(ROLES[right] for right in rights_of(api=api, setup=setup))
    held = f" with {roles}" if api or setup else ", without the API role (see: vettrak-api user grant)"
    console.print(f"Added {name}: staff member {code}{held}.")


@app.command("grant")
def give(
    name: UserName,
    *,
    staff: Annotated[bool, typer.Option("--staff", help="Make the person a staff member first.")] = False,
    setup: Annotated[bool, typer.Option("--setup", help="Give the set-up role instead.")] = False,
) -> None:
    """Give a staff member the API role, or the set-up role."""
    right = Role.grants_setup if setup else Role.grants_api
    with open_runtime() as runtime, runtime.database.writing(author(runtime, "user grant")) as session:
        client = find_user(session, name)
        if staff:
            make_staff(client)
        if not client.staff:
            raise Problem(f"{name} is not a staff member, and only those can hold {ROLES[right]}. Add --staff.")
        given = give_role(session, client, right)
    console.print(f"{name} {'now holds' if given else 'already held'} {ROLES[right]}.")


@app.command("revoke")
def take_away(
    name: UserName,
    *,
    setup: Annotated[bool, typer.Option("--setup", help="Take the set-up role away instead.")] = False,
) -> None:
    """Take the API role, or the set-up role, away from a staff member."""
    right = Role.grants_setup if setup else Role.grants_api
    with open_runtime() as runtime, runtime.database.writing(author(runtime, "user revoke")) as session:
        client = find_user(session, name)
        taken = withdraw(session, client, right)
    console.print(f"{name} {'no longer holds' if taken else 'did not hold'} {ROLES[right]}.")


@app.command()
def set_password(name: UserName, *, password_stdin: PasswordFromInput = False) -> None:
    """Set a new password, and end what the user is logged in to."""
    with open_runtime() as runtime:
        password = read_password(from_input=password_stdin)
        refuse_weak(runtime, password)
        password_hash = runtime.passwords.hash(password)
        with runtime.database.writing(author(runtime, "user set-password")) as session:
            client = find_user(session, name)
            set_password_of(session, client, password_hash)
    console.print(f"{name} has a new password; tokens of earlier log-ins no longer work.")


@app.command("invite")
def invite_people() -> None:
    """Mail a link to everybody who has a user name, an e-mail address and no password yet, to choose one."""
    count = after = 0
    with open_runtime() as runtime:
        while True:
            with runtime.database.writing(author(runtime, "user invite")) as session:
                try:
                    invited, after = invite(session, runtime.settings, runtime.clock, after)
                except InvalidInput as error:
                    raise Problem(error.message, MISUSED) from None
            if not invited:
                break
            count += invited
    console.print(
        f"Queued {count} mails; each link works for {INVITATION_DAYS} days. They are sent by the server that runs, "
        "or by: vettrak-api mail send"
    )


@app.command("list")
def list_users() -> None:
    """List staff members that have a password, and everybody who holds a role."""
    table = Table("User name", "Code", "Name", "Roles", "State")
    with open_runtime() as runtime, runtime.database.reading() as session:
        for client, roles in users_with_roles(session):
            name = f"{client.given_name} {client.surname}".strip()
            can_log_in = client.active and client.password_hash
            state = "active" if can_log_in else "inactive" if not client.active else "no password"
            table.add_row(client.username, client.code, name, ", ".join(roles), state)
    if table.row_count:
        console.print(table, soft_wrap=False)
    else:
        console.print("No staff member can log in. Add one: vettrak-api user add NAME --surname ... --api")


def users_with_roles(session: Session) -> list[tuple[Client, list[str]]]:
    """Return the staff members with a password, and whoever else holds a role, by user name."""
    holders = select(ClientRole.client_id)
    wanted = (
        select(Client)
        .where(or_(Client.staff & Client.password_hash.is_not(None), Client.id.in_(holders)))
        .order_by(Client.username_key, Client.id)
    )
    roles: dict[int, list[str]] = {}
    held = select(ClientRole.client_id, Role.name).join(Role, Role.id == ClientRole.role_id).order_by(Role.name)
    for client_id, role in session.execute(held):
        roles.setdefault(client_id, []).append(role)
    return [(client, roles.get(client.id, [])) for client in session.scalars(wanted)]


def read_password(*, from_input: bool) -> str:
    """Return a password, the first line of standard input in UTF-8, or ask for it twice without showing it."""
    if from_input:
        try:
            return sys.stdin.buffer.readline().decode("utf-8-sig").rstrip("\r\n")
        except UnicodeDecodeError:
            raise Problem("The password on standard input is not UTF-8 text.", MISUSED) from None
    if not sys.stdin.isatty():
        raise Problem("There is no terminal to ask for the password. Use --password-stdin.", MISUSED)
    asked: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    return asked


def refuse_weak(runtime: Runtime, password: str) -> None:
    """Hold a new password to the policy of the settings."""
    broken = broken_rules(runtime.settings.password_policy, password)
    if len(password) > LONGEST:
        broken.append(f"At most {LONGEST} characters are allowed.")
    if has_unfit(password):
        broken.append("Control characters are not allowed.")
    if broken:
        raise Problem(f"The password can not be used. {' '.join(broken)}")


def fitting(what: str, text: str, column: InstrumentedAttribute[Any]) -> str:
    """Return a text without the blanks around it; raises Problem when its column can not hold it."""
    value, longest = text.strip(), column.type.length
    if has_unfit(value):
        raise Problem(f"The {what} holds a line break or another control character, or is not UTF-8 text.", MISUSED)
    if (size := size_of(value)) > longest:
        raise Problem(f"The {what} has {size} characters; at most {longest} are allowed.", MISUSED)
    return value


def needed(what: str, text: str, column: InstrumentedAttribute[Any]) -> str:
    """Return a text as `fitting` does; raises Problem also when it is blank."""
    value = fitting(what, text, column)
    if not fold_name(value):
        raise Problem(f"The {what} is blank.", MISUSED)
    return value


def mail_address(text: str | None) -> str | None:
    """Return an e-mail address, None for none; raises Problem when it does not look like one."""
    value = fitting("e-mail address", text or "", Client.email)
    if value and not is_address(value):
        raise Problem(f"{value!r} is no e-mail address.", MISUSED)
    return value or None


def has_unfit(text: str) -> bool:
    """Tell whether a text holds characters that belong into no name and no password."""
    return any(unicodedata.category(character) in UNFIT for character in text)


def refuse_taken(session: Session, name: str) -> None:
    """Refuse a user name that is another client's."""
    if session.scalars(select(Client.id).where(Client.username_key == fold(name)).limit(1)).first() is not None:
        raise Problem(f"The user name {name} is taken. To give its owner the API role: vettrak-api user grant")


def new_staff(session: Session, name: str, surname: str, given: str, email: str | None) -> Client:
    """Add a staff member under the next client code; integrations are not published on the web."""
    return add_staff(session, Person(surname, given, defaults(session).division_id, email=email), name)


def rights_of(*, api: bool, setup: bool) -> list[InstrumentedAttribute[bool]]:
    """Return the rights that options ask for."""
    return [right for right, wanted in ((Role.grants_api, api), (Role.grants_setup, setup)) if wanted]


def give_role(session: Session, client: Client, right: InstrumentedAttribute[bool]) -> bool:
    """Give the role that grants a right; tells whether the client did not hold it before."""
    try:
        return grant(session, client, right)
    except NotFound as error:
        raise Problem(f"{error.message} Run: vettrak-api db upgrade") from None


def find_user(session: Session, name: str) -> Client:
    """Return the one client with a user name."""
    name = fitting("user name", name, Client.username)
    key = found_key(session, Client.username_key, name)
    found = session.scalars(select(Client).where(Client.username_key == key).limit(2)).all()
    if not found:
        raise Problem(f"No client has the user name {name}. See: vettrak-api user list")
    if len(found) > 1:
        raise Problem(f"Several clients have the user name {name}, so none of them can log in.")
    return found[0]


def author(runtime: Runtime, command: str) -> Author:
    """Return the author that the change log names for this program."""
    return Author("-", command, runtime.clock.now())
