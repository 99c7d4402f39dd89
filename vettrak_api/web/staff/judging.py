"""What the matching rules would do with each web record of a list, in words; a few statements for the whole list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from vettrak_api.model.quarantine import WebClient, WebEmployer
from vettrak_api.model.statements import portions
from vettrak_api.rules.processing.verdicts import FOUND, NEAR, NEW, Like, Verdict, judge_employers, judge_people

WAYS = {
    "code": "client code",
    "usi": "USI",
    "name": "name and birth date",
    "identifier": "identifier",
    "earlier": "an earlier web enrolment",
    "employer name": "name",
}
"""What the matching rules go by, in words."""

WORDS = {FOUND: "Found", NEAR: "Close, to be decided", NEW: "New"}
"""What a list can be filtered by."""

MOST_NAMED = 3

PEOPLE = select(
    WebClient.id,
    WebClient.web_enrolment_id,
    WebClient.surname,
    WebClient.given_name,
    WebClient.code_hint,
    WebClient.birth_date,
    WebClient.usi,
    WebClient.email,
    WebClient.mobile_phone,
)
EMPLOYERS = select(
    WebEmployer.id,
    WebEmployer.web_enrolment_id,
    WebEmployer.name,
    WebEmployer.identifier,
    WebEmployer.legal_name,
    WebEmployer.abn,
    WebEmployer.acn,
    WebEmployer.phone,
    WebEmployer.email,
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What processing by the rules would do with a web record; one that is close to a record is left to people.

    likes: whom it is or is like. text: the whole in one line.
    """

    state: str
    text: str
    likes: tuple[Like, ...] = ()

    @property
    def is_near(self) -> bool:
        """Whether somebody must decide."""
        return self.state == NEAR


def suggest_for_entries(session: Session, numbers: Sequence[int]) -> dict[int, Suggestion]:
    """Say of each web enrolment what the rules would do with all its people and its employer."""
    people, employers = _read(session, PEOPLE, WebClient, numbers), _read(session, EMPLOYERS, WebEmployer, numbers)
    of_people, of_employers = judge_people(session, people), judge_employers(session, employers)
    by_entry: dict[int, list[Verdict]] = {}
    for person in people:
        by_entry.setdefault(person.web_enrolment_id, []).append(of_people[person.id])
    own = {employer.web_enrolment_id: of_employers[employer.id] for employer in employers}
    return {number: _suggestion(own.get(number), by_entry.get(number, [])) for number in numbers}


def suggest_for_people(session: Session, people: Sequence[Any]) -> dict[int, Suggestion]:
    """Say of each web client what the rules would do."""
    verdicts = judge_people(session, people)
    return {person.id: _in_words(verdicts[person.id], "new client") for person in people}


def waiters_of(session: Session, numbers: Iterable[int]) -> list[Any]:
    """Return the people of web waitlist entries, as `suggest_for_people` reads them."""
    wanted = (PEOPLE.where(WebClient.web_waitlist_id.in_(some)) for some in portions(numbers))
    return [row for statement in wanted for row in session.execute(statement)]


def _read(session: Session, wanted: Any, table: Any, numbers: Sequence[int]) -> list[Any]:
    statements = (wanted.where(table.web_enrolment_id.in_(some)).order_by(table.id) for some in portions(numbers))
    return [row for statement in statements for row in session.execute(statement)]


def _suggestion(employer: Verdict | None, people: Sequence[Verdict]) -> Suggestion:
    if employer is None:
        return _in_words(people[0], "new client") if people else Suggestion(NEW, "new client")
    said = _in_words(employer, "new employer", "employer ")
    near = sum(person.state == NEAR for person in people)
    if not near:
        return said
    words = f"{said.text}; {near} of its people {'is' if near == 1 else 'are'} close to somebody"
    return Suggestion(NEAR, words, said.likes)


def _in_words(verdict: Verdict, new: str, prefix: str = "") -> Suggestion:
    likes = verdict.likes
    if verdict.state == NEW:
        return Suggestion(NEW, new)
    if verdict.state == FOUND:
        way = WAYS.get(f"{prefix}{verdict.rule}", WAYS.get(verdict.rule, verdict.rule))
        return Suggestion(FOUND, f"{likes[0].code} {likes[0].name}, by {way}", likes)
    if verdict.is_several:
        codes = ", ".join(like.code for like in likes[:MOST_NAMED])
        return Suggestion(NEAR, f"several match: choose ({codes})", likes)
    return Suggestion(NEAR, f"new? like {verdict.sentence}", likes)


def near_numbers(suggestions: Mapping[int, Suggestion]) -> list[int]:
    """Return the numbers of those that people must decide."""
    return [number for number, suggestion in suggestions.items() if suggestion.is_near]
