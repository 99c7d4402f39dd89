"""Existing records that a person or an employer of the web may be, for people to choose from, with the reasons.

Wider than matching: near ones too. The record that processing would take by itself is always the first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, or_, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict
from vettrak_api.model.base import fold, fold_name
from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.quarantine import WebClient, WebEmployer
from vettrak_api.rules.processing.matching import Match, match_employer, match_person
from vettrak_api.rules.processing.suggestion_weights import (
    EMPLOYER_DIFFERENCES,
    EMPLOYER_SIGNS,
    PERSON_DIFFERENCES,
    PERSON_SIGNS,
    Sign,
    digits,
    holding,
    names,
    swapped,
)

Row = TypeVar("Row")

MOST_LOOKED_AT = 200
"""Records that are weighed; a family name shared by more people than that tells nothing."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An existing client or employer with what speaks for it and what against; a higher score is likelier.

    rule: the matching rule by which processing would take this one by itself, or None.
    """

    record_id: int
    code: str
    name: str
    score: int
    reasons: tuple[str, ...]
    differences: tuple[str, ...]
    active: bool
    rule: str | None = None


def person_candidates(session: Session, web_client: WebClient, most: int = 10) -> list[Candidate]:
    """Return the likeliest clients that a web client may be, the likeliest first."""
    try:
        match = match_person(session, web_client)
    except Conflict:
        match = Match(None, "")
    wanted = select(Client).where(or_(*_near_people(web_client)))
    weighed = (
        _weighed(holding(PERSON_SIGNS, web_client, row), holding(PERSON_DIFFERENCES, web_client, row), row)
        for row in session.scalars(_first(wanted, Client.id, match))
    )
    return _best(weighed, match, most)


def employer_candidates(session: Session, web_employer: WebEmployer, most: int = 10) -> list[Candidate]:
    """Return the likeliest employers that a web employer may be, the likeliest first."""
    match = match_employer(session, web_employer)
    wanted = select(Employer).where(or_(Employer.id == match.record_id, *_near_employers(web_employer)))
    weighed = (
        _weighed(holding(EMPLOYER_SIGNS, web_employer, row), holding(EMPLOYER_DIFFERENCES, web_employer, row), row)
        for row in session.scalars(_first(wanted, Employer.id, match))
    )
    return _best(weighed, match, most)


def _first(wanted: Select[Row], number: Any, match: Match) -> Select[Row]:
    """Return the SELECT of those who are weighed: the one whom the rules match, whatever its number, and others."""
    return wanted.order_by(case((number == match.record_id, 0), else_=1), number).limit(MOST_LOOKED_AT)


def _near_people(person: WebClient) -> Iterable[ColumnElement[bool]]:
    """Return the conditions of which one must hold for a client to be looked at."""
    surname, given_name = names(person)
    yield and_(Client.surname_key == surname, Client.given_name_key == given_name)
    if given_name:
        yield and_(Client.surname_key == given_name, Client.given_name_key == surname)
        yield and_(Client.surname_key == surname, Client.given_name_key.like(f"{_plain(given_name[:3])}%", escape="/"))
    if person.birth_date is not None:
        dates = [date for date in (person.birth_date, swapped(person.birth_date)) if date]
        yield and_(Client.surname_key == surname, Client.birth_date.in_(dates))
        yield and_(Client.given_name_key == given_name, Client.birth_date == person.birth_date)
    if code := fold(person.code_hint):
        yield Client.code_key == code
    if person.usi:
        yield Client.usi == person.usi.upper()
    if email := fold(person.email):
        yield Client.email_key == email
    if person.mobile_phone:
        yield Client.mobile_phone.in_({person.mobile_phone, digits(person.mobile_phone)})


def _near_employers(employer: WebEmployer) -> Iterable[ColumnElement[bool]]:
    name = fold_name(employer.name)
    yield Employer.name_key == name
    yield Employer.name_key.like(f"{_plain(name.split(' ')[0])} %", escape="/")
    if identifier := fold(employer.identifier):
        yield Employer.identifier_key == identifier
    for column in ("abn", "acn", "legal_name", "email", "phone"):
        if value := getattr(employer, column):
            yield getattr(Employer, column) == value


def _plain(text: str) -> str:
    """Return text as LIKE takes it literally on every database."""
    return "".join(f"/{character}" if character in "/%_[" else character for character in text)


def _weighed(agreed: list[Sign], differing: list[Sign], row: Any) -> Candidate:
    is_person = isinstance(row, Client)
    return Candidate(
        row.id,
        row.code if is_person else row.identifier,
        f"{row.given_name} {row.surname}".strip() if is_person else row.name,
        sum(sign.weight for sign in (*agreed, *differing)),
        tuple(sign.text for sign in agreed),
        tuple(sign.text for sign in differing),
        row.active,
    )


def _best(weighed: Iterable[Candidate], match: Match, most: int) -> list[Candidate]:
    found = (
        replace(candidate, rule=match.rule) if candidate.record_id == match.record_id else candidate
        for candidate in weighed
    )
    return sorted(found, key=lambda each: (each.rule is None, -each.score, each.record_id))[:most]
