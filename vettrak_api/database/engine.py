"""Makes the engine of the database that the settings name."""

import time
from types import ModuleType
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, DisconnectionError

from vettrak_api.database import galera, mariadb, sqlserver
from vettrak_api.database.addresses import read_url
from vettrak_api.database.error_codes import codes_of
from vettrak_api.database.odbc import is_odbc, leave_pooling_to_us
from vettrak_api.database.sqlite import configure_sqlite
from vettrak_api.database.waiting import limit_waiting
from vettrak_api.settings import Settings

LAST_USED, TRUSTED_SECONDS = "last_used", 1.0
"""When a pooled connection was last used, and how long it is trusted without being asked."""

CONNECT_TIMEOUTS = {"psycopg": "connect_timeout", "pymysql": "connect_timeout", "pyodbc": "timeout"}
"""How the drivers call the seconds that they wait for a new connection; some would wait for minutes."""

PREPARE = "prepare_threshold"
"""The driver's option, which the URL of PgBouncer sets to "none"."""

OPTIONS = "options"
"""What libpq tells PostgreSQL at the beginning of a connection."""

LEADS_NO_MORE = frozenset({"25006", "1047"})
"""What a server says that only follows by now (PostgreSQL), or is not in its cluster (Galera)."""

WATCHES: dict[str, dict[str, int]] = {
    "psycopg": {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 10_000}
}
"""What lets a driver notice within 11 seconds that the machine it waits for is gone; left alone it takes two hours."""

DRIVERS = {
    "postgresql": "postgresql+psycopg",
    "mysql": "mariadb+pymysql",
    "mariadb": "mariadb+pymysql",
    "mssql": "mssql+pyodbc",
}
"""The driver that a URL without one gets."""


def build_engine(settings: Settings) -> Engine:
    """Return the engine for the database that the settings name; connects only when it is used.

    Raises sqlalchemy.exc.ArgumentError when the URL can not be read or its driver is not installed.
    """
    url = _in_schema(completed_url(settings.database_url), settings.database_schema)
    options: dict[str, Any] = {"hide_parameters": True}
    if url.get_backend_name() == "sqlite":
        options["connect_args"] = {"timeout": settings.database_timeout_seconds, "check_same_thread": False}
        options["pool_pre_ping"] = False  # there is no server that could have gone away
    else:
        # After waiting for a held row a call must see what the other wrote; MariaDB's default shows it older rows.
        options["isolation_level"] = "READ COMMITTED"
        options["connect_args"] = _patience(url, settings.database_timeout_seconds)
        if is_pooled_elsewhere(url):
            url = url.difference_update_query([PREPARE])
            options["connect_args"] |= {PREPARE: None}
        options |= {"pool_recycle": 1800, "pool_timeout": settings.database_timeout_seconds}
        # Last in, first out: the connections that are used most have the most statements prepared.
        options |= {"pool_use_lifo": True}
        options |= {"pool_size": settings.database_pool_size, "max_overflow": settings.database_pool_size}
    engine = create_engine(url, **options)
    if is_odbc(url):
        leave_pooling_to_us()
    if engine.dialect.name == "sqlite":
        configure_sqlite(engine)
    else:
        _test_idle_connections(engine)
        if options["connect_args"].get(PREPARE, "") is not None:
            limit_waiting(engine, settings.database_timeout_seconds)
        _leave_who_can_not_write(engine)
    _configure(engine, url, settings.database_schema)
    return engine


def _configure(engine: Engine, url: URL, schema: str) -> None:
    if engine.dialect.name == "postgresql":
        postgresql_module().configure(engine)
        if schema:
            postgresql_module().require_schema(engine, schema)
    elif engine.dialect.name == "mssql":
        sqlserver.configure(engine)
    elif engine.dialect.name in {"mariadb", "mysql"}:
        galera.configure(engine)
        if is_odbc(url):
            mariadb.configure(engine)


def _in_schema(url: URL, schema: str) -> URL:
    """Let connections find a schema's tables, and none of another.

    Behind PgBouncer a connection can not say so: there it is the database user who finds that schema first.
    """
    if not schema or url.get_backend_name() != "postgresql" or is_pooled_elsewhere(url):
        return url
    told = url.query.get(OPTIONS, ())
    options = (*([told] if isinstance(told, str) else told), f"-csearch_path={schema}")
    return url.update_query_dict({OPTIONS: " ".join(options)})


def is_pooled_elsewhere(url: URL) -> bool:
    """Tell whether a URL says that connections change hands between transactions, as PgBouncer lets them.

    Then nothing may be kept on a connection: no prepared statements, and no settings but a transaction's own.
    """
    return url.get_backend_name() == "postgresql" and url.query.get(PREPARE) == "none"


def completed_url(text: str) -> URL:
    """Return the URL with the driver that it does not name, and with what its driver needs to be told.

    Raises sqlalchemy.exc.ArgumentError when it can not be read.
    """
    url = read_url(text)
    if "+" not in url.drivername:
        url = url.set(drivername=DRIVERS.get(url.drivername, url.drivername))
    if not is_odbc(url):
        return url
    return {"mssql": sqlserver.completed}.get(url.get_backend_name(), mariadb.completed)(url)


def _patience(url: URL, seconds: int) -> dict[str, int]:
    """Return how long the driver waits for a new connection, and for a machine that is gone, unless the URL says so."""
    driver = url.get_driver_name()
    name = CONNECT_TIMEOUTS.get(driver, "")
    told = ({name: seconds} if name else {}) | WATCHES.get(driver, {})
    return {option: value for option, value in told.items() if option not in url.query}


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


def _leave_who_can_not_write(engine: Engine) -> None:
    """Give up connections to a server that leads no more: the next ones find the one that does."""

    @event.listens_for(engine, "handle_error")
    def _leave(context: Any) -> None:
        error = context.sqlalchemy_exception
        if isinstance(error, DBAPIError) and leads_no_more(error):
            context.is_disconnect = True


def leads_no_more(error: DBAPIError) -> bool:
    """Tell whether a server has said that another one leads by now."""
    return not LEADS_NO_MORE.isdisjoint(codes_of(error)) or sqlserver.leads_no_more(error)


def postgresql_module() -> ModuleType:
    """Return what is known of PostgreSQL; its driver is an extra, which must be installed."""
    from vettrak_api.database import postgresql  # noqa: PLC0415 - its driver is an extra

    return postgresql
