"""User names of clients: unique ignoring case, made up where nobody chooses one."""

import secrets
from itertools import chain
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict
from vettrak_api.model.base import cut, fold, fold_name
from vettrak_api.model.clients import Client
from vettrak_api.model.statements import execute

LONGEST_STEM = 80
COUNTED = range(2, 10)
RANDOM_TRIES = 10

STEM_WITHOUT_LETTERS = "client"

OWNER = select(Client.id).where(Client.username_key == bindparam("wanted"))
TAKEN = select(Client.username_key).where(Client.username_key.in_(bindparam("wanted", expanding=True)))


def free_username(session: Session, surname: str, given_name: str) -> str:
    """Return an unused user name: john.smith, else john.smith2 to 9, else john.smith with a random number.

    The caller holds the making of clients, so that no other transaction takes the same.
    """
    stem = username_stem(surname, given_name)
    if execute(session, OWNER, wanted=fold(stem)).scalar() is None:
        return stem
    numbers = chain(COUNTED, (secrets.randbelow(10**6) for _ in range(RANDOM_TRIES)))
    wanted = [f"{stem}{number}" for number in numbers]
    taken = set(execute(session, TAKEN, wanted=[fold(name) for name in wanted]).scalars())
    free = (name for name in wanted if fold(name) not in taken)
    return next(free, f"{stem}.{secrets.token_hex(8)}")


def username_stem(surname: str, given_name: str) -> str:
    """Return letters and digits of both names without accents, in lower case, joined with a point."""
    words = ("".join(filter(str.isalnum, fold_name(name))) for name in (given_name, surname))
    return cut(".".join(word for word in words if word), LONGEST_STEM).strip(".") or STEM_WITHOUT_LETTERS


def refuse_taken(session: Session, username: str, client_id: int | None = None) -> None:
    """Raise Conflict when another client has the user name, ignoring case."""
    if is_taken(session, username, client_id):
        raise Conflict("Username is already in use.")


def is_taken(session: Session, username: str, client_id: int | None = None) -> bool:
    """Tell whether another client has the user name, ignoring case."""
    owners = execute(session, OWNER, wanted=fold(username)).scalars()
    return any(owner != client_id for owner in owners)


def follows_email(client: Any) -> bool:
    """Tell whether a client's user name is the e-mail address, and will be the next one."""
    return bool(client.email) and fold(client.username) == fold(client.email)


def change_email(session: Session, client: Client, email: str | None) -> None:
    """Set a client's e-mail; a user name that was the old e-mail follows the new one.

    An emptied e-mail leaves the user name, or the client could not log in any more. Raises Conflict when
    another client has the new e-mail as user name.
    """
    if email and email != client.email and follows_email(client):
        refuse_taken(session, email, client.id)
        client.username = email
    client.email = email
