"""A copy of the whole database while the server goes on: SQLite's own; the others have tools for it."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import URL

from vettrak_api.database.connections import Database

UNFINISHED = ".unfinished"

TOOLS = {
    "postgresql": "pg_dump --format=custom --file=FILE {host} --username={user} {database}",
    "mariadb": "mariadb-dump --single-transaction --routines {host} --user={user} --password {database} > FILE",
    "mssql": (
        "sqlcmd -S {server} -Q \"BACKUP DATABASE [{database}] TO DISK = N'FILE' WITH COPY_ONLY, CHECKSUM\" "
        "(the file is written by SQL Server, on its own computer)"
    ),
}
"""What makes a backup of the others; it need not stop the server either."""


class Damaged(Exception):
    """The copy is not whole, and so the original may be damaged."""


def tool_for(url: URL) -> str:
    """Return the command that makes a backup of a database on a server."""
    kind = {"mysql": "mariadb"}.get(url.get_backend_name(), url.get_backend_name())
    host = f"--host={url.host}" if url.host else ""
    told = TOOLS[kind].format(
        host=host, server=url.host or "SERVER", user=url.username or "USER", database=url.database or "DATABASE"
    )
    return " ".join(told.split())


def back_up(database: Database, target: Path) -> int:
    """Copy a SQLite database into a new file, as it is at one moment, and return the file's size in bytes.

    Others go on reading and writing meanwhile. The file appears when it is whole and has been checked, and only its
    owner may read it: it holds personal data. Raises FileExistsError for a file that is there, another OSError or
    sqlite3.Error when it can not be written, and Damaged when the copy is not whole.
    """
    if target.exists():
        raise FileExistsError(target)
    unfinished = target.with_name(target.name + UNFINISHED)
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with database.engine.connect() as connection, closing(sqlite3.connect(unfinished)) as copy:
            source: Any = connection.connection.dbapi_connection
            # In one step: it reads one moment, and would begin anew whenever somebody writes between two.
            source.backup(copy)
            # The copy is one file, without the two that stand beside a database in use.
            copy.execute("PRAGMA journal_mode=DELETE")
            if copy.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise Damaged
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return target.stat().st_size
