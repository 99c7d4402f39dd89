"""Engines and sessions for the databases that the server runs on."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import ModuleType
from typing import Any, Protocol, Self, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session, SessionTransaction, UOWTransaction

from vettrak_api.model.audit import Author, is_changed
from vettrak_api.settings import Settings

Result = TypeVar("Result")

logger = logging.getLogger(__name__)

BEGIN, WRITING = "begin", "writing"
"""What a session knows: how its database wants to begin, and whether it will write."""

TRANSIENT_CODES = frozenset({"40001", "40P01", "1205", "1213", "1020"})
"""SQLSTATEs and error numbers of deadlocks and serialisation failures: PostgreSQL, SQL Server, MariaDB."""

LAST_USED, TRUSTED_SECONDS = "last_used", 1.0
"""When a pooled connection was last used, and how long it is trusted without being asked."""

DRIVERS = {"postgresql": "postgresql+psycopg", "mysql": "mariadb+pymysql", "mariadb": "mariadb+pymysql"}
"""The driver that a URL without one gets; mssql+pyodbc is SQLAlchemy's own choice already."""


def build_engine(settings: Settings) -> Engine:
    """Return the engine for the database that the settings name; connects only when it is used.

    Raises sqlalchemy.exc.ArgumentError when the URL can not be read or its driver is not installed.
    """
    url = make_url(settings.database_url)
    if "+" not in url.drivername:
        url = url.set(drivername=DRIVERS.get(url.drivername, url.drivername))
    options: dict[str, Any] = {"hide_parameters": True}
    if url.get_backend_name() == "sqlite":
        options["connect_args"] = {"timeout": settings.database_timeout_seconds, "check_same_thread": False}
        options["pool_pre_ping"] = False  # there is no server that could have gone away
    else:
        # After waiting for a held row a call must see what the other wrote; MariaDB's default shows it older rows.
        options["isolation_level"] = "READ COMMITTED"
        options |= {"pool_recycle": 1800, "pool_timeout": settings.database_timeout_seconds}
        # Last in, first out: the connections that are used most have the most statements prepared.
        options |= {"pool_use_lifo": True}
        options |= {"pool_size": settings.database_pool_size, "max_overflow": settings.database_pool_size}
    engine = create_engine(url, **options)
    if engine.dialect.name == "sqlite":
        _teach_sqlite(engine)
    else:
        _test_idle_connections(engine)
    if engine.dialect.name == "postgresql":
        _postgresql().teach(engine)
    return engine


def _test_idle_connections(engine: Engine) -> None:
    """Replace connections that died while nobody used them, before they are used again.

    As the pool's own pre-ping does, but not for a connection that has just answered: a busy server would ask twice
    in every call.
    """

    @event.listens_for(engine, "checkin")
    def _note(connection: Any, record: Any) -> None:
        del connection
        record.info[LAST_USED] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _test(connection: Any, record: Any, proxy: Any) -> None:
        del proxy
        idle = time.monotonic() - record.info.get(LAST_USED, time.monotonic())
        if idle < TRUSTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error


def _postgresql() -> ModuleType:
    from vettrak_api.database import postgresql  # noqa: PLC0415 - its driver is an extra

    return postgresql


class Begin(Protocol):
    """What a database wants to be told when a connection begins to read or to write."""

    def __call__(self, connection: Connection, *, writing: bool) -> None:
        """Tell it; SQLAlchemy has begun already, and no statement has been sent."""


def _begin_of(engine: Engine) -> Begin:
    # Not by the engine's event of this name: an engine with events asks at every statement who listens.
    if engine.dialect.name == "sqlite":
        return _begin_in_sqlite
    if engine.dialect.name == "postgresql":
        begin: Begin = _postgresql().begin
        return begin
    return _begin_as_usual


def _begin_as_usual(connection: Connection, *, writing: bool) -> None:
    del connection, writing


@event.listens_for(Session, "before_flush")
def _refuse_to_write(session: Session, flush: UOWTransaction, instances: Any) -> None:
    """Keep rows out of sessions that only read: whether they stayed would depend on the database."""
    del flush, instances
    if session.info.get(WRITING) is False and (session.new or session.deleted or any(map(is_changed, session.dirty))):
        message = "a session that only reads has rows to write"
        raise RuntimeError(message)


@event.listens_for(Session, "after_begin")
def _begin_session(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    del transaction
    if begin := session.info.get(BEGIN):
        begin(connection, writing=session.info[WRITING])


def _teach_sqlite(engine: Engine) -> None:
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


def _begin_in_sqlite(connection: Connection, *, writing: bool) -> None:
    # Without IMMEDIATE two readers that both turn writers would fail instead of waiting.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _lower(value: Any) -> str | None:
    return None if value is None else str(value).lower()


class Database:
    """One database: reading and writing sessions, short transactions, and what its errors mean."""

    def __init__(self, settings: Settings, engine: Engine | None = None) -> None:
        self.engine = engine or build_engine(settings)
        self._begin = _begin_of(self.engine)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session for work that changes nothing; rows to write are refused with a RuntimeError."""
        with self._session(writing=False) as session:
            yield session

    @contextmanager
    def writing(self, author: Author | None = None) -> Iterator[Session]:
        """Open a session that commits at the end, or rolls back when the body raises (R-WRITE)."""
        with self._session(writing=True) as session:
            session.info["author"] = author
            yield session
            session.commit()

    @contextmanager
    def connection(self, *, writing: bool = False) -> Iterator[Connection]:
        """Open a plain connection; what it writes is committed at the end."""
        with self._connected() as connection, connection.begin():
            self._begin(connection, writing=writing)
            yield connection

    def _connected(self) -> AbstractContextManager[Connection]:
        return self.engine.connect()

    def _bind(self) -> Engine | Connection:
        """Return what sessions take their connections from."""
        return self.engine

    def _session(self, *, writing: bool) -> Session:
        return Session(self._bind(), expire_on_commit=False, info={BEGIN: self._begin, WRITING: writing})

    def close(self) -> None:
        """Close all pooled connections."""
        self.engine.dispose()


class Lease(Database):
    """A database for one call, whose transactions come one after another on one connection of the pool.

    Taking a connection and giving it back costs as much as a statement. The first plain connection that is opened is
    kept, for sessions, too, until the end of the `with` block.
    """

    def __init__(self, database: Database) -> None:
        self.engine, self._begin = database.engine, database._begin  # noqa: SLF001 - of its own class
        self._kept: Connection | None = None

    def __enter__(self) -> Self:  # noqa: D105
        return self

    def __exit__(self, *raised: object) -> None:  # noqa: D105
        self.close()

    def close(self) -> None:
        """Give the connection back."""
        if self._kept is not None:
            self._kept.close()

    def _connected(self) -> AbstractContextManager[Connection]:
        if self._kept is None:
            self._kept = self.engine.connect()
        return nullcontext(self._kept)

    def _bind(self) -> Engine | Connection:
        return self._kept or self.engine


def repeated(work: Callable[[], Result], attempts: int = 3) -> Result:
    """Run a unit of work again when the database chose it as the victim of a deadlock.

    The work must be a whole transaction without other effects; the last error is raised.
    """
    for _ in range(attempts - 1):
        try:
            return work()
        except DBAPIError as error:
            if not is_transient(error):
                raise
            logger.info("transaction repeated after %s", type(error.orig).__name__)
    return work()


def is_transient(error: DBAPIError) -> bool:
    """Tell whether the same transaction may succeed when it is run again."""
    original = error.orig
    codes = {
        str(getattr(original, "sqlstate", "")),
        *(str(argument) for argument in getattr(original, "args", ())[:1]),
    }
    return bool(codes & TRANSIENT_CODES) or "database is locked" in str(original)


def is_unreachable(error: SQLAlchemyError) -> bool:
    """Tell whether the database could not be reached, rather than refused a statement."""
    if isinstance(error, PoolTimeout):
        return True
    return isinstance(error, OperationalError | InterfaceError) or bool(getattr(error, "connection_invalidated", False))
