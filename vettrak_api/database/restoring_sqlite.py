"""Brings a backup of SQLite back: beside the database first, then into it by one transaction of SQLite's own."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from vettrak_api.database.backup import Damaged
from vettrak_api.database.backup_file import require_room
from vettrak_api.database.restoring import Restore

RESTORING = ".restoring"
PATIENCE_SECONDS = 60.0
"""How long the restore waits for those who write to the database."""


def restore(work: Restore) -> None:
    """Unpack the backup beside the database, check it, move its numbers on, and put it in the database's place.

    Programs that have the database open read the restored one from their next statement on.
    """
    path = Path(work.url.database or "")
    # The unpacked copy, and the pages that SQLite notes before it changes them.
    require_room(path.absolute().parent, 2 * work.file.manifest.size)
    unpacked = path.with_name(path.name + RESTORING)
    unpacked.unlink(missing_ok=True)
    try:
        _unpack(work, unpacked)
        _check(work, unpacked)
        if path.exists():
            _put_into(unpacked, path)
        else:
            unpacked.rename(path)
    finally:
        unpacked.unlink(missing_ok=True)


def _unpack(work: Restore, unpacked: Path) -> None:
    with os.fdopen(os.open(unpacked, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as stream:
        for piece in work.file.chunks():
            stream.write(piece)


def _check(work: Restore, unpacked: Path) -> None:
    with closing(sqlite3.connect(unpacked)) as connection:
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise Damaged
        for name, rows in work.counts.items():
            quoted = name.replace('"', '""')
            if connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone() != (rows,):  # noqa: S608 - quoted
                raise Damaged
        for statement in work.moving:
            connection.execute(statement)
        connection.commit()


def _put_into(unpacked: Path, path: Path) -> None:
    """Write all pages by one transaction of the database's; whoever reads meanwhile sees what was there."""
    deadline = monotonic() + PATIENCE_SECONDS

    def wait(status: int, remaining: int, total: int) -> None:
        del remaining, total
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} and monotonic() > deadline:
            raise TimeoutError(None, "somebody has written to the database for a minute without an end")

    with closing(sqlite3.connect(unpacked)) as source, closing(sqlite3.connect(path, timeout=PATIENCE_SECONDS)) as into:
        source.backup(into, progress=wait)
        into.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def opened(path: Path) -> Iterator[Connection]:
    """Open a file that nobody else uses, to read it."""
    engine = create_engine(f"sqlite:///{path.as_posix()}", poolclass=NullPool, hide_parameters=True)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
