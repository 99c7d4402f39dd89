"""Sessions and connections of the database that the server runs on."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from typing import Any, Protocol, Self

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session, SessionTransaction, UOWTransaction

from vettrak_api.clock import Clock
from vettrak_api.database import galera
from vettrak_api.database.engine import build_engine, completed_url, is_pooled_elsewhere, postgresql_module
from vettrak_api.database.sqlite import WriterLine
from vettrak_api.database.waiting import waiting
from vettrak_api.model.audit import Author, is_changed
from vettrak_api.model.prepared import PreparedConnection
from vettrak_api.model.trails import OPENED, TIMEKEEPER, VAULT, Timekeeper, Vault, stamp_again
from vettrak_api.settings import Settings

BEGIN, WRITING = "begin", "writing"
"""What a session knows: how its database wants to begin, and whether it will write."""


class Begin(Protocol):
    """What a database wants to be told when a connection begins to read or to write."""

    def __call__(self, connection: Connection, *, writing: bool) -> None:
        """Tell it; SQLAlchemy has begun already, and no statement has been sent."""


def _begin_of(engine: Engine, line: WriterLine | None, settings: Settings) -> Begin:
    # Not by the engine's event of this name: an engine with events asks at every statement who listens.
    if line is not None:
        return line.begin
    if engine.dialect.name == "postgresql":
        postgresql = postgresql_module()
        begin: Begin = postgresql.begin
        if is_pooled_elsewhere(completed_url(settings.database_url)):
            begin = partial(postgresql.begin_in_pool, settings.database_timeout_seconds)
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
    if begin := session.info.get(BEGIN):
        begin(connection, writing=session.info[WRITING])
        if session.info[WRITING] and not transaction.nested:
            galera.begin(connection)


class Database:
    """One database: reading and writing sessions, short transactions, and what its errors mean."""

    vault: Vault | None = None
    """Who writes down the values of changes; without one nobody does."""

    def __init__(self, settings: Settings, engine: Engine | None = None, clock: Clock | None = None) -> None:
        self.engine = engine or build_engine(settings)
        self.zone = settings.zone
        self.schema = settings.database_schema
        clock = clock or Clock(self.zone)
        self._timekeeper = Timekeeper(clock.milliseconds, settings.commit_timeout_seconds)
        self._patience = float(settings.database_timeout_seconds)
        self._line = WriterLine(self._patience) if self.engine.dialect.name == "sqlite" else None
        self._begin = _begin_of(self.engine, self._line, settings)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session for work that changes nothing; rows to write are refused with a RuntimeError."""
        with self._session(writing=False) as session:
            yield session

    @contextmanager
    def writing(self, author: Author | None = None) -> Iterator[Session]:
        """Open a session that commits at the end, or rolls back when the body raises (R-WRITE).

        Raises Busy on SQLite while another program holds the database and enough threads wait for that, and on every
        database when the commit would come too late after its stamp in the change log; it is rolled back then. On a
        node of a cluster raises Overtaken, which is Busy, when another node has committed since.
        """
        with self._turn(writing=True), self._session(writing=True) as session:
            session.info["author"] = author
            yield session
            self._take_turn(session)
            session.commit()
            stamp_again(session)

    @contextmanager
    def connection(self, *, writing: bool = False, patience: float | None = None) -> Iterator[Connection]:
        """Open a plain connection; what it writes is committed at the end.

        patience: for how many seconds it waits for what others hold, if not as long as the setting says. Raises Busy
        as `writing` does, and with a patience when that has ended before its turn on SQLite.
        """
        with self._turn(writing=writing, patience=patience), self._connected() as connection, connection.begin():
            self._begin(connection, writing=writing)
            with self._waiting(connection, patience):
                yield connection

    @staticmethod
    def _take_turn(session: Session) -> None:
        """Join the commits of a cluster's nodes, if this is one, with all rows written but those of the trails."""
        if session.get_bind().dialect.name in {"mariadb", "mysql"} and session.in_transaction():
            session.flush()
            galera.take_turn(session.connection())

    def _turn(self, *, writing: bool, patience: float | None = None) -> AbstractContextManager[None]:
        return self._line.turn(patience) if self._line and writing else nullcontext()

    def _waiting(self, connection: Connection, patience: float | None) -> AbstractContextManager[None]:
        if patience is None or self._line:
            return nullcontext()
        return waiting(connection, patience, self._patience)

    @contextmanager
    def querying(self) -> Iterator[Connection]:
        """Open a connection for statements that only read, each of which sees its own moment; nothing is begun."""
        with self._connected() as connection:
            self._prepare_reading(connection)
            yield connection

    def _prepare_reading(self, connection: Connection) -> None:
        """Tell the database that nothing will be written, where it wants to know."""
        if self.engine.dialect.name == "postgresql" and not connection.in_transaction():
            self._begin(connection, writing=False)

    def _connected(self) -> AbstractContextManager[Connection]:
        return self.engine.connect()

    def _bind(self) -> Engine | Connection:
        """Return what sessions take their connections from."""
        return self.engine

    def _session(self, *, writing: bool) -> Session:
        keeper = self._timekeeper
        known = {BEGIN: self._begin, WRITING: writing, TIMEKEEPER: keeper, VAULT: self.vault}
        known[OPENED] = keeper.milliseconds()
        # Whoever held on to a session that is closed would write into a transaction that nobody commits.
        return Session(self._bind(), expire_on_commit=False, close_resets_only=False, info=known)

    def close(self) -> None:
        """Close all pooled connections."""
        self.engine.dispose()


class Lease(Database):
    """A database for one call, whose transactions come one after another on one connection of the pool.

    Taking a connection and giving it back costs as much as a statement. The first plain connection that is opened is
    kept, for sessions, too, until the end of the `with` block. What queries have begun in passing is ended when
    something is to be written, or at the end.
    """

    def __init__(self, database: Database) -> None:
        self.engine, self._begin = database.engine, database._begin  # noqa: SLF001 - of its own class
        self._line, self._patience = database._line, database._patience  # noqa: SLF001
        self.zone, self._timekeeper = database.zone, database._timekeeper  # noqa: SLF001
        self.vault = database.vault
        self._kept: Connection | None = None

    def __enter__(self) -> Self:  # noqa: D105
        return self

    def __exit__(self, *raised: object) -> None:  # noqa: D105
        self.close()

    def close(self) -> None:
        """Give the connection back."""
        if self._kept is not None:
            self._kept.close()

    @contextmanager
    def querying(self) -> Iterator[Connection]:
        """Open the call's connection for statements that only read, each of which sees its own moment."""
        with self.reads():
            yield self.reader()

    @contextmanager
    def reads(self) -> Iterator[None]:
        """Let the body read by `reader`, if it wants to; when it fails, what queries have begun is ended."""
        try:
            yield
        except BaseException:
            self._end_queries()
            raise

    def reader(self) -> Connection:
        """Return the call's connection for statements that only read; connects when it is the first to be asked."""
        connection = self._keep()
        self._prepare_reading(connection)
        return connection

    def _keep(self) -> Connection:
        if self._kept is None:
            self._kept = PreparedConnection(self.engine)
        return self._kept

    def _connected(self) -> AbstractContextManager[Connection]:
        connection = self._keep()
        self._end_queries()
        return nullcontext(connection)

    def _bind(self) -> Engine | Connection:
        self._end_queries()
        return self._kept or self.engine

    def _end_queries(self) -> None:
        if self._kept is not None and self._kept.in_transaction():
            self._kept.rollback()
