"""What the organisation may say of an occurrence, its classes and its prices."""

import re
from collections.abc import Iterator

from vettrak_api.rules.judging import Broken, Values, between, in_order, not_negative, tax_within

COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
MOST_PLACES = 1_000_000


def broken_of_occurrence(values: Values) -> Iterator[Broken]:
    """Judge an occurrence."""
    yield from in_order(values, "start_date", "end_date")
    yield from between(values, "maximum_places", 0, MOST_PLACES)
    yield from between(values, "lms_publish", 0, 1)
    yield from not_negative(values, "amount", "gst")
    yield from tax_within(values)
    colour = values.get("colour")
    if colour and not COLOUR.fullmatch(colour):
        yield Broken("colour", "is no colour such as #0000FF", "Write # and six digits or letters from A to F.")


def broken_of_class(values: Values) -> Iterator[Broken]:
    """Judge a class."""
    yield from in_order(values, "start", "finish")


def broken_of_price(values: Values) -> Iterator[Broken]:
    """Judge a price of an occurrence or an enrolment."""
    yield from not_negative(values, "amount", "gst", "surcharge_percentage")
    yield from tax_within(values)


def broken_of_share(values: Values) -> Iterator[Broken]:
    """Judge a planned invoice."""
    yield from between(values, "percentage", 0, 100)
