"""Constant statements told straight to the driver: what SQLAlchemy makes of them is made once and kept.

SQLAlchemy finds a statement's text by hashing its parts, and makes a context, a cursor's result and its metadata for
each execution; for one row that costs five times what SQLite needs to find it. The text, the order and the converters
of the values, and those of the columns, are the same every time. So the first two executions go SQLAlchemy's way, and
what the second makes serves all later ones. Whoever listens to the engine's events hears of these, too.
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary, WeakSet

from sqlalchemy import BindParameter, Connection, CursorResult, Delete, Dialect, Executable, Insert, Select, Update
from sqlalchemy.engine.interfaces import BindTyping
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData
from sqlalchemy.exc import DBAPIError

Values: TypeAlias = Mapping[str, Any]
Converter: TypeAlias = Callable[[Any], Any]
Read: TypeAlias = Callable[[Any, Any], Any]
"""Makes a result of the driver's cursor and of the values that were sent."""

Constant: TypeAlias = Select[*tuple[Any, ...]] | Insert | Update | Delete


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


@dataclass(frozen=True, slots=True)
class Rows:
    """How the rows of a SELECT are read: the names of its columns, and what converts the values of some."""

    columns: SimpleResultMetaData
    converters: Sequence[tuple[int, Converter]]

    def read(self, cursor: Any, sent: Any) -> Any:
        """Return SQLAlchemy's result of the driver's rows, which can be read in any of its ways."""
        del sent
        rows = cursor.fetchall()
        if self.converters:
            rows = [self._converted(row) for row in rows]
        return IteratorResult(self.columns, iter(rows))

    def _converted(self, row: Sequence[Any]) -> tuple[Any, ...]:
        values = list(row)
        for at, convert in self.converters:
            values[at] = convert(values[at])
        return tuple(values)


@dataclass(frozen=True, slots=True)
class Written:
    """What a statement that writes tells: how many rows it met, and the key of a new row."""

    rowcount: int
    inserted_primary_key: tuple[Any, ...] = ()

    @classmethod
    def read(cls, cursor: Any, sent: Any) -> "Written":
        """Ask the driver."""
        del sent
        return cls(cursor.rowcount)


def _read_last_number(cursor: Any, sent: Any) -> Written:
    """Read the number that the database has given to a new row."""
    del sent
    return Written(1, (cursor.lastrowid,))


def _read_returned_key(cursor: Any, sent: Any) -> Written:
    """Read the key that the database returns with a new row."""
    del sent
    return Written(1, tuple(cursor.fetchone()))


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement as one dialect's driver takes it.

    names: of the values for which it was made, where the text depends on them. named: whether the driver takes values
    by name instead of in order. read: what makes the result of the driver's cursor and of what was sent.
    """

    text: str
    parameters: Sequence[Parameter]
    names: AbstractSet[str] | None
    named: bool
    read: Read

    def sent(self, values: Values) -> Any:
        """Return the values as the driver takes them; raises KeyError when one is missing."""
        if self.named:
            return {one.name: one.of(values) for one in self.parameters}
        return tuple([one.of(values) for one in self.parameters])


_Kept: TypeAlias = "WeakKeyDictionary[Executable, Prepared | None]"

_KEPT: "WeakKeyDictionary[Dialect, _Kept]" = WeakKeyDictionary()
"""By dialect (each engine has one of its own) and statement; None for one that always goes SQLAlchemy's way."""

_SEEN: "WeakSet[Executable]" = WeakSet()
"""Statements that have been executed."""


class PreparedConnection(Connection):
    """A connection whose constant statements go straight to the driver; all else is as SQLAlchemy does it."""

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


def ask(connection: Connection, statement: Executable, values: Values) -> Any:
    """Execute a statement as `Connection.execute` does; a constant that was executed twice goes straight to the driver.

    Returns a result with the rows of a SELECT, or the `rowcount` of what writes. Raises what `Connection.execute`
    raises.
    """
    kept = _KEPT.get(connection.dialect) or _KEPT.setdefault(connection.dialect, WeakKeyDictionary())
    prepared = kept.get(statement)
    if prepared is not None and (prepared.names is None or prepared.names == values.keys()):
        for hear in connection.engine.dispatch.before_execute:
            hear(connection, statement, (), values, {})
        return _on_driver(connection, prepared.text, prepared.sent(values), prepared.read)
    result = Connection.execute(connection, statement, values)
    if prepared is None and isinstance(statement, Select | Insert | Update | Delete) and statement not in kept:
        # Only what comes again is worth it: compiling costs as much as ten executions.
        if statement in _SEEN:
            kept[statement] = _prepared(statement, values, result, connection.dialect)
        _SEEN.add(statement)
    return result


def tell(connection: Connection, text: str) -> None:
    """Execute a text without values or rows, such as BEGIN, as `Connection.exec_driver_sql` does."""
    _on_driver(connection, text, (), Written.read)


def _prepared(statement: Constant, values: Values, result: CursorResult[Any], dialect: Dialect) -> Prepared | None:
    """Return what an execution has made, unless the next one needs SQLAlchemy's own way.

    That is so for lists of values, whose text grows with them, for columns whose type nobody told, for values that
    SQLAlchemy finds for a new row (but for constant defaults and its number), and for drivers that are told the
    values' sizes.
    """
    names = None if isinstance(statement, Select) else frozenset(values)
    # Not what was compiled for the execution: equal statements with other constants share that.
    compiled: Any = statement.compile(dialect=dialect, column_keys=None if names is None else sorted(names))
    bound = {name: parameter for parameter, name in compiled.bind_names.items()}
    if (
        dialect.bind_typing is BindTyping.SETINPUTSIZES
        or any(one.expanding or one.literal_execute or one.callable for one in bound.values())
        or compiled.string != result.context.statement
    ):
        return None
    read = _reader(statement, compiled, result, dialect)
    if read is None:
        return None
    defaults = {column.key: column.default for column in compiled.prefetch}
    if not all(default is not None and default.is_scalar for default in defaults.values()):
        return None
    order = compiled.positiontup if dialect.positional else bound
    parameters = [_parameter(name, bound[name], dialect, defaults.get(name)) for name in order or ()]
    return Prepared(compiled.string, parameters, names, not dialect.positional, read)


def _reader(statement: Constant, compiled: Any, result: CursorResult[Any], dialect: Dialect) -> Read | None:
    """Return what reads a statement's result; None where only SQLAlchemy does."""
    if isinstance(statement, Select):
        rows = _rows(statement, result, dialect)
        return rows.read if rows else None
    if compiled.postfetch or (compiled.effective_returning and not compiled.implicit_returning):
        return None
    if not isinstance(statement, Insert) or compiled.inline:
        return Written.read if not compiled.effective_returning else None
    key = [column.name for column in statement.table.primary_key]
    if len(key) == 1 and compiled.postfetch_lastrowid:
        # pyodbc's cursor does not know the number; SQLAlchemy asks the database for it.
        return _read_last_number if hasattr(result.context.cursor, "lastrowid") else None
    returned = [column.name for column in compiled.implicit_returning or ()]
    return _read_returned_key if returned == key else None


def _rows(statement: Select[*tuple[Any, ...]], result: CursorResult[Any], dialect: Dialect) -> Rows | None:
    columns, described = tuple(statement.selected_columns), result.cursor.description
    if len(columns) != len(described):
        return None
    converters = [
        column.type.dialect_impl(dialect).result_processor(dialect, about[1])
        for column, about in zip(columns, described, strict=True)
    ]
    found = [(at, convert) for at, convert in enumerate(converters) if convert]
    return Rows(SimpleResultMetaData(tuple(result.keys())), found)


def _parameter(name: str, bound: BindParameter[Any], dialect: Dialect, default: Any) -> Parameter:
    convert = bound.type.dialect_impl(dialect).bind_processor(dialect)
    required = bound.required and default is None
    value = bound.effective_value if default is None else default.arg
    return Parameter(name, convert, required, convert(value) if convert and not required else value)


def _on_driver(connection: Connection, text: str, sent: Any, read: Read) -> Any:
    driver = connection.dialect.loaded_dbapi
    cursor = connection.connection.cursor()
    try:
        for hear in connection.engine.dispatch.before_cursor_execute:
            hear(connection, cursor, text, sent, None, False)
        cursor.execute(text, sent)
        for hear in connection.engine.dispatch.after_cursor_execute:
            hear(connection, cursor, text, sent, None, False)
        return read(cursor, sent)
    except driver.Error as error:
        if connection.dialect.is_disconnect(error, connection.connection, cursor):
            # It meets the dead connection, too, and knows what to do with it and with the others of the pool.
            return connection.exec_driver_sql(text, sent)
        hidden = connection.engine.hide_parameters
        raise DBAPIError.instance(
            text, sent, error, driver.Error, hide_parameters=hidden, dialect=connection.dialect
        ) from error
    finally:
        cursor.close()
