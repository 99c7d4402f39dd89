"""What an update asks for, judged field by field: the fields of an entity and the values that they get."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Boolean, String
from sqlalchemy.orm import Session

from vettrak_api.catalogue.entities import CLIENT, ROLE, RTO
from vettrak_api.errors import InvalidInput, NotFound
from vettrak_api.model.base import cut
from vettrak_api.rules.additional_data.entities import Entity, Field, shortened
from vettrak_api.rules.additional_data.values import LOOKUPS, STATES, is_listed, not_valid, read_value
from vettrak_api.rules.clients.creation import EARLIEST_BIRTH
from vettrak_api.rules.clients.usi import is_well_formed
from vettrak_api.rules.lookups import find_division_id
from vettrak_api.rules.reference.codes import known_codes
from vettrak_api.rules.reference.states import states
from vettrak_api.rules.validation import mail_address, trimmed
from vettrak_api.settings import is_address

FOR_CLIENT = frozenset({CLIENT})
FOR_RTO = FOR_CLIENT | {RTO}
FOR_ROLE = FOR_RTO | {ROLE}
"""Writers of fields on whose behalf a caller without the API role, a web record and a caller with that role write."""

REQUIRED = frozenset({"ClientCode", "Surname", "EmployerIdentifier", "EmployerName"})
"""Fields that can not be emptied, besides the flags that are Y or N."""

Changes: TypeAlias = dict[str, Any]
"""The new values by field name, as the columns take them; None empties a column."""


def nothing_stored() -> str | None:
    """Tell of no former e-mail address."""
    return None


@dataclass(frozen=True, slots=True)
class Judge:
    """What values are judged against."""

    session: Session
    zone: datetime.tzinfo
    today: datetime.date
    writers: frozenset[str] = FOR_RTO
    """On whose behalf it writes: a client alone, the RTO as well, or also the API role, which web records lack."""
    is_told_now: bool = True
    """Whether a caller tells it, rather than processing what is stored; then e-mail addresses are judged."""
    stored_email: Callable[[], str | None] = nothing_stored
    """Finds the former e-mail address of the record, which may come back even if it is none."""

    def changes(self, entity: Entity, document: Mapping[str, str]) -> Changes:
        """Return the changes that the elements of a document ask for, judged in their order.

        Raises InvalidInput for an unknown field, a read-only one, and a value that the field can not have.
        """
        changes: Changes = {}
        for name, text in document.items():
            field = entity.field(name)
            if field.definition.writer not in self.writers:
                raise InvalidInput(f"Field can not be updated: {shortened(field.name)}.")
            changes[field.name] = self._value(field, _one_line(text))
        return changes

    def _value(self, field: Field, text: str) -> Any:
        if field.name in _SPECIAL:
            return _SPECIAL[field.name](self, field, text)
        if not text:
            return _emptied(field)
        if field.name in LOOKUPS:
            return _looked_up(self, field, text)
        value = read_value(field, text, self.zone)
        return _stored(field, value) if field.type == "String" else value


def _looked_up(judge: Judge, field: Field, text: str) -> str:
    """Return a code as its list spells it."""
    name = LOOKUPS[field.name]
    found = _state(judge, text) if name == STATES else known_codes(judge.session, [(name, text)]).get((name, text))
    if found is None:
        raise not_valid(field)
    return found


def _state(judge: Judge, text: str) -> str | None:
    """Return the short name of a state, which may be given by its two-digit code too."""
    listed = states(judge.session)
    spelled = {name.lower(): name for name, _ in listed} | {code: name for name, code in listed}
    return spelled.get(text.lower())


def _birth_date(judge: Judge, field: Field, text: str) -> datetime.date | None:
    if not text:
        return None
    date: datetime.date = read_value(field, text, judge.zone)
    if not EARLIEST_BIRTH <= date <= judge.today:
        raise not_valid(field)
    return date


def _division(judge: Judge, field: Field, text: str) -> int:
    """Return a known division; empty is the root division, as 0 is."""
    try:
        return find_division_id(judge.session, read_value(field, text or "0", judge.zone))
    except NotFound:
        raise not_valid(field) from None


def _email(judge: Judge, field: Field, text: str) -> str | None:
    """Return an e-mail address, which is not cut to another one."""
    if not text:
        return None
    if not judge.is_told_now:
        return text[: field.definition.max_length].rstrip()
    try:
        return mail_address(field.name, text, None if is_address(text) else judge.stored_email())
    except InvalidInput:
        raise not_valid(field) from None


def _usi(judge: Judge, field: Field, text: str) -> str | None:
    """Return a USI in capital letters; a longer text is none and is not cut to one."""
    del judge
    if text and not is_well_formed(text.upper()):
        raise not_valid(field)
    return text.upper() or None


_SPECIAL: Mapping[str, Callable[[Judge, Field, str], Any]] = {
    "DateOfBirth": _birth_date,
    "DivisionId": _division,
    "Email": _email,
    "USI": _usi,
}
"""Fields with rules of their own."""


def _one_line(text: str) -> str:
    """Return the text as one line, for that is what every field is; line breaks and tabs become one blank."""
    return trimmed(" ".join(filter(None, map(str.strip, text.replace("\t", "\n").splitlines()))))


def _emptied(field: Field) -> Any:
    """Return what an emptied field holds: null, or the column's own word for nothing such as @ or empty."""
    column = field.source.attribute.property.columns[0] if field.source.attribute is not None else None
    if column is None or isinstance(column.type, Boolean) or field.name in REQUIRED:
        raise not_valid(field)
    return column.default.arg if column.default is not None else None


def _stored(field: Field, text: str) -> Any:
    """Return a text as the column takes it: cut to its length, flags as booleans."""
    attribute = field.source.attribute
    if attribute is None or is_listed(field):
        return text == "Y" if attribute is None or isinstance(attribute.type, Boolean) else text
    if type(attribute.type) is String and not text.isascii():
        raise not_valid(field)
    longest = field.definition.max_length
    return (text if longest is None else cut(text, longest)).rstrip()
