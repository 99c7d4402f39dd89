"""The filter criteria of a query as SQL conditions.

Null matches IsNull, NotEquals and NotIn alone; an empty value stands for null or empty text, so that Equals finds
what is not filled and NotEquals what is.
"""

import datetime
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, and_, or_

from vettrak_api.errors import InvalidInput
from vettrak_api.rules.additional_data.entities import Entity, Field, shortened
from vettrak_api.rules.additional_data.values import LONGEST_TEXT, not_valid, read_value

MOST_FILTERS = 200
MOST_VALUES = 2000
"""Values that one query may compare with: SQL Server takes 2100 parameters in a statement."""

ESCAPE = "/"
WILDCARDS = str.maketrans({character: ESCAPE + character for character in "/%_["})
"""The characters that mean something to LIKE on any database; [ does on SQL Server."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition as the client wrote it; no operator means Equals."""

    field: str | None
    operator: str | None
    value: str | None


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on a field, in SQL."""

    field: Field
    clause: ColumnElement[bool]


Build: TypeAlias = Callable[[Field, list[str], datetime.tzinfo], ColumnElement[bool]]
"""Makes the clause of one operator from the values that the client wrote."""


def conditions(entity: Entity, filters: Sequence[Filter], zone: datetime.tzinfo) -> list[Condition]:
    """Return the conditions that all must hold.

    Raises InvalidInput for an unknown field or operator, and for a value that the field can not have.
    """
    if len(filters) > MOST_FILTERS:
        raise InvalidInput(f"There are more than {MOST_FILTERS} filter criteria.")
    found, count = [], 0
    for wanted in filters:
        field = entity.field(wanted.field)
        name = (wanted.operator or "").strip() or "Equals"
        build = OPERATORS.get(name.lower())
        if build is None:
            raise InvalidInput(f"Unknown operator: {shortened(name)}.")
        values = _values(name.lower(), wanted.value)
        count += len(values)
        if count > MOST_VALUES:
            raise not_valid(field)
        found.append(Condition(field, build(field, values, zone)))
    return found


def _values(name: str, text: str | None) -> list[str]:
    """Return the one value, or for a list operator all that are not blank between the commas."""
    if name in LIST_OPERATORS:
        return [item for item in (text or "").split(",") if item.strip()]
    return [(text or "").strip()]


def _comparable(field: Field, text: str, zone: datetime.tzinfo) -> Any:
    value = read_value(field, text, zone)
    return field.source.fold(value) if field.type == "String" else value


def _comparing(compare: Callable[[Any, Any], Any]) -> Build:
    def build(field: Field, values: list[str], zone: datetime.tzinfo) -> ColumnElement[bool]:
        if not values[0]:
            return _compared_with_nothing(field, compare)
        found: ColumnElement[bool] = compare(field.source.key, _comparable(field, values[0], zone))
        return or_(found, _without_key(field)) if compare is operator.ne else found

    return build


def _compared_with_nothing(field: Field, compare: Callable[[Any, Any], Any]) -> ColumnElement[bool]:
    is_text, value = field.type == "String", field.source.expression
    if compare is operator.eq:
        return or_(_is_null(field), value == "") if is_text else _is_null(field)
    if compare is operator.ne:
        return and_(~_is_null(field), value != "") if is_text else ~_is_null(field)
    if not is_text:
        raise not_valid(field)
    found: ColumnElement[bool] = compare(value, "")
    return found


def _looking_like(before: str, after: str) -> Build:
    def build(field: Field, values: list[str], zone: datetime.tzinfo) -> ColumnElement[bool]:
        del zone
        if field.type != "String" or len(values[0]) > LONGEST_TEXT:
            raise not_valid(field)
        pattern = field.source.fold(values[0]).translate(WILDCARDS)
        found: ColumnElement[bool] = field.source.key.like(f"{before}{pattern}{after}", escape=ESCAPE)
        return found

    return build


def _in(field: Field, values: list[str], zone: datetime.tzinfo) -> ColumnElement[bool]:
    found: ColumnElement[bool] = field.source.key.in_([_comparable(field, value, zone) for value in values])
    return found


def _not_in(field: Field, values: list[str], zone: datetime.tzinfo) -> ColumnElement[bool]:
    return or_(~_in(field, values, zone), _without_key(field))


def _without_key(field: Field) -> ColumnElement[bool]:
    """Hold for null, and for the empty text beside which there is no folded key."""
    found: ColumnElement[bool] = field.source.key.is_(None)
    return found


def _is_null(field: Field, values: list[str] | None = None, zone: datetime.tzinfo | None = None) -> ColumnElement[bool]:
    del values, zone
    found: ColumnElement[bool] = field.source.expression.is_(None)
    return found


def _is_not_null(field: Field, values: list[str], zone: datetime.tzinfo) -> ColumnElement[bool]:
    return ~_is_null(field, values, zone)


LIST_OPERATORS = frozenset({"in", "notin"})

OPERATORS: Mapping[str, Build] = {
    "equals": _comparing(operator.eq),
    "notequals": _comparing(operator.ne),
    "greaterthan": _comparing(operator.gt),
    "greaterthanorequalto": _comparing(operator.ge),
    "lessthan": _comparing(operator.lt),
    "lessthanorequalto": _comparing(operator.le),
    "contains": _looking_like("%", "%"),
    "startswith": _looking_like("", "%"),
    "endswith": _looking_like("%", ""),
    "in": _in,
    "notin": _not_in,
    "isnull": _is_null,
    "isnotnull": _is_not_null,
}
"""The operators of the catalogue by lower-case name."""
