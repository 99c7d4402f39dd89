"""What SQL Server would refuse, found without one: statements are compiled for it, and their text looked at."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import BindParameter, Engine, TextClause, event
from sqlalchemy.dialects import mssql
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.ddl import ExecutableDDLElement
from sqlalchemy.sql.elements import BinaryExpression, ClauseElement
from sqlalchemy.sql.functions import FunctionElement

from tests.support.tsql import problems

DIALECT: Any = mssql.dialect(paramstyle="named")
DIALECT.server_version_info = (16, 0, 1000, 6)
"""SQL Server 2022; with a server the dialect would ask for its version."""
DIALECT._setup_version_attributes()

FUNCTIONS = frozenset({"avg", "coalesce", "count", "lower", "max", "min", "sum", "upper", "hours_between"})
"""Functions that mean the same on SQLite, PostgreSQL, MariaDB and SQL Server; the last is compiled for each."""

COMPARISONS = frozenset({operators.eq, operators.ne, operators.lt, operators.le, operators.gt, operators.ge})
"""Operators that are never true of a null."""


class NotPortable(AssertionError):
    """A statement that not every database understands."""


def check(statement: ClauseElement, values: Mapping[str, Any] | None = None) -> str:
    """Return a statement's text for SQL Server, with these values of its parameters.

    Raises NotPortable when SQL Server, or one of the others, would refuse it, or would compare something with null.
    """
    if isinstance(statement, ExecutableDDLElement | TextClause):
        return str(statement.compile(dialect=DIALECT))
    compiled: Any = statement.compile(dialect=DIALECT, column_keys=sorted(values) if values else None)
    text = _expanded(compiled, values or {})
    found = [*_foreign_functions(statement), *_comparisons_with_null(statement, values or {}), *problems(text)]
    if found:
        raise NotPortable("\n".join([*dict.fromkeys(found), text]))
    return text


def _expanded(compiled: SQLCompiler, values: Mapping[str, Any]) -> str:
    """Return the text as it is sent, with a parameter for each member of a list; one member where none is given."""
    parameters = compiled.construct_params(values, _check=False)
    for name, parameter in compiled.binds.items():
        if parameters.get(name) is None and (parameter.expanding or parameter.literal_execute):
            parameters[name] = [1] if parameter.expanding else 1
    return compiled._process_parameters_for_postcompile(parameters).statement


def _foreign_functions(statement: ClauseElement) -> Iterator[str]:
    for element in visitors.iterate(statement):
        if isinstance(element, FunctionElement) and element.name.lower() not in FUNCTIONS:
            yield f"the function {element.name} is not the same everywhere"


def _comparisons_with_null(statement: ClauseElement, values: Mapping[str, Any]) -> Iterator[str]:
    """Yield comparisons with a parameter whose value is null: they hold of nothing, on every database."""
    for element in visitors.iterate(statement):
        if isinstance(element, BinaryExpression) and element.operator in COMPARISONS:
            for side in (element.left, element.right):
                if isinstance(side, BindParameter) and _is_null(side, values):
                    yield f"{element} is compared with null"


def _is_null(parameter: BindParameter[Any], values: Mapping[str, Any]) -> bool:
    if parameter.key in values:
        return values[parameter.key] is None
    return not parameter.required and parameter.effective_value is None


_SEEN: set[Any] = set()
"""Statements that this process has looked at; most are executed by many tests."""

TEXTS: set[str] = set()
"""What SQL Server would have read of them, by a digest."""

LOOKED_AT = "looked_at_for_sql_server"
"""Where a process of a test run tells these digests."""


def watch() -> list[str]:
    """Check every statement that engines of this process execute; what is not portable goes into the returned list."""
    found: list[str] = []

    @event.listens_for(Engine, "before_execute")
    def look(connection: Any, statement: Any, many: Any, one: Any, options: Any) -> None:
        del connection, options
        if not isinstance(statement, ClauseElement) or _asks_for_tables(statement) or _is_anothers(statement):
            return
        for values in _kinds_of_values(many or [one or {}]):
            if _seen(statement, values):
                continue
            try:
                TEXTS.add(sha256(check(statement, values).encode()).hexdigest())
            except Exception as error:  # noqa: BLE001 - a statement that can not be compiled is a finding too
                found.append(str(error))

    return found


def _is_anothers(statement: ClauseElement) -> bool:
    """Tell whether Alembic changes a table in another database's words; a test writes all revisions out."""
    return type(statement).__module__ in {"alembic.ddl.mysql", "alembic.ddl.postgresql"}


def _asks_for_tables(statement: ClauseElement) -> bool:
    """Tell whether this is SQLAlchemy's own question to PostgreSQL which tables it has."""
    return any(getattr(element, "schema", None) == "pg_catalog" for element in visitors.iterate(statement))


def _kinds_of_values(sets: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return sets of values that differ by what is null, or is an empty list, in them."""
    return list({_shape(values): values for values in sets}.values())


def _shape(values: Mapping[str, Any]) -> tuple[tuple[str, bool], ...]:
    return tuple(sorted((name, value is None or value == []) for name, value in values.items()))


def _seen(statement: ClauseElement, values: Mapping[str, Any]) -> bool:
    """Tell whether an equal statement was looked at before, with nulls at the same places."""
    key = statement._generate_cache_key()
    if key is None:
        return False
    inner = tuple(parameter.value is None or parameter.value == [] for parameter in key.bindparams)
    seen = (key.key, inner, _shape(values))
    new = seen not in _SEEN
    _SEEN.add(seen)
    return not new
