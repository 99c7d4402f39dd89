"""Values of fields as text: reading what a client wrote, and writing what the database holds."""

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from vettrak_api.errors import InvalidInput
from vettrak_api.reference_data.lists import CODE_LISTS
from vettrak_api.rules.additional_data.entities import Field

YES_OR_NO = (("Y", "Yes"), ("N", "No"))

FIXED_LISTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "Gender": CODE_LISTS["GENDER"],
    "AboriginalFlag": CODE_LISTS["ABORIGINAL"],
    "AtSchoolFlag": CODE_LISTS["YES_NO"],
    "DisabilityFlag": CODE_LISTS["YES_NO"],
    "HighestSchoolLevelCode": CODE_LISTS["HIGHEST_SCHOOL_LEVEL"],
    "SurveyContactStatusCode": CODE_LISTS["SURVEY_CONTACT_STATUS"],
    "UsualAddressNotSpecified": YES_OR_NO,
}
"""Fields with fixed values, besides the flags: each value and its meaning."""

STATES = "STATE"

LOOKUPS: Mapping[str, str] = {
    "Citizenship": "COUNTRY",
    "CountryOfBirthCode": "COUNTRY",
    "LanguageCode": "LANGUAGE",
    "EmploymentCategoryCode": "EMPLOYMENT_CATEGORY",
    "ANZSICCode": "ANZSIC",
    "UsualAddressStateCode": STATES,
    "PostalAddressStateCode": STATES,
    "BusinessAddressStateCode": STATES,
}
"""Fields whose values stand in a list of the database: the list of reference codes, or the states."""

LONGEST_TEXT = 4000
"""Characters of a text to compare with: as long as the longest pattern that every database takes."""

_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[+-]?(?=\.?[0-9])[0-9]{0,12}(?:\.[0-9]{0,10})?")
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?))?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
MIDNIGHT = datetime.time(0)


def fixed_values(field: Field) -> tuple[tuple[str, str], ...]:
    """Return the values that the field may hold with their meanings, or nothing when it is free."""
    if field.name in FIXED_LISTS:
        return FIXED_LISTS[field.name]
    return YES_OR_NO if field.name.endswith("Flag") else ()


def is_listed(field: Field) -> bool:
    """Tell whether the field's values come from a list, fixed or kept by the RTO, rather than being free text."""
    return bool(fixed_values(field)) or field.name in LOOKUPS or field.source.attribute is None


def not_valid(field: Field) -> InvalidInput:
    """Return the error for a value that the field can not have."""
    return InvalidInput(f"Value is not valid for field {field.name}.")


def read_value(field: Field, text: str, zone: datetime.tzinfo) -> Any:
    """Return the value that a text means to a field: text, int, Decimal, date or datetime (local, no offset).

    Raises InvalidInput for the wrong type and for a value outside the field's fixed list.
    """
    try:
        return _READERS[field.type](field, text.strip(), zone)
    except ValueError:
        raise not_valid(field) from None


def _read_string(field: Field, text: str, zone: datetime.tzinfo) -> str:
    del zone
    if len(text) > LONGEST_TEXT:
        raise not_valid(field)
    values = fixed_values(field)
    if not values:
        return text
    fitting = [value for value, _ in values if value == text.upper()]
    if not fitting:
        raise not_valid(field)
    return fitting[0]


def _read_integer(field: Field, text: str, zone: datetime.tzinfo) -> int:
    del zone
    if not _INTEGER.fullmatch(text):
        raise not_valid(field)
    return int(text)


def _read_decimal(field: Field, text: str, zone: datetime.tzinfo) -> Decimal:
    del zone
    if not _DECIMAL.fullmatch(text):
        raise not_valid(field)
    return Decimal(text)


def _read_date(field: Field, text: str, zone: datetime.tzinfo) -> datetime.date:
    """Take the day that is written when it is midnight there, else the day that it then is at the RTO (R-DATES)."""
    written = _written(field, text)
    return written.date() if written.time() == MIDNIGHT else _at_the_rto(field, written, zone).date()


def _read_moment(field: Field, text: str, zone: datetime.tzinfo) -> datetime.datetime:
    """Take a bare date as midnight and a moment with offset as local time of the RTO (R-DATES)."""
    return _at_the_rto(field, _written(field, text), zone)


def _written(field: Field, text: str) -> datetime.datetime:
    match = _MOMENT.fullmatch(text)
    if not match:
        raise not_valid(field)
    day, time, offset = match.groups(default="")
    return datetime.datetime.fromisoformat(f"{day}T{time or '00:00'}{offset}")


def _at_the_rto(field: Field, moment: datetime.datetime, zone: datetime.tzinfo) -> datetime.datetime:
    try:
        local = moment.astimezone(zone) if moment.tzinfo else moment
    except OverflowError:
        raise not_valid(field) from None
    return local.replace(tzinfo=None, microsecond=0)


_READERS: Mapping[str, Callable[[Field, str, datetime.tzinfo], Any]] = {
    "String": _read_string,
    "Integer": _read_integer,
    "Decimal": _read_decimal,
    "Date": _read_date,
    "DateTime": _read_moment,
}


def _write_decimal(value: Any) -> str:
    return f"{Decimal(value):.2f}"


def _write_moment(value: datetime.datetime) -> str:
    return value.isoformat(timespec="seconds")


WRITERS: Mapping[str, Callable[[Any], str]] = {
    "String": str,
    "Integer": lambda value: str(int(value)),
    "Decimal": _write_decimal,
    "Date": datetime.date.isoformat,
    "DateTime": _write_moment,
}
"""How a value of each type is written as text; null is no text and written by the wire."""
