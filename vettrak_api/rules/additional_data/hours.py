"""The hours between two moments, in SQL: the one computation that every database spells in its own way."""

from decimal import Decimal
from typing import Any

from sqlalchemy import Numeric
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class hours_between(FunctionElement[Decimal]):  # noqa: N801 - reads as the function that it is in SQL
    """Hours from a start to a finish as a number with two decimals, rounded; null when either is null."""

    type = Numeric(12, 2)
    inherit_cache = True
    name = "hours_between"


@compiles(hours_between)
def _standard(element: hours_between, compiler: SQLCompiler, **options: Any) -> str:
    start, finish = _arguments(element, compiler, options)
    return f"CAST(EXTRACT(EPOCH FROM ({finish} - {start})) / 3600 AS NUMERIC(12, 2))"


@compiles(hours_between, "sqlite")
def _sqlite(element: hours_between, compiler: SQLCompiler, **options: Any) -> str:
    start, finish = _arguments(element, compiler, options)
    return f"ROUND((STRFTIME('%s', {finish}) - STRFTIME('%s', {start})) / 3600.0, 2)"


@compiles(hours_between, "mysql")
@compiles(hours_between, "mariadb")
def _mariadb(element: hours_between, compiler: SQLCompiler, **options: Any) -> str:
    start, finish = _arguments(element, compiler, options)
    return f"ROUND(TIMESTAMPDIFF(SECOND, {start}, {finish}) / 3600.0, 2)"


@compiles(hours_between, "mssql")
def _mssql(element: hours_between, compiler: SQLCompiler, **options: Any) -> str:
    start, finish = _arguments(element, compiler, options)
    return f"CAST(ROUND(DATEDIFF(SECOND, {start}, {finish}) / 3600.0, 2) AS NUMERIC(12, 2))"


def _arguments(element: hours_between, compiler: SQLCompiler, options: dict[str, Any]) -> list[str]:
    return [compiler.process(argument, **options) for argument in element.clauses]
