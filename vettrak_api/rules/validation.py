"""Checks of arguments that many operations share (R-ARGS, R-DATES)."""

import datetime

from vettrak_api.errors import InvalidInput
from vettrak_api.model.base import can_be_stored, fits_code, fold, fold_name, size_of, visible
from vettrak_api.settings import is_address

MISSING = datetime.datetime.min
"""What arrives for a date that the client did not send: 0001-01-01T00:00:00."""


def trimmed(text: str | None) -> str:
    """Return text without the blanks around it; null, and what shows nothing, becomes empty."""
    value = (text or "").strip()
    shows = value.isascii() and value.isprintable()
    return value if shows or fold_name(value) else ""


def within(parameter: str, text: str | None, longest: int) -> str:
    """Return the trimmed text; raises InvalidInput when it has more than `longest` characters or can not be stored."""
    value = trimmed(text)
    if size_of(value) > longest:
        raise InvalidInput(f"{parameter} is longer than {longest} characters.")
    if not can_be_stored(value):
        raise InvalidInput(f"{parameter} holds a character that can not be stored.")
    return value


def code_hint(parameter: str, text: str) -> str | None:
    """Return a client code or identifier that may lead to a record, in its plain form; None for a blank one.

    Raises InvalidInput for what no record can have: those columns hold plain ASCII, and a key no longer than a code.
    """
    code = text if text.isascii() else visible(text).strip()
    if code and not fits_code(code):
        raise InvalidInput(f"{parameter} is not a valid code.")
    return code or None


def optional(parameter: str, text: str | None, longest: int) -> str | None:
    """Return the trimmed text, or None when it is blank; raises InvalidInput when it is too long."""
    return within(parameter, text, longest) or None


def mail_address(parameter: str, told: str | None, stored: str | None = None) -> str | None:
    """Return an e-mail address as it is to be stored, None for none.

    An address of the past that would be refused today may come back unchanged, as whole-record updates bring it.
    Raises InvalidInput for any other text that is no address.
    """
    if not told or is_address(told):
        return told or None
    if stored and fold(told) == fold(stored):
        return stored
    raise InvalidInput(f"{parameter} is not a valid e-mail address.")


def in_order(start: datetime.datetime | None, end: datetime.datetime | None) -> None:
    """Refuse a range that ends before it starts; equal moments are a range, a null end is open."""
    if start is not None and end is not None and start > end:
        raise InvalidInput("Start date is after end date.")


def moment(value: datetime.datetime | None) -> datetime.datetime | None:
    """Return a moment as it is stored: to the second, and None for a missing one."""
    if value is None or value == MISSING:
        return None
    return value.replace(microsecond=0)


def day(value: datetime.datetime | None) -> datetime.date | None:
    """Return the day of a moment, or None for a missing one."""
    stored = moment(value)
    return stored.date() if stored else None


def zero_or_one(value: int, message: str) -> int:
    """Return a flag; raises InvalidInput with the message when it is neither 0 nor 1."""
    if value not in {0, 1}:
        raise InvalidInput(message)
    return value
