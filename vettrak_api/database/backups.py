"""Makes a backup of a database by its own means, and brings one back: all of it, or nothing.

SQLite copies itself. PostgreSQL and MariaDB have programs for it (`vettrak_api.database.backup_tools`).
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy import URL, Connection, inspect

from vettrak_api.database import backup, migrations, restoring_mariadb, restoring_postgresql, restoring_sqlite
from vettrak_api.database.backup_file import BackupFile, Facts, Kind, Manifest, pieces_of, require_room, write_backup
from vettrak_api.database.backup_tools import tools_for
from vettrak_api.database.connections import Database
from vettrak_api.database.numbers import last_numbers, moving
from vettrak_api.database.restoring import Restore

KINDS: Mapping[str, Kind] = {
    "sqlite": "sqlite",
    "postgresql": "postgresql",
    "mysql": "mariadb",
    "mariadb": "mariadb",
}
"""What is backed up and restored here, by the kind that a URL names."""


def kind_of(url: URL) -> Kind | None:
    """Return the kind of database that a URL names; None for those that are backed up by hand."""
    return KINDS.get(url.get_backend_name())


def make_backup(database: Database, target: Path, made: str) -> Manifest:
    """Write a backup of all that the database holds at one moment, while others go on.

    made: the moment, for the manifest. Raises FileExistsError, OSError, ToolFailed, Damaged for a SQLite file whose
    copy is not whole, and Unset when the database holds nothing.
    """
    if target.exists():
        raise FileExistsError(target)
    kind = KINDS[database.engine.url.get_backend_name()]
    return _MAKE[kind](database, target, made)


class Unset(Exception):
    """There is nothing in the database that could be backed up."""


def facts_of(connection: Connection) -> Facts:
    """Read what a database holds; raises Unset when it was never set up."""
    tables = sorted(inspect(connection).get_table_names())
    if migrations.VERSION_TABLE not in tables:
        raise Unset
    quote = connection.dialect.identifier_preparer.quote
    counts = {
        name: connection.exec_driver_sql(f"SELECT count(*) FROM {quote(name)}").scalar() or 0  # noqa: S608 - quoted
        for name in tables
    }
    revision = connection.exec_driver_sql(f"SELECT version_num FROM {migrations.VERSION_TABLE}").scalar()  # noqa: S608
    return Facts(
        kind=KINDS[connection.dialect.name], revision=str(revision), counts=counts, numbers=last_numbers(connection)
    )


def _of_sqlite(database: Database, target: Path, made: str) -> Manifest:
    path = Path(database.engine.url.database or "")
    require_room(target.absolute().parent, 2 * path.stat().st_size)
    copy = target.with_name(target.name + ".copy")
    copy.unlink(missing_ok=True)
    try:
        backup.back_up(database, copy)
        with restoring_sqlite.opened(copy) as connection:
            facts = facts_of(connection)
        return write_backup(target, facts, made, pieces_of(copy))
    finally:
        copy.unlink(missing_ok=True)


def _of_postgresql(database: Database, target: Path, made: str) -> Manifest:
    """What is counted and what is dumped are the same moment, that of an exported snapshot."""
    tools = tools_for(database.engine.url)
    with database.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar()
        facts = facts_of(connection)
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        options += [f"--schema={database.schema}"] if database.schema else []
        with tools.running("pg_dump", *options) as dumping:
            return write_backup(target, facts, made, dumping.output())


def _of_mariadb(database: Database, target: Path, made: str) -> Manifest:
    tools = tools_for(database.engine.url)
    with database.connection() as connection:
        facts = facts_of(connection)
    options = ("--single-transaction", "--no-tablespaces", "--hex-blob", "--skip-add-locks", "--skip-lock-tables")
    with tools.running("mariadb-dump", *options, str(database.engine.url.database)) as dumping:
        return write_backup(target, facts, made, dumping.output())


_MAKE: Mapping[Kind, Callable[[Database, Path, str], Manifest]] = {
    "sqlite": _of_sqlite,
    "postgresql": _of_postgresql,
    "mariadb": _of_mariadb,
}


def tables_in(database: Database) -> list[str]:
    """Return the names of the tables that are there; none in a file of SQLite that is not there, and stays so."""
    url = database.engine.url
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return []
    with database.connection() as connection:
        return sorted(inspect(connection).get_table_names())


def restore_backup(database: Database, file: BackupFile, skip: int) -> None:
    """Bring back what a backup holds, in the place of all that the database holds.

    It was checked (`BackupFile.check`) and fits the database's kind. skip: how far above those of the backup the
    numbers of new records begin; never below what the database has given itself. Raises OSError, ToolFailed,
    SQLAlchemyError or sqlite3.Error, and Damaged when what came back is not what the manifest tells; all is as it was
    before then.
    """
    present = tables_in(database)
    given = _given(database, present)
    numbers = {
        name: max(last + skip, given.get(name, 0)) for name, last in file.manifest.numbers.items() if last or skip
    }
    work = Restore(database, file, tuple(present), tuple(moving(file.manifest.kind, numbers)))
    _RESTORE[file.manifest.kind](work)


def _given(database: Database, present: list[str]) -> dict[str, int]:
    if migrations.VERSION_TABLE not in present:
        return {}
    with database.connection() as connection:
        return last_numbers(connection)


_RESTORE: Mapping[Kind, Callable[[Restore], None]] = {
    "sqlite": restoring_sqlite.restore,
    "postgresql": restoring_postgresql.restore,
    "mariadb": restoring_mariadb.restore,
}
