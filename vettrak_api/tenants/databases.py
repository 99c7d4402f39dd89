"""Makes an empty database for a new organisation, beside those of the others, by the pattern of a URL.

The URL is that of a server, without a database: `postgresql://vettrak:PASSWORD@db/`; or of a folder of SQLite files,
which ends with a slash: `sqlite:////var/lib/vettrak/tenants/`.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine

from vettrak_api.database.addresses import read_url
from vettrak_api.database.engine import completed_url

PREFIX = "vettrak_"

ENTERED: Mapping[str, str] = {"postgresql": "postgres", "mssql": "master"}
"""Which database one is in while another one is made, where one must be in any."""

MAKING: Mapping[str, str] = {
    "postgresql": "CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0",
    "mariadb": "CREATE DATABASE `{name}` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
    "mysql": "CREATE DATABASE `{name}` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
    "mssql": "CREATE DATABASE [{name}]",
}
REMOVING: Mapping[str, str] = {
    "postgresql": 'DROP DATABASE "{name}"',
    "mariadb": "DROP DATABASE `{name}`",
    "mysql": "DROP DATABASE `{name}`",
    "mssql": "DROP DATABASE [{name}]",
}
THERE: Mapping[str, str] = {
    "postgresql": "SELECT 1 FROM pg_database WHERE datname = '{name}'",
    "mariadb": "SELECT 1 FROM information_schema.schemata WHERE schema_name = '{name}'",
    "mysql": "SELECT 1 FROM information_schema.schemata WHERE schema_name = '{name}'",
    "mssql": "SELECT 1 FROM sys.databases WHERE name = '{name}'",
}


class Taken(Exception):
    """There is a database of that name already; whose it is nobody knows here."""


def url_for(pattern: str, tenant: str) -> str:
    """Return the URL of an organisation's own database. Raises sqlalchemy.exc.ArgumentError."""
    url = read_url(pattern)
    if url.get_backend_name() == "sqlite":
        path = str(Path(url.database or ".") / f"{tenant}.db")
        return url.set(database=path).render_as_string(hide_password=False)
    return url.set(database=_name_of(tenant)).render_as_string(hide_password=False)


def make(pattern: str, tenant: str) -> None:
    """Make the empty database that `url_for` names; the server's user must be allowed to.

    Raises Taken, sqlalchemy.exc.SQLAlchemyError, and OSError for a folder that can not be written.
    """
    url = read_url(pattern)
    if url.get_backend_name() == "sqlite":
        _make_file(Path(read_url(url_for(pattern, tenant)).database or ""))
        return
    _on_server(url, tenant, MAKING)


def remove(pattern: str, tenant: str) -> None:
    """Remove a database that `make` has made just now, and that could not be set up."""
    url = read_url(pattern)
    if url.get_backend_name() == "sqlite":
        path = read_url(url_for(pattern, tenant)).database or ""
        for ending in ("", "-wal", "-shm"):
            Path(path + ending).unlink(missing_ok=True)
        return
    _on_server(url, tenant, REMOVING)


def _name_of(tenant: str) -> str:
    """Return a database's name: letters, digits and underscores alone, so it can stand in a statement."""
    return PREFIX + tenant.replace("-", "_")


def _make_file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise Taken(path.name) from None


def _on_server(url: URL, tenant: str, words: Mapping[str, str]) -> None:
    """Say it outside of any transaction, as servers want it."""
    backend = url.get_backend_name()
    entered = completed_url(url.set(database=ENTERED.get(backend)).render_as_string(hide_password=False))
    engine = create_engine(entered, isolation_level="AUTOCOMMIT", hide_parameters=True)
    try:
        with engine.connect() as connection:
            if words is MAKING:
                _require_free(connection, backend, tenant)
            connection.exec_driver_sql(words[backend].format(name=_name_of(tenant)))
    finally:
        engine.dispose()


def _require_free(connection: Connection, backend: str, tenant: str) -> None:
    name = _name_of(tenant)
    if connection.exec_driver_sql(THERE[backend].format(name=name)).first():
        raise Taken(name)
