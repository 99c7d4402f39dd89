"""What speaks for and against a web record and an existing record being the same, and how much."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from vettrak_api.model.base import fold, fold_name
from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.quarantine import WebClient, WebEmployer
from vettrak_api.rules.processing.likeness import companies_close, given_names_close, surnames_close, swapped

Holds: TypeAlias = Callable[[Any, Any], bool]
"""Tells whether a sign holds for a web record and an existing one."""

Read: TypeAlias = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that both have in common, or, with a negative weight, in which they differ."""

    text: str
    weight: int
    holds: Holds


def _same(read: Read, read_web: Read) -> Holds:
    return lambda web, record: bool(read_web(web)) and read(record) == read_web(web)


def _different(read: Read, read_web: Read) -> Holds:
    return lambda web, record: bool(read_web(web)) and bool(read(record)) and read(record) != read_web(web)


def digits(text: str | None) -> str:
    """Return the digits of a phone or business number, which people group as they like."""
    return "".join(filter(str.isdigit, text or ""))


def names(person: Any) -> tuple[str, str]:
    """Return surname and given name as they are compared."""
    return fold_name(person.surname), fold_name(person.given_name)


def _same_code(web: WebClient, client: Client) -> bool:
    return bool(fold(web.code_hint)) and fold(web.code_hint) == client.code_key


def _same_surname(web: WebClient, client: Client) -> bool:
    return names(web)[0] == client.surname_key


def _given_names_alike(web: WebClient, client: Client) -> bool:
    ours, theirs = names(web)[1], client.given_name_key
    return ours != theirs and given_names_close(ours, theirs)


def _surnames_alike(web: WebClient, client: Client) -> bool:
    ours, theirs = names(web)[0], client.surname_key
    return ours != theirs and surnames_close(ours, theirs)


def _names_exchanged(web: WebClient, client: Client) -> bool:
    surname, given_name = names(web)
    return surname != given_name and (client.given_name_key, client.surname_key) == (surname, given_name)


def _similar_company(web: WebEmployer, employer: Employer) -> bool:
    name, other = fold_name(web.name), employer.name_key
    return name != other and (name.split(" ")[0] == other.split(" ")[0] or companies_close(name, other))


def _birth_date(person: Any) -> Any:
    return person.birth_date


def _usi(person: Any) -> str:
    return (person.usi or "").upper()


PERSON_SIGNS = (
    Sign("given code and surname", 1000, lambda web, client: _same_code(web, client) and _same_surname(web, client)),
    Sign("USI", 500, _same(_usi, _usi)),
    Sign("date of birth", 100, _same(_birth_date, _birth_date)),
    Sign("e-mail", 80, _same(lambda client: client.email_key, lambda web: fold(web.email))),
    Sign("names exchanged", 80, _names_exchanged),
    Sign("mobile phone", 70, _same(lambda row: digits(row.mobile_phone), lambda web: digits(web.mobile_phone))),
    Sign("surname", 60, _same_surname),
    Sign("given code", 60, lambda web, client: _same_code(web, client) and not _same_surname(web, client)),
    Sign("day and month of birth exchanged", 60, _same(_birth_date, lambda web: swapped(web.birth_date))),
    Sign("given name", 50, lambda web, client: names(web)[1] == client.given_name_key),
    Sign("similar surname", 30, _surnames_alike),
    Sign("similar given name", 20, _given_names_alike),
    Sign("postcode", 10, _same(lambda client: client.usual_postcode, lambda web: web.usual_postcode)),
)

PERSON_DIFFERENCES = (
    Sign("different USI", -150, _different(_usi, _usi)),
    Sign("different date of birth", -40, _different(_birth_date, _birth_date)),
)

EMPLOYER_SIGNS = (
    Sign("identifier", 1000, _same(lambda row: row.identifier_key, lambda web: fold(web.identifier))),
    Sign("ABN", 300, _same(lambda row: digits(row.abn), lambda web: digits(web.abn))),
    Sign("name", 200, _same(lambda row: row.name_key, lambda web: fold_name(web.name))),
    Sign("ACN", 150, _same(lambda row: digits(row.acn), lambda web: digits(web.acn))),
    Sign("legal name", 100, _same(lambda row: fold_name(row.legal_name), lambda web: fold_name(web.legal_name))),
    Sign("e-mail", 60, _same(lambda row: fold(row.email), lambda web: fold(web.email))),
    Sign("phone", 60, _same(lambda row: digits(row.phone), lambda web: digits(web.phone))),
    Sign("similar name", 30, _similar_company),
)

EMPLOYER_DIFFERENCES = (
    Sign("different ABN", -100, _different(lambda row: digits(row.abn), lambda web: digits(web.abn))),
    Sign("not active", -50, lambda _, employer: not employer.active),
)


def holding(signs: Sequence[Sign], web: Any, record: Any) -> list[Sign]:
    """Return the signs that hold."""
    return [sign for sign in signs if sign.holds(web, record)]
