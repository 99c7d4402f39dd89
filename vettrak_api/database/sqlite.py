"""What SQLite must be told to behave as the other databases do."""

from typing import Any

from sqlalchemy import Connection, Engine, event


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


def begin_in_sqlite(connection: Connection, *, writing: bool) -> None:
    """Begin a transaction; one that writes locks the whole database at once."""
    # Without IMMEDIATE two readers that both turn writers would fail instead of waiting.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _lower(value: Any) -> str | None:
    return None if value is None else str(value).lower()
