"""What to do when a database can not be used, in words: from the driver's error to the cure."""

import re
from importlib.util import find_spec

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

EXTRAS = {
    "psycopg": "postgresql",
    "psycopg2": "postgresql",
    "pymysql": "mariadb",
    "MySQLdb": "mariadb",
    "pyodbc": "sqlserver",
}
"""Python's driver modules by the extra of this package that installs them."""

UPGRADE = "Run: vettrak-api db upgrade"

CURES = (
    (
        r"no such table|no such column|UndefinedTable|UndefinedColumn|doesn't exist|Invalid object name|Unknown column",
        f"The tables of the database are missing or too old. {UPGRADE}",
    ),
    (
        r"unable to open database file",
        (
            "The SQLite file can not be opened. Its folder must exist, and this user must be allowed to write there "
            "(SQLite puts two more files beside it)."
        ),
    ),
    (
        r"readonly database|attempt to write a readonly",
        "The SQLite file may be read but not written. Give this user the right to write to the file and its folder.",
    ),
    (
        r"database is locked",
        (
            "Another program is writing to the SQLite file, or a folder of a network holds it. End that program; "
            "SQLite belongs on a local disk."
        ),
    ),
    (r"file is not a database|malformed", "The file is no SQLite database, or it is damaged. Restore a backup."),
    (
        r"certificate verify failed|SSL Provider|self.signed certificate|certificate chain",
        (
            "The database server's certificate is not trusted (ODBC Driver 18 encrypts and checks by default). Cures: "
            "install a certificate that this computer trusts; or name the authority in the URL; or, on a network of "
            "your own, add TrustServerCertificate=yes to the URL, which encrypts without proving who answers."
        ),
    ),
    (
        r"Can't open lib|Data source name not found|IM002|no default driver",
        (
            "The ODBC driver is not installed, or the URL names another one. Install 'ODBC Driver 18 for SQL Server' "
            "and add ?driver=ODBC+Driver+18+for+SQL+Server to the URL."
        ),
    ),
    (
        r"password authentication failed|Login failed|Access denied for user|no password supplied|28P01|28000",
        (
            "The database refuses the user or the password in VETTRAK_DATABASE_URL. Special characters in a password "
            "are written in percent form: @ is %40, / is %2F."
        ),
    ),
    (
        r"Unknown database|database \"[^\"]*\" does not exist|Cannot open database",
        "The database server answers, but has no database of that name, or not for this user. Create it first.",
    ),
    (
        r"could not translate host name|Name or service not known|getaddrinfo|nodename nor servname|No such host",
        "The host name in VETTRAK_DATABASE_URL is not known to this computer.",
    ),
    (
        r"Connection refused|actively refused|timed? ?out|HYT00|08001|Can't connect|No route to host|could not connect",
        (
            "Nothing answers at the address in VETTRAK_DATABASE_URL. Is the database server running, does it listen "
            "on TCP, and does a firewall let this computer through?"
        ),
    ),
    (r"permission denied|InsufficientPrivilege|permission was denied", "The database user lacks a right."),
)
"""Patterns of what drivers say, and what helps; the first that fits is told."""

_CURES = tuple((re.compile(pattern, re.IGNORECASE), cure) for pattern, cure in CURES)
_OPTION_NAME = re.compile(r"(?<![a-z])([a-z]++)=")


def advice(error: Exception) -> str:
    """Return one message for the person at the keyboard; it never holds a statement's parameters."""
    if isinstance(error, ModuleNotFoundError):
        return _about_module(error)
    if isinstance(error, NoSuchModuleError | ArgumentError):
        return (
            "VETTRAK_DATABASE_URL can not be understood. Examples: sqlite:///C:/data/vettrak.db, "
            "postgresql://user:password@host/name, mariadb://user:password@host/name, "
            "mssql+pyodbc://user:password@host/name?driver=ODBC+Driver+18+for+SQL+Server"
        )
    said = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    kind = type(error.orig).__name__ if isinstance(error, DBAPIError) else type(error).__name__
    for pattern, cure in _CURES:
        if pattern.search(f"{kind}: {said}"):
            return f"{cure}\nThe database said: {_first_line(said)}"
    return f"The database could not do it: {_first_line(said) or kind}"


def _about_module(error: ModuleNotFoundError) -> str:
    extra = EXTRAS.get(error.name or "")
    if extra is None:
        return f"The Python module {error.name} is not installed. Install vettrak-api again."
    return f'The driver for this database is not installed. Run: pip install "vettrak-api[{extra}]"'


def _first_line(text: str) -> str:
    """Keep the driver's first line: what follows may repeat the statement."""
    lines = text.strip().splitlines()
    return lines[0][:300] if lines else ""


def driver_note(url: str) -> str | None:
    """Return what is wrong with the URL of a SQL Server database, or None.

    ODBC Driver 18 encrypts by default and checks the certificate; a URL that says nothing of it works on one
    computer and fails on the next. Long texts need LongAsMax.
    """
    parts = make_url(url)
    if parts.get_backend_name() != "mssql" or "pyodbc" not in parts.get_driver_name():
        return None
    options = {name.lower() for name in parts.query} | set(_OPTION_NAME.findall(str(parts.query).lower()))
    missing = [name for name in ("Encrypt", "LongAsMax") if name.lower() not in options]
    if not missing:
        return None
    return f"Add {' and '.join(f'{name}=yes' for name in missing)} to the URL, so that every computer does the same."


def missing_driver(url: str) -> str | None:
    """Return the extra that installs the driver for a URL, when the driver is missing."""
    from vettrak_api.database.engine import DRIVERS  # noqa: PLC0415 - only here

    parts = make_url(url)
    drivername = parts.drivername if "+" in parts.drivername else DRIVERS.get(parts.drivername, parts.drivername)
    module = drivername.partition("+")[2]
    if not module or find_spec(module) is not None:
        return None
    return EXTRAS.get(module)
