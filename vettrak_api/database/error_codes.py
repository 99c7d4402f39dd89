"""The databases' own codes of errors, for logs: they say what went wrong without any text, which may hold data."""

import re

from sqlalchemy.exc import DBAPIError

from vettrak_api.database.odbc import own_number

CODE = re.compile(r"(?=.{0,4}\d)[0-9A-Z]{5}|-?\d{1,9}|SQLITE_[A-Z_]{1,40}")
"""SQLSTATEs, numbers, and SQLite's names."""


def codes_of(error: DBAPIError) -> list[str]:
    """Return the codes that a database tells with an error, the most general one first.

    PostgreSQL tells an SQLSTATE, MariaDB's own driver a number, ODBC both, SQLite a name.
    """
    original = error.orig
    said = [getattr(original, "sqlstate", None), getattr(original, "sqlite_errorname", None)]
    said += [*getattr(original, "args", ())[:1], own_number(error)]
    return list(dict.fromkeys(str(code) for code in said if CODE.fullmatch(str(code))))


def code_of(error: Exception) -> str:
    """Return them as a log tells them, "40001/1205" for instance; blank for what is no error of a database."""
    return "/".join(codes_of(error)) if isinstance(error, DBAPIError) else ""


def described(error: Exception) -> str:
    """Return what a log tells of an error without its text: its type, for a database's also the driver's and codes."""
    if not isinstance(error, DBAPIError):
        return type(error).__name__
    return " ".join(dict.fromkeys([type(error).__name__, type(error.orig).__name__, code_of(error)])).rstrip()
