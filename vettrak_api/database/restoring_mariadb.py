"""Brings a backup of MariaDB back, which can not create tables within a transaction.

Into an empty database it goes directly, and what came of it is dropped again when it fails. What is in use stays until
the backup is whole in a database beside it; then one statement exchanges all tables.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, inspect

from vettrak_api.database.backup import Damaged
from vettrak_api.database.backup_tools import ToolFailed, tools_for
from vettrak_api.database.restoring import Restore

BESIDE, BEFORE = "_restoring", "_before_restore"
"""What the names of the two databases end with that a restore uses for itself."""


def restore(work: Restore) -> None:
    """Bring the backup back; raises ToolFailed, Damaged or SQLAlchemyError, and all is as it was before then."""
    name = str(work.url.database)
    if not work.present:
        with _dropped_when_it_fails(work, name):
            _fill(work, name)
        return
    with _beside(work, name + BESIDE), _beside(work, name + BEFORE):
        _fill(work, name + BESIDE)
        _exchange(work, name)


def _fill(work: Restore, name: str) -> None:
    with tools_for(work.url).running("mariadb", "--batch", name, is_fed=True, is_heard=False) as reading:
        reading.feed(work.file.chunks())
        reading.feed(f"\n{statement};\n".encode() for statement in work.moving)
        reading.finish()
    with _committing(work) as connection:
        if set(_tables(connection, name)) != set(work.counts):
            raise Damaged


def _exchange(work: Restore, name: str) -> None:
    """Let the tables that are there go and the others come, by one statement, which does all of it or nothing."""
    with _committing(work) as connection:
        going = [(name, table, name + BEFORE) for table in _tables(connection, name)]
        coming = [(name + BESIDE, table, name) for table in _tables(connection, name + BESIDE)]
        moves = ", ".join(
            f"{_quoted(of)}.{_quoted(table)} TO {_quoted(to)}.{_quoted(table)}" for of, table, to in [*going, *coming]
        )
        connection.exec_driver_sql(f"RENAME TABLE {moves}")


@contextmanager
def _beside(work: Restore, name: str) -> Iterator[None]:
    """Give an empty database of this name, which is gone at the end; one that is there may be somebody's."""
    with _committing(work) as connection:
        if name in inspect(connection).get_schema_names():
            raise ToolFailed(f"There is a database {name}, left by a restore that was ended. Drop it, and try again.")
        connection.exec_driver_sql(f"CREATE DATABASE {_quoted(name)} CHARACTER SET utf8mb4")
    try:
        yield
    finally:
        with _committing(work) as connection:
            connection.exec_driver_sql("SET SESSION foreign_key_checks = 0")
            connection.exec_driver_sql(f"DROP DATABASE {_quoted(name)}")
            connection.exec_driver_sql("SET SESSION foreign_key_checks = 1")


@contextmanager
def _dropped_when_it_fails(work: Restore, name: str) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with _committing(work) as connection:
            _drop(connection, _tables(connection, name))
        raise


def _drop(connection: Connection, tables: Sequence[str]) -> None:
    if tables:
        connection.exec_driver_sql("SET SESSION foreign_key_checks = 0")
        connection.exec_driver_sql(f"DROP TABLE {', '.join(map(_quoted, tables))}")
        connection.exec_driver_sql("SET SESSION foreign_key_checks = 1")


@contextmanager
def _committing(work: Restore) -> Iterator[Connection]:
    """Open a connection whose every statement is for good, as those that make and drop tables are."""
    with work.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield connection


def _tables(connection: Connection, name: str) -> list[str]:
    return sorted(inspect(connection).get_table_names(schema=name))


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
