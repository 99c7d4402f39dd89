"""Constant SELECTs asked straight of the driver: what SQLAlchemy makes of them is made once and kept.

SQLAlchemy finds a statement's text by hashing its parts, and makes a context, a cursor's result and its metadata for
each execution; for one row that costs five times what SQLite needs to find it. The text, the order and the converters
of the values, and those of the columns, are the same every time. So the first two executions go SQLAlchemy's way, and
what the second makes serves all later ones. Whoever listens to the engine's events hears of these, too.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary, WeakSet

from sqlalchemy import BindParameter, Connection, CursorResult, Dialect, Executable, Result, Select
from sqlalchemy.engine.interfaces import BindTyping
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData
from sqlalchemy.exc import DBAPIError

Values: TypeAlias = Mapping[str, Any]
Converter: TypeAlias = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a statement sends: its name, what converts it for the driver, what is sent when none is given."""

    name: str
    convert: Converter | None
    required: bool
    default: Any

    def of(self, values: Values) -> Any:
        """Return the value as it is sent; raises KeyError when it is missing."""
        if self.required or self.name in values:
            value = values[self.name]
            return self.convert(value) if self.convert else value
        return self.default


class Prepared:
    """A SELECT as one dialect's driver takes it, and how its rows are read."""

    __slots__ = ("_columns", "_converted", "_named", "_parameters", "text")

    def __init__(
        self,
        text: str,
        parameters: Sequence[Parameter],
        columns: Sequence[str],
        converters: Sequence[Converter | None],
        *,
        named: bool,
    ) -> None:
        self.text = text
        self._named = named
        self._parameters = tuple(parameters)
        self._columns = SimpleResultMetaData(columns)
        self._converted = [(at, convert) for at, convert in enumerate(converters) if convert]

    def sent(self, values: Values) -> Any:
        """Return the values as the driver takes them: in order, or by name; raises KeyError when one is missing."""
        if self._named:
            return {one.name: one.of(values) for one in self._parameters}
        return tuple([one.of(values) for one in self._parameters])

    def result(self, rows: Sequence[Any]) -> Result[Any]:
        """Return the driver's rows as SQLAlchemy's result, with which they are read in any of its ways."""
        if self._converted:
            rows = [self._read(row) for row in rows]
        return IteratorResult(self._columns, iter(rows))

    def _read(self, row: Sequence[Any]) -> tuple[Any, ...]:
        read = list(row)
        for at, convert in self._converted:
            read[at] = convert(read[at])
        return tuple(read)


_NOTHING: "WeakKeyDictionary[Executable, Prepared]" = WeakKeyDictionary()

_PREPARED: "WeakKeyDictionary[Dialect, WeakKeyDictionary[Executable, Prepared]]" = WeakKeyDictionary()
"""By dialect (each engine has one of its own) and statement."""

_SEEN: "WeakSet[Executable]" = WeakSet()
"""Statements that have been executed."""


class PreparedConnection(Connection):
    """A connection whose constant SELECTs go straight to the driver; all else is as SQLAlchemy does it."""

    def execute(self, statement: Executable, parameters: Any = None, *, execution_options: Any = None) -> Any:
        """Execute as `Connection.execute` does."""
        if execution_options or not (parameters is None or isinstance(parameters, dict)):
            return super().execute(statement, parameters, execution_options=execution_options)
        return ask(self, statement, parameters or {})

    def scalar(self, statement: Executable, parameters: Any = None, *, execution_options: Any = None) -> Any:
        """Execute and return the first column of the first row, or None."""
        return self.execute(statement, parameters, execution_options=execution_options).scalar()

    def scalars(self, statement: Executable, parameters: Any = None, *, execution_options: Any = None) -> Any:
        """Execute and return the first column of all rows."""
        return self.execute(statement, parameters, execution_options=execution_options).scalars()


def ask(connection: Connection, statement: Executable, values: Values) -> Result[Any]:
    """Execute a statement as `Connection.execute` does; a SELECT that was executed twice goes straight to the driver.

    Raises what `Connection.execute` raises.
    """
    prepared = _PREPARED.get(connection.dialect, _NOTHING).get(statement)
    if prepared is not None:
        return _ask_driver(connection, statement, prepared, values)
    result = Connection.execute(connection, statement, values)
    if isinstance(statement, Select):
        # Only what comes again is worth it: compiling costs as much as ten executions.
        if statement in _SEEN:
            _keep(statement, result, connection.dialect)
        _SEEN.add(statement)
    return result


def _keep(statement: Select[Any], result: CursorResult[Any], dialect: Dialect) -> None:
    """Keep what an execution has made, unless the next one needs SQLAlchemy's own way.

    That is so for lists of values, whose text grows with them, for columns whose type nobody told, and for drivers that
    are told the values' sizes.
    """
    # Not what was compiled for the execution: equal statements with other constants share that.
    compiled: Any = statement.compile(dialect=dialect)
    columns, described = tuple(statement.selected_columns), result.cursor.description
    bound = {name: parameter for parameter, name in compiled.bind_names.items()}
    if (
        dialect.bind_typing is BindTyping.SETINPUTSIZES
        or any(one.expanding or one.literal_execute or one.callable for one in bound.values())
        or compiled.string != result.context.statement
        or len(columns) != len(described)
    ):
        return
    order = compiled.positiontup if dialect.positional else bound
    parameters = [_parameter(name, bound[name], dialect) for name in order or ()]
    converters = [
        column.type.dialect_impl(dialect).result_processor(dialect, about[1])
        for column, about in zip(columns, described, strict=True)
    ]
    _PREPARED.setdefault(dialect, WeakKeyDictionary())[statement] = Prepared(
        result.context.statement, parameters, tuple(result.keys()), converters, named=not dialect.positional
    )


def _parameter(name: str, bound: BindParameter[Any], dialect: Dialect) -> Parameter:
    convert = bound.type.dialect_impl(dialect).bind_processor(dialect)
    default = bound.effective_value
    return Parameter(name, convert, bound.required, convert(default) if convert and not bound.required else default)


def _ask_driver(connection: Connection, statement: Executable, prepared: Prepared, values: Values) -> Result[Any]:
    sent, told, driver = prepared.sent(values), connection.engine.dispatch, connection.dialect.loaded_dbapi
    for hear in told.before_execute:
        hear(connection, statement, (), values, {})
    cursor = connection.connection.cursor()
    try:
        for hear in told.before_cursor_execute:
            hear(connection, cursor, prepared.text, sent, None, False)
        cursor.execute(prepared.text, sent)
        return prepared.result(cursor.fetchall())
    except driver.Error as error:
        if connection.dialect.is_disconnect(error, connection.connection, cursor):
            # It meets the dead connection, too, and knows what to do with it and with the others of the pool.
            return Connection.execute(connection, statement, values)
        hidden = connection.engine.hide_parameters
        raise DBAPIError.instance(
            prepared.text, sent, error, driver.Error, hide_parameters=hidden, dialect=connection.dialect
        ) from error
    finally:
        cursor.close()
