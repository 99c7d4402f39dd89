"""Finds the existing record that a person or an employer of the web is, by the rules of ProcessWebEnrolment.

Case, accents and double blanks do not matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict
from vettrak_api.model.base import fold, fold_name
from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.quarantine import WebClient, WebEmployer

CODE, USI, NAME, IDENTIFIER, NONE = "code", "usi", "name", "identifier", "none"
"""The rules: which one found the record."""


@dataclass(frozen=True, slots=True)
class Match:
    """The number of the record that is meant, None for nobody known, and the rule that found it."""

    record_id: int | None
    rule: str


NOBODY = Match(None, NONE)


def match_person(session: Session, person: WebClient) -> Match:
    """Return the client that a web client is, by the first rule that finds any.

    The given code with the same surname; the USI; given name, surname and birth date. Raises Conflict when that
    rule finds several.
    """
    for rule, wanted in _rules(person):
        found = session.scalars(wanted.order_by(Client.id).limit(2)).all()
        if len(found) > 1:
            raise Conflict("More than one existing client matches.")
        if found:
            return Match(found[0], rule)
    return NOBODY


def _rules(person: WebClient) -> list[tuple[str, Select[int]]]:
    """Return the rules that what is known of a person allows, in order."""
    surname, given_name = fold_name(person.surname), fold_name(person.given_name)
    clients = select(Client.id)
    rules: list[tuple[str, Select[int]]] = []
    if code := fold(person.code_hint):
        rules.append((CODE, clients.where(Client.code_key == code, Client.surname_key == surname)))
    if person.usi:
        rules.append((USI, clients.where(Client.usi == person.usi.upper())))
    if person.birth_date is not None:
        names = Client.surname_key == surname, Client.given_name_key == given_name
        rules.append((NAME, clients.where(*names, Client.birth_date == person.birth_date)))
    return rules


def match_employer(session: Session, employer: WebEmployer) -> Match:
    """Return the employer that a web employer is: by its identifier, else the only active one of its name."""
    if identifier := fold(employer.identifier):
        named = session.scalar(select(Employer.id).where(Employer.identifier_key == identifier))
        if named is not None:
            return Match(named, IDENTIFIER)
    found: Sequence[int] = session.scalars(
        select(Employer.id).where(Employer.name_key == fold_name(employer.name), Employer.active).limit(2)
    ).all()
    return Match(found[0], NAME) if len(found) == 1 else NOBODY
