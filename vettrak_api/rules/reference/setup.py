"""What the organisation may say of itself, of its divisions and of its places."""

from collections.abc import Iterator
from typing import Any
from zoneinfo import available_timezones

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.model.reference import Division
from vettrak_api.model.statements import execute
from vettrak_api.rules.judging import Broken, Values, not_negative
from vettrak_api.rules.reference.divisions import is_only_root

MOST_LEVELS = 100
"""Divisions above one another; more are a circle."""

_ABOVE = select(Division.parent_id).where(Division.id == bindparam("number"))


def broken_of_organisation(values: Values) -> Iterator[Broken]:
    """Judge the organisation."""
    zone = values.get("time_zone")
    if zone and zone not in available_timezones():
        yield Broken("time_zone", "is no time zone that is known", "Write a name such as Australia/Sydney.")


def broken_of_location(values: Values) -> Iterator[Broken]:
    """Judge a location."""
    yield from not_negative(values, "loading")


def broken_place_of_division(session: Session, row: Any, values: Values) -> Iterator[Broken]:
    """Judge where a division stands: below another one, and not below itself; the root alone below none."""
    above, is_root = values.get("parent_id"), row is not None and row.parent_id is None
    if above is None and not is_root:
        yield Broken("parent_id", "", "Choose the division that it belongs to.")
    elif above is not None and is_root and is_only_root(session, row.id):
        yield Broken("parent_id", "all divisions belong to this one", "Leave it as None.")
    elif above is not None and row is not None and row.id in _line_above(session, above):
        yield Broken("parent_id", "belongs to this very division", "Choose one that does not.")


def _line_above(session: Session, number: int) -> Iterator[int]:
    """Yield a division and all those above it."""
    for _ in range(MOST_LEVELS):
        yield number
        above = execute(session, _ABOVE, number=number).scalar()
        if above is None:
            return
        number = above
