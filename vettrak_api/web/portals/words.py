"""Dates, times and money as people read them."""

import datetime
from decimal import Decimal

FIRST_YEAR = 1900
"""Dates of an earlier year stand for none: the interface can not leave a date out everywhere."""


def told(moment: datetime.datetime | None) -> bool:
    """Tell whether a date is one."""
    return moment is not None and moment.year >= FIRST_YEAR


def date(moment: datetime.datetime | None) -> str:
    """Return 12 Jun 2026, or nothing."""
    return f"{moment.day} {moment:%b %Y}" if moment is not None and told(moment) else ""


def day(moment: datetime.datetime) -> str:
    """Return Tue 1 Dec; the year belongs to headings."""
    return f"{moment:%a} {moment.day} {moment:%b}"


def long_day(moment: datetime.datetime) -> str:
    """Return Tuesday 1 December."""
    return f"{moment:%A} {moment.day} {moment:%B}"


def clock(moment: datetime.datetime) -> str:
    """Return 9:05."""
    return f"{moment.hour % 12 or 12}:{moment:%M}"


def hour(moment: datetime.datetime) -> str:
    """Return 9:05 am."""
    return f"{clock(moment)} {'am' if moment.hour < 12 else 'pm'}"


def times(start: datetime.datetime, finish: datetime.datetime) -> str:
    """Return 9:00 to 12:30 pm; the end has its day as well when it is another one."""
    if finish.date() != start.date():
        return f"{hour(start)} to {day(finish)}, {hour(finish)}"
    same_half = (start.hour < 12) == (finish.hour < 12)
    return f"{clock(start) if same_half else hour(start)} to {hour(finish)}"


def money(amount: Decimal | None) -> str:
    """Return $1,085.00, or -$5.00."""
    amount = amount or Decimal()
    return f"{'-' if amount < 0 else ''}${abs(amount):,.2f}"


def count(number: int, one: str, many: str = "") -> str:
    """Return "1 class" or "3 classes"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def joined(*parts: str | None) -> str:
    """Return what there is of a line, with commas."""
    return ", ".join(part for part in parts if part)
