"""Statements that are built once, when their module is imported, and executed often with other values.

Building a statement anew costs more than executing it. So what a call executes in any case is a constant with
`bindparam`s; names of parameters differ from those of columns, which an UPDATE would take for values.
"""

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias, TypeVar, cast, overload

from sqlalchemy import Connection, CursorResult, Executable, Result, Select, event
from sqlalchemy.orm import Session, SessionTransaction

from vettrak_api.model.prepared import ask

Reader: TypeAlias = Session | Connection
"""Where statements about columns are asked: a session that may write as well, or a connection that only reads."""

BEGUN = "begun"
"""Where a session keeps its transaction with the connection of it."""

Found = TypeVar("Found", bound=Select[*tuple[Any, ...]])
Value = TypeVar("Value")

MOST_LISTED = 1_000
"""Values of one list that a statement names: SQL Server takes 2,100 parameters, and a statement may have two lists."""


def portions(values: Iterable[Value]) -> Iterator[list[Value]]:
    """Yield values in lists that are short enough for `in_`; nothing for no values."""
    listed = list(values)
    return (listed[start : start + MOST_LISTED] for start in range(0, len(listed), MOST_LISTED))


@overload
def execute(reader: Reader, statement: Select[*tuple[Any, ...]], **values: Any) -> Result[*tuple[Any, ...]]: ...
@overload
def execute(reader: Reader, statement: Executable, **values: Any) -> CursorResult[*tuple[Any, ...]]: ...
def execute(reader: Reader, statement: Executable, **values: Any) -> Result[*tuple[Any, ...]]:
    """Execute a statement about columns, rather than rows of the session, with the values of its parameters.

    It goes past a session, which makes it twice as fast; what the session has to write is written first, unless
    that is switched off (`Session.no_autoflush`). A constant goes past SQLAlchemy's execution, too (`model.prepared`).
    """
    if isinstance(reader, Connection):
        connection = reader
    else:
        if reader.autoflush:
            reader.flush()
        connection = connection_of(reader)
    result: Result[*tuple[Any, ...]] = ask(connection, statement, values)
    return result


def connection_of(session: Session) -> Connection:
    """Return the connection of a session's transaction, as `Session.connection` does, whose checks cost a tenth."""
    transaction, connection = session.info.get(BEGUN, (None, None))
    if connection is None or transaction is not session.get_transaction():
        return session.connection()
    return cast("Connection", connection)


@event.listens_for(Session, "after_begin")
def _remember_connection(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    session.info[BEGUN] = (transaction, connection)


def execute_for_each(session: Session, statement: Executable, rows: list[dict[str, Any]]) -> None:
    """Execute a statement that writes once for each row of values, which the driver sends together."""
    if session.autoflush:
        session.flush()
    connection_of(session).execute(statement, rows)


def hold(session: Session, statement: Executable, **values: Any) -> None:
    """Lock the rows that a statement of `for_update` finds, whatever they hold, until the transaction ends.

    On SQLite there is nothing to do: a session that writes has locked the whole database with its first statement.
    """
    if session.get_bind().dialect.name != "sqlite":
        execute(session, statement, **values)


def for_update(statement: Found, *tables: Any) -> Found:
    """Return a SELECT that locks the rows of these tables which it finds, until the transaction ends.

    Whoever else wants to lock or change one waits and then finds it as it has been left. Other tables of the
    statement, those of subqueries among them, are read as they were before the wait: what must be counted under the
    lock is counted by a later statement. On SQLite a writing session has locked the whole database already.
    """
    # key_share: on PostgreSQL new rows may refer to a locked one, as they may to a changed one.
    locking = statement.with_for_update(of=tables, key_share=True)
    for table in tables:
        locking = locking.with_hint(table, "WITH (UPDLOCK, ROWLOCK)", "mssql")
    return locking.execution_options(populate_existing=True)
