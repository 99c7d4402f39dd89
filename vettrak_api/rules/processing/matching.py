"""Finds the existing record that a person or an employer of the web is, by the rules of ProcessWebEnrolment.

Names are compared as `fold_name` says.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Undecided
from vettrak_api.model.base import fold_name
from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.quarantine import PROCESSED, WebDecision, WebEnrolment
from vettrak_api.model.statements import execute
from vettrak_api.rules.lookups import client_key, employer_key

Told: TypeAlias = Any
"""A web client or a web employer: an object or a row of columns."""

CODE, USI, NAME, EARLIER, IDENTIFIER, NONE = "code", "usi", "name", "earlier", "identifier", "none"
"""The rules: which one found the record."""


@dataclass(frozen=True, slots=True)
class Match:
    """The number of the record that is meant, None for nobody known, and the rule that found it."""

    record_id: int | None
    rule: str


NOBODY = Match(None, NONE)

SEVERAL = "More than one existing client matches."
USI_OF_ANOTHER = "The USI is that of a client with another surname and another birth date."


def _clients(*conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return select(Client.id, Client.surname_key, Client.birth_date).where(*conditions).order_by(Client.id).limit(2)


_SURNAME = Client.surname_key == bindparam("told_surname")

RULES = {
    CODE: _clients(Client.code_key == bindparam("told_code"), _SURNAME),
    USI: _clients(Client.usi == bindparam("told_usi")),
    NAME: _clients(
        _SURNAME, Client.given_name_key == bindparam("told_given_name"), Client.birth_date == bindparam("born")
    ),
}
"""Who is meant by a rule: two of them, if there are several."""

BECAME = (
    select(WebDecision.employer_id)
    .join(WebEnrolment, WebEnrolment.id == WebDecision.web_enrolment_id)
    .join(Employer, Employer.id == WebDecision.employer_id)
    .where(WebDecision.web_employer_id == bindparam("loose"), WebEnrolment.state == PROCESSED)
    .order_by(WebDecision.id.desc())
    .limit(1)
)
"""What a loose web employer became for another web enrolment, lately."""


EMPLOYER_OF_IDENTIFIER = select(Employer.id).where(Employer.identifier_key == bindparam("told_identifier"))
EMPLOYERS_OF_NAME = select(Employer.id).where(Employer.name_key == bindparam("told_name"), Employer.active).limit(2)


def match_person(session: Session, person: Told) -> Match:
    """Return the client that a web client is, by the first rule that finds any.

    The given code with the same surname; the USI; given name, surname and birth date. Raises Undecided when that
    rule finds several, or the USI leads to somebody whose surname and birth date are both other ones.
    """
    for rule, values in _rules(session, person):
        found = execute(session, RULES[rule], **values).all()
        if len(found) > 1:
            raise Undecided(SEVERAL)
        if found:
            if rule == USI and is_somebody_else(person, found[0]):
                raise Undecided(USI_OF_ANOTHER)
            return Match(found[0].id, rule)
    return NOBODY


def is_somebody_else(person: Told, client: Any) -> bool:
    """Tell whether surname and birth date of a client, both known, are other ones than those told."""
    born, known = person.birth_date, client.birth_date
    return None not in {born, known} and born != known and fold_name(person.surname) != client.surname_key


def _rules(session: Session, person: Told) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the rules that what is known of a person allows, in order, with the values of their statements."""
    surname = fold_name(person.surname)
    if code := client_key(session, person.code_hint):
        yield CODE, {"told_code": code, "told_surname": surname}
    if person.usi:
        yield USI, {"told_usi": person.usi.upper()}
    if person.birth_date is not None:
        given_name = fold_name(person.given_name)
        yield NAME, {"told_surname": surname, "told_given_name": given_name, "born": person.birth_date}


def match_employer(session: Session, employer: Told) -> Match:
    """Return the employer that a web employer is.

    A loose one is what it became for another web enrolment; else the one of its identifier, else the only active
    one of its name.
    """
    if employer.web_enrolment_id is None:
        became = execute(session, BECAME, loose=employer.id).scalar()
        if became is not None:
            return Match(became, EARLIER)
    if identifier := employer_key(session, employer.identifier):
        named = execute(session, EMPLOYER_OF_IDENTIFIER, told_identifier=identifier).scalar()
        if named is not None:
            return Match(named, IDENTIFIER)
    found = execute(session, EMPLOYERS_OF_NAME, told_name=fold_name(employer.name)).scalars().all()
    return Match(found[0], NAME) if len(found) == 1 else NOBODY
