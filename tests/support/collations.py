"""A SQLite database whose texts compare ignoring case, as those of a SQL Server usually do."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

TEXT = re.compile(r"\b(N?VARCHAR\(\d+\)|TEXT)(?=[ ,\n)])(?! COLLATE)")
"""The types of columns of text, in the text of a table."""


def ignore_case(path: Path) -> int:
    """Let every column of text ignore case, with its indexes, and return how many there are."""
    found = 0
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        tables = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL"
        ).fetchall()
        connection.execute("PRAGMA writable_schema=ON")
        for name, sql in tables:
            changed, count = TEXT.subn(r"\1 COLLATE NOCASE", sql)
            found += count
            connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (changed, name))
        connection.execute("PRAGMA writable_schema=RESET")
        connection.execute("VACUUM")
        connection.execute("REINDEX")
    return found
