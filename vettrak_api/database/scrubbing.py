"""Overwrites what deleted rows leave in a database's file, where the database leaves that to others."""

import sqlite3
from contextlib import closing
from pathlib import Path

from vettrak_api.database.connections import Database


def scrub(database: Database) -> bool:
    """Write SQLite's file anew without the remains of what was deleted, and empty its log of changes.

    Returns whether that was done; false while others use the file, for whom it has to wait. Servers of
    databases clean up by themselves.
    """
    url = database.engine.url
    if url.get_backend_name() != "sqlite" or not url.database or not Path(url.database).is_file():
        return True
    with closing(sqlite3.connect(url.database, timeout=10, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute("VACUUM")
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError:
            return False
    return busy is None or busy[0] == 0
