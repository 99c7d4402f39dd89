"""Makes an empty database, or a schema of PostgreSQL, for a new organisation, by the pattern of a URL.

The URL is that of a server, without a database: `postgresql://vettrak:PASSWORD@db/`; of a database of PostgreSQL, in
which each organisation has a schema: `postgresql://vettrak:PASSWORD@db/rtos`; or of a folder of SQLite files, which
ends with a slash: `sqlite:////var/lib/vettrak/tenants/`.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import URL, create_engine, inspect, select
from sqlalchemy.exc import ArgumentError

from vettrak_api.database import migrations
from vettrak_api.database.addresses import read_url
from vettrak_api.database.connections import Database
from vettrak_api.database.engine import completed_url
from vettrak_api.model import Base
from vettrak_api.model.clients import Client

PREFIX = "vettrak_"

ENTERED: Mapping[str, str] = {"postgresql": "postgres", "mssql": "master"}
"""Which database one is in while another one is made, where one must be in any."""

DATABASE: Mapping[str, str] = {
    "postgresql": "CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0",
    "mariadb": "CREATE DATABASE `{name}` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
    "mysql": "CREATE DATABASE `{name}` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
    "mssql": "CREATE DATABASE [{name}]",
}
NO_DATABASE: Mapping[str, str] = {
    "postgresql": 'DROP DATABASE "{name}"',
    "mariadb": "DROP DATABASE `{name}`",
    "mysql": "DROP DATABASE `{name}`",
    "mssql": "DROP DATABASE [{name}]",
}
DATABASES: Mapping[str, str] = {
    "postgresql": "SELECT 1 FROM pg_database WHERE datname = '{name}'",
    "mariadb": "SELECT 1 FROM information_schema.schemata WHERE schema_name = '{name}'",
    "mysql": "SELECT 1 FROM information_schema.schemata WHERE schema_name = '{name}'",
    "mssql": "SELECT 1 FROM sys.databases WHERE name = '{name}'",
}
SCHEMA, NO_SCHEMA = 'CREATE SCHEMA "{name}"', 'DROP SCHEMA "{name}" CASCADE'
SCHEMAS = "SELECT 1 FROM pg_namespace WHERE nspname = '{name}'"

CLIENTS = Client.__tablename__
ANYBODY = select(Client.id).limit(1)
"""Everybody is a client: students, staff and who has an account."""

FORMER = frozenset({migrations.VERSION_TABLE, "change", "deletion", "mail"})
"""What there is beside the tables, and tables that revisions have made and taken away again."""

MOST_NAMED = 3
"""Of somebody else's tables."""


class Taken(Exception):
    """What is to be made an organisation's holds something already; the message says what."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where an organisation's tables are, or will be."""

    url: str = field(repr=False)
    schema: str = ""
    """Of PostgreSQL; blank for all of a database."""

    @property
    def values(self) -> Mapping[str, str]:
        """The settings that lead there."""
        return {"database_url": self.url} | ({"database_schema": self.schema} if self.schema else {})


def home_for(pattern: str, tenant: str) -> Home:
    """Return where an organisation's tables will be. Raises sqlalchemy.exc.ArgumentError."""
    url = read_url(pattern)
    if url.get_backend_name() == "sqlite":
        path = str(Path(url.database or ".") / f"{tenant}.db")
        return Home(url.set(database=path).render_as_string(hide_password=False))
    # Letters, digits and underscores alone, so that it can stand in a statement.
    name = PREFIX + tenant.replace("-", "_")
    if _holds_schemas(url):
        return Home(pattern, name)
    if url.database:
        raise ArgumentError("the URL names a database")
    return Home(url.set(database=name).render_as_string(hide_password=False))


def make(pattern: str, tenant: str) -> bool:
    """Make what `home_for` names, unless it is there; the server's user must be allowed to. Return whether it was made.

    Raises sqlalchemy.exc.SQLAlchemyError, and OSError for a folder that can not be written.
    """
    url, home = read_url(pattern), home_for(pattern, tenant)
    if url.get_backend_name() == "sqlite":
        return _make_file(Path(read_url(home.url).database or ""))
    return _on_server(url, home, make=True)


def remove(pattern: str, tenant: str) -> None:
    """Remove what `make` has made just now, and that could not be set up. Raises as `make` does."""
    url, home = read_url(pattern), home_for(pattern, tenant)
    if url.get_backend_name() == "sqlite":
        path = read_url(home.url).database or ""
        for ending in ("", "-wal", "-shm"):
            Path(path + ending).unlink(missing_ok=True)
        return
    _on_server(url, home, make=False)


def require_usable(database: Database, *, may_be_used: bool) -> None:
    """Refuse a database that an organisation can not begin in: it is empty, or has tables of this server.

    may_be_used: whether people may be in it already, since somebody has named it who knows whose they are.
    Raises Taken, and sqlalchemy.exc.SQLAlchemyError.
    """
    revision, newest = migrations.present_revision(database), migrations.newest_revision()
    with database.connection() as connection:
        present = set(inspect(connection).get_table_names())
        strange = sorted(present - Base.metadata.tables.keys() - FORMER)
        is_used = CLIENTS in present and connection.scalar(ANYBODY) is not None if revision else False
    if strange and (revision is None or CLIENTS not in present):
        raise Taken(f"holds tables of something else ({', '.join(strange[:MOST_NAMED])}).")
    if is_used and not may_be_used:
        raise Taken("holds an organisation's data already. Name it with --database if it is meant.")
    if present and not is_used and (revision is None or (revision != newest and not may_be_used)):
        raise Taken("holds what a set-up has left that was stopped, and nobody's data. Drop it and run this again.")


def _holds_schemas(url: URL) -> bool:
    return url.get_backend_name() == "postgresql" and bool(url.database)


def _make_file(path: Path) -> bool:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return False
    return True


def _on_server(url: URL, home: Home, *, make: bool) -> bool:
    """Make or remove a database or a schema, outside of any transaction, as servers want it. Return whether it was.

    One that is there is not made; so one that somebody else has made meanwhile is an error.
    """
    backend = url.get_backend_name()
    words = (
        (SCHEMAS, SCHEMA, NO_SCHEMA)
        if home.schema
        else tuple(each[backend] for each in (DATABASES, DATABASE, NO_DATABASE))
    )
    seen, made, removed = (each.format(name=home.schema or read_url(home.url).database) for each in words)
    entered = url if home.schema else url.set(database=ENTERED.get(backend))
    address = completed_url(entered.render_as_string(hide_password=False))
    engine = create_engine(address, isolation_level="AUTOCOMMIT", hide_parameters=True)
    try:
        with engine.connect() as connection:
            if make and connection.exec_driver_sql(seen).first():
                return False
            connection.exec_driver_sql(made if make else removed)
            return True
    finally:
        engine.dispose()
