"""The records that people and employers of the web could be, of many at once, each way to find them by an index."""

import datetime
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Date, Select, String, bindparam, or_, select, union
from sqlalchemy.orm import Session

from vettrak_api.model.base import fold, fold_name
from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.statements import execute
from vettrak_api.rules.processing.likeness import LEGAL_WORDS, swapped, words_of

TOGETHER = 100
"""Parties that one statement looks for; SQL Server takes 2,100 parameters."""

MOST_BY_ONE_WAY = 2_000
"""Records of one statement that share a birth date, an e-mail address or a phone; those that rules find are not cut."""


def _among(column: Any, name: str, kind: Any = String) -> Any:
    return column.in_(bindparam(name, expanding=True, type_=kind))


def _cut(wanted: Select[int]) -> Select[int]:
    some = wanted.limit(MOST_BY_ONE_WAY).subquery()
    return select(some.c.id)


_CLIENT_NUMBERS = union(
    select(Client.id).where(_among(Client.code_key, "codes")),
    select(Client.id).where(_among(Client.usi, "usis")),
    select(Client.id).where(_among(Client.surname_key, "names"), _among(Client.given_name_key, "names")),
    _cut(select(Client.id).where(_among(Client.birth_date, "dates", Date))),
    _cut(select(Client.id).where(_among(Client.email_key, "emails"))),
    _cut(select(Client.id).where(_among(Client.mobile_phone, "phones"))),
).subquery()

CLIENT_COLUMNS = (
    Client.id,
    Client.code,
    Client.code_key,
    Client.surname,
    Client.surname_key,
    Client.given_name,
    Client.given_name_key,
    Client.birth_date,
    Client.usi,
    Client.email_key,
    Client.mobile_phone,
    Client.usual_postcode,
    Client.active,
)

CLIENTS = select(*CLIENT_COLUMNS).join(_CLIENT_NUMBERS, _CLIENT_NUMBERS.c.id == Client.id).order_by(Client.id)

NAMESAKES = (
    select(*CLIENT_COLUMNS)
    .where(Client.surname_key == bindparam("surname"))
    .order_by(Client.id)
    .limit(bindparam("most"))
)
"""Clients of a surname, for the page of one record; many share one."""

EMPLOYER_COLUMNS = (
    Employer.id,
    Employer.identifier,
    Employer.identifier_key,
    Employer.name,
    Employer.name_key,
    Employer.legal_name,
    Employer.abn,
    Employer.acn,
    Employer.phone,
    Employer.email,
    Employer.active,
)


CLIENT, EMPLOYER = (
    select(*columns).where(columns[0] == bindparam("number")) for columns in (CLIENT_COLUMNS, EMPLOYER_COLUMNS)
)


def client_of(session: Session, number: int) -> Any:
    """Return the client of a number, as the others are."""
    return execute(session, CLIENT, number=number).one()


def employer_of(session: Session, number: int) -> Any:
    """Return the employer of a number."""
    return execute(session, EMPLOYER, number=number).one()


def records_like_people(session: Session, people: Iterable[Any]) -> list[Any]:
    """Return the clients who could be any of some web clients, in the order of their numbers: one statement per 100."""
    found: dict[int, Any] = {}
    waiting = iter(people)
    while some := list(islice(waiting, TOGETHER)):
        found.update((row.id, row) for row in execute(session, CLIENTS, **_told_of(some)))
    return [found[number] for number in sorted(found)]


def namesakes(session: Session, person: Any, most: int) -> Sequence[Any]:
    """Return the first clients of a web client's surname."""
    return execute(session, NAMESAKES, surname=fold_name(person.surname), most=most).all()


def _told_of(people: Sequence[Any]) -> dict[str, list[Any]]:
    born = [person.birth_date for person in people if person.birth_date is not None]
    dates: set[datetime.date] = {*born, *(date for date in map(swapped, born) if date)}
    phones = {person.mobile_phone for person in people if person.mobile_phone}
    names = {fold_name(name) for person in people for name in (person.surname, person.given_name)}
    return {
        "codes": sorted({fold(person.code_hint) for person in people if person.code_hint}),
        "usis": sorted({person.usi.upper() for person in people if person.usi}),
        "names": sorted(names),
        "dates": sorted(dates),
        "emails": sorted({fold(person.email) for person in people if person.email}),
        "phones": sorted(phones | {"".join(filter(str.isdigit, phone)) for phone in phones}),
    }


def records_like_employers(session: Session, employers: Iterable[Any]) -> list[Any]:
    """Return the employers that any of some web employers could be, in the order of their numbers."""
    found: dict[int, Any] = {}
    waiting = iter(employers)
    while some := list(islice(waiting, TOGETHER)):
        wanted = select(*EMPLOYER_COLUMNS).where(or_(*_near_employers(some))).limit(MOST_BY_ONE_WAY)
        found.update((row.id, row) for row in execute(session, wanted.order_by(Employer.id)))
    return [found[number] for number in sorted(found)]


def _near_employers(employers: Sequence[Any]) -> Iterable[Any]:
    """Yield the conditions of which one must hold for an employer to be looked at."""
    yield Employer.name_key.in_({fold_name(employer.name) for employer in employers})
    yield Employer.identifier_key.in_({fold(employer.identifier) for employer in employers if employer.identifier})
    for column in ("abn", "acn", "legal_name", "email", "phone"):
        told = {getattr(employer, column) for employer in employers}
        yield getattr(Employer, column).in_({value for value in told if value})
    for beginning in sorted({_beginning(employer.name) for employer in employers}):
        if beginning:
            yield Employer.name_key.like(f"{beginning}%")
            yield Employer.name_key.like(f"the {beginning}%")


def _beginning(name: str) -> str:
    """Return the first letters of the first word that tells anything; words hold no sign that LIKE knows but _."""
    telling = [word for word in words_of(fold_name(name)) if word not in LEGAL_WORDS]
    return telling[0].replace("_", "")[:3] if telling else ""
