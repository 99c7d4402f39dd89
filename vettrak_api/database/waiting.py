"""How long statements wait for rows and tables that others hold, on database servers.

Left alone PostgreSQL and SQL Server wait for ever, MariaDB for 50 seconds (for a table: a day). SQLite has one lock
for everything: `sqlite.WriterLine`. On SQL Server a wait is a third of the setting, because whoever waited in vain is
repeated, twice: having let go of the own locks meanwhile, it may well get through.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

from vettrak_api.database.sqlserver import TIMES_TO_WAIT

_MARIADB = "SET SESSION innodb_lock_wait_timeout = {seconds}, SESSION lock_wait_timeout = {seconds}"
_LIMIT: Mapping[str, str] = {
    "postgresql": "SET lock_timeout = {milliseconds}",
    "mariadb": _MARIADB,
    "mysql": _MARIADB,
    "mssql": "SET LOCK_TIMEOUT {milliseconds}",
}
_TIMES = {"mssql": TIMES_TO_WAIT}
"""How often a unit of work waits, where that is more than once."""

_LIMIT_OF_TRANSACTION = "SET LOCAL lock_timeout = {milliseconds}"
"""PostgreSQL would take a setting back with the transaction anyway, when that fails."""


def limit_waiting(engine: Engine, seconds: float) -> None:
    """Let every new connection wait for locks for so long at most."""
    statement = _usual(engine.dialect.name, seconds)

    @event.listens_for(engine, "connect")
    def _limit(connection: Any, record: Any) -> None:
        del record
        cursor = connection.cursor()
        cursor.execute(statement)
        cursor.close()
        connection.commit()


@contextmanager
def waiting(connection: Connection, seconds: float, usual: float) -> Iterator[None]:
    """Let the statements of a body, inside a transaction, wait for so long at most, and others as usual."""
    name = connection.dialect.name
    if name == "postgresql":
        connection.exec_driver_sql(_told(_LIMIT_OF_TRANSACTION, seconds))
        yield
        return
    connection.exec_driver_sql(_told(_LIMIT[name], seconds))
    try:
        yield
    finally:
        if not connection.invalidated:
            connection.exec_driver_sql(_usual(name, usual))


def _usual(name: str, seconds: float) -> str:
    return _told(_LIMIT[name], seconds / _TIMES.get(name, 1))


def _told(statement: str, seconds: float) -> str:
    """Fill in the time; MariaDB knows whole seconds only, and MySQL none below one."""
    return statement.format(milliseconds=max(1, int(seconds * 1000)), seconds=max(1, round(seconds)))
