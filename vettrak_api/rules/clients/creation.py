"""Makes clients, and finds the one that a name and a birth date stand for."""

import datetime
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput
from vettrak_api.model.base import fold_name
from vettrak_api.model.clients import Client
from vettrak_api.model.rows import add_object
from vettrak_api.model.statements import Reader, execute
from vettrak_api.rules.clients.codes import assign_code, provisional_code
from vettrak_api.rules.clients.usernames import free_username, refuse_taken

PERSON = (
    select(Client.id)
    .where(
        Client.surname_key == bindparam("wanted_surname"),
        Client.given_name_key == bindparam("wanted_given_name"),
        Client.birth_date == bindparam("born"),
    )
    .order_by(Client.id)
    .limit(1)
)

EARLIEST_BIRTH = datetime.date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of a client to be made; a person with a single name has only a surname."""

    surname: str
    given_name: str
    division_id: int
    birth_date: datetime.date | None = None
    email: str | None = None


def find_person(reader: Reader, surname: str, given_name: str, birth_date: datetime.date | None) -> int | None:
    """Return the lowest number of a client with these names, as `fold_name` says, and this birth date.

    None matches none. Web publication and activity play no part.
    """
    if birth_date is None:
        return None
    wanted = {"wanted_surname": fold_name(surname), "wanted_given_name": fold_name(given_name), "born": birth_date}
    found: int | None = execute(reader, PERSON, **wanted).scalar()
    return found


def add_client(session: Session, person: Person, *, email_as_username: bool, **columns: Any) -> Client:
    """Make a client who gets a user name but no password: nobody can log in until one is set.

    `columns` are further columns of the client, such as the phones and addresses that are known.

    Raises Conflict "Username is already in use." when user names are e-mail addresses and this one is taken.
    """
    return add_person(session, person, _username(session, person, email_as_username=email_as_username), **columns)


def register_client(session: Session, person: Person, *, email_as_username: bool) -> Client:
    """Make a client as `add_client` does, for who only wants to tell it: it does not join the session."""
    client = _new_client(person, _username(session, person, email_as_username=email_as_username))
    add_object(session, client)
    assign_code(session, client)
    return client


def _username(session: Session, person: Person, *, email_as_username: bool) -> str | None:
    if not email_as_username:
        return free_username(session, person.surname, person.given_name)
    if person.email:
        refuse_taken(session, person.email)
    return person.email


def add_person(session: Session, person: Person, username: str | None = None, **columns: Any) -> Client:
    """Make a client, flushed, with its code and further columns; without a user name it can not log in."""
    client = _new_client(person, username, **columns)
    add_object(session, client, held=True)
    assign_code(session, client)
    return client


def _new_client(person: Person, username: str | None, **columns: Any) -> Client:
    return Client(
        code=provisional_code(),
        surname=person.surname,
        given_name=person.given_name,
        birth_date=person.birth_date,
        email=person.email,
        username=username,
        division_id=person.division_id,
        **columns,
    )


def plausible_birth(birth_date: datetime.date | None, today: datetime.date) -> datetime.date | None:
    """Return a birth date; raises InvalidInput when it lies before 1900 or after today."""
    if birth_date is not None and not EARLIEST_BIRTH <= birth_date <= today:
        raise InvalidInput("Date of birth is not valid.")
    return birth_date
