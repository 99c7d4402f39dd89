"""What the query of an address asks for: fields with their values, and which part of the list."""

from collections.abc import Mapping
from typing import Any

from flask import Request
from pydantic_core import PydanticCustomError

from vettrak_api.errors import Fault, Malformed
from vettrak_api.model.base import can_be_stored
from vettrak_api.rest.records import Entity

LIMIT, OFFSET = "limit", "offset"
USUAL, MOST = 100, 1000
FARTHEST = 2**31 - 1


def malformed(name: str, rule: str, detail: str) -> Malformed:
    """Return the error of a parameter of an address that breaks a rule."""
    shown = "".join(filter(str.isprintable, name))[:60]
    message = f"{shown} {detail}"
    return Malformed(message, Fault(shown, rule, message))


def filters_of(request: Request, entity: Entity) -> Mapping[str, Any]:
    """Return the values that records must have, by field; None for a blank one: they must have none.

    Raises Malformed for what is no field, or no value of it, or comes twice.
    """
    filters: dict[str, Any] = {}
    for name, told in request.args.items(multi=True):
        if name in {LIMIT, OFFSET}:
            continue
        each = entity.by_name.get(name)
        if each is None or each.kind is None:
            raise malformed(name, "unknown", "is no field that records can be found by.")
        if name in filters:
            raise malformed(name, "twice", "comes twice.")
        if not can_be_stored(told):
            raise malformed(name, "characters", "holds a character that can not be stored.")
        try:
            filters[name] = each.kind.read_any(told)
        except PydanticCustomError as error:
            raise malformed(name, error.type, error.message()) from None
    return filters


def part_of(request: Request) -> tuple[int, int]:
    """Return how many records are asked for at most, and how many to pass over; raises Malformed."""
    return _number(request, LIMIT, USUAL, 1, MOST), _number(request, OFFSET, 0, 0, FARTHEST)


def _number(request: Request, name: str, usual: int, least: int, most: int) -> int:
    told = request.args.getlist(name)
    if not told:
        return usual
    is_number = len(told) == 1 and told[0].isascii() and told[0].isdigit() and len(told[0]) <= 10
    if not is_number or not least <= int(told[0]) <= most:
        raise malformed(name, "range", f"must be a whole number from {least} to {most}.")
    return int(told[0])
