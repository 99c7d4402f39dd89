"""What SQL Server and MariaDB share when they are reached through ODBC: URLs, connection strings, installed drivers."""

import re
from collections.abc import Mapping

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from vettrak_api.database.addresses import ODBC, odbc_attributes

PYODBC = "pyodbc"

OWN_NUMBER = re.compile(r"\((-?\d{1,9})\) \(SQL[A-Z]")
"""Where pyodbc tells the database's own number of an error: "... (1205) (SQLExecDirectW)"."""


def is_odbc(url: URL) -> bool:
    """Tell whether a URL leads through ODBC."""
    return url.get_driver_name() == PYODBC


def leave_pooling_to_us() -> None:
    """Switch off the pool inside ODBC, which would hand us its dead connections for new ones.

    It counts for the process, and only before its first connection.
    """
    import pyodbc  # noqa: PLC0415 - it is an extra

    pyodbc.pooling = False


def installed_drivers() -> list[str]:
    """Return the names of the ODBC drivers that this computer has; none where ODBC itself is missing."""
    try:
        import pyodbc  # noqa: PLC0415
    except ImportError:
        return []
    return sorted(pyodbc.drivers())


def attributes_of(url: URL) -> dict[str, str]:
    """Return what a URL tells the driver, by names in lower case: its own query, or that of `odbc_connect`."""
    said = url.query.get(ODBC)
    if said is not None:
        return {name.lower(): value for name, value in odbc_attributes(str(said))}
    found = {name.lower(): str(value) for name, value in url.query.items()}
    if "dsn" not in found and url.host and not url.database:
        found["dsn"] = url.host  # as SQLAlchemy reads it
    return found


def with_attributes(url: URL, attributes: Mapping[str, str]) -> URL:
    """Return a URL that tells the driver these attributes as well; what it says itself stays."""
    said = attributes_of(url)
    missing = {name: value for name, value in attributes.items() if name.lower() not in said}
    if ODBC not in url.query:
        return url.update_query_dict(missing)
    told = str(url.query[ODBC]).rstrip().rstrip(";")
    return url.update_query_dict({ODBC: ";".join([told, *(f"{name}={value}" for name, value in missing.items())])})


def newest_driver(start: str, end: str = "") -> str | None:
    """Return the installed driver of a kind whose name sorts last; None when there is none."""
    return max((name for name in installed_drivers() if name.startswith(start) and name.endswith(end)), default=None)


def own_number(error: DBAPIError) -> int | None:
    """Return the database's own number of an error that came through ODBC, or None."""
    said = [str(part) for part in getattr(error.orig, "args", ())]
    found = OWN_NUMBER.search(said[1]) if len(said) > 1 else None
    return int(found[1]) if found else None
