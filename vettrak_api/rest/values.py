"""Kinds of values in records: how each is read, whether sent as a string or as JSON's own, and how it is answered.

All are answered as strings. Blanks around a text are taken off, and a blank text is none.
"""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from pydantic_core import PydanticCustomError

from vettrak_api.model.base import can_be_stored, size_of
from vettrak_api.rules.curriculum.lookups import number_of
from vettrak_api.rules.validation import trimmed

Schema: TypeAlias = dict[str, Any]

LONG = 65_535
"""Characters of a text without a useful maximum."""

NUMBER = re.compile(r"\d{1,12}(\.\d{1,10})?")
WHOLE = re.compile(r"\d{1,10}(\.0{1,10})?")
DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2}):?(\d{2}):?(\d{2}))?")
PLAIN = re.compile(r"[ -~]+")
IDENTIFIER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
CONTROLS_IN_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""What no value may hold: SOAP, which tells these records as well, has no way to write it. Texts may have lines."""

FIRST_YEAR = 1900


def broken(rule: str, detail: str) -> PydanticCustomError:
    """Return the error of a value that breaks a rule; the detail goes on after the field's name."""
    return PydanticCustomError(rule, "{detail}", {"detail": detail})


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of values: what reads one that is sent, what shows one that is stored, and its JSON schemas.

    A value that is none (null, or a blank text) never comes to `read` or `show`.
    """

    read: Callable[[Any], Any]
    show: Callable[[Any], str]
    sent: Schema
    answered: Schema
    refused: re.Pattern[str] = CONTROLS

    def read_any(self, raw: Any) -> Any:
        """Return what a value that is sent means; None when it is none."""
        if isinstance(raw, str) and self.refused.search(raw):
            raise broken("characters", "holds a control character.")
        told = trimmed(raw) if isinstance(raw, str) else raw
        return None if told is None or told == "" else self.read(told)

    def show_any(self, value: Any) -> str | None:
        """Return a stored value as it is answered."""
        return None if value is None else self.show(value)


def text(longest: int) -> Kind:
    """Return the kind of texts that people write."""

    def read(raw: Any) -> str:
        return _fitting(_string(raw), longest)

    schema = {"type": "string", "maxLength": longest}
    return Kind(read, str, schema, schema, CONTROLS_IN_TEXT)


def code(longest: int) -> Kind:
    """Return the kind of codes: plain ASCII; one that consists of digits may be sent as a number."""

    def read(raw: Any) -> str:
        told = str(raw) if _is_whole(raw) else _string(raw)
        if PLAIN.fullmatch(told) is None:
            raise broken("characters", "must consist of plain ASCII characters.")
        return _fitting(told, longest)

    schema = {"type": "string", "maxLength": longest, "pattern": "^[ -~]*$"}
    return Kind(read, str, {"type": ["string", "integer"], "maxLength": longest, "pattern": "^[ -~]*$"}, schema)


def identifier(longest: int) -> Kind:
    """Return the kind of keys that callers choose: they stand in addresses."""

    def read(raw: Any) -> str:
        told = _string(raw)
        if IDENTIFIER.fullmatch(told) is None:
            raise broken("characters", "may consist of letters, digits, _, . and -, and must not begin with . or -.")
        return _fitting(told, longest)

    pattern = "^ *[A-Za-z0-9_][A-Za-z0-9_.-]* *$"
    schema = {"type": "string", "minLength": 1, "maxLength": longest, "pattern": pattern}
    return Kind(read, str, schema, schema)


def number() -> Kind:
    """Return the kind of keys that the server makes, and of fields that name one."""

    def read(raw: Any) -> int:
        found = number_of(str(raw)) if _is_whole(raw) or isinstance(raw, str) else None
        if found is None:
            raise broken("number", "must be a number that the server has made.")
        return found

    pattern = {"pattern": r"^ *\d{1,10} *$"}
    return Kind(read, str, {"type": ["string", "integer"], **pattern}, {"type": "string", **pattern})


def amount(places: int = 2, *, above: int | None = None, most: int = 9_999_999_999, is_money: bool = False) -> Kind:
    """Return the kind of numbers with at most so many decimals, of 0 or more; above: or of more than that."""

    def read(raw: Any) -> Decimal:
        told = f"{raw:f}" if isinstance(raw, Decimal) else str(raw)
        if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal) or NUMBER.fullmatch(told) is None:
            raise broken("number", "must be a number of 0 or more, such as 12.5.")
        value = Decimal(told)
        if value != round(value, places):
            raise broken("decimals", f"may have {places} decimals at most.")
        if value > most or (above is not None and value <= above):
            least = "0 or more" if above is None else f"more than {above}"
            raise broken("range", f"must be {least} and at most {most}.")
        return round(value, places)

    def show(value: Decimal) -> str:
        told = f"{value:.{places}f}"
        return told if is_money or "." not in told else told.rstrip("0").rstrip(".")

    limits: Schema = {"maximum": most, **({"minimum": 0} if above is None else {"exclusiveMinimum": above})}
    pattern = r"^ *\d{1,12}(\.\d{1,10})? *$"
    sent = {"type": ["string", "number"], "pattern": pattern, **limits}
    return Kind(read, show, sent, {"type": "string", "pattern": pattern})


def whole(most: int) -> Kind:
    """Return the kind of whole numbers from 0 on."""

    def read(raw: Any) -> int:
        told = f"{raw:f}" if isinstance(raw, Decimal) else str(raw)
        if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal) or WHOLE.fullmatch(told) is None:
            raise broken("whole", "must be a whole number of 0 or more.")
        value = int(Decimal(told))
        if value > most:
            raise broken("range", f"must be at most {most}.")
        return value

    pattern = r"^ *\d{1,10}(\.0{1,10})? *$"
    sent = {"type": ["string", "integer"], "pattern": pattern, "minimum": 0, "maximum": most}
    return Kind(read, str, sent, {"type": "string", "pattern": r"^\d{1,10}$"})


YES, NO = frozenset({"Y", "YES", "TRUE"}), frozenset({"N", "NO", "FALSE"})


def flag(yes: str = "Y", no: str = "N") -> Kind:
    """Return the kind of flags; both ways to write them are read, and one is answered."""

    def read(raw: Any) -> bool:
        if isinstance(raw, bool):
            return raw
        told = raw.upper() if isinstance(raw, str) else ""
        if told not in YES | NO:
            raise broken("flag", "must be Y or N, YES or NO, true or false.")
        return told in YES

    def show(value: Any) -> str:
        return yes if value else no

    sent = {
        "type": ["string", "boolean"],
        "pattern": "^ *([Yy]([Ee][Ss])?|[Nn][Oo]?|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])? *$",
    }
    return Kind(read, show, sent, {"type": "string", "enum": [yes, no]})


def moment() -> Kind:
    """Return the kind of dates and local times: 20150101T00:00:00, 20150101, 2015-01-01 or 2015-01-01T00:00:00."""

    def read(raw: Any) -> datetime.datetime:
        found = DATE.fullmatch(raw) if isinstance(raw, str) and raw.isascii() else None
        try:
            told = datetime.datetime(*(int(part or 0) for part in found.groups())) if found else None  # type: ignore[arg-type]
        except ValueError:
            told = None
        if told is None or told.year < FIRST_YEAR:
            raise broken("date", "must be a date such as 20150101T00:00:00 or 20150101, of 1900 or later.")
        return told

    def show(value: datetime.datetime) -> str:
        return value.strftime("%Y%m%dT%H:%M:%S")

    sent = {"type": "string", "examples": ["20150101T00:00:00", "20150101"]}
    return Kind(read, show, sent, {"type": "string", "pattern": r"^\d{8}T\d{2}:\d{2}:\d{2}$"})


def _string(raw: Any) -> str:
    if not isinstance(raw, str):
        raise broken("string", "must be a string.")
    if not can_be_stored(raw):
        raise broken("characters", "holds a character that can not be stored.")
    return raw


def _fitting(told: str, longest: int) -> str:
    if size_of(told) > longest:
        raise broken("length", f"may have {longest} characters at most.")
    return told


def _is_whole(raw: Any) -> bool:
    """Tell whether a value is a number without a sign or decimals, and one of a length that something has."""
    return isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw < 10**18
