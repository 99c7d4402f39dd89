"""Single values: from the text of an element, and back to text.

What is readable follows the recorded engine (cases int_*, decimal_*, flag_*, when_*): it is .NET's `XmlConvert`.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import MAXYEAR, UTC, datetime, time, timedelta, timezone, tzinfo
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

Parse = Callable[[str], Any]
Format = Callable[[Any], str]

_BLANK = " \t\n\r"
_INTEGER = re.compile(r"[ \t\n\r]*([+-]?)0*([0-9]{1,19})[ \t\n\r]*")
_DECIMAL = re.compile(r"[ \t\n\r]*([+-]?)(?:([0-9]+)(?:\.([0-9]*))?|\.([0-9]+))[ \t\n\r]*")
_TIME = re.compile(
    r"[ \t\n\r]*(?:([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?)?)?)?"
    r"|--([0-9]{2})-([0-9]{2}))(?:([Zz])|([+-])([0-9]{2}):([0-9]{2}))?[ \t\n\r]*"
)

# .NET's Decimal: 96 bits of digits and at most 28 of them after the point.
_LARGEST_DIGITS = 2**96 - 1
_LARGEST_SCALE = 28
_EXACT_DIGITS = 28
_WIDE = Context(prec=2_000, rounding=ROUND_HALF_EVEN)
_FRACTION_DIGITS = 7
_MIDNIGHT = time(0)

# The year .NET gives to a month and day alone; a leap year, so that --02-29 is a date (recorded: when_month_day).
_YEAR_OF_MONTH_DAY = 1904

FIRST_MOMENT = datetime(1, 1, 1)
LAST_MOMENT = datetime.max
LOCAL = timezone(timedelta(0), "local")
"""Zone of a time that came with an offset, when no zone is configured: written `+00:00`, not `Z` (when_offset_plus)."""


class NotReadable(ValueError):
    """A value that is not of its type; says what was expected and where, never what was sent."""

    def __init__(self, expected: str) -> None:
        super().__init__(expected)
        self.expected = expected
        self.path: list[str] = []

    def inside(self, name: str) -> None:
        """Note the element that holds the value, from the inside out."""
        self.path.insert(0, name)


class PreciseTime(datetime):
    """A time whose hundred-nanosecond digit is not zero: .NET counts one digit more than Python does."""

    tick: int

    @classmethod
    def at(cls, moment: datetime, tick: int) -> PreciseTime:
        """The moment and `tick` (0 to 9) times 100 nanoseconds."""
        day = (moment.year, moment.month, moment.day)
        clock = (moment.hour, moment.minute, moment.second, moment.microsecond)
        precise = cls(*day, *clock, tzinfo=moment.tzinfo)
        precise.tick = tick
        return precise


_LONGEST = 1000  # characters of a value that is neither text nor bytes: no number or time needs a tenth of that
_NO_VALUE = ""


def _bounded(parse: Parse) -> Parse:
    """Let a text that is too long be as unreadable as none at all, before anything is done with it."""
    return lambda text: parse(text if len(text) <= _LONGEST else _NO_VALUE)


def _whole_number(kind: str, bits: int) -> Parse:
    lowest, highest = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
    expected = f"a whole number from {lowest} to {highest} ({kind})"

    def parse(text: str) -> int:
        match = _INTEGER.fullmatch(text)
        if match is not None:
            number = int(match[1] + match[2])
            if lowest <= number <= highest:
                return number
        raise NotReadable(expected)

    return parse


def parse_boolean(text: str) -> bool:
    """`true`, `1`, `false` or `0`, in lower case only (recorded: flag_True)."""
    word = text.strip(_BLANK)
    if word in {"true", "1"}:
        return True
    if word in {"false", "0"}:
        return False
    message = "true, false, 1 or 0 (boolean)"
    raise NotReadable(message)


def parse_decimal(text: str) -> Decimal:
    """A number without exponent or group signs; its scale is kept, up to what 96 bits hold (decimal_big_fraction)."""
    match = _DECIMAL.fullmatch(text)
    if match is None:
        message = "a number such as 10.50 (decimal)"
        raise NotReadable(message)
    sign, whole, fraction, bare_fraction = match.groups()
    fraction = fraction or bare_fraction or ""
    whole = (whole or "").lstrip("0")
    number = Decimal(f"{whole or '0'}.{fraction}") if fraction else Decimal(whole or "0")
    if len(whole) + len(fraction) > _EXACT_DIGITS:
        number = _fit(number, len(whole), len(fraction))
    return number.copy_negate() if sign == "-" and number else number


def _fit(number: Decimal, whole: int, fraction: int) -> Decimal:
    """The nearest number with as many decimals as .NET's Decimal has room for."""
    if whole <= _LARGEST_SCALE + 1:
        for scale in range(min(_LARGEST_SCALE, fraction), -1, -1):
            rounded = number.quantize(Decimal((0, (1,), -scale)), context=_WIDE)
            if int(rounded.scaleb(scale, context=_WIDE)) <= _LARGEST_DIGITS:
                return rounded
    message = "a number of at most 28 digits (decimal)"
    raise NotReadable(message)


def parse_base64(text: str) -> bytes:
    """Bytes in base64; white space in it and missing padding do not matter, as to the engine."""
    digits = "".join(text.split()).rstrip("=")
    try:
        return base64.b64decode(digits + "=" * (-len(digits) % 4), validate=True)
    except binascii.Error:
        message = "bytes in base64 (base64Binary)"
        raise NotReadable(message) from None


def time_parser(zone: tzinfo | None) -> Parse:
    """Reads dateTimes, dates, months, years and month-days, each with or without `Z` or an offset.

    With a zone, times that carry `Z` or an offset become naive local times of that zone. Without one they keep what
    the engine keeps: UTC for `Z`, the server's own zone (here UTC, named `LOCAL`) for an offset.
    """

    def parse(text: str) -> datetime:
        match = _TIME.fullmatch(text)
        if match is not None:
            with suppress(ValueError, OverflowError):
                return _moment(match, zone)
        message = "a date or time such as 2021-11-28T16:30:09 (dateTime)"
        raise NotReadable(message)

    return parse


def day_parser(zone: tzinfo | None) -> Parse:
    """Reads what `time_parser` reads, where the day alone counts.

    With a zone, midnight is the beginning of the day that the sender wrote, wherever that is; any other time with `Z`
    or an offset gives the day that it then is in the zone. What makes dates of moments sends either: a day without
    time as midnight at UTC, a birth date that was picked in a form as the moment at which it began there.
    """
    parse_time, parse_written = time_parser(zone), time_parser(None)

    def parse(text: str) -> Any:
        match = _TIME.fullmatch(text)
        if match is None or zone is None or not (match[10] or match[11]):
            return parse_time(text)
        written = parse_written(text[: match.start(10 if match[10] else 11)])
        return written if written.time() == _MIDNIGHT else parse_time(text)

    return parse


def _moment(match: re.Match[str], zone: tzinfo | None) -> datetime:
    year, month, day, hour, minute, second, fraction = match.groups()[:7]
    if match[8]:
        year, month, day = str(_YEAR_OF_MONTH_DAY), match[8], match[9]
    moment = datetime(int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0))
    ticks = _ticks(fraction) if fraction else 0
    if ticks:
        moment += timedelta(microseconds=ticks // 10)
    if match[10] or match[11]:
        moment, ticks = _placed(moment, ticks, match, zone)
    return PreciseTime.at(moment, ticks % 10) if ticks % 10 else moment


def _ticks(fraction: str) -> int:
    """The fraction of a second in units of 100 ns, halves rounded to even (recorded: when_fraction_carry)."""
    ticks = int(fraction[:_FRACTION_DIGITS].ljust(_FRACTION_DIGITS, "0"))
    rest = fraction[_FRACTION_DIGITS:].rstrip("0")
    if rest and (rest > "5" or (rest == "5" and ticks % 2)):
        ticks += 1
    return ticks


def _placed(moment: datetime, ticks: int, match: re.Match[str], zone: tzinfo | None) -> tuple[datetime, int]:
    """The moment in the zone asked for; beyond the calendar it stops at its ends (recorded: when_last_offset)."""
    if match[11]:
        offset = timedelta(hours=int(match[12]), minutes=int(match[13]))
        try:
            moment = moment - offset if match[11] == "+" else moment + offset
        except OverflowError:
            moment, ticks = _end_of_calendar(moment)
    if zone is None:
        return moment.replace(tzinfo=LOCAL if match[11] else UTC), ticks
    try:
        return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None), ticks
    except OverflowError:
        return _end_of_calendar(moment)


def _end_of_calendar(near: datetime) -> tuple[datetime, int]:
    return (LAST_MOMENT, 9) if near.year == MAXYEAR else (FIRST_MOMENT, 0)


def parsers(zone: tzinfo | None) -> dict[str, Parse]:
    """The parser of each kind of scalar, and of a day; text is taken as it is."""
    return {
        "string": str,
        "int": _bounded(_whole_number("int", 32)),
        "long": _bounded(_whole_number("long", 64)),
        "decimal": _bounded(parse_decimal),
        "boolean": _bounded(parse_boolean),
        "dateTime": _bounded(time_parser(zone)),
        "day": _bounded(day_parser(zone)),
        "base64Binary": parse_base64,
    }


DEFAULTS: dict[str, Any] = {
    "int": 0,
    "long": 0,
    "decimal": Decimal(0),
    "boolean": False,
    "dateTime": FIRST_MOMENT,
}
"""What a missing value of a plain value type is (recorded: echo_nothing)."""


def format_decimal(number: Any) -> str:
    """Plain notation in the scale given; never an exponent, never a negative zero (recorded: decimal_minus_zero)."""
    if not isinstance(number, Decimal):
        number = Decimal(str(number))
    return format(number or abs(number), "f")


def format_boolean(flag: Any) -> str:
    """`true` or `false`."""
    return "true" if flag else "false"


def format_whole_number(number: Any) -> str:
    """Digits; a boolean or another number type is its whole number."""
    return str(int(number))


def format_base64(data: Any) -> str:
    """One line of base64."""
    return base64.b64encode(data).decode("ascii")


def time_formatter(zone: tzinfo | None) -> Format:
    """Writes `2019-01-01T00:00:00`, a fraction only where it is not zero.

    With a zone the text never carries an offset; without one a time keeps its own as the engine does
    (recorded: when_z, when_offset_plus).
    """

    def write(moment: Any) -> str:
        if not isinstance(moment, datetime):
            moment = datetime(moment.year, moment.month, moment.day)
        tick = getattr(moment, "tick", 0)
        suffix = ""
        if moment.tzinfo is not None:
            moment, suffix = _local(moment, zone)
        return _clock(moment, tick) + suffix

    return write


def _local(moment: datetime, zone: tzinfo | None) -> tuple[datetime, str]:
    if zone is not None:
        return moment.astimezone(zone).replace(tzinfo=None), ""
    if moment.tzinfo is UTC:
        return moment.replace(tzinfo=None), "Z"
    return moment.replace(tzinfo=None), moment.isoformat()[-6:]


def _clock(moment: datetime, tick: int) -> str:
    text = moment.isoformat(timespec="seconds")
    if moment.microsecond or tick:
        fraction = f"{moment.microsecond:06}{tick}".rstrip("0")
        return f"{text}.{fraction}"
    return text


def formatters(zone: tzinfo | None) -> dict[str, Format]:
    """The formatter of each kind of scalar; text is handled by the writer itself."""
    return {
        "int": format_whole_number,
        "long": format_whole_number,
        "decimal": format_decimal,
        "boolean": format_boolean,
        "dateTime": time_formatter(zone),
        "base64Binary": format_base64,
    }


__all__ = ["DEFAULTS", "FIRST_MOMENT", "LOCAL", "NotReadable", "PreciseTime", "formatters", "parsers"]
