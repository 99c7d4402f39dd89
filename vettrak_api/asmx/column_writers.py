"""The elements of one member in many objects at once.

A list spends its time here. What all values of a column have in common is asked once, with a few passes that Python
makes in C, instead of once per value; the usual column then costs one formatted string per value. A column with
anything unusual in it goes value by value through the member's own writer, whose text is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from typing import Any, Final

from vettrak_api.asmx.text import escape_markup

Write = Callable[[Any], str]
"""The element of one value; null is written, or left out, as the type's rule says."""
Column = Callable[[Sequence[Any]], Sequence[str] | None]
"""The elements of one member, one for each object; None when all of them are empty."""

_NULL: Final = type(None)
_SAME_TEXT: Final = ({int}, {str})
"""Types whose equal values have equal texts, which 1.0 and 1.00 of Decimal have not."""
_LOCAL_TIME_LENGTH = len("2021-11-28T16:30:09")


def column(name: str, kind: str, write: Write) -> Column:
    """The column of a member of some kind; `write` is the writer of one value."""
    null = write(None)
    rule = _RULES.get(kind)

    def write_column(values: Sequence[Any]) -> Sequence[str] | None:
        kinds = set(map(type, values))
        if kinds == {_NULL}:
            return [null] * len(values) if null else None
        if kinds in _SAME_TEXT and _are_equal(values):
            return [write(values[0])] * len(values)
        elements = rule(name, null, kinds, values) if rule is not None else None
        return [write(value) for value in values] if elements is None else elements

    return write_column


def lists(name: str, write_items: Column) -> Column:
    """The column of a member that is a list of scalars; a null list is absent, an empty one `<X />`."""
    opening, closing, empty = f"<{name}>", f"</{name}>", f"<{name} />"

    def write_column(values: Sequence[Any]) -> Sequence[str]:
        held = [None if value is None else list(value) for value in values]
        items = iter(write_items([item for value in held if value for item in value]) or ())
        return [
            "" if value is None else f"{opening}{''.join(islice(items, len(value)))}{closing}" if value else empty
            for value in held
        ]

    return write_column


Rule = Callable[[str, str, set[type], Sequence[Any]], list[str] | None]
"""Writes a usual column: a member's name, what stands for null, the types of the values; None for another column."""


def _whole_numbers(name: str, null: str, kinds: set[type], values: Sequence[Any]) -> list[str] | None:
    if kinds == {int}:
        return [f"<{name}>{value}</{name}>" for value in values]
    if kinds == {int, _NULL}:
        return [null if value is None else f"<{name}>{value}</{name}>" for value in values]
    return None


def _texts(name: str, null: str, kinds: set[type], values: Sequence[Any]) -> list[str] | None:
    if not kinds <= {str, _NULL}:
        return None
    everything = "".join(filter(None, values))
    if not everything.isprintable():  # it may hold what XML can not
        return None
    if "&" in everything or "<" in everything or ">" in everything:
        values = _escaped(values)
    if all(values):
        return [f"<{name}>{value}</{name}>" for value in values]
    empty = f"<{name} />"
    return [f"<{name}>{value}</{name}>" if value else null if value is None else empty for value in values]


def _are_equal(values: Sequence[Any]) -> bool:
    """Tell whether all values are equal, as statuses, programmes and locations of a list often are."""
    return values.count(values[0]) == len(values)


def _escaped(values: Sequence[str | None]) -> Sequence[str | None]:
    """Escape printable texts together, which costs little more than escaping one."""
    texts: Sequence[str | None] = escape_markup("\0".join([value or "" for value in values])).split("\0")
    if None in values:
        return [None if value is None else text for value, text in zip(values, texts, strict=True)]
    return texts


def _decimals(name: str, null: str, kinds: set[type], values: Sequence[Any]) -> list[str] | None:
    del null
    if kinds != {Decimal}:
        return None
    # str() is four times as quick as the format f, and the same for numbers that it writes without exponent.
    texts = list(map(str, values))
    everything = "".join(texts)
    if "E" in everything:
        return None
    if "-" in everything:  # a zero has no sign
        texts = [str(value or abs(value)) for value in values]
    if _are_equal(texts):
        return [f"<{name}>{texts[0]}</{name}>"] * len(texts)
    return [f"<{name}>{text}</{name}>" for text in texts]


def _times(name: str, null: str, kinds: set[type], values: Sequence[Any]) -> list[str] | None:
    """Local times without fractions of a second."""
    if not kinds <= {datetime, _NULL}:
        return None
    if _NULL in kinds:
        written = _times(name, null, {datetime}, [value for value in values if value is not None])
        if written is None:
            return None
        times = iter(written)
        return [null if value is None else next(times) for value in values]
    if any(map(_ZONE, values)):  # times with a zone are equal when their texts are not
        return None
    texts = [_iso(value) for value in values]
    if len("".join(texts)) != _LOCAL_TIME_LENGTH * len(texts):  # fractions of a second
        return None
    return [f"<{name}>{text}</{name}>" for text in texts]


_ZONE = attrgetter("tzinfo")

_iso: Callable[[datetime], str] = lru_cache(maxsize=10_000)(datetime.isoformat)
"""The text of a time without a zone. Sites list the same occurrences again and again."""


_RULES: dict[str, Rule] = {"int": _whole_numbers, "string": _texts, "decimal": _decimals, "dateTime": _times}
