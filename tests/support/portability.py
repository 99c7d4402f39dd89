"""What SQL Server would refuse, found without one: statements are compiled for it, and their parts looked at."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Engine, Select, event
from sqlalchemy.dialects import mssql
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import (
    BinaryExpression,
    BooleanClauseList,
    ClauseElement,
    ExpressionClauseList,
    False_,
    Label,
    True_,
    UnaryExpression,
)
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Boolean

DIALECT = mssql.dialect()

FUNCTIONS = frozenset({"avg", "coalesce", "count", "lower", "max", "min", "sum", "upper", "hours_between"})
"""Functions that mean the same on SQLite, PostgreSQL, MariaDB and SQL Server; the last is compiled for each."""

CONDITIONS = (BinaryExpression, BooleanClauseList, ExpressionClauseList, UnaryExpression)


class NotPortable(AssertionError):
    """A statement that not every database understands."""


def check(statement: ClauseElement) -> None:
    """Raise NotPortable when SQL Server, or one of the others, would refuse a statement."""
    text = str(statement.compile(dialect=DIALECT))
    for element in visitors.iterate(statement):
        if isinstance(element, FunctionElement) and element.name.lower() not in FUNCTIONS:
            raise NotPortable(f"the function {element.name} is not the same everywhere:\n{text}")
        if isinstance(element, Select):
            _check_select(element, text)


def _check_select(select: Select[Any], text: str) -> None:
    for column in _values_of(select):
        if isinstance(column, True_ | False_) or (isinstance(column, CONDITIONS) and isinstance(column.type, Boolean)):
            message = (
                "SQL Server has no truth values among columns, groups and orders; use case((condition, 1), else_=0)"
            )
            raise NotPortable(f"{message}:\n{text}")


def _values_of(select: Select[Any]) -> Iterator[Any]:
    """Yield what stands where SQL Server wants a value: columns, groups and orders."""
    for column in [*select._raw_columns, *select._group_by_clauses, *select._order_by_clauses]:
        inner = column
        while isinstance(inner, Label):
            inner = inner.element
        yield inner


_SEEN: set[Any] = set()
"""Statements that this process has looked at; most are executed by many tests."""


def watch(engine: Engine) -> list[str]:
    """Check every statement that an engine executes; what is not portable goes into the list that is returned."""
    found: list[str] = []

    @event.listens_for(engine, "before_execute")
    def look(connection: Any, statement: Any, *rest: Any) -> None:
        del connection, rest
        if not isinstance(statement, ClauseElement) or _seen(statement):
            return
        try:
            check(statement)
        except Exception as error:  # noqa: BLE001 - a statement that can not be compiled is a finding too
            found.append(str(error))

    return found


def _seen(statement: ClauseElement) -> bool:
    """Tell whether an equal statement was looked at before."""
    key = statement._generate_cache_key()
    if key is None:
        return False
    new = key.key not in _SEEN
    _SEEN.add(key.key)
    return not new
