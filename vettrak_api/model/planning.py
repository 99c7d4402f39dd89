"""Values that a statement keeps from PostgreSQL's planner, so that it makes one plan for all of them and keeps it.

PostgreSQL keeps the plan of a statement that it has met five times, unless it takes plans for the values at hand to be
better by more than planning seems to cost. Of some days among the courses of many years it does, and then plans a
large statement anew at every call, which takes ten times as long as reading the rows. A plan for values that it can
not see costs the same with them as without, so it is kept; and it is as good where indexes lead to few rows in any
case. Not for statements that answer with all there is when they are asked for everything.

The same goes for what is no parameter at all, which SQLAlchemy sends as one: `constant`.
"""

import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Integer, String, and_, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

LAST_MOMENT = datetime.datetime(9999, 12, 31, 23, 59, 59)


class unseen(FunctionElement[Any]):  # noqa: N801 - reads as the function that it is in SQL
    """The value of a parameter; on PostgreSQL by a subquery, which is executed once, when the plan is made."""

    inherit_cache = True
    name = "unseen"

    def __init__(self, parameter: BindParameter[Any]) -> None:
        self.type = parameter.type
        super().__init__(parameter)


@compiles(unseen)
def _standard(element: unseen, compiler: SQLCompiler, **options: Any) -> str:
    (parameter,) = element.clauses
    return compiler.process(parameter, **options)


@compiles(unseen, "postgresql")
def _postgresql(element: unseen, compiler: SQLCompiler, **options: Any) -> str:
    return f"(SELECT {_standard(element, compiler, **options)})"


def constant(value: int | str) -> ColumnElement[Any]:
    """Return a value of the code, a number or a plain name, as a part of the statement's text.

    So planners know, whatever the values of a call, how few rows have it. Raises ValueError for any other text.
    """
    if isinstance(value, int):
        return literal_column(str(value), Integer)
    if not value.isidentifier():
        message = f"{value!r} is no plain name"
        raise ValueError(message)
    return literal_column(f"'{value}'", String)


def not_before(column: Any, moment: Any) -> ColumnElement[bool]:
    """Return the condition under which a column's moment is not before another, which holds for few of many rows.

    It is told as a range to the end of time: of a moment that it can not see PostgreSQL expects that a third of all
    rows are later, but that only one row in 200 lies between two of them.
    """
    return and_(column >= moment, column <= LAST_MOMENT)
