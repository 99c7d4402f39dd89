"""One web record beside the records that it could be, member by member."""

import datetime
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict
from vettrak_api.model.base import fold
from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.quarantine import WebClient, WebEmployer
from vettrak_api.rules.addresses import line_of, read
from vettrak_api.rules.candidates import Candidate, employer_candidates, person_candidates
from vettrak_api.rules.matching import match_employer, match_person

MOST_CANDIDATES = 5
NEW = "new"

PERSON_MEMBERS = (
    ("Client code", "code_hint", "code"),
    ("Surname", "surname", "surname"),
    ("Given name", "given_name", "given_name"),
    ("Other names", "other_name", "other_name"),
    ("Date of birth", "birth_date", "birth_date"),
    ("USI", "usi", "usi"),
    ("Gender", "gender", "gender"),
    ("Title", "title", "title"),
    ("E-mail", "email", "email"),
    ("Mobile phone", "mobile_phone", "mobile_phone"),
    ("Home phone", "home_phone", "home_phone"),
    ("Work phone", "work_phone", "work_phone"),
    ("Emergency contact", "emergency_name", "emergency_name"),
    ("Emergency phone", "emergency_phone", "emergency_phone"),
)
"""Label, column of the web client, column of the client."""

EMPLOYER_MEMBERS = (
    ("Identifier", "identifier", "identifier"),
    ("Name", "name", "name"),
    ("Legal name", "legal_name", "legal_name"),
    ("ABN", "abn", "abn"),
    ("ACN", "acn", "acn"),
    ("Phone", "phone", "phone"),
    ("Mobile phone", "mobile_phone", "mobile_phone"),
    ("Fax", "fax_phone", "fax_phone"),
    ("E-mail", "email", "email"),
    ("Web site", "url", "url"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a candidate, and how it stands to the web's: same, differs, missing (the web says nothing)."""

    text: str
    state: str


@dataclass(frozen=True, slots=True)
class Row:
    """One member: its name, what the web says, and what each candidate has."""

    label: str
    web: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A party of a web enrolment with its candidates.

    chosen: the number of the candidate that the matching rules would take, "new", or "" when they find several
    and somebody must choose.
    """

    field: str
    title: str
    role: str
    candidates: list[Candidate]
    rows: list[Row]
    chosen: str


def compare_person(session: Session, person: WebClient, role: str) -> Comparison:
    """Return a web client beside the clients that it could be."""
    chosen = _chosen(session, person)
    candidates = person_candidates(session, person, MOST_CANDIDATES)
    clients = [session.get_one(Client, candidate.record_id) for candidate in candidates]
    rows = [_row(label, person, web, clients, real) for label, web, real in PERSON_MEMBERS]
    rows += [_address_row(label, person, clients, kind, kind) for label, kind in ADDRESSES]
    title = f"{person.given_name} {person.surname}".strip()
    return Comparison(f"person-{person.id}", title, role, candidates, rows, chosen)


def compare_employer(session: Session, employer: WebEmployer, role: str) -> Comparison:
    """Return a web employer beside the employers that it could be."""
    match = match_employer(session, employer)
    candidates = employer_candidates(session, employer, MOST_CANDIDATES)
    employers = [session.get_one(Employer, candidate.record_id) for candidate in candidates]
    rows = [_row(label, employer, web, employers, real) for label, web, real in EMPLOYER_MEMBERS]
    rows += [
        _address_row("Business address", employer, employers, "business", "business"),
        _address_row("Postal address", employer, employers, "postal", "postal"),
    ]
    chosen = str(match.record_id) if match.record_id else NEW
    return Comparison(f"employer-{employer.id}", employer.name, role, candidates, rows, chosen)


ADDRESSES = (("Usual address", "usual"), ("Postal address", "postal"))


def _chosen(session: Session, person: WebClient) -> str:
    try:
        match = match_person(session, person)
    except Conflict:
        return ""
    return str(match.record_id) if match.record_id else NEW


def _row(label: str, web: Any, web_column: str, records: list[Any], column: str) -> Row:
    told = shown(getattr(web, web_column))
    return Row(label, told, [_cell(told, shown(getattr(record, column))) for record in records])


def _address_row(label: str, web: Any, records: list[Any], web_kind: str, kind: str) -> Row:
    told = _address(web, web_kind)
    return Row(label, told, [_cell(told, _address(record, kind)) for record in records])


def _cell(told: str, stored: str) -> Cell:
    if not told:
        return Cell(stored, "missing")
    return Cell(stored, "same" if fold(told) == fold(stored) else "differs")


def _address(record: Any, kind: str) -> str:
    address = read(record, kind)
    town = " ".join(filter(None, (address.city, address.state, address.postcode)))
    return ", ".join(filter(None, (line_of(address), town)))


def shown(value: Any) -> str:
    """Return a value as people read it."""
    if isinstance(value, datetime.date):
        return f"{value.day} {value:%b %Y}"
    return "" if value is None else str(value)
