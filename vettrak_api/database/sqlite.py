"""What SQLite must be told to behave as the other databases do."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Condition
from time import monotonic
from typing import Any

from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.exc import OperationalError

from vettrak_api.errors import Busy
from vettrak_api.model.prepared import tell

logger = logging.getLogger(__name__)

LOCKED_AFTER_SECONDS = 0.5
"""When somebody has waited for so long to begin, another program holds the database; our own writers queue before."""

MOST_WAITING = 2
"""How many threads wait while another program holds the database; the others are needed for calls that only read."""

LET_BY_SECONDS = 0.1
"""Whoever has waited for so long goes before those who come later: a thread that is awake is always quicker."""

PRIMARY_CODE = 0xFF
"""The part of SQLite's extended error codes that tells the kind."""


def configure_sqlite(engine: Engine) -> None:
    """Make SQLite keep foreign keys, let readers and one writer work side by side, and leave BEGIN to us."""

    @event.listens_for(engine, "connect")
    def _settings(connection: Any, record: Any) -> None:
        del record
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()
        # SQLite's own lower() knows A to Z only; the other databases know all letters.
        connection.create_function("lower", 1, _lower, deterministic=True)


def file_of(url: URL) -> Path | None:
    """Return the file of a SQLite database; None for one in memory, and for other databases."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database)


def folder_beside(url: URL) -> Path:
    """Return where files that belong to a database are: beside its own, else in the folder in which the server runs."""
    file = file_of(url)
    return file.parent if file else Path()


def has_writer(engine: Engine) -> bool:
    """Tell whether somebody writes to the database at this moment, in any process; false for one in memory."""
    file = file_of(engine.url)
    if file is None:
        return False
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        connection.execute("ROLLBACK")
    return False


class WriterLine:
    """Lets the threads of a process write one after the other, since SQLite has one writer at a time.

    Who waits here sleeps; who waits for SQLite asks again and again. And here it shows when another program holds the
    database: then few threads wait for it, and the others are told at once that the server is busy.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._changed = Condition()
        self._waiting: dict[object, float] = {}
        """Since when each one waits for its turn, in the order in which they came."""
        self._inside = 0
        self._is_held = False
        self._deadline = 0.0
        """Until when the one that has its turn may wait for SQLite."""
        self._in_vain_since: float | None = None
        self._failed = 0.0

    @contextmanager
    def turn(self, patience: float | None = None) -> Iterator[None]:
        """Hold the turn to write while the body runs.

        patience: seconds to wait for the turn and for SQLite together; without it as many as the setting says, but
        none at all while others wait in vain already. Raises Busy when the turn does not come.
        """
        deadline = monotonic() + (self._seconds if patience is None else patience)
        with self._changed:
            self._inside += 1
            try:
                self._await_turn(deadline, is_refusable=patience is None)
            except BaseException:
                self._inside -= 1
                self._changed.notify_all()  # somebody may have let this one go first
                raise
            self._is_held, self._deadline = True, deadline
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._is_held = False
                self._changed.notify_all()

    def _await_turn(self, deadline: float, *, is_refusable: bool) -> None:
        one = object()
        self._waiting[one] = monotonic()
        try:
            self._wait(one, deadline, is_refusable=is_refusable)
        finally:
            del self._waiting[one]

    def _wait(self, one: object, deadline: float, *, is_refusable: bool) -> None:
        while True:
            until_locked = self._until_locked()
            if is_refusable and until_locked <= 0 and self._inside > MOST_WAITING:
                raise Busy
            if not self._is_held and self._may_go(one):
                return
            left = deadline - monotonic()
            if left <= 0:
                raise Busy
            self._changed.wait(min(left, until_locked) if until_locked > 0 else left)

    def _may_go(self, one: object) -> bool:
        first, since = next(iter(self._waiting.items()))
        return first is one or monotonic() - since < LET_BY_SECONDS

    def _until_locked(self) -> float:
        """Return in how many seconds the database will count as held by another program; 0 or less when it does."""
        if self._in_vain_since is None:
            return self._seconds
        return self._in_vain_since + LOCKED_AFTER_SECONDS - monotonic()

    def begin(self, connection: Connection, *, writing: bool) -> None:
        """Begin a transaction; one that writes locks the whole database at once, in its turn."""
        if not writing:
            tell(connection, "BEGIN")
            return
        self._note_trial()
        try:
            # Without IMMEDIATE two readers that both turn writers would fail instead of waiting.
            self._within(connection, "BEGIN IMMEDIATE", self._deadline - monotonic())
        except OperationalError as error:
            self._note_failure(error)
            raise
        self._in_vain_since = None

    def _within(self, connection: Connection, statement: str, seconds: float) -> None:
        """Execute a statement that waits for locks for so long, if that is less than the connection would wait."""
        if seconds > self._seconds * 0.95:
            tell(connection, statement)
            return
        _wait_for_locks(connection, seconds)
        try:
            tell(connection, statement)
        finally:
            _wait_for_locks(connection, self._seconds)

    def _note_trial(self) -> None:
        now = monotonic()
        with self._changed:
            if self._in_vain_since is None or now - self._failed > LOCKED_AFTER_SECONDS:
                self._in_vain_since = now
                if self._inside > MOST_WAITING:
                    self._changed.notify_all()

    def _note_failure(self, error: OperationalError) -> None:
        if is_locked(error):
            self._failed = monotonic()
            logger.warning("another program holds the database: a call gave up waiting for it")
        else:
            self._in_vain_since = None


def is_locked(error: OperationalError) -> bool:
    """Tell whether SQLite waited in vain for somebody who writes."""
    return _code_of(error) & PRIMARY_CODE == sqlite3.SQLITE_BUSY


def _code_of(error: OperationalError) -> int:
    return getattr(error.orig, "sqlite_errorcode", 0) or 0


def _wait_for_locks(connection: Connection, seconds: float) -> None:
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {max(0, int(seconds * 1000))}")


def _lower(value: Any) -> str | None:
    return None if value is None else str(value).lower()
