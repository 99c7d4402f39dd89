"""What the rules make of people and employers of the web, of a whole list at once: found, close, or new.

The rules are those of `matching`, on records that few statements have read. Who is close to somebody on record is for
people to decide; calls, which must decide, make somebody new.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from vettrak_api.errors import Undecided
from vettrak_api.model.base import fold, fold_exactly, fold_name
from vettrak_api.rules.processing.likeness import (
    companies_close,
    dates_close,
    given_names_close,
    surnames_close,
    swapped,
)
from vettrak_api.rules.processing.matching import (
    CODE,
    IDENTIFIER,
    NAME,
    USI,
    Match,
    is_somebody_else,
    match_employer,
    match_person,
)
from vettrak_api.rules.processing.records import client_of, employer_of, records_like_employers, records_like_people
from vettrak_api.rules.processing.suggestion_weights import digits

FOUND, NEAR, NEW = "found", "near", "new"
"""What a verdict is."""

MOST_NAMED = 3

SEVERAL_MATCH = "several match"


@dataclass(frozen=True, slots=True)
class Like:
    """A record that is meant or close: its number, code and name, and for a close one why."""

    record_id: int
    code: str
    name: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules make of a party: FOUND names one record and its rule, NEAR those that are close, NEW none."""

    state: str
    likes: tuple[Like, ...] = ()
    rule: str = ""

    @property
    def is_several(self) -> bool:
        """Whether a rule finds several records."""
        return any(like.reason == SEVERAL_MATCH for like in self.likes)

    @property
    def sentence(self) -> str:
        """Say of somebody close whom it is like, and why."""
        named = ", ".join(f"{like.code} {like.name} ({like.reason})" for like in self.likes[:MOST_NAMED])
        return f"{named} and {len(self.likes) - MOST_NAMED} more" if len(self.likes) > MOST_NAMED else named


NOBODY = Verdict(NEW)


def refuse_near_person(session: Session, person: Any) -> None:
    """Raise Undecided for a web client whom the rules do not know, but who is close to somebody on record."""
    _refuse(_judged_person(person, records_like_people(session, [person])))


def refuse_near_employer(session: Session, employer: Any) -> None:
    """Raise it for a web employer."""
    _refuse(_judged_employer(employer, records_like_employers(session, [employer])))


def _refuse(verdict: Verdict) -> None:
    if verdict.state == NEAR:
        raise Undecided(f"Looks like {verdict.sentence}. Open it and choose.")


def anybody_is_near(session: Session, people: Iterable[Any], employers: Iterable[Any]) -> bool:
    """Tell whether people must decide about any of some web clients and web employers."""
    verdicts = (*judge_people(session, list(people)).values(), *judge_employers(session, list(employers)).values())
    return any(verdict.state == NEAR for verdict in verdicts)


def judge_people(session: Session, people: Sequence[Any]) -> dict[int, Verdict]:
    """Return what the rules make of each of some web clients, by their numbers."""
    records = _Found(records_like_people(session, people), _client_keys)
    return {person.id: _judge_person(session, person, records.like(_person_keys(person))) for person in people}


def judge_employers(session: Session, employers: Sequence[Any]) -> dict[int, Verdict]:
    """Return what the rules make of each of some web employers, by their numbers."""
    records = records_like_employers(session, employers)
    return {employer.id: _judge_employer(session, employer, records) for employer in employers}


class _Found:
    """Records by what they may have in common with a party."""

    def __init__(self, records: Iterable[Any], keys_of: Callable[[Any], Iterable[Any]]) -> None:
        self._by_key: dict[Any, dict[int, Any]] = {}
        for record in records:
            for key in keys_of(record):
                self._by_key.setdefault(key, {})[record.id] = record

    def like(self, keys: Iterable[Any]) -> list[Any]:
        """Return the records that have any of the keys, in the order of their numbers."""
        found: dict[int, Any] = {}
        for key in keys:
            found.update(self._by_key.get(key, {}))
        return [found[number] for number in sorted(found)]


def _client_keys(client: Any) -> Iterable[Any]:
    yield "code", client.code_key
    yield "usi", client.usi
    yield "born", client.birth_date
    yield "mail", client.email_key
    yield "phone", digits(client.mobile_phone)
    yield "names", frozenset((client.surname_key, client.given_name_key))


def _person_keys(person: Any) -> Iterable[Any]:
    if person.code_hint:
        yield "code", fold(person.code_hint)
    if person.usi:
        yield "usi", person.usi.upper()
    if person.birth_date is not None:
        yield "born", person.birth_date
        yield "born", swapped(person.birth_date) or person.birth_date
    if person.email:
        yield "mail", fold(person.email)
    if person.mobile_phone:
        yield "phone", digits(person.mobile_phone)
    yield "names", frozenset((fold_name(person.surname), fold_name(person.given_name)))


def _judge_person(session: Session, person: Any, clients: Sequence[Any]) -> Verdict:
    if person.code_hint and fold(person.code_hint) != fold_exactly(person.code_hint):
        # A code that may have kept a key of its own is looked up by itself; there are few.
        try:
            match = match_person(session, person)
        except Undecided:
            match = Match(None, "")
        if match.record_id is not None:
            return Verdict(FOUND, (_like_client(client_of(session, match.record_id)),), match.rule)
    return _judged_person(person, clients)


def _judged_person(person: Any, clients: Sequence[Any]) -> Verdict:
    """Return what the rules make of a web client, going by the clients who could be meant."""
    surname, given_name = fold_name(person.surname), fold_name(person.given_name)
    code, usi = fold(person.code_hint), (person.usi or "").upper()
    rules: tuple[tuple[str, Callable[[Any], bool]], ...] = (
        (CODE, lambda row: bool(code) and row.code_key == code and row.surname_key == surname),
        (USI, lambda row: bool(usi) and row.usi == usi),
        (
            NAME,
            lambda row: (
                person.birth_date is not None
                and (row.surname_key, row.given_name_key, row.birth_date) == (surname, given_name, person.birth_date)
            ),
        ),
    )
    for rule, holds in rules:
        found = [client for client in clients if holds(client)]
        if len(found) > 1:
            return Verdict(NEAR, tuple(_like_client(client, SEVERAL_MATCH) for client in found))
        if found:
            if rule == USI and is_somebody_else(person, found[0]):
                return Verdict(NEAR, (_like_client(found[0], "same USI, other surname and birth date"),))
            return Verdict(FOUND, (_like_client(found[0]),), rule)
    near = tuple(_like_client(client, reason) for client in clients if (reason := why_near(person, client)))
    return Verdict(NEAR, near) if near else NOBODY


def _like_client(client: Any, reason: str = "") -> Like:
    return Like(client.id, client.code, f"{client.given_name} {client.surname}".strip(), reason)


def why_near(person: Any, client: Any) -> str:
    """Return why a web client may be a client whom no rule finds; blank when nothing says so.

    Two different USIs are two people, whatever else is alike.
    """
    usi = (person.usi or "").upper()
    if usi and client.usi and usi != client.usi:
        return ""
    if person.code_hint and fold(person.code_hint) == client.code_key:
        return "told code, other surname"
    return _Pair(person, client).reason()


class _Pair:
    """A web client beside a client."""

    def __init__(self, person: Any, client: Any) -> None:
        surname, given_name = fold_name(person.surname), fold_name(person.given_name)
        theirs, their_given = client.surname_key, client.given_name_key
        self.surname_same, self.given_same = surname == theirs, given_name == their_given
        self.surname_close = self.surname_same or surnames_close(surname, theirs)
        self.given_close = self.given_same or given_names_close(given_name, their_given)
        self.exchanged = surname != given_name and (surname, given_name) == (their_given, theirs)
        born, known = person.birth_date, client.birth_date
        self.unborn = born is None or known is None
        self.born_same = not self.unborn and born == known
        self.born_swapped = not self.unborn and swapped(born) == known
        self.born_close = self.born_same or (not self.unborn and dates_close(born, known))
        self.mail = bool(person.email) and fold(person.email) == client.email_key
        phone = digits(person.mobile_phone)
        self.phone = bool(phone) and phone == digits(client.mobile_phone)

    def reason(self) -> str:
        """Return the weightiest reason, with what else speaks for it."""
        said = self._names_same() or self._names_close() or self._name_changed()
        reached = "same e-mail" if self.mail else ("same mobile phone" if self.phone else "")
        return ", ".join(filter(None, (said, reached))) if said else ""

    @property
    def _reached(self) -> bool:
        return self.mail or self.phone

    def _names_same(self) -> str:
        if self.exchanged and (self.unborn or self.born_close or self._reached):
            return "names exchanged"
        if not (self.surname_same and self.given_same):
            return ""
        if self.born_swapped:
            return "day and month of birth exchanged"
        if self.unborn:
            return "birth date missing"
        return "other birth date" if self.born_close or self._reached else ""

    def _names_close(self) -> str:
        """Return what is alike in names that are not the same; both being close needs the very birth date."""
        if not (self.surname_close and self.given_close):
            return ""
        both_are_others = not (self.surname_same or self.given_same)
        if not (self.born_same or self._reached or (self.born_close and not both_are_others)):
            return ""
        said = "similar names" if both_are_others else f"similar {'given name' if self.surname_same else 'surname'}"
        return said if self.born_same else f"{said}, {'birth date missing' if self.unborn else 'other birth date'}"

    def _name_changed(self) -> str:
        if not self._reached or not (self.born_same or self.unborn):
            return ""
        if self.given_close:
            return "other surname" if self.born_same else "other surname, birth date missing"
        return "other given name" if self.surname_same and self.born_same else ""


def _judge_employer(session: Session, employer: Any, records: Sequence[Any]) -> Verdict:
    if employer.web_enrolment_id is None or fold(employer.identifier) != fold_exactly(employer.identifier):
        # What a loose one has become for others, and identifiers with keys of their own, are looked up by themselves.
        match = match_employer(session, employer)
        if match.record_id is not None:
            return Verdict(FOUND, (_like_employer(employer_of(session, match.record_id)),), match.rule)
    return _judged_employer(employer, records)


def _judged_employer(employer: Any, records: Sequence[Any]) -> Verdict:
    """Return what the rules make of a web employer, going by the employers that could be meant."""
    identifier, name = fold(employer.identifier), fold_name(employer.name)
    identified = [record for record in records if identifier and record.identifier_key == identifier]
    if identified:
        return Verdict(FOUND, (_like_employer(identified[0]),), IDENTIFIER)
    named = [record for record in records if record.name_key == name and record.active]
    if len(named) == 1:
        return Verdict(FOUND, (_like_employer(named[0]),), NAME)
    near = tuple(_like_employer(record, reason) for record in records if (reason := _why_near(employer, name, record)))
    return Verdict(NEAR, near) if near else NOBODY


def _why_near(employer: Any, name: str, record: Any) -> str:
    if name and record.name_key == name:
        return "several have this name" if record.active else "same name, not active"
    for said, column in (("same ABN", "abn"), ("same ACN", "acn")):
        told, stored = digits(getattr(employer, column)), digits(getattr(record, column))
        if told and stored and told != stored:
            return ""
        if told and told == stored:
            return f"{said}, other name"
    return "similar name" if companies_close(name, record.name_key) else ""


def _like_employer(record: Any, reason: str = "") -> Like:
    return Like(record.id, record.identifier, record.name, reason)
