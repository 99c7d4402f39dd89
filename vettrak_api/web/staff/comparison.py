"""One web record beside the records that it could be, member by member."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from vettrak_api.errors import Undecided
from vettrak_api.model.base import fold
from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.quarantine import WebClient, WebEmployer
from vettrak_api.model.reference import Division
from vettrak_api.rules.clients.addresses import line_of, read
from vettrak_api.rules.processing.matching import Match, match_employer, match_person
from vettrak_api.rules.processing.suggestions import Candidate, employer_candidates, person_candidates
from vettrak_api.web.staff.additional import additional_rows
from vettrak_api.web.staff.addresses import warnings_about
from vettrak_api.web.staff.statistics import statistics_rows

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
    ("Emergency mobile", "emergency_mobile", "emergency_mobile"),
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

PERSON_ADDRESSES = (("Usual address", "usual"), ("Postal address", "postal"))
EMPLOYER_ADDRESSES = (("Business address", "business"), ("Postal address", "postal"))

NUMBERS = frozenset(
    {
        "usi",
        "abn",
        "acn",
        "phone",
        "fax_phone",
        "mobile_phone",
        "home_phone",
        "work_phone",
        "emergency_phone",
        "emergency_mobile",
    }
)
"""Columns in which blanks are decoration."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a candidate, and how it stands to the web's.

    state: same, differs, lacking when only the web says anything, silent when the web says nothing.
    """

    text: str
    state: str


@dataclass(frozen=True, slots=True)
class Row:
    """One member: its name, what the web says, and what each candidate has."""

    label: str
    web: str
    cells: list[Cell]
    typed: str | None = None
    """What was typed before staff corrected it; None for what stands as it was typed."""

    @property
    def says_anything(self) -> bool:
        """Whether anybody has a value."""
        return bool(self.web or any(cell.text for cell in self.cells)) or self.typed is not None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A party of a web enrolment with its candidates.

    additional: the rows of the additional data that the site stored with it.
    chosen: the number of the candidate that the matching rules would take, "new", or "" when somebody must choose:
    `undecided` says why.
    warnings: what is wrong with what the web or a candidate says, one sentence each.
    """

    field: str
    title: str
    role: str
    candidates: list[Candidate]
    rows: list[Row]
    additional: list[Row]
    chosen: str
    warnings: list[str]
    undecided: str = ""
    search: str = ""
    """What staff searched for, and whether it found anybody."""
    found: bool = True
    can_be_corrected: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """What staff searched for beside the candidates of a party, and the numbers that it found or that they chose."""

    search: str = ""
    found: tuple[int, ...] = ()
    chosen: tuple[int, ...] = ()


def field_of(party: WebClient | WebEmployer) -> str:
    """Return the name of the form's field that says who a party is."""
    return f"{'person' if isinstance(party, WebClient) else 'employer'}-{party.id}"


def title_of(party: WebClient | WebEmployer) -> str:
    """Return a party's name."""
    return f"{party.given_name} {party.surname}".strip() if isinstance(party, WebClient) else party.name


def compare(
    session: Session, party: WebClient | WebEmployer, role: str, zone: datetime.tzinfo, asked: Asked | None = None
) -> Comparison:
    """Return a party beside the records that it could be; the RTO's zone tells which day a moment is."""
    asked = asked or Asked()
    made = (_compare_person if isinstance(party, WebClient) else _compare_employer)(session, party, role, zone, asked)
    return replace(made, search=asked.search, found=bool(asked.found))


def _most(numbers: Sequence[int]) -> int:
    return MOST_CANDIDATES + len(numbers)


def _compare_person(session: Session, person: Any, role: str, zone: datetime.tzinfo, asked: Asked) -> Comparison:
    wanted = tuple(dict.fromkeys((*asked.chosen, *asked.found)))
    candidates = person_candidates(session, person, _most(wanted), wanted)
    clients = _records(session, Client, candidates)
    rows = [_row(person, clients, *member) for member in PERSON_MEMBERS]
    rows += [_address_row(person, clients, *address) for address in PERSON_ADDRESSES]
    rows += _told_rows(_division_row(session, person, clients))
    rows += _told_rows(statistics_rows(session, person, clients))
    additional = _told_rows(additional_rows(session, person, [client.id for client in clients], zone))
    chosen, undecided = _chosen_person(session, person)
    warnings = list(warnings_about(person, additional, ((client.code, client) for client in clients)))
    return Comparison(
        field_of(person), title_of(person), role, candidates, rows, additional, chosen, warnings, undecided
    )


def _compare_employer(session: Session, employer: Any, role: str, zone: datetime.tzinfo, asked: Asked) -> Comparison:
    wanted = tuple(dict.fromkeys((*asked.chosen, *asked.found)))
    candidates = employer_candidates(session, employer, _most(wanted), wanted)
    employers = _records(session, Employer, candidates)
    rows = [_row(employer, employers, *member) for member in EMPLOYER_MEMBERS]
    rows += [_address_row(employer, employers, *address) for address in EMPLOYER_ADDRESSES]
    additional = _told_rows(additional_rows(session, employer, [each.id for each in employers], zone))
    chosen = _said(match_employer(session, employer))
    warnings = list(warnings_about(employer, additional, ((each.identifier, each) for each in employers)))
    return Comparison(field_of(employer), title_of(employer), role, candidates, rows, additional, chosen, warnings)


def _records(session: Session, table: Any, candidates: Sequence[Candidate]) -> list[Any]:
    """Return the records of candidates in their order."""
    numbers = [candidate.record_id for candidate in candidates]
    found = {row.id: row for row in session.scalars(select(table).where(table.id.in_(numbers)))}
    return [found[number] for number in numbers]


def _chosen_person(session: Session, person: WebClient) -> tuple[str, str]:
    """Return what the rules would choose, or "" and why they do not."""
    try:
        return _said(match_person(session, person)), ""
    except Undecided as undecided:
        return "", undecided.message


def _said(match: Match) -> str:
    return NEW if match.record_id is None else str(match.record_id)


def _row(party: Any, records: list[Any], label: str, web_column: str, column: str) -> Row:
    told = shown(getattr(party, web_column))
    stored = [shown(getattr(record, column)) for record in records]
    plain = _without_blanks if column in NUMBERS else fold
    typed = (party.typed or {}).get(web_column)
    return Row(label, told, [_cell(told, text, plain) for text in stored], _as_typed(web_column, typed))


def _as_typed(web_column: str, typed: str | None) -> str | None:
    """Return what was typed as people read it: a day is kept as 1990-05-07."""
    if typed and web_column == "birth_date":
        return shown(datetime.date.fromisoformat(typed))
    return typed


def _division_row(session: Session, person: Any, clients: Sequence[Any]) -> list[tuple[str, str, list[str]]]:
    """Return the division that the web tells, if it tells one, beside those of the clients."""
    if person.division_id is None:
        return []
    numbers = {person.division_id, *(client.division_id for client in clients)}
    rows = session.execute(select(Division.id, Division.name).where(Division.id.in_(numbers)))
    names = {row.id: row.name for row in rows}
    return [("Division", names[person.division_id], [names[client.division_id] for client in clients])]


def _told_rows(told: Iterable[tuple[str, str, list[str]]]) -> list[Row]:
    return [Row(label, web, [_cell(web, stored) for stored in values]) for label, web, values in told]


def _address_row(party: Any, records: list[Any], label: str, kind: str) -> Row:
    told = _address(party, kind)
    return Row(label, told, [_cell(told, _address(record, kind)) for record in records])


def _cell(told: str, stored: str, plain: Callable[[str], str] = fold) -> Cell:
    if not told:
        return Cell(stored, "silent")
    if not stored:
        return Cell(stored, "lacking")
    return Cell(stored, "same" if plain(told) == plain(stored) else "differs")


def _without_blanks(text: str) -> str:
    return fold("".join(text.split()))


def _address(record: Any, kind: str) -> str:
    address = read(record, kind)
    town = " ".join(filter(None, (address.city, address.state, address.postcode)))
    return ", ".join(filter(None, (line_of(address), town)))


def shown(value: Any) -> str:
    """Return a value as people read it."""
    if isinstance(value, datetime.date):
        return f"{value.day} {value:%b %Y}"
    return "" if value is None else str(value)
