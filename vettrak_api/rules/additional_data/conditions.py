"""The filter criteria of a query as SQL conditions, whose values are parameters of the statement.

Null matches IsNull, NotEquals and NotIn alone; an empty value stands for null or empty text, so that Equals finds
what is not filled and NotEquals what is.
"""

import datetime
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from sqlalchemy import BigInteger, BindParameter, ColumnElement, and_, bindparam, or_

from vettrak_api.errors import InvalidInput
from vettrak_api.rules.additional_data.entities import Entity, Field, shortened
from vettrak_api.rules.additional_data.values import LONGEST_TEXT, not_valid, read_value
from vettrak_api.rules.since import later, since
from vettrak_api.settings import Settings

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


Parameter: TypeAlias = BindParameter[Any]

Clause: TypeAlias = Callable[[Field, Parameter], ColumnElement[bool]]
"""Makes the SQL of a condition on a field, from the parameter for its value."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on a field, without its value: equal ones make the same SQL."""

    field: Field
    make: Clause
    parameter: str
    """The name of the parameter for the value; there is none where the condition compares with nothing."""

    @property
    def clause(self) -> ColumnElement[bool]:
        """The condition in SQL."""
        return self.make(self.field, bindparam(self.parameter, type_=_type_of_values(self.field)))


Meaning: TypeAlias = tuple[Clause, Any]
"""What an operator and the text beside it come to: the SQL, and the value in it or None."""

Read: TypeAlias = Callable[[Field, list[str], datetime.tzinfo], Meaning]
"""Finds what one operator means with the values that the client wrote."""


def conditions(entity: Entity, filters: Sequence[Filter], settings: Settings) -> tuple[list[Condition], dict[str, Any]]:
    """Return the conditions that all must hold, and their values by parameter.

    Raises InvalidInput for an unknown field or operator, and for a value that the field can not have. What shall have
    been made or changed since a moment is what ...Since operations would tell of it (`rules/since.py`).
    """
    if len(filters) > MOST_FILTERS:
        raise InvalidInput(f"There are more than {MOST_FILTERS} filter criteria.")
    found: list[Condition] = []
    parameters: dict[str, Any] = {}
    count = 0
    for wanted in filters:
        field = entity.field(wanted.field)
        name = (wanted.operator or "").strip() or "Equals"
        read = OPERATORS.get(name.lower())
        if read is None:
            raise InvalidInput(f"Unknown operator: {shortened(name)}.")
        values = _values(name.lower(), wanted.value)
        count += len(values)
        if count > MOST_VALUES:
            raise not_valid(field)
        make, value = read(field, values, settings.zone)
        parameter = f"filter{len(found)}"
        if value is not None and name.lower() in AFTER and _is_stamp(field):
            moment = since(value, settings)
            make, value = _since, moment["since"]
            parameters[_of_log(parameter)] = moment["since_stamp"]
            count += 1
        found.append(Condition(field, make, parameter))
        if value is not None:
            parameters[parameter] = value
    return found, parameters


def _values(name: str, text: str | None) -> list[str]:
    """Return the one value, or for a list operator all that are not blank between the commas."""
    if name in LIST_OPERATORS:
        return [item for item in (text or "").split(",") if item.strip()]
    return [(text or "").strip()]


def _comparable(field: Field, text: str, zone: datetime.tzinfo) -> Any:
    value = read_value(field, text, zone)
    return field.source.fold(value) if field.type == "String" else value


SAMPLES: Mapping[str, Any] = {
    "String": "é",
    "Integer": 0,
    "Decimal": Decimal(0),
    "Date": datetime.date.min,
    "DateTime": datetime.datetime.min,
}
"""A value of each type of field; the text is one that SQL Server takes as NVARCHAR alone."""


def _type_of_values(field: Field) -> Any:
    """Return the SQL type in which values go to the database: that of the key, where the key knows its own."""
    return field.source.key.type.coerce_compared_value(None, SAMPLES[field.type])


def _comparing(compare: Callable[[Any, Any], Any]) -> Read:
    def with_value(field: Field, parameter: Parameter) -> ColumnElement[bool]:
        found: ColumnElement[bool] = compare(field.source.key, parameter)
        return or_(found, _without_key(field)) if compare is operator.ne else found

    def with_nothing(field: Field, parameter: Parameter) -> ColumnElement[bool]:
        del parameter
        return _compared_with_nothing(field, compare)

    def read(field: Field, values: list[str], zone: datetime.tzinfo) -> Meaning:
        if values[0]:
            return with_value, _comparable(field, values[0], zone)
        if field.type != "String" and compare not in {operator.eq, operator.ne}:
            raise not_valid(field)
        return with_nothing, None

    return read


def _compared_with_nothing(field: Field, compare: Callable[[Any, Any], Any]) -> ColumnElement[bool]:
    """Compare with the empty text, which for what may be missing is the same as null."""
    is_text, value = field.type == "String", field.source.expression
    if compare is operator.eq:
        return or_(value.is_(None), value == "") if is_text else value.is_(None)
    if compare is operator.ne:
        return and_(value.is_not(None), value != "") if is_text else value.is_not(None)
    found: ColumnElement[bool] = compare(value, "")
    return found


def _looking_like(before: str, after: str) -> Read:
    def read(field: Field, values: list[str], zone: datetime.tzinfo) -> Meaning:
        del zone
        if field.type != "String" or len(values[0]) > LONGEST_TEXT:
            raise not_valid(field)
        return _like, f"{before}{field.source.fold(values[0]).translate(WILDCARDS)}{after}"

    return read


def _like(field: Field, parameter: Parameter) -> ColumnElement[bool]:
    found: ColumnElement[bool] = field.source.key.like(parameter, escape=ESCAPE)
    return found


def _listing(make: Clause) -> Read:
    def read(field: Field, values: list[str], zone: datetime.tzinfo) -> Meaning:
        return make, [_comparable(field, value, zone) for value in values]

    return read


def _in(field: Field, parameter: Parameter) -> ColumnElement[bool]:
    # Expanded when the statement is executed, so that it takes any number of values.
    several = bindparam(parameter.key, type_=parameter.type, expanding=True)
    found: ColumnElement[bool] = field.source.key.in_(several)
    return found


def _not_in(field: Field, parameter: Parameter) -> ColumnElement[bool]:
    return or_(~_in(field, parameter), _without_key(field))


def _without_key(field: Field) -> ColumnElement[bool]:
    """Hold for null, and for the empty text beside which there is no folded key."""
    found: ColumnElement[bool] = field.source.key.is_(None)
    return found


def _asking(make: Clause) -> Read:
    def read(field: Field, values: list[str], zone: datetime.tzinfo) -> Meaning:
        del field, values, zone
        return make, None

    return read


def _is_null(field: Field, parameter: Parameter) -> ColumnElement[bool]:
    del parameter
    found: ColumnElement[bool] = field.source.expression.is_(None)
    return found


def _is_not_null(field: Field, parameter: Parameter) -> ColumnElement[bool]:
    return ~_is_null(field, parameter)


def _is_stamp(field: Field) -> bool:
    """Tell whether a field says when its record was made or changed."""
    return field.source.attribute is not None and field.source.attribute.key in {MADE, CHANGED}


def _since(field: Field, parameter: Parameter) -> ColumnElement[bool]:
    stamp: Parameter = bindparam(_of_log(parameter.key), type_=BigInteger)
    attribute: Any = field.source.attribute
    return later(attribute, since=parameter, stamp=stamp, made=attribute.key == MADE)


def _of_log(parameter: str) -> str:
    """Return the name of the parameter for the change log beside that for a row's own time."""
    return f"{parameter}_stamp"


MADE, CHANGED = "created_at", "modified_at"

AFTER = frozenset({"greaterthan", "greaterthanorequalto"})

LIST_OPERATORS = frozenset({"in", "notin"})

OPERATORS: Mapping[str, Read] = {
    "equals": _comparing(operator.eq),
    "notequals": _comparing(operator.ne),
    "greaterthan": _comparing(operator.gt),
    "greaterthanorequalto": _comparing(operator.ge),
    "lessthan": _comparing(operator.lt),
    "lessthanorequalto": _comparing(operator.le),
    "contains": _looking_like("%", "%"),
    "startswith": _looking_like("", "%"),
    "endswith": _looking_like("%", ""),
    "in": _listing(_in),
    "notin": _listing(_not_in),
    "isnull": _asking(_is_null),
    "isnotnull": _asking(_is_not_null),
}
"""The operators of the catalogue by lower-case name."""
