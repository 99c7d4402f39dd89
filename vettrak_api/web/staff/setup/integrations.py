"""The users of integrations: staff members who hold the API role, with how each logs in."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, case, func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from vettrak_api.errors import Conflict, InvalidInput, VettrakError
from vettrak_api.model.base import length_of
from vettrak_api.model.clients import Client
from vettrak_api.model.security import AccessToken, ClientRole, Role
from vettrak_api.model.statements import execute
from vettrak_api.rules.clients.staff import add_integration_user, give_generated_password
from vettrak_api.rules.validation import mail_address, optional
from vettrak_api.security.attempts import origin_of
from vettrak_api.security.good_logins import last_good_logins
from vettrak_api.security.password_resets import invite_one
from vettrak_api.security.passwords import generated_password
from vettrak_api.security.places import Applicant
from vettrak_api.security.rights import holds
from vettrak_api.security.tokens import ALIVE
from vettrak_api.web.staff.list_query import ROWS_PER_PAGE, Filters, Listed
from vettrak_api.web.staff.setup.editing import saved
from vettrak_api.web.staff.setup.inputs import BLANK
from vettrak_api.web.staff.setup.pages import setup_pages
from vettrak_api.web.staff.setup.person import held, show_person
from vettrak_api.web.staff.visit import StaffVisit

_GOOD = select(func.count(AccessToken.id)).where(AccessToken.client_id == Client.id, ALIVE).correlate(Client)
_USED = select(func.max(AccessToken.used)).where(AccessToken.client_id == Client.id).correlate(Client)
_USERS = (
    select(
        Client.id,
        Client.code,
        Client.surname,
        Client.given_name,
        Client.username,
        Client.active,
        case((Client.password_hash.is_not(None), 1), else_=0).label("has_password"),
        holds(Client.id, Role.grants_api).label("api_role"),
        holds(Client.id, Role.grants_setup).label("setup_role"),
        _GOOD.scalar_subquery().label("good"),
        _USED.scalar_subquery().label("used"),
    )
    .where(
        Client.staff,
        Client.id.in_(
            select(ClientRole.client_id)
            .join(Role, Role.id == ClientRole.role_id)
            .where(Role.grants_api | Role.grants_setup)
        ),
    )
    .order_by(Client.username_key, Client.id)
)

FIELDS = {
    "surname": ("Name of the product", length_of(Client.surname)),
    "username": ("User name", length_of(Client.username)),
    "email": ("E-mail", length_of(Client.email)),
}
"""The fields of a new user: label, and characters."""


@dataclass(frozen=True, slots=True)
class User:
    """A row of the list. Moments are local times; None where there was none."""

    row: Row[Any]
    used: datetime.datetime | None
    last_good: datetime.datetime | None


@setup_pages.page("/setup/integrations")
def integrations(visit: StaffVisit) -> Response:
    """List the users of integrations, and whoever may set the organisation up."""
    runtime, filters = visit.runtime, Filters.of(visit)
    wanted = _USERS.limit(ROWS_PER_PAGE + 1).offset((filters.page - 1) * ROWS_PER_PAGE)
    with runtime.database.reading() as session:
        found = execute(session, wanted, **runtime.tokens.alive_since()).all()
        good = last_good_logins(session, [row.username for row in found])
    moments = [(row.used, good.get(row.username)) for row in found]
    local = [tuple(runtime.clock.local(each) if each else None for each in pair) for pair in moments]
    users = [User(row, *told) for row, told in zip(found, local, strict=True)][:ROWS_PER_PAGE]
    listed = Listed([user.row.id for user in users], filters.page, len(found) > ROWS_PER_PAGE)
    return visit.page("setup/integrations.html", in_section="integrations", users=users, listed=listed)


@setup_pages.page("/setup/integrations/new")
def new_integration(visit: StaffVisit) -> Response:
    """Show the form of a new user of an integration."""
    return _show_new(visit, {})


@setup_pages.page("/setup/integrations/add", methods=("POST",), seen_at="new_integration")
def add_integration(visit: StaffVisit) -> Response:
    """Make a user of an integration: with a mailbox by invitation, without one with a password that is shown once."""
    typed = {name: visit.request.form.get(name, "") for name in FIELDS}
    told, wrong = _judged(typed)
    if wrong:
        return _show_new(visit, typed, wrong)
    password, password_hash = ("", "") if told["email"] else _generated(visit)

    def work(session: Session) -> int:
        client = add_integration_user(session, told["surname"] or "", told["username"] or "", told["email"])
        if password:
            give_generated_password(session, client, password_hash)
        else:
            invite_one(session, visit.runtime.settings, visit.runtime.clock, client)
        return client.id

    try:
        number = saved(visit, work)
    except Conflict:
        return _show_new(visit, typed, {"username": "Somebody has this user name already. Choose another one."})
    except InvalidInput as error:
        return _show_new(visit, typed, {"email": error.message})
    if password:
        return _show_password(visit, number, password)
    return visit.go("setup.integration", number=number, done="invited")


@setup_pages.page("/setup/integrations/<number:number>")
def integration(visit: StaffVisit, number: int) -> Response:
    """Show the user of an integration."""
    return show_person(visit, number, place="setup.integration")


@setup_pages.page("/setup/integrations/<number:number>/password", methods=("POST",), seen_at="integration")
def new_integration_password(visit: StaffVisit, number: int) -> Response:
    """Give the user of an integration a new password, which is shown once; all that it is logged in to ends."""
    password, password_hash = _generated(visit)
    try:
        saved(visit, lambda session: give_generated_password(session, held(session, number), password_hash))
    except VettrakError as error:
        return show_person(visit, number, error.message, "setup.integration")
    return _show_password(visit, number, password)


def _generated(visit: StaffVisit) -> tuple[str, str]:
    """Return a new password, and its hash, which is made before others wait for the transaction."""
    password = generated_password(visit.runtime.settings.password_policy)
    applicant = Applicant(origin_of(visit.request.remote_addr or ""))
    return password, visit.runtime.passwords.hash(password, applicant)


def _judged(typed: Mapping[str, str]) -> tuple[dict[str, str | None], dict[str, str]]:
    """Return what a form says, and by field what has to change."""
    told: dict[str, str | None] = {}
    wrong: dict[str, str] = {}
    for name, (_, longest) in FIELDS.items():
        try:
            told[name] = optional("This", typed[name], longest)
            if name == "email":
                mail_address("This", told[name])
        except InvalidInput as error:
            wrong[name] = error.message
        if name != "email" and not (typed[name].strip() or name in wrong):
            wrong[name] = BLANK
    return told, wrong


def _show_new(visit: StaffVisit, typed: Mapping[str, str], wrong: Mapping[str, str] | None = None) -> Response:
    wrong = wrong or {}
    return visit.page(
        "setup/integration_new.html",
        422 if wrong else 200,
        in_section="integrations",
        typed=typed,
        fields=FIELDS,
        problems=wrong,
        wrong=[(name, f"{label}: {wrong[name]}") for name, (label, _) in FIELDS.items() if name in wrong],
    )


def _show_password(visit: StaffVisit, number: int, password: str) -> Response:
    """Answer with a new password: the only page that ever shows it."""
    with visit.runtime.database.reading() as session:
        client = session.get_one(Client, number)
        return visit.page(
            "setup/integration_password.html", in_section="integrations", person=client, password=password
        )
