"""Whether somebody imports much data now, so that nobody else is answered.

The import counts a number up in the one row of `maintenance` every few seconds. When the number has stood still for
half a minute, the import has died, and its transaction with it. On SQLite the import itself has locked the database,
and nobody can count: there it lives as long as somebody writes.
"""

import time
from collections.abc import Callable

from sqlalchemy import select

from vettrak_api.database import sqlite
from vettrak_api.database.connections import Database
from vettrak_api.model.installation import Maintenance

BEAT_SECONDS = 5.0
SILENCE_SECONDS = 30.0
"""How long a holder that tells nothing is believed to live."""

TOLD_SECONDS = 15.0
"""How long an import waits before it writes: by then every server has looked, and its last calls are done."""

STANDING = select(Maintenance.holder, Maintenance.beats)


class Watch:
    """Watches the lock for one server, by its own clock."""

    def __init__(self, database: Database, now: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._now = now
        self._seen: tuple[str, int] | None = None
        self._since = 0.0

    def is_maintained(self) -> bool:
        """Tell whether an import holds the lock and lives.

        Raises SQLAlchemyError when the database can not be asked.
        """
        with self._database.connection() as connection:
            row = connection.execute(STANDING).one_or_none()
        if row is None or not row.holder:
            self._seen = None
            return False
        found = (row.holder, row.beats)
        if found != self._seen:
            self._seen, self._since = found, self._now()
        return self._now() - self._since < SILENCE_SECONDS or self._is_writing()

    def _is_writing(self) -> bool:
        engine = self._database.engine
        return engine.dialect.name == "sqlite" and sqlite.has_writer(engine)
