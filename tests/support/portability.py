"""What SQL Server would refuse, found without one: statements are compiled for it, and their text looked at."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    Alias,
    BindParameter,
    Column,
    Engine,
    Insert,
    Join,
    PrimaryKeyConstraint,
    Select,
    String,
    Table,
    Text,
    TextClause,
    Unicode,
    UnicodeText,
    UniqueConstraint,
    Update,
    event,
)
from sqlalchemy.dialects import mssql
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.ddl import ExecutableDDLElement
from sqlalchemy.sql.elements import BinaryExpression, ClauseElement
from sqlalchemy.sql.functions import FunctionElement

from tests.support.tsql import problems, refusals
from vettrak_api.model import Base

DIALECT: Any = mssql.dialect(paramstyle="named")
DIALECT.server_version_info = (16, 0, 1000, 6)
"""SQL Server 2022; with a server the dialect would ask for its version."""
DIALECT._setup_version_attributes()
DIALECT.insert_returning = False  # as vettrak_api.database.sqlserver has it

FUNCTIONS = frozenset({"avg", "coalesce", "count", "lower", "max", "min", "sum", "upper", "hours_between", "unseen"})
"""Functions that mean the same on SQLite, PostgreSQL, MariaDB and SQL Server; the last two are compiled for each."""

NO_CODE = "takes no text such as"
"""What is said of a code beyond ASCII."""

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
    compiled = _compiled(statement, values or {})
    text = _expanded(compiled, values or {})
    found = [
        *_foreign_functions(statement),
        *_comparisons_with_null(statement, values or {}),
        *_partial_orders(statement),
        *_other_kinds_of_text(statement),
        *_question_marks(statement, values or {}),
        *_numbers_given(statement, values or {}),
        *problems(text),
    ]
    if found:
        raise NotPortable("\n".join([*dict.fromkeys(found), text]))
    return text


def _compiled(statement: ClauseElement, values: Mapping[str, Any]) -> Any:
    """Compile a statement as it is executed with these values; without any, for all columns that it may be told."""
    return statement.compile(dialect=DIALECT, column_keys=sorted(values) if values else None)


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


def _partial_orders(statement: ClauseElement) -> Iterator[str]:
    """Yield selections of some rows whose order leaves open which ones: pages would overlap, or miss rows.

    Without any order it is a question whether there are so many, and any will do; OFFSET can not be meant so.
    """
    for element in visitors.iterate(statement):
        if not isinstance(element, Select):
            continue
        limit, offset, order = element._limit_clause, element._offset_clause, element._order_by_clauses
        if offset is None and (limit is None or not order):
            continue
        named = {
            _full_name(column) for term in order for column in visitors.iterate(term) if isinstance(column, Column)
        }
        groups = {_full_name(column) for column in element._group_by_clauses}
        is_told = groups <= named if groups else any(_tells_apart(one, named) for one in element.get_final_froms())
        if not is_told:
            yield "it takes some rows in an order that does not tell them apart"


def _full_name(column: Any) -> tuple[str, str]:
    return getattr(getattr(column, "table", None), "name", ""), getattr(column, "key", "")


def _tells_apart(source: Any, named: set[tuple[str, str]]) -> bool:
    """Tell whether a table's key, or something else unique, is among the columns; of a join, that of one table."""
    if isinstance(source, Join):
        return _tells_apart(source.left, named) or _tells_apart(source.right, named)
    table = source.element if isinstance(source, Alias) else source
    if not isinstance(table, Table):
        return True  # of a subquery
    unique = [rule for rule in table.constraints if isinstance(rule, PrimaryKeyConstraint | UniqueConstraint)]
    keys = [
        {column.key for column in rule.columns} for rule in [*unique, *(one for one in table.indexes if one.unique)]
    ]
    keys = [key for key in keys if key] or [{"id"}]  # revisions do not tell of keys
    return any({(source.name, name) for name in key} <= named for key in keys)


def _other_kinds_of_text(statement: ClauseElement) -> Iterator[str]:
    """Yield comparisons of a code (VARCHAR) with a parameter that is sent as NVARCHAR: no index would be used."""
    for element in visitors.iterate(statement):
        if isinstance(element, BinaryExpression) and element.operator in {*COMPARISONS, operators.in_op}:
            for column, value in ((element.left, element.right), (element.right, element.left)):
                is_pair = isinstance(column, Column) and isinstance(value, BindParameter)
                if is_pair and _is_code(column.type) and not _is_code(value.type):
                    yield f"{element}: the parameter is sent as {value.type!r}, so that no index is used"


def _is_code(kind: Any) -> bool:
    return isinstance(kind, String) and not isinstance(kind, Unicode | UnicodeText | Text)


def _question_marks(statement: ClauseElement, values: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is written to a column of codes, and is none: what the code page lacks becomes a question mark."""
    if not isinstance(statement, Insert | Update):
        return
    written = _compiled(statement, values).params | dict(values)
    for name, value in written.items():
        column = statement.table.c.get(name.removeprefix("new_"))
        if isinstance(value, str) and not value.isascii() and column is not None and _is_code(column.type):
            yield f"{column} {NO_CODE} {value!r}"


def _numbers_given(statement: ClauseElement, values: Mapping[str, Any]) -> Iterator[str]:
    """Yield rows of revisions with a number for a column that counts by itself.

    SQL Server refuses it unless it is told before, as SQLAlchemy does where it knows that the column counts.
    """
    if not isinstance(statement, Insert) or not isinstance(statement.table, Table):
        return
    real, told = Base.metadata.tables.get(statement.table.name), statement.table.autoincrement_column
    counted = real.autoincrement_column if real is not None else None
    if counted is not None and told is None and counted.name in values:
        yield f"{counted} counts by itself, and is given a number"


_UNPARSED: list[str] = []
"""Texts that Microsoft's grammar has not seen yet."""


def unparsed() -> list[str]:
    """Ask Microsoft's grammar about what was looked at since the last time, and return what it refuses."""
    texts = [*_UNPARSED]
    _UNPARSED.clear()
    return [f"{reason}\n{text}" for text, reason in refusals(texts).items()]


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
                text = check(statement, values)
                digest = sha256(text.encode()).hexdigest()
                if digest not in TEXTS and not isinstance(statement, TextClause):
                    _UNPARSED.append(text)
                TEXTS.add(digest)
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


def _shape(values: Mapping[str, Any]) -> tuple[tuple[str, bool, bool], ...]:
    return tuple(sorted((name, value is None or value == [], _is_exotic(value)) for name, value in values.items()))


def _is_exotic(value: Any) -> bool:
    return isinstance(value, str) and not value.isascii()


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
