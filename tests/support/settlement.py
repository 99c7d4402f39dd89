"""Which rows of a test's database are the inhabitants': told apart by number, and watched."""

import re
import sqlite3
from contextlib import closing

from sqlalchemy import event, or_, true
from sqlalchemy.sql.util import find_tables

from vettrak_api.model import Base

CHANGING = re.compile(r"\s*(?:UPDATE|DELETE FROM) (\w+)")
NUMBERED_AT_RANDOM = frozenset({"person_key"})
"""Tables whose numbers tell nothing of when a row came."""

LIVELY = frozenset({"access_token", "good_login", "login_attempt"})
"""Tables whose rows change with every call, or with time."""


class Settlement:
    """The rows that the inhabitants add to a bare database, as ranges of the first column of each table's key."""

    def __init__(self, bare, settled):
        self._file = settled
        self._ranges = dict(_ranges(bare, settled))

    def others(self, table):
        """Return the condition that a row of a table is not an inhabitant's."""
        if table.name not in self._ranges:
            return true()
        first, last = self._ranges[table.name]
        key = _key(table)
        # Null in what an outer join did not find.
        return or_(key.is_(None), ~key.between(first, last))

    def only(self, table):
        """Return the condition that a row of a table is an inhabitant's."""
        return _key(table).between(*self._ranges[table.name])

    def without(self, statement):
        """Leave the inhabitants out of what a SELECT reads."""
        if not hasattr(statement, "get_final_froms"):
            return statement
        tables = [table for source in statement.get_final_froms() for table in find_tables(source)]
        return statement.where(*map(self.others, tables))

    def losses(self, path, touched):
        """Name those of the touched tables in which rows of the inhabitants are missing or were changed."""
        names = [name for name in self._ranges if name in touched - LIVELY]
        if not names:
            return []
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            connection.execute("ATTACH ? AS settled", (f"file:{self._file}?mode=ro",))
            return [name for name in names if _loses(connection, name)]


def _loses(connection, name):
    lost = f"SELECT * FROM settled.{name} EXCEPT SELECT * FROM main.{name} LIMIT 1"
    return connection.execute(lost).fetchone() is not None


def touched_tables(engine):
    """Collect the names of the tables in which an engine updates or deletes rows, from now on."""
    touched = set()

    @event.listens_for(engine, "before_cursor_execute")
    def note(connection, cursor, statement, parameters, context, executemany):
        found = CHANGING.match(statement)
        if found:
            touched.add(found[1])

    return touched


def _key(table):
    return next(iter(table.primary_key.columns))


def _ranges(bare, settled):
    """Yield the tables to which the inhabitants added rows, with the lowest and the highest number of these."""
    with closing(sqlite3.connect(bare)) as before, closing(sqlite3.connect(settled)) as after:
        for table in Base.metadata.sorted_tables:
            if table.name in NUMBERED_AT_RANDOM:
                continue
            column = _key(table).name
            (highest,) = before.execute(f"SELECT coalesce(max({column}), -1) FROM {table.name}").fetchone()
            added = f"SELECT min({column}), max({column}) FROM {table.name} WHERE {column} > ?"
            first, last = after.execute(added, (highest,)).fetchone()
            if first is not None:
                yield table.name, (first, last)
