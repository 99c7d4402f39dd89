"""Staff correct what somebody typed on the web; what was typed first stays beside it."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput
from vettrak_api.model.base import length_of
from vettrak_api.model.quarantine import WebClient, WebEmployer
from vettrak_api.model.rows import change_row
from vettrak_api.rules.clients.creation import plausible_birth
from vettrak_api.rules.clients.usi import valid_usi
from vettrak_api.rules.quarantine.decisions import CORRECT, Context, record_decision
from vettrak_api.rules.quarantine.pending import Held
from vettrak_api.rules.validation import code_hint, mail_address, within

PERSON_FIELDS = {
    "surname": "Surname",
    "given_name": "Given name",
    "other_name": "Other names",
    "birth_date": "Date of birth",
    "code_hint": "Client code",
    "usi": "USI",
    "email": "E-mail",
    "mobile_phone": "Mobile phone",
    "home_phone": "Home phone",
    "work_phone": "Work phone",
}
"""What of a person can be corrected, and what it is to people."""

EMPLOYER_FIELDS = {
    "name": "Name",
    "identifier": "Identifier",
    "legal_name": "Legal name",
    "abn": "ABN",
    "acn": "ACN",
    "phone": "Phone",
    "mobile_phone": "Mobile phone",
    "email": "E-mail",
}

FIELDS: Mapping[Any, Mapping[str, str]] = {WebClient: PERSON_FIELDS, WebEmployer: EMPLOYER_FIELDS}

REQUIRED = frozenset({"surname", "name"})
GROUPED = frozenset({"abn", "acn"})
"""Numbers that people write in groups."""

NEVER_NULL = REQUIRED | {"given_name"}

READERS: Mapping[str, Callable[[str, str], str | None]] = {
    "usi": lambda _, value: valid_usi(value),
    "code_hint": code_hint,
    "identifier": code_hint,
}
"""How a text that is not blank is read, by its label."""


def correct(session: Session, context: Context, table: Any, party: Held, told: Mapping[str, str]) -> bool:
    """Write corrected values to a person or an employer of a pending web record, which the caller holds.

    told: texts by column; what is not named stays. Blank empties a column. What the web typed is kept the first time,
    and forgotten when it is restored. Returns whether anything changed. Raises InvalidInput by the field's label.
    """
    labels = FIELDS[table]
    values = {column: _judged(table, column, told[column], party, context) for column in labels if column in told}
    changed = {column: value for column, value in values.items() if value != getattr(party, column)}
    if not changed:
        return False
    typed = dict(party.typed or {})
    for column, value in changed.items():
        original = typed.setdefault(column, _as_text(getattr(party, column)))
        if original == _as_text(value):
            del typed[column]
    change_row(session, table, party, **changed, typed=typed or None)
    kind = "web_client_id" if table is WebClient else "web_employer_id"
    about = {name: getattr(party, name, None) for name in ("web_enrolment_id", "web_waitlist_id")}
    fields = ", ".join(labels[column] if labels[column].isupper() else labels[column].lower() for column in changed)
    record_decision(session, context, CORRECT, reason=fields, **{kind: party.id}, **about)
    return True


def _judged(table: Any, column: str, text: str, party: Held, context: Context) -> Any:
    label = FIELDS[table][column]
    if column == "birth_date":
        return _birth_date(label, text, party.birth_date, context.now.date())
    text = "".join(text.split()) if column in GROUPED else text
    value = within(label, text, length_of(getattr(table, column)))
    if column in REQUIRED and not value:
        raise InvalidInput(f"{label} is required.")
    if not value:
        return "" if column in NEVER_NULL else None
    if column == "email":
        return mail_address(label, value, party.email)
    return READERS[column](label, value) if column in READERS else value


def _birth_date(label: str, text: str, stored: datetime.date | None, today: datetime.date) -> datetime.date | None:
    told = text.strip()
    if not told:
        return None
    try:
        born = datetime.date.fromisoformat(told)
    except ValueError:
        raise InvalidInput(f"{label} must be a day, as in 1990-05-27.") from None
    return born if born == stored else plausible_birth(born, today)


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime.date) else value or ""
