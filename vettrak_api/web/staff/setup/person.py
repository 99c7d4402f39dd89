"""The page of one person: who they are, how they log in, what they may do, and what was sent to their phone."""

import hashlib
from collections.abc import Callable, Collection, Iterable
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound as PageNotFound
from werkzeug.wrappers import Response

from vettrak_api.errors import Conflict, InvalidInput, VettrakError
from vettrak_api.model.base import length_of
from vettrak_api.model.clients import Client
from vettrak_api.model.privacy import ERASED_KEY
from vettrak_api.model.statements import for_update
from vettrak_api.rules.clients.staff import change_username, dismiss_staff, open_divisions
from vettrak_api.rules.validation import optional
from vettrak_api.security.credentials import make_staff
from vettrak_api.security.password_resets import INVITATION_DAYS, invite_one
from vettrak_api.security.roles import hold_roles
from vettrak_api.security.standing import activate, deactivate, end_tokens
from vettrak_api.security.throttle import forget_all_failures
from vettrak_api.web.kit.forms import number_of
from vettrak_api.web.staff.setup.editing import GONE, SHOWN, saved
from vettrak_api.web.staff.setup.failures import failures_of
from vettrak_api.web.staff.setup.pages import setup_pages
from vettrak_api.web.staff.setup.person_queries import MOST_TEXTS, divisions_for, log_in_of, roles_for, texts_to
from vettrak_api.web.staff.visit import StaffVisit

Deed = Callable[[Session, Client], Any]

DONE = {
    "added": "Added. Below you can let this person log in, and make them staff.",
    "saved": "Saved.",
    "user-name": "Saved: the user name.",
    "invited": f"A mail is on its way, with a link to choose a password. The link works for {INVITATION_DAYS} days.",
    "lifted": "The next log-in of this person is no longer delayed.",
    "ended": "All that this person was logged in to has ended.",
    "staff": "This person is staff now. Below you can give roles and open divisions.",
    "dismissed": "This person is staff no longer: roles and divisions are gone, and so are their log-ins.",
    "roles": "Saved: the roles.",
    "divisions": "Saved: the divisions.",
    "inactive": "This person can no longer log in, and all that they were logged in to has ended.",
    "active": "This person is active again.",
    "password": "Saved: the new password.",
}
"""What a form of these pages did."""

CHANGED = (
    "Nothing was done: a colleague has changed this while you had it open. Please look at what is on record now, "
    "and try again."
)
ERASED = (
    "This person was erased. What is left of the record names nobody, and can not be changed. Who was given awards is "
    "told by the program alone: vettrak-api client certification."
)
LONGEST_USERNAME = length_of(Client.username)

_HELD = for_update(select(Client).where(Client.id == bindparam("number")), Client)

MOST_FAILURES = 5
"""Failed calls on the page of an integration's user."""

PLACES = {"integration": "setup.integration"}
"""Other pages than the person's where these forms stand, by what their addresses say."""


@setup_pages.page("/setup/people/<number:number>")
def person(visit: StaffVisit, number: int) -> Response:
    """Show a person."""
    return show_person(visit, number)


@setup_pages.page("/setup/people/<number:number>/user-name", methods=("POST",), seen_at="person")
def save_user_name(visit: StaffVisit, number: int) -> Response:
    """Give a person another user name, or none."""

    def work(session: Session, client: Client) -> None:
        _require_as_shown(visit, [client.username])
        told = optional("The user name", visit.request.form.get("username"), LONGEST_USERNAME)
        change_username(session, client, told)

    return do(visit, number, work, "user-name")


@setup_pages.page("/setup/people/<number:number>/invite", methods=("POST",), seen_at="person")
def invite_person(visit: StaffVisit, number: int) -> Response:
    """Mail a link by which the person chooses a password."""

    def work(session: Session, client: Client) -> None:
        invite_one(session, visit.runtime.settings, visit.runtime.clock, client)

    return do(visit, number, work, "invited")


@setup_pages.page("/setup/people/<number:number>/lift-delay", methods=("POST",), seen_at="person")
def lift_delay(visit: StaffVisit, number: int) -> Response:
    """Forget the failed log-ins that delay the next one."""
    return do(visit, number, forget_all_failures, "lifted")


@setup_pages.page("/setup/people/<number:number>/end-log-ins", methods=("POST",), seen_at="person")
def end_log_ins(visit: StaffVisit, number: int) -> Response:
    """End all that the person is logged in to."""
    return do(visit, number, end_tokens, "ended")


@setup_pages.page("/setup/people/<number:number>/make-staff", methods=("POST",), seen_at="person")
def make_person_staff(visit: StaffVisit, number: int) -> Response:
    """Make a person staff."""
    return do(visit, number, lambda _, client: make_staff(client), "staff")


@setup_pages.page("/setup/people/<number:number>/dismiss", methods=("POST",), seen_at="person")
def dismiss_person(visit: StaffVisit, number: int) -> Response:
    """Let a person be staff no longer."""
    return do(
        visit, number, lambda session, client: dismiss_staff(session, client, visit.visitor.client_id), "dismissed"
    )


@setup_pages.page("/setup/people/<number:number>/roles", methods=("POST",), seen_at="person")
def save_person_roles(visit: StaffVisit, number: int) -> Response:
    """Let a staff member hold exactly the ticked roles."""

    def work(session: Session, client: Client) -> None:
        _require_as_shown(visit, (role.id for role in roles_for(session, number) if role.held))
        hold_roles(session, client, _ticked(visit, "role"))

    return do(visit, number, work, "roles")


@setup_pages.page("/setup/people/<number:number>/divisions", methods=("POST",), seen_at="person")
def save_person_divisions(visit: StaffVisit, number: int) -> Response:
    """Open exactly the ticked divisions to a staff member."""

    def work(session: Session, client: Client) -> None:
        _require_as_shown(visit, (each.id for each in divisions_for(session, number) if each.opened))
        open_divisions(session, client, _ticked(visit, "division"))

    return do(visit, number, work, "divisions")


@setup_pages.page("/setup/people/<number:number>/deactivate", methods=("POST",), seen_at="person")
def deactivate_person(visit: StaffVisit, number: int) -> Response:
    """Keep a person from logging in."""
    return do(visit, number, lambda session, client: deactivate(session, client, visit.visitor.client_id), "inactive")


@setup_pages.page("/setup/people/<number:number>/activate", methods=("POST",), seen_at="person")
def activate_person(visit: StaffVisit, number: int) -> Response:
    """Let a person log in again."""
    return do(visit, number, lambda _, client: activate(client), "active")


def do(visit: StaffVisit, number: int, work: Deed, done: str) -> Response:
    """Do something to a person who is held, and lead back to their page, or tell there why it can not be done."""
    place = PLACES.get(visit.request.args.get("at", ""), "setup.person")
    try:
        saved(visit, lambda session: work(session, held(session, number)))
    except VettrakError as error:
        return show_person(visit, number, error.message, place)
    return visit.go(place, number=number, done=done)


def held(session: Session, number: int) -> Client:
    """Return a person, held until the transaction ends; a page not found without one."""
    client: Client = there(session.scalar(_HELD, {"number": number}))
    return client


def there(client: Any) -> Any:
    """Return a person that was read; a page not found without one, and for who was erased."""
    if client is None:
        raise PageNotFound(GONE)
    if client.code_key.startswith(ERASED_KEY):
        raise PageNotFound(ERASED)
    return client


def show_person(visit: StaffVisit, number: int, problem: str = "", place: str = "setup.person") -> Response:
    """Answer with the page of a person, or of them as the user of an integration."""
    runtime = visit.runtime
    with runtime.database.reading() as session:
        client = there(session.get(Client, number))
        roles, divisions, texts = roles_for(session, number), divisions_for(session, number), texts_to(session, number)
        return visit.page(
            "setup/person.html" if place == "setup.person" else "setup/integration.html",
            409 if problem else 200,
            in_section="people" if place == "setup.person" else "integrations",
            person=client,
            is_own=number == visit.visitor.client_id,
            division=next((each.name for each in divisions if each.id == client.division_id), ""),
            log_in=log_in_of(runtime, session, client),
            typed=visit.request.form.get("username", client.username or "") if problem else client.username or "",
            roles=roles,
            divisions=divisions,
            texts=texts[:MOST_TEXTS],
            more_texts=len(texts) > MOST_TEXTS,
            shown={
                "username": _digest([client.username]),
                "roles": _digest(role.id for role in roles if role.held),
                "divisions": _digest(each.id for each in divisions if each.opened),
            },
            at="" if place == "setup.person" else "integration",
            onward=onward_of(visit, number),
            failures=failures_of(visit, session, client.code, MOST_FAILURES) if place == "setup.integration" else (),
            problem=problem,
            done=DONE.get(visit.request.args.get("done", ""), ""),
        )


ABOUT = (
    ("setup.person", "Overview"),
    ("setup.edit_person", "Details"),
    ("setup.edit_statistics", "Statistics"),
    ("setup.edit_work", "Work"),
    ("setup.merge", "Merge with another record"),
)
"""The pages about a person, by endpoint and name."""


def onward_of(visit: StaffVisit, number: int) -> list[tuple[str, str]]:
    """Return addresses and names of the pages about a person."""
    pages = [(visit.url(endpoint, number=number), name) for endpoint, name in ABOUT]
    return [*pages, (visit.url("setup.history", table="client", number=number), "History")]


def _require_as_shown(visit: StaffVisit, now: Iterable[Any]) -> None:
    if visit.request.form.get(SHOWN) != _digest(now):
        raise Conflict(CHANGED)


def _digest(values: Iterable[Any]) -> str:
    return hashlib.sha256(repr([*values]).encode()).hexdigest()


def _ticked(visit: StaffVisit, name: str) -> Collection[int]:
    """Return the numbers that a form ticks; raises InvalidInput for what is none."""
    numbers = [number_of(text) for text in visit.request.form.getlist(name)]
    if None in numbers:
        raise InvalidInput("The form holds something that is no number.")
    return {number for number in numbers if number is not None}
