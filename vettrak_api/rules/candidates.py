"""Existing records that a person or an employer of the web may be, for people to choose from, with the reasons.

Wider than matching: near ones too. The record that processing would take by itself is always the first.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from vettrak_api.model.base import fold, fold_name
from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.quarantine import WebClient, WebEmployer

MOST_LOOKED_AT = 200
"""Records that are weighed; a family name shared by more people than that tells nothing."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An existing client or employer with what speaks for it and what against; a higher score is likelier."""

    record_id: int
    code: str
    name: str
    score: int
    reasons: tuple[str, ...]
    differences: tuple[str, ...]
    active: bool


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that web record and candidate have in common, or in which they differ (negative weight)."""

    text: str
    weight: int
    holds: Callable[[Any, Any], bool]


def _same(read: Callable[[Any], Any], read_web: Callable[[Any], Any]) -> Callable[[Any, Any], bool]:
    return lambda web, record: bool(read_web(web)) and read(record) == read_web(web)


def _different(read: Callable[[Any], Any], read_web: Callable[[Any], Any]) -> Callable[[Any, Any], bool]:
    return lambda web, record: bool(read_web(web)) and bool(read(record)) and read(record) != read_web(web)


def _digits(text: str | None) -> str:
    return "".join(filter(str.isdigit, text or ""))


def _names(record: Any) -> tuple[str, str]:
    return fold_name(record.surname), fold_name(record.given_name)


def _same_surname(web: WebClient, client: Client) -> bool:
    return _names(web)[0] == client.surname_key


def _given_names_alike(web: WebClient, client: Client) -> bool:
    """Jon and Jonathan, J and John: one begins like the other."""
    ours, theirs = _names(web)[1], client.given_name_key
    return bool(ours and theirs) and ours != theirs and (ours.startswith(theirs[:3]) or theirs.startswith(ours[:3]))


def _swapped_names(web: WebClient, client: Client) -> bool:
    surname, given_name = _names(web)
    return bool(given_name) and (client.given_name_key, client.surname_key) == (surname, given_name) != (
        given_name,
        surname,
    )


def swapped(date: datetime.date | None) -> datetime.date | None:
    """Return the date whose day and month are exchanged, None when there is no such day or it is the same."""
    if date is None or date.day > 12 or date.day == date.month:
        return None
    return datetime.date(date.year, date.day, date.month)


def _born(record: Any) -> datetime.date | None:
    born: datetime.date | None = record.birth_date
    return born


PERSON_SIGNS = (
    Sign("given code and surname", 1000, lambda web, client: _same_code(web, client) and _same_surname(web, client)),
    Sign("given code", 60, lambda web, client: _same_code(web, client) and not _same_surname(web, client)),
    Sign("USI", 500, lambda web, client: bool(web.usi) and web.usi.upper() == client.usi),
    Sign("date of birth", 100, _same(_born, _born)),
    Sign("surname", 60, _same_surname),
    Sign("given name", 50, lambda web, client: _names(web)[1] == client.given_name_key),
    Sign("e-mail", 80, _same(lambda client: client.email_key, lambda web: fold(web.email))),
    Sign(
        "mobile phone",
        70,
        _same(lambda client: _digits(client.mobile_phone), lambda web: _digits(web.mobile_phone)),
    ),
    Sign("day and month of birth exchanged", 60, _same(_born, lambda web: swapped(web.birth_date))),
    Sign("names exchanged", 80, _swapped_names),
    Sign("similar given name", 20, _given_names_alike),
    Sign("postcode", 10, _same(lambda client: client.usual_postcode, lambda web: web.usual_postcode)),
)

PERSON_DIFFERENCES = (
    Sign("different USI", -150, _different(lambda client: client.usi, lambda web: (web.usi or "").upper())),
    Sign("different date of birth", -40, _different(_born, _born)),
)

EMPLOYER_SIGNS = (
    Sign("identifier", 1000, _same(lambda row: row.identifier_key, lambda web: fold(web.identifier))),
    Sign("name", 200, _same(lambda row: row.name_key, lambda web: fold_name(web.name))),
    Sign("ABN", 300, _same(lambda row: _digits(row.abn), lambda web: _digits(web.abn))),
    Sign("ACN", 150, _same(lambda row: _digits(row.acn), lambda web: _digits(web.acn))),
    Sign("legal name", 100, _same(lambda row: fold_name(row.legal_name), lambda web: fold_name(web.legal_name))),
    Sign("e-mail", 60, _same(lambda row: fold(row.email), lambda web: fold(web.email))),
    Sign("phone", 60, _same(lambda row: _digits(row.phone), lambda web: _digits(web.phone))),
    Sign("similar name", 30, lambda web, row: _similar_name(web, row)),
)

EMPLOYER_DIFFERENCES = (
    Sign("different ABN", -100, _different(lambda row: _digits(row.abn), lambda web: _digits(web.abn))),
    Sign("not active", -50, lambda web, row: web is not None and not row.active),
)


def _same_code(web: WebClient, client: Client) -> bool:
    return bool(fold(web.code_hint)) and fold(web.code_hint) == client.code_key


def _similar_name(web: WebEmployer, row: Employer) -> bool:
    name, other = fold_name(web.name), row.name_key
    return name != other and name.split(" ")[:1] == other.split(" ")[:1]


def person_candidates(session: Session, web_client: WebClient, most: int = 10) -> list[Candidate]:
    """Return the likeliest clients that a web client may be, the likeliest first."""
    wanted = select(Client).where(or_(*_near_people(web_client))).order_by(Client.id).limit(MOST_LOOKED_AT)
    weighed = (
        _weighed(
            web_client,
            client,
            (client.code, f"{client.given_name} {client.surname}".strip()),
            PERSON_SIGNS,
            PERSON_DIFFERENCES,
        )
        for client in session.scalars(wanted)
    )
    return _best(weighed, most)


def employer_candidates(session: Session, web_employer: WebEmployer, most: int = 10) -> list[Candidate]:
    """Return the likeliest employers that a web employer may be, the likeliest first."""
    wanted = select(Employer).where(or_(*_near_employers(web_employer))).order_by(Employer.id).limit(MOST_LOOKED_AT)
    weighed = (
        _weighed(web_employer, row, (row.identifier, row.name), EMPLOYER_SIGNS, EMPLOYER_DIFFERENCES)
        for row in session.scalars(wanted)
    )
    return _best(weighed, most)


def _near_people(person: WebClient) -> Iterable[ColumnElement[bool]]:
    """Return the conditions of which one must hold for a client to be looked at."""
    surname, given_name = _names(person)
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
        yield Client.mobile_phone.in_({person.mobile_phone, _digits(person.mobile_phone)})


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


def _weighed(
    web: Any, record: Any, called: tuple[str, str], signs: Sequence[Sign], differences: Sequence[Sign]
) -> Candidate:
    agreed = [sign for sign in signs if sign.holds(web, record)]
    differing = [sign for sign in differences if sign.holds(web, record)]
    return Candidate(
        record.id,
        *called,
        score=sum(sign.weight for sign in (*agreed, *differing)),
        reasons=tuple(sign.text for sign in agreed),
        differences=tuple(sign.text for sign in differing),
        active=record.active,
    )


def _best(weighed: Iterable[Candidate], most: int) -> list[Candidate]:
    return sorted(weighed, key=lambda candidate: (-candidate.score, candidate.record_id))[:most]
