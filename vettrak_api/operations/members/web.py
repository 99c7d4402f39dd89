"""Reads what calls tell about web people and web employers: names first, then all details at once.

Parameters are judged in wire order. Who holds what is told by a table per operation: the column, or the kind of
an address, and the parameter that fills it.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from vettrak_api.calls.texts import Texts
from vettrak_api.errors import InvalidInput
from vettrak_api.operations.members.addresses import read_address
from vettrak_api.rules.clients.addresses import Address, with_known_state
from vettrak_api.rules.clients.creation import plausible_birth
from vettrak_api.rules.clients.genders import valid_gender
from vettrak_api.rules.clients.statistics import AVAILABLE
from vettrak_api.rules.clients.usi import valid_usi
from vettrak_api.rules.lookups import find_division_id
from vettrak_api.rules.quarantine.employers import WebCompany
from vettrak_api.rules.quarantine.people import WebPerson
from vettrak_api.rules.reference.codes import offered_codes
from vettrak_api.rules.validation import code_hint, day, trimmed

MOST_EMPLOYEES = 2_000_000_000

Sent = Mapping[str, Any]
"""Some parameters of a call by wire name."""

Reader = Callable[[Session, Texts, str, Any], Any]
"""Judges one parameter, by name and value, and returns what its column takes."""


@dataclass(frozen=True, slots=True)
class AddressNames:
    """The parameters of an address: the structured one, and line, city, postcode and state.

    With `state_by_name` an unknown state is told by its parameter.
    """

    structured: str
    flat: tuple[str, str, str, str]
    state_by_name: bool = False


Names = Mapping[str, str | AddressNames]
"""What holds what, in wire order."""


def read_person(texts: Texts, today: datetime.date, sent: Sent) -> WebPerson:
    """Return the person of four parameters, in the order surname, given name, code, birth date.

    Raises InvalidInput "Surname is required.", for a text that is too long and for a day nobody was born on.
    """
    (surname_name, surname), (given_name, given), (code_name, code), (_, born) = sent.items()
    person = WebPerson(
        surname=texts.trimmed(surname_name, surname),
        given_name=texts.trimmed(given_name, given),
        code_hint=code_hint(code_name, texts.trimmed(code_name, code)),
        birth_date=plausible_birth(day(born), today),
    )
    if not person.surname:
        raise InvalidInput("Surname is required.")
    return person


def read_company(texts: Texts, sent: Sent) -> WebCompany:
    """Return a web employer of two parameters, in the order name, identifier.

    Raises InvalidInput "Employer name is required." and for a text that is too long.
    """
    (name_name, name), (identifier_name, identifier) = sent.items()
    code = texts.trimmed(identifier_name, identifier)
    company = WebCompany(texts.trimmed(name_name, name), code_hint(identifier_name, code))
    if not company.name:
        raise InvalidInput("Employer name is required.")
    return company


def read_details(session: Session, texts: Texts, sent: Any, names: Names) -> dict[str, Any]:
    """Return the details that a call's parameters hold, ready for `overwrite_details`; what is missing is None.

    Raises InvalidInput for the first parameter that breaks a rule, NotFound for an unknown division.
    """
    details: dict[str, Any] = {}
    for held, name in names.items():
        if isinstance(name, AddressNames):
            details[held] = _address(session, texts, sent, name, postal=held == "postal")
        else:
            details[held] = READERS[held](session, texts, name, getattr(sent, name))
    return details


def _address(session: Session, texts: Texts, sent: Any, names: AddressNames, *, postal: bool) -> Address:
    address = read_address(texts, sent, names.structured, names.flat, postal=postal)
    if not names.state_by_name:
        return with_known_state(session, address)
    told = trimmed(getattr(getattr(sent, names.structured), "State", None))
    name = f"{names.structured}.State" if told else names.flat[3]
    return with_known_state(session, address, f"{name} is not a valid code.")


def _text(session: Session, texts: Texts, name: str, value: str | None) -> str | None:
    del session
    return texts.optional(name, value)


def _number(session: Session, texts: Texts, name: str, value: str | None) -> str | None:
    """Business numbers are written in groups; the blanks between them are no part of them."""
    del session
    return texts.optional(name, "".join((value or "").split()))


def _gender(session: Session, texts: Texts, name: str, value: str | None) -> str | None:
    del session, texts, name
    return valid_gender(value)


def _division(session: Session, texts: Texts, name: str, value: int | None) -> int | None:
    """None is no division stated, rather than the root division."""
    del texts, name
    return find_division_id(session, value) if value else None


def _usi(session: Session, texts: Texts, name: str, value: str | None) -> str | None:
    del session, texts, name
    return valid_usi(value) if trimmed(value) else None


def _employees(session: Session, texts: Texts, name: str, value: int | None) -> int | None:
    del session, texts
    if value is not None and not 0 <= value <= MOST_EMPLOYEES:
        raise InvalidInput(f"{name} may not be negative.")
    return value


def _code(list_name: str, default: str | None) -> Reader:
    """Codes of a national list, as the list spells them; blank is the default."""

    def read(session: Session, texts: Texts, name: str, value: str | None) -> str | None:
        del texts
        code = trimmed(value)
        if not code or code == default:
            return default
        known = offered_codes(session, [(list_name, code)]).get((list_name, code))
        if known is None:
            raise InvalidInput(f"{name} is not a valid code.")
        return known

    return read


READERS: Mapping[str, Reader] = {
    "other_name": _text,
    "title": _text,
    "gender": _gender,
    "home_phone": _text,
    "work_phone": _text,
    "mobile_phone": _text,
    "email": _text,
    "emergency_name": _text,
    "emergency_phone": _text,
    "emergency_mobile": _text,
    "division_id": _division,
    "usi": _usi,
    "survey_contact_status": _code("SURVEY_CONTACT_STATUS", AVAILABLE),
    "legal_name": _text,
    "abn": _number,
    "acn": _number,
    "phone": _text,
    "fax_phone": _text,
    "url": _text,
    "anzsic_code": _code("ANZSIC", None),
    "size": _text,
    "employees": _employees,
}
"""How the parameter of each column is judged."""
