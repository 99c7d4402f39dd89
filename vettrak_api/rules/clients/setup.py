"""What a person's record, told as a whole by the organisation, must hold."""

import datetime
from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput
from vettrak_api.model.base import CODE, fits_code
from vettrak_api.rules.clients.creation import EARLIEST_BIRTH
from vettrak_api.rules.clients.usernames import follows_email, is_taken
from vettrak_api.rules.clients.usi import valid_usi
from vettrak_api.rules.clients.usi_owners import other_owner
from vettrak_api.rules.judging import Broken, Values, in_order
from vettrak_api.rules.validation import mail_address, trimmed


def broken_of_client(values: Values) -> Iterator[Broken]:
    """Judge a person."""
    code, usi = values.get("code"), values.get("usi")
    if code is not None and not fits_code(code):
        yield Broken("code", f"is no code of 1 to {CODE} plain characters", "Give the person another code.")
    if values.get("surname") and not trimmed(values["surname"]):
        yield Broken("surname", "shows nothing", "A person with a single name has only a surname: write it here.")
    if usi:
        yield from _broken_usi(usi)
        if values.get("usi_exempt"):
            yield Broken("usi_exempt", "a person with a USI is not exempt from having one", "Tell one of the two.")
    born = values.get("birth_date")
    if born is not None and not EARLIEST_BIRTH <= born <= datetime.date.today():
        yield Broken("birth_date", "is before 1900 or still to come", "Correct the date of birth.")
    yield from broken_address(values)


def _broken_usi(usi: str) -> Iterator[Broken]:
    try:
        valid_usi(usi)
    except InvalidInput:
        yield Broken("usi", "is no USI: its last character does not fit the others", "Copy it anew, or leave it blank.")


def broken_address(values: Values) -> Iterator[Broken]:
    """Judge an e-mail address."""
    try:
        mail_address("email", values.get("email"))
    except InvalidInput:
        yield Broken("email", "is no e-mail address", "Write one plain address, or leave it blank.")


def taken_of_client(session: Session, client: Any, values: Values) -> Iterator[Broken]:
    """Judge what a person (None for a new one) would take from another: a USI, a user name that follows the e-mail."""
    number, usi = (None, None) if client is None else (client.id, client.usi)
    told = (values.get("usi") or "").upper()
    if told and told != usi and (owner := other_owner(session, told, number)) is not None:
        yield Broken("usi", f"stands on {owner.code} already", "Look whether the two are one person, or correct it.")
    email = values.get("email")
    if client is None or not email or email == client.email or not follows_email(client):
        return
    if is_taken(session, email, client.id):
        yield Broken(
            "email",
            "is the user name of another person, and this person's user name follows it",
            "Write another address, or give this person another user name first.",
        )


def taken_by_new_client(session: Session, client: Any, values: Values) -> Iterator[Broken]:
    """Judge the e-mail address of a new person where user names are e-mail addresses."""
    email = values.get("email")
    if client is None and email and is_taken(session, email):
        yield Broken("email", "is the user name of another person", "Write another address, or leave it blank.")


def broken_of_employment(values: Values) -> Iterator[Broken]:
    """Judge an employment."""
    yield from in_order(values, "commenced", "terminated")


def broken_of_relationship(values: Values) -> Iterator[Broken]:
    """Judge what another person is to a client."""
    yield from in_order(values, "start_date", "end_date")
    one, other = values.get("client_id"), values.get("to_client_id")
    if one is not None and one == other:
        yield Broken("to_client_id", "is the same person", "Name another person.")
