"""Counts what a call asks of the database."""

from contextlib import contextmanager

from sqlalchemy import event

BRACKETS = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")


@contextmanager
def statements(runtime):
    """Collect the SQL statements that are executed inside the block, without those that only bracket them."""
    engine, seen = runtime.database.engine, []

    def note(connection, cursor, statement, parameters, context, executemany):
        if not statement.startswith(BRACKETS):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
