"""The code by which a database told what was wrong: what its makers' documentation and the web know it by."""

from sqlalchemy.exc import DBAPIError

SQLSTATE = 5
"""Letters and digits of the code that all but SQLite and MariaDB's driver give."""

ODBC_FUNCTION = " (SQL"
"""What an ODBC driver's text has behind the server's own number: `... (1205) (SQLExecDirectW)`."""


def error_code(error: BaseException) -> str:
    """Return the code of an error as its database gives it, and nothing of its text; blank when there is none.

    SQLite: SQLITE_FULL. PostgreSQL: the SQLSTATE, 53100. MariaDB: its number, 1205. SQL Server: the SQLSTATE and its
    number, 40001/1205.
    """
    cause: object = error.orig if isinstance(error, DBAPIError) else error
    for name in ("sqlite_errorname", "sqlstate"):
        told = getattr(cause, name, None)
        if isinstance(told, str):
            return told
    arguments = cause.args if isinstance(cause, BaseException) and isinstance(error, DBAPIError) else ()
    match arguments:
        case (int(number), *_):
            return str(number)
        case (str(state), str(text), *_) if len(state) == SQLSTATE and state.isalnum():
            return "/".join(part for part in (state, _native_number(text)) if part)
    return ""


def _native_number(text: str) -> str:
    before, found, _ = text.partition(ODBC_FUNCTION)
    number = before.rstrip(")").rpartition("(")[2]
    return number if found and number.isdecimal() else ""


def described(error: BaseException) -> str:
    """Name an error for the log by its types and its code; never its text, which may hold personal data."""
    cause = type(error.orig).__name__ if isinstance(error, DBAPIError) else ""
    return " ".join(dict.fromkeys(part for part in (type(error).__name__, cause, error_code(error)) if part))
