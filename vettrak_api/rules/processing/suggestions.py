"""Existing records that a person or an employer of the web may be, for people to choose from, with the reasons.

Wider than matching: near ones too. The record that processing would take by itself is always the first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from sqlalchemy.orm import Session

from vettrak_api.errors import Undecided
from vettrak_api.model.base import fold_name
from vettrak_api.model.quarantine import WebClient, WebEmployer
from vettrak_api.rules.processing.likeness import given_names_close
from vettrak_api.rules.processing.matching import NOBODY, Match, match_employer, match_person
from vettrak_api.rules.processing.records import (
    client_of,
    employer_of,
    namesakes,
    records_like_employers,
    records_like_people,
)
from vettrak_api.rules.processing.suggestion_weights import (
    EMPLOYER_DIFFERENCES,
    EMPLOYER_SIGNS,
    PERSON_DIFFERENCES,
    PERSON_SIGNS,
    Sign,
    holding,
    names,
)

MOST_LOOKED_AT = 200
"""Namesakes that are weighed; a family name shared by more people than that tells nothing."""

TELL_NOTHING = frozenset({"date of birth", "day and month of birth exchanged", "postcode"})
"""Signs that many strangers have in common, too."""

COMPARED = ("surname", "given_name", "birth_date", "usi", "email", "mobile_phone", "usual_postcode")
"""What is compared of two clients."""

BLANK = {"surname": "", "given_name": ""}
"""What a client without it has."""

MOST_LIKELY = 180
"""Score of who is most likely the same: of one surname, with the birth date and a given name that is close, or so."""


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


def person_candidates(
    session: Session, web_client: WebClient, most: int = 10, chosen: Sequence[int] = ()
) -> list[Candidate]:
    """Return the likeliest clients that a web client may be, the likeliest first; those of `chosen` numbers, too."""
    try:
        match = match_person(session, web_client)
    except Undecided:
        match = Match(None, "")
    given_name = names(web_client)[1]
    rows = {row.id: row for row in records_like_people(session, [web_client])}
    for row in namesakes(session, web_client, MOST_LOOKED_AT):
        if row.given_name_key == given_name or given_names_close(given_name, row.given_name_key):
            rows.setdefault(row.id, row)
    _bring(rows, (*chosen, match.record_id), lambda number: client_of(session, number))
    weighed = (_weighed_client(web_client, row) for row in rows.values())
    return _best(weighed, match, most, chosen)


def double_candidates(session: Session, client: Any, most: int = 10) -> list[Candidate]:
    """Return the likeliest other clients that a client, as a row of all its columns, may be as well.

    Not those of whom more speaks against it than for it.
    """
    told = SimpleNamespace(**{name: getattr(client, name) for name in COMPARED}, code_hint=None)
    rows = {row.id: row for row in records_like_people(session, [told])}
    for row in namesakes(session, told, MOST_LOOKED_AT):
        if given_names_close(client.given_name_key, row.given_name_key):
            rows.setdefault(row.id, row)
    rows.pop(client.id, None)
    weighed = (_weighed_client(told, row) for row in rows.values())
    return _best((each for each in weighed if each.score > 0), NOBODY, most, ())


def likely_doubles(session: Session, told: Mapping[str, Any]) -> list[Candidate]:
    """Return the clients who are most likely the one that somebody is about to add, told by column."""
    person = SimpleNamespace(
        id=None,
        given_name_key=fold_name(told.get("given_name") or ""),
        **{name: told.get(name) or BLANK.get(name) for name in COMPARED},
    )
    return [each for each in double_candidates(session, person) if each.score >= MOST_LIKELY]


def employer_candidates(
    session: Session, web_employer: WebEmployer, most: int = 10, chosen: Sequence[int] = ()
) -> list[Candidate]:
    """Return the likeliest employers that a web employer may be, as `person_candidates`."""
    match = match_employer(session, web_employer)
    rows = {row.id: row for row in records_like_employers(session, [web_employer])}
    _bring(rows, (*chosen, match.record_id), lambda number: employer_of(session, number))
    weighed = (_weighed_employer(web_employer, row) for row in rows.values())
    return _best(weighed, match, most, chosen)


def _bring(rows: dict[int, Any], wanted: Iterable[int | None], read: Any) -> None:
    for number in wanted:
        if number is not None and number not in rows:
            rows[number] = read(number)


def _weighed_client(web: Any, row: Any) -> Candidate:
    name = f"{row.given_name} {row.surname}".strip()
    agreed, differing = holding(PERSON_SIGNS, web, row), holding(PERSON_DIFFERENCES, web, row)
    return Candidate(row.id, row.code, name, *_told(agreed, differing), row.active)


def _weighed_employer(web: WebEmployer, row: Any) -> Candidate:
    agreed, differing = holding(EMPLOYER_SIGNS, web, row), holding(EMPLOYER_DIFFERENCES, web, row)
    return Candidate(row.id, row.identifier, row.name, *_told(agreed, differing), row.active)


def _told(agreed: list[Sign], differing: list[Sign]) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """Return the score of signs, and in words what agrees and what differs."""
    score = sum(sign.weight for sign in (*agreed, *differing))
    return score, tuple(sign.text for sign in agreed), tuple(sign.text for sign in differing)


def _best(weighed: Iterable[Candidate], match: Match, most: int, chosen: Sequence[int]) -> list[Candidate]:
    """Return the likeliest that have enough in common with the web, and before all those that somebody chose."""
    found = [
        replace(candidate, rule=match.rule) if candidate.record_id == match.record_id else candidate
        for candidate in weighed
    ]
    known = [each for each in found if set(each.reasons) - TELL_NOTHING or each.rule or each.record_id in chosen]
    known.sort(key=lambda each: (each.record_id not in chosen, each.rule is None, -each.score, each.record_id))
    return known[:most]
