"""Asks a database what it is, and whether it is set as this server needs it."""

from collections.abc import Callable, Iterator, Mapping

from sqlalchemy import Connection

from vettrak_api.doctor.findings import Finding, fail, ok, warn

OLDEST_SQL_SERVER = 13
"""SQL Server 2016."""

OF_SQL_SERVER = """\
SELECT is_read_committed_snapshot_on, CASE WHEN collation_name LIKE '%[_]AI%' THEN 1 ELSE 0 END, compatibility_level,
    name, collation_name
FROM sys.databases WHERE database_id = DB_ID()"""

OLDEST_LEVEL = 130
"""The compatibility level of SQL Server 2016."""

WITH_TRIGGERS = """\
SELECT DISTINCT OBJECT_NAME(parent_id) FROM sys.triggers
WHERE parent_class = 1 AND is_disabled = 0 ORDER BY OBJECT_NAME(parent_id)"""


def look_at_server(connection: Connection) -> Iterator[Finding]:
    """Tell which database answers, and what is not set as it should be."""
    yield from LOOKS[connection.dialect.name](connection)


def _look_at_sqlite(connection: Connection) -> Iterator[Finding]:
    version = connection.exec_driver_sql("SELECT sqlite_version()").scalar()
    mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
    if mode == "wal":
        yield ok("database answers", f"SQLite {version}, readers and one writer side by side")
    else:
        yield warn(
            "database answers",
            f"SQLite {version}, journal mode {mode}: readers wait for whoever writes",
            "Put the file on a local disk; on a network folder SQLite can not do better, and is not safe.",
        )


def _look_at_postgresql(connection: Connection) -> Iterator[Finding]:
    version = connection.exec_driver_sql("SHOW server_version").scalar()
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
    yield ok("database answers", f"PostgreSQL {version}")
    if encoding != "UTF8":
        yield fail(
            "database encoding",
            f"{encoding} can not hold every name",
            "Make a new database: CREATE DATABASE vettrak ENCODING 'UTF8' TEMPLATE template0",
        )


def _look_at_mariadb(connection: Connection) -> Iterator[Finding]:
    version = connection.exec_driver_sql("SELECT VERSION()").scalar()
    engine = connection.exec_driver_sql("SELECT @@default_storage_engine").scalar()
    yield ok("database answers", f"MariaDB {version}")
    if engine != "InnoDB":
        yield fail(
            "storage engine",
            f"new tables would be {engine}, which has no transactions",
            "Set default_storage_engine=InnoDB in the server's my.cnf before vettrak-api db upgrade.",
        )


def _look_at_sql_server(connection: Connection) -> Iterator[Finding]:
    version = [int(number) for number in connection.dialect.server_version_info or (0,)]
    told = ".".join(map(str, version))
    if version[0] < OLDEST_SQL_SERVER:
        yield fail("database answers", f"SQL Server {told}", "It is too old; 2016 or newer is needed.")
        return
    yield ok("database answers", f"SQL Server {told}")
    row = connection.exec_driver_sql(OF_SQL_SERVER).one()
    has_snapshot, ignores_accents, level, name, collation = row
    if has_snapshot:
        yield ok("readers and writers", "READ_COMMITTED_SNAPSHOT is on: readers do not wait for writers")
    else:
        yield warn(
            "readers and writers",
            "READ_COMMITTED_SNAPSHOT is off: calls that only read wait for every change, and deadlocks are likely",
            f"When nobody uses it: ALTER DATABASE [{name.replace(']', ']]')}] SET READ_COMMITTED_SNAPSHOT ON "
            "WITH ROLLBACK IMMEDIATE",
        )
    if ignores_accents:
        yield fail(
            "collation",
            f"{collation} takes e and é for the same, so that two names, codes or addresses may count as one",
            "Make the database with a collation that keeps accents apart (_AS), and with any case: "
            "Latin1_General_100_CI_AS.",
        )
    else:
        yield ok("collation", str(collation))
    if level < OLDEST_LEVEL:
        yield warn(
            "compatibility level",
            f"{level}: the database behaves as one of an older SQL Server",
            f"ALTER DATABASE [{name.replace(']', ']]')}] SET COMPATIBILITY_LEVEL = 150",
        )
    yield from _look_at_triggers(connection)


def _look_at_triggers(connection: Connection) -> Iterator[Finding]:
    tables = [str(table) for table in connection.exec_driver_sql(WITH_TRIGGERS).scalars()]
    if tables:
        yield warn(
            "triggers",
            f"on {', '.join(tables)}",
            "They work when each begins with SET NOCOUNT ON; without it, changes count the trigger's rows as theirs.",
        )


LOOKS: Mapping[str, Callable[[Connection], Iterator[Finding]]] = {
    "sqlite": _look_at_sqlite,
    "postgresql": _look_at_postgresql,
    "mariadb": _look_at_mariadb,
    "mysql": _look_at_mariadb,
    "mssql": _look_at_sql_server,
}
