"""What a cell of a sheet may hold: how it is read, and how it is written so that it is read the same again."""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from vettrak_api.model.base import can_be_stored, size_of

Cell = Any
"""A text of a CSV file; of a workbook also a number, a date or a boolean. None and "" are blank."""

EARLIEST, LATEST = 1800, 2200
MOST_WHOLE = 2_147_483_647
MOST_NUMBER = 9_007_199_254_740_991
"""Whole numbers beyond this are no exact numbers in a workbook."""

EXCEL_NUMBER = re.compile(r"[+-]?\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
"""How a spreadsheet shows a number that was too long for its column: the last digits are lost."""

QUOTED = re.compile(r'="(.*)"', re.DOTALL)
"""The usual trick to keep a spreadsheet from changing a code: ="0800"."""

THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.0+)?)?(?: ?([ap])\.?m\.?)?", re.IGNORECASE)

YES, NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0"})


class Unfit(Exception):
    """A cell breaks a rule; remedy: what is to be done about it. Neither tells what the cell holds."""

    def __init__(self, rule: str, remedy: str) -> None:
        super().__init__(rule)
        self.rule, self.remedy = rule, remedy


@dataclass(frozen=True, slots=True)
class ValueKind:
    """A kind of values: its name for people, and how cells become values and values texts.

    read: raises Unfit. plain: of a value without codes.
    """

    name: str
    read: Callable[[Cell], Any]
    write: Callable[[Any], str]


def kind_of(cell: Cell) -> str:
    """Tell what a cell holds without telling it, for messages: the value itself may be personal."""
    for family, name in ((bool, "a yes or no"), (datetime.date, "a date"), ((int, float, Decimal), "a number")):
        if isinstance(cell, family):
            return name
    text = str(cell or "").strip()
    if not text:
        return "blank"
    if EXCEL_NUMBER.fullmatch(text):
        return "a number in scientific notation"
    if text.isdigit():
        return f"digits, {len(text)} of them"
    return f"a text of {len(text)} characters"


def plain(cell: Cell) -> str:
    """Return a cell as trimmed text; raises Unfit for a number whose digits a spreadsheet has lost."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        text = cell.strip().strip("\u00a0\ufeff").strip()
        if (quoted := QUOTED.fullmatch(text)) is not None:
            text = quoted[1].strip()
    elif isinstance(cell, bool):
        text = "yes" if cell else "no"
    elif isinstance(cell, float):
        if abs(cell) > MOST_NUMBER:
            raise _lost_digits()
        text = str(int(cell)) if cell.is_integer() else repr(cell)
    elif isinstance(cell, datetime.datetime):
        text = written_moment(cell)
    elif isinstance(cell, datetime.date):
        text = cell.isoformat()
    else:
        text = str(cell)
    if EXCEL_NUMBER.fullmatch(text):
        raise _lost_digits()
    return text


def _lost_digits() -> Unfit:
    return Unfit(
        "a spreadsheet has written a long number in scientific notation, and its last digits are lost",
        "Format the column as text, and enter the number again.",
    )


@cache
def texts(longest: int | None, *, is_code: bool = False) -> ValueKind:
    """Return texts of at most so many characters; codes are plain ASCII."""

    def read(cell: Cell) -> str:
        text = plain(cell)
        if not can_be_stored(text):
            raise Unfit("holds a character that can not be stored", "Remove it, or type the text anew.")
        if is_code and not text.isascii():
            raise Unfit("a code has plain letters, digits and signs only", "Write it without accents and such.")
        if longest is not None and size_of(text) > longest:
            raise Unfit(f"longer than {longest} characters", f"Shorten it to {longest}.")
        return text

    longest_said = "" if longest is None else f", at most {longest} characters"
    return ValueKind(f"{'code' if is_code else 'text'}{longest_said}", read, _one_text)


def _one_text(value: Any) -> str:
    return str(value).strip()


def _read_whole(cell: Cell) -> int:
    text = plain(cell).replace(",", "").removesuffix(".0")
    try:
        number = int(text)
    except ValueError:
        raise Unfit("is no whole number", "Write digits alone.") from None
    if abs(number) > MOST_WHOLE:
        raise Unfit("is too large a number", f"Write a number up to {MOST_WHOLE}.")
    return number


WHOLE = ValueKind("whole number", _read_whole, str)


@cache
def decimals(places: int) -> ValueKind:
    """Return numbers with so many decimal places, of at most ten digits before them."""
    step = Decimal(1).scaleb(-places)

    def read(cell: Cell) -> Decimal:
        text = plain(cell).replace("$", "").replace(" ", "")
        if "," in text and ("." in text or THOUSANDS.fullmatch(text)):
            text = text.replace(",", "")
        elif "," in text:
            raise Unfit("has a decimal comma", "Write a point before the cents.")
        try:
            number = Decimal(text)
            exact = number.quantize(step)
        except InvalidOperation:
            raise Unfit("is no number", "Write digits, and a point before decimal places.") from None
        if not number.is_finite() or abs(number) >= Decimal(10) ** (10 if places == 2 else 6):
            raise Unfit("is too large a number", "Correct it.")
        if isinstance(cell, float):  # 0.1 + 0.2 of a workbook
            return exact
        if exact != number:
            raise Unfit(f"has more than {places} decimal places", "Round it.")
        return exact

    return ValueKind(f"number with {places} decimal places", read, lambda value: f"{value:.{places}f}")


def _read_flag(cell: Cell) -> bool:
    text = plain(cell).casefold()
    if text in YES:
        return True
    if text in NO:
        return False
    raise Unfit("is neither yes nor no", "Write yes or no.")


FLAG = ValueKind("yes or no", _read_flag, lambda value: "yes" if value else "no")


def is_day_first(cell: Cell) -> bool:
    """Tell whether a cell holds a date that is read as day, month, year."""
    return isinstance(cell, str) and DAY_FIRST.match(cell.strip()) is not None


def _read_day(cell: Cell) -> datetime.date:
    value = _read_moment(cell)
    if value.time() != datetime.time():
        raise Unfit("has a time of day", "Write the date alone.")
    return value.date()


def _read_moment(cell: Cell) -> datetime.datetime:
    if isinstance(cell, datetime.datetime):
        # A workbook keeps moments as fractions of days.
        return _plausible((cell + datetime.timedelta(microseconds=500_000)).replace(microsecond=0, tzinfo=None))
    if isinstance(cell, datetime.date):
        return _plausible(datetime.datetime.combine(cell, datetime.time()))
    text = plain(cell)
    if (found := ISO.match(text)) is not None:
        year, month, day = map(int, found.groups())
    elif (found := DAY_FIRST.match(text)) is not None:
        day, month, year = map(int, found.groups())
    else:
        raise Unfit("is no date", "Write it as 2027-02-28, or day first as 28/02/2027, with four digits of the year.")
    rest = text[found.end() :].removeprefix("T").strip()
    hour = minute = second = 0
    if rest:
        time = TIME.fullmatch(rest)
        if time is None:
            raise Unfit("has a time that can not be read", "Write it as 09:30, after the date and a blank.")
        hour, minute, second = int(time[1]), int(time[2]), int(time[3] or 0)
        if time[4]:
            hour = hour % 12 + (12 if time[4].casefold() == "p" else 0)
    try:
        return _plausible(datetime.datetime(year, month, day, hour, minute, second))
    except ValueError:
        raise Unfit("is no day of the calendar", "Dates with / are day first: 28/02/2027 is in February.") from None


def _plausible(value: datetime.datetime) -> datetime.datetime:
    if not EARLIEST <= value.year <= LATEST:
        raise Unfit(f"is before {EARLIEST} or after {LATEST}", "Correct the year.")
    return value


def written_moment(value: datetime.datetime) -> str:
    """Return a moment as it is written: the day alone at midnight, seconds only where there are some."""
    if value.time() == datetime.time():
        return value.date().isoformat()
    return value.isoformat(" ", "seconds" if value.second else "minutes")


DAY = ValueKind("date", _read_day, lambda value: value.isoformat())
MOMENT = ValueKind("date, with a time where one is meant", _read_moment, written_moment)


def _read_names(cell: Cell) -> list[str]:
    return [name for name in (part.strip() for part in plain(cell).split(";")) if name]


NAMES = ValueKind("names with ; between them", _read_names, "; ".join)


@cache
def choices(named: tuple[tuple[str, Any], ...]) -> ValueKind:
    """Return values that sheets call by words; the value itself is understood, too."""
    by_word: Mapping[str, Any] = {word.casefold(): value for word, value in named}
    by_value = {value: word for word, value in named}

    def read(cell: Cell) -> Any:
        text = plain(cell).casefold()
        if text in by_word:
            return by_word[text]
        for value in by_value:
            if str(value).casefold() == text:
                return value
        raise Unfit("is none of the words of this column", f"Write one of: {', '.join(by_value.values())}.")

    return ValueKind("one of the words", read, lambda value: by_value.get(value, str(value)))
