"""The state of the database's tables: create, upgrade, downgrade and compare them with the model.

Alembic is imported only where it works: a running server asks for revisions and need not hold it in memory.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, event, inspect, text

from vettrak_api.database import table_locks
from vettrak_api.database.connections import Database
from vettrak_api.database.table_locks import insisting
from vettrak_api.model import Base

VERSION_TABLE = "alembic_version"

Opened: TypeAlias = Callable[[Database], AbstractContextManager[Connection]]
"""Opens the connection that changes tables."""

LOCK_NAME = "CONCAT(DATABASE(), '.vettrak_revisions')"
"""In MariaDB, where such names belong to the whole server; in PostgreSQL to a database and all its schemas."""

LOCKS = {
    "postgresql": (
        "SET LOCAL lock_timeout = 0",
        "SELECT pg_advisory_xact_lock(hashtext('vettrak_revisions'), hashtext(current_schema()))",
    ),
    "mssql": ("EXEC sp_getapplock @Resource = 'vettrak_revisions', @LockMode = 'Exclusive', @LockTimeout = -1",),
} | dict.fromkeys(("mariadb", "mysql"), (f"DO GET_LOCK({LOCK_NAME}, 86400)",))
"""What takes the lock on the tables' form, by kind of database."""


UNFINISHED_INDEXES = text(
    "SELECT made.relname FROM pg_index JOIN pg_class AS made ON made.oid = indexrelid "
    "JOIN pg_namespace AS place ON place.oid = made.relnamespace "
    r"WHERE NOT indisvalid AND place.nspname = current_schema() AND made.relname LIKE 'ix\_%'"
)


@cache
def migrations_folder() -> Path:
    """Return the folder of Alembic's revisions: inside an installed package, or beside it in a checkout."""
    package = Path(str(files("vettrak_api")))
    packaged = package / "migrations"
    return packaged if packaged.is_dir() else package.parent / "migrations"


def configuration(connection: Connection, zone: ZoneInfo) -> Any:
    """Return Alembic's configuration for the revisions that come with this version; zone: of the stored times."""
    from alembic.config import Config  # noqa: PLC0415 - see the module's docstring

    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    config.attributes.update(connection=connection, zone=zone)
    return config


@contextmanager
def alone(database: Database) -> Iterator[None]:
    """Let whoever else wants to change the tables wait, however long this takes: two servers may be started at once.

    A connection of its own holds the lock until what the body does is committed. Nothing is held on SQLite, where one
    writes at a time.
    """
    dialect = database.engine.dialect.name
    if dialect not in LOCKS:
        yield
        return
    with database.connection(writing=True) as connection:
        for statement in LOCKS[dialect]:
            connection.exec_driver_sql(statement)
        try:
            yield
        finally:
            if dialect in {"mariadb", "mysql"}:  # The others let go at the end of the transaction.
                connection.exec_driver_sql(f"DO RELEASE_LOCK({LOCK_NAME})")


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the tables to a revision; creates them in an empty database. Calls may work on them meanwhile.

    Raises table_locks.TablesBusy when somebody works on a table all the time.
    """
    for leg, opened in _legs(database, revision):
        insisting(partial(_upgrade, database, leg, opened))


def _upgrade(database: Database, revision: str, opened: Opened) -> None:
    from alembic import command  # noqa: PLC0415

    with opened(database) as connection:
        compare_text_exactly(connection)
        command.upgrade(configuration(connection, database.zone), revision)


def _legs(database: Database, revision: str) -> Iterator[tuple[str, Opened]]:
    """Yield the revisions to go to one after the other, and how the connection is opened for each way.

    All of it is one transaction, but for revisions that say `beside_calls = True`: PostgreSQL makes an index without
    stopping those who write only outside of a transaction.
    """
    if database.engine.dialect.name == "postgresql":
        present, known = present_revision(database) or "", revisions()
        wanted = known[-1] if revision == "head" else revision
        ahead = [name for name in known if present < name <= wanted]
        for before, name in zip([present, *ahead], ahead, strict=False):
            if getattr(_module_of(name), "beside_calls", False):
                if before > present:
                    yield before, changing
                yield name, _outside_of_transactions
    yield revision, changing


def _module_of(revision: str) -> Any:
    """Return a revision as Python has read it."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    found = ScriptDirectory(str(migrations_folder())).get_revision(revision)
    return found.module if found else None


@contextmanager
def _outside_of_transactions(database: Database) -> Iterator[Connection]:
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("SET lock_timeout = 0")  # it stops nobody who writes, and may wait for as long
        try:
            _drop_unfinished_indexes(connection)
            yield connection
        finally:
            connection.invalidate()  # which has the setting; the pool opens another one


def _drop_unfinished_indexes(connection: Connection) -> None:
    """Drop what PostgreSQL has left of our indexes whose making was interrupted: it counts as being there."""
    quote = connection.dialect.identifier_preparer.quote
    for name in connection.execute(UNFINISHED_INDEXES).scalars().all():
        connection.exec_driver_sql(f"DROP INDEX CONCURRENTLY {quote(name)}")


@contextmanager
def changing(database: Database) -> Iterator[Connection]:
    """Open a connection that changes tables; all of it is committed at the end, or nothing.

    MariaDB commits each change of a table by itself, so that `migrations/env.py` repeats there what came too early.

    SQLite changes some tables by making them anew, which it refuses while rows of others name theirs. So it does not
    look at foreign keys meanwhile, and they are looked at before the commit. Raises RuntimeError when rows have lost
    what they name.
    """
    if database.engine.dialect.name != "sqlite":
        with database.connection(writing=True, patience=table_locks.LOCK_SECONDS) as connection:
            yield connection
        return
    with _foreign_keys_off(database.engine), database.connection(writing=True) as connection:
        before = _broken_keys(connection)
        yield connection
        lost = _broken_keys(connection) - before
        if lost:
            tables = ", ".join(sorted({table for table, *_ in lost}))
            message = f"nothing was changed, for rows of these tables would have lost what they name: {tables}"
            raise RuntimeError(message)


@contextmanager
def _foreign_keys_off(engine: Engine) -> Iterator[None]:
    """Let connections that are taken meanwhile not look at foreign keys; SQLite takes no such word in a transaction."""

    def switch_off(connection: Any, record: Any, proxy: Any) -> None:
        del record, proxy
        connection.execute("PRAGMA foreign_keys=OFF")

    def switch_on(connection: Any, record: Any) -> None:
        del record
        if connection is not None:
            connection.execute("PRAGMA foreign_keys=ON")

    event.listen(engine, "checkout", switch_off)
    event.listen(engine, "checkin", switch_on)
    try:
        yield
    finally:
        event.remove(engine, "checkout", switch_off)
        event.remove(engine, "checkin", switch_on)


def _broken_keys(connection: Connection) -> set[tuple[Any, ...]]:
    return {tuple(row) for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}


def compare_text_exactly(connection: Connection) -> None:
    """Let new tables of MariaDB hold every character, and keep e and é apart, as the other databases do.

    Its defaults are Latin-1 on older servers, and comparing without accents; what ignores case or accents
    has a folded key (`vettrak_api.model.base.fold`).
    """
    if connection.dialect.name in {"mariadb", "mysql"}:
        connection.exec_driver_sql("ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")


def downgrade(database: Database, revision: str) -> None:
    """Take the tables back to a revision; "base" removes them all. Raises as `upgrade` does."""
    insisting(partial(_downgrade, database, revision))


def _downgrade(database: Database, revision: str) -> None:
    from alembic import command  # noqa: PLC0415

    with changing(database) as connection:
        command.downgrade(configuration(connection, database.zone), revision)


def present_revision(database: Database) -> str | None:
    """Return the revision that the database says it has, or None for one that was never migrated."""
    with database.connection() as connection:
        if not inspect(connection).has_table(VERSION_TABLE):
            return None
        found: str | None = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))  # noqa: S608 - a constant
        return found


def revisions() -> list[str]:
    """Return the revisions that this version of the server knows, oldest first: the files are numbered in order."""
    return sorted(entry.name[:4] for entry in (migrations_folder() / "versions").iterdir() if entry.name[:4].isdigit())


def newest_revision() -> str:
    """Return the revision that this version of the server needs."""
    return revisions()[-1]


def differences(database: Database) -> list[str]:
    """Describe how the database's tables differ from the model; an empty list is how it should be."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415

    with database.connection() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        return [str(difference) for difference in compare_metadata(context, Base.metadata)]
