"""Corrects one detail of a person by the rules that UpdateClientDetails goes by, and keeps why in the audit trail."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput, NotFound
from vettrak_api.model.base import length_of
from vettrak_api.model.clients import Client
from vettrak_api.model.privacy import ERASED_KEY
from vettrak_api.model.trails import explain
from vettrak_api.rules.clients import addresses
from vettrak_api.rules.clients.creation import plausible_birth
from vettrak_api.rules.clients.genders import valid_gender
from vettrak_api.rules.clients.usernames import change_email, refuse_taken
from vettrak_api.rules.clients.usi import valid_usi
from vettrak_api.rules.clients.usi_owners import refuse_usi_of_another
from vettrak_api.rules.validation import mail_address, optional, within

LONGEST_REASON = 500

TEXTS = (
    *("given_name", "other_name", "title", "home_phone", "work_phone", "mobile_phone", "fax_phone", "emergency_name"),
    *("emergency_phone", "emergency_mobile", "passport_number", "visa_number", "visa_type", "external_debtor_code"),
)
"""Columns of texts that are stored as they come."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What is written to whom: the column, the text that was told, and the day of the writing."""

    session: Session
    client: Client
    column: str
    told: str
    today: datetime.date

    @property
    def text(self) -> str | None:
        """The text as its column takes it; raises InvalidInput when it does not."""
        return optional(self.column, self.told, length_of(getattr(Client, self.column)))

    @property
    def day(self) -> datetime.date | None:
        """The text as a day; raises InvalidInput when it is none."""
        try:
            return datetime.date.fromisoformat(self.told.strip()) if self.told.strip() else None
        except ValueError:
            raise InvalidInput(f"{self.column} is a day such as 1990-01-31.") from None


def _surname(told: Correction) -> None:
    if not told.text:
        raise InvalidInput("Surname is required.")
    told.client.surname = told.text


def _given_name(told: Correction) -> None:
    told.client.given_name = told.text or ""


def _as_it_comes(told: Correction) -> None:
    setattr(told.client, told.column, told.text)


def _email(told: Correction) -> None:
    change_email(told.session, told.client, mail_address("email", told.text, told.client.email))


def _username(told: Correction) -> None:
    if told.text:
        refuse_taken(told.session, told.text, told.client.id)
    told.client.username = told.text


def _birth_date(told: Correction) -> None:
    told.client.birth_date = plausible_birth(told.day, told.today)


def _visa_expiry(told: Correction) -> None:
    told.client.visa_expiry = told.day


def _gender(told: Correction) -> None:
    told.client.gender = valid_gender(told.told)


def _usi(told: Correction) -> None:
    usi = valid_usi(told.told) if told.told.strip() else None
    refuse_usi_of_another(told.session, told.client, usi)
    told.client.usi = usi
    told.client.usi_exempt = told.client.usi_exempt and usi is None


def _address(told: Correction, *, kind: str, member: str) -> None:
    before = addresses.read(told.client, kind)
    after = replace(before, **{member: told.text})
    made = addresses.from_line(after, postal=kind == "postal") if member == "line" else addresses.from_parts(after)
    addresses.store(told.client, kind, addresses.with_known_state(told.session, made))


Corrector: TypeAlias = Callable[[Correction], None]

ADDRESSES: Mapping[str, Corrector] = {
    f"{kind}_{member}": partial(_address, kind=kind, member=member)
    for kind in ("usual", "postal")
    for member in addresses.MEMBERS
    if member != "box" or kind == "postal"
}

FIELDS: Mapping[str, Corrector] = {
    "surname": _surname,
    **dict.fromkeys(TEXTS, _as_it_comes),
    "given_name": _given_name,
    "email": _email,
    "username": _username,
    "birth_date": _birth_date,
    "visa_expiry": _visa_expiry,
    "gender": _gender,
    "usi": _usi,
    **ADDRESSES,
}
"""What can be corrected, and by which rule."""


def correct_client(session: Session, client_id: int, field: str, value: str, reason: str, today: datetime.date) -> None:
    """Correct a field of a client.

    reason: up to 500 characters; it is kept with the values, enciphered as they are. Raises NotFound for a client who
    is not there any more, InvalidInput for a field or a value that is none, or that is so already, and Conflict for
    what is another's.
    """
    why = within("The reason", reason, LONGEST_REASON)
    if not why:
        raise InvalidInput("A reason is needed.")
    corrector = FIELDS.get(field)
    if corrector is None:
        raise InvalidInput(f"There is no field {field!r}; known are {', '.join(sorted(FIELDS))}.")
    client = session.scalars(select(Client).where(Client.id == client_id)).one_or_none()
    if client is None or client.code_key.startswith(ERASED_KEY):
        raise NotFound("The client was erased.")
    with session.no_autoflush:
        corrector(Correction(session, client, field, value, today))
    session.flush()
    if not explain(session, Client, client_id, why):
        raise InvalidInput(f"{field} is so already.")
