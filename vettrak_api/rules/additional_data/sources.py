"""Where the value of a field comes from, in SQL."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, case, func, literal_column, true
from sqlalchemy.orm import InstrumentedAttribute

from vettrak_api.model.base import fold

YES, NO = "Y", "N"


def constant(value: str | int) -> ColumnElement[Any]:
    """Return a value of ours as it stands in SQL: a parameter would count, and SQL Server takes 2,100 of a query."""
    if isinstance(value, int):
        return literal_column(str(value), Integer())
    quoted = value.replace("'", "''")
    return literal_column(f"'{quoted}'", String())


@dataclass(frozen=True, slots=True, eq=False)
class Join:
    """A table that some fields come from; always an outer join, so that it never hides a record.

    `after` is the join that must stand before this one.
    """

    table: Any
    on: ColumnElement[bool]
    after: "Join | None" = None

    def chain(self) -> "Iterator[Join]":
        """List the joins up to this one, in the order in which they must stand."""
        if self.after is not None:
            yield from self.after.chain()
        yield self


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """What a field's value is, and how its text is compared.

    Text compares as `key` with `fold(text)`; by default both are lower case. `attribute` is the mapped column that
    an update writes, None where the value is computed.
    """

    expression: Any
    key: Any
    fold: Callable[[str], str] = str.lower
    join: Join | None = None
    attribute: InstrumentedAttribute[Any] | None = None


def column(attribute: InstrumentedAttribute[Any]) -> Source:
    """Return the source that is a column of the entity's own table."""
    return Source(attribute, _without_case(attribute), attribute=attribute)


def joined(join: Join, attribute: InstrumentedAttribute[Any]) -> Source:
    """Return the source that is a column of another table; updates do not reach it."""
    return Source(attribute, _without_case(attribute), join=join)


def coded(attribute: InstrumentedAttribute[Any], key: InstrumentedAttribute[Any], join: Join | None = None) -> Source:
    """Return the source that is a text with its folded key beside it, which an index serves."""
    return Source(attribute, key, fold, join, attribute if join is None else None)


def exact(attribute: InstrumentedAttribute[Any]) -> Source:
    """Return the source that is a column of capital letters and digits, which an index serves as it is."""
    return Source(attribute, attribute, str.upper, attribute=attribute)


def flag(attribute: InstrumentedAttribute[bool]) -> Source:
    """Return the source that tells a boolean column as Y or N."""
    # Compared, because a truth value is no condition for SQL Server.
    return worded(attribute == true(), attribute)


def worded(condition: ColumnElement[bool], attribute: InstrumentedAttribute[bool] | None = None) -> Source:
    """Return the source that is Y where a condition holds and N elsewhere."""
    expression = case((condition, constant(YES)), else_=constant(NO))
    return Source(expression, expression, str.upper, attribute=attribute)


def stated(join: Join, attribute: InstrumentedAttribute[Any], default: str | None = None) -> Source:
    """Return the source that is a column of a row that may be missing, and what its absence means."""
    expression = attribute if default is None else func.coalesce(attribute, constant(default))
    return Source(expression, func.lower(expression), join=join, attribute=attribute)


def computed(
    expression: Any, key: Any = None, folded: Callable[[str], str] = str.lower, *, join: Join | None = None
) -> Source:
    """Return the source that is an expression; a text needs the key that it is compared by."""
    return Source(expression, expression if key is None else key, folded, join)


def _without_case(attribute: InstrumentedAttribute[Any]) -> Any:
    return func.lower(attribute) if isinstance(attribute.type, String) else attribute
