"""What areas say of a record told as a whole, before it is written: their `setup` modules yield broken rules."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

Values = Mapping[str, Any]
"""A record's values by column; columns that nobody has told are not there."""


class Broken(NamedTuple):
    """A rule that a value breaks: its column, what is wrong with it, and what to do. Neither tells the value."""

    column: str
    rule: str
    remedy: str


def in_order(values: Values, first: str, last: str) -> Iterator[Broken]:
    """Refuse a range that ends before it starts; equal moments are a range, what is blank is open."""
    start, end = values.get(first), values.get(last)
    if start is not None and end is not None and start > end:
        told = last.replace("_", " ")
        yield Broken(last, f"the {told} is before the {first.replace('_', ' ')}", "Correct one of the two.")


def not_negative(values: Values, *columns: str) -> Iterator[Broken]:
    """Refuse numbers below 0."""
    for column in columns:
        value = values.get(column)
        if value is not None and value < 0:
            yield Broken(column, "is below 0", "Write 0 or more.")


def tax_within(values: Values) -> Iterator[Broken]:
    """Refuse GST that is more than the amount that it is part of."""
    amount, gst = values.get("amount"), values.get("gst")
    if amount is not None and gst is not None and abs(gst) > abs(amount):
        yield Broken("gst", "is more than the amount, of which it is a part", "Write the GST inside the amount.")


def between(values: Values, column: str, least: int, most: int) -> Iterator[Broken]:
    """Refuse a number outside a range."""
    value = values.get(column)
    if value is not None and not least <= value <= most:
        yield Broken(column, f"is not from {least} to {most}", f"Write a number from {least} to {most}.")
