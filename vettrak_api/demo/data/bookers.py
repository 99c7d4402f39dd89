"""Who books on the demo's web site: clients on record as they type themselves, and people whom nobody knows.

Their surnames are those of no other client of the demo, so that each is like the record that it is meant to be like,
and like no other.
"""

import datetime
from dataclasses import dataclass, replace
from typing import Any

from vettrak_api.demo.data.words import OWN_MOBILE_NUMBERS
from vettrak_api.model.base import fold_name


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody types of oneself; record: surname and given name of the client on record who is meant, if any."""

    surname: str
    given_name: str
    gender: str
    born: datetime.date | None
    email: str
    mobile: str | None
    record: tuple[str, str] | None = None
    tells_code: bool = False
    tells_usi: bool = True
    has_moved: bool = False


def _person(mobile: str | None, surname: str, given_name: str, gender: str, born: str) -> Typed:
    email = f"{fold_name(given_name)}.{fold_name(surname)}@example.com"
    return Typed(surname, given_name, gender, datetime.date.fromisoformat(born), email, mobile)


_KNOWN = (
    ("Lindqvist", "Astrid", "F", "1988-03-14"),
    ("Okonkwo", "Chidi", "M", "1995-08-22"),
    ("Brodziak", "Marek", "M", "1976-01-31"),
    ("Featherstone", "Nicola", "F", "1979-11-25"),
    ("Villanueva", "Marisol", "F", "1992-06-18"),
    ("Halloran", "Declan", "M", "1986-04-09"),
    ("Kowalczyk", "Tomasz", "M", "1990-02-27"),
    ("Marchetti", "Giulia", "F", "1953-12-01"),
    ("Pemberton", "Robert", "M", "1971-07-30"),
    ("Ashworth", "Helen", "F", "1984-10-12"),
    ("Delacroix", "Odette", "F", "2009-01-19"),
    ("Ravenscroft", "Peta", "F", "1997-09-09"),
    ("Zielinski", "Anna", "F", "1993-04-28"),
    ("Mulgrew", "Callum", "M", "1999-10-03"),
    ("Thistlewood", "Jane", "F", "1968-05-02"),
)
_OWN = dict(
    zip(
        (surname for surname, *_ in (*_KNOWN, ("Wisniewska",), ("Castellanos",), ("Haddad",))),
        OWN_MOBILE_NUMBERS,
        strict=True,
    )
)
"""The mobile phones by surname: nobody else's, or whoever shares one would look like the same person."""

REGULARS = tuple(_person(_OWN[told[0]], *told) for told in (*_KNOWN, _KNOWN[-1]))
"""Clients on record who book again. The one who is there twice is what the staff pages call several matches."""


def regular(surname: str, /, **typed: Any) -> Typed:
    """Return what a client on record types, with what is typed otherwise than it stands there; no USI unless told."""
    known = next(each for each in REGULARS if each.surname == surname)
    return replace(known, **{"record": (known.surname, known.given_name), "tells_usi": False, **typed})


def stranger(surname: str, given_name: str, gender: str, born: str) -> Typed:
    """Return what somebody types whom nobody knows."""
    return _person(_OWN.get(surname), surname, given_name, gender, born)


EMMA = Typed(
    "Fitzgerald", "Emma", "F", None, "emma.fitzgerald@example.com", None,
    record=("Fitzgerald", "Emma"), tells_code=True, tells_usi=False,
)  # fmt: skip
"""The contact of the first employer, whose log-in is `employer`."""


def columns_of(person: Typed) -> dict[str, Any]:
    """Return the columns that a client on record has by name; all others are invented."""
    return {
        "surname": person.surname,
        "given_name": person.given_name,
        "gender": person.gender,
        "birth_date": person.born,
        "email": person.email,
        "mobile_phone": person.mobile,
    }
