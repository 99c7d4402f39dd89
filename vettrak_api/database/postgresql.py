"""What the server asks of PostgreSQL's driver, psycopg, beyond its defaults."""

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, Table, event

PREPARED_STATEMENTS = 500
"""How many statements one connection keeps prepared: all of ours, which are more than the driver's default of 100.

A booking executes some 70 different ones in turn, so that with too few each would be thrown away unused.
"""


class Columns(Sequence[psycopg.Column]):
    """The columns of a cursor's result, looked at only when somebody asks.

    SQLAlchemy asks for the description of every result, but reads it only at a statement's first execution;
    building it costs a tenth of a call.
    """

    def __init__(self, cursor: "Cursor") -> None:
        self._cursor = cursor

    def __len__(self) -> int:  # noqa: D105
        return len(self._cursor.columns())

    def __getitem__(self, at: Any) -> Any:  # noqa: D105
        return self._cursor.columns()[at]


class Cursor(psycopg.Cursor[Any]):
    """A cursor with a description that costs nothing until it is read."""

    @property
    def description(self) -> Any:
        """The result's columns, or None without a result that has any."""
        result = self.pgresult
        if result is None or not (result.nfields or result.status == psycopg.pq.ExecStatus.TUPLES_OK):
            return None
        return Columns(self)

    def columns(self) -> list[psycopg.Column]:
        """Describe the result's columns."""
        return super().description or []


def configure(engine: Engine) -> None:
    """Give every new connection our cursor, and room for our prepared statements."""

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, record: Any) -> None:
        del record
        connection.prepared_max = PREPARED_STATEMENTS
        connection.cursor_factory = Cursor


def require_schema(engine: Engine, schema: str) -> None:
    """Refuse connections that find another schema's tables, since they may be another organisation's.

    Behind PgBouncer one speaks for all: it keeps connections by database and user, who decide what is found.
    """

    @event.listens_for(engine, "connect")
    def _require(connection: Any, record: Any) -> None:
        del record
        (found,) = connection.execute("SELECT current_schema()").fetchone()
        connection.commit()
        if found != schema:
            connection.close()
            message = f'schema "{schema}" does not exist, or is not the first that this user finds'
            raise psycopg.OperationalError(message)


def copy(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write many rows of the same columns as PostgreSQL takes them fastest, within the connection's transaction."""
    names = list(rows[0])
    columns = [table.columns[name] for name in names]
    quote = connection.dialect.identifier_preparer.quote
    into = f"COPY {quote(table.name)} ({', '.join(map(quote, names))}) FROM STDIN"
    converters = [column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect) for column in columns]
    taken = [(name, convert or _as_it_is) for name, convert in zip(names, converters, strict=True)]
    driver: Any = connection.connection.dbapi_connection
    with driver.cursor() as cursor, cursor.copy(into) as stream:
        for row in rows:
            stream.write_row([convert(row[name]) for name, convert in taken])


def _as_it_is(value: Any) -> Any:
    return value


def begin(connection: Connection, *, writing: bool) -> None:
    """Let a connection work in transactions, or without if it only reads.

    A transaction would give readers nothing: at READ COMMITTED every statement sees its own moment anyway. And when
    one is rolled back the driver forgets all that the connection has prepared. SQLAlchemy's own AUTOCOMMIT is put
    back after each use, which costs as much as a statement.
    """
    driver: Any = connection.connection.dbapi_connection
    if driver.autocommit is writing:
        driver.autocommit = not writing


def begin_in_pool(seconds: float, connection: Connection, *, writing: bool) -> None:
    """Begin where connections change hands between transactions, so that each must say how long it waits for locks."""
    begin(connection, writing=writing)
    if writing:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(seconds * 1000)}")
