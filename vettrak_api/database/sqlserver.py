"""What SQL Server and Microsoft's ODBC driver must be told to behave as the other databases do."""

import re

from sqlalchemy import URL, Engine
from sqlalchemy.exc import DBAPIError

from vettrak_api.database.odbc import attributes_of, newest_driver, own_number, with_attributes

DRIVER = "ODBC Driver 18 for SQL Server"
MICROSOFTS = re.compile(r"SQL Server|msodbcsql", re.IGNORECASE)
"""How Microsoft's drivers are called, or the file of one; FreeTDS has other attributes."""

TIMES_TO_WAIT = 3
"""A unit of work that waited in vain for a lock is repeated; so each time waits a third of what a call may wait."""

OWN_ERROR = "[SQL Server]"
"""Stands in the text of an error that the server itself has told."""

DEADLOCK, WAITED_IN_VAIN, CHANGED_MEANWHILE = 1205, 1222, 3960
"""A victim of a deadlock; the end of LOCK_TIMEOUT; what a transaction wanted to change was changed meanwhile.

After each SQL Server, or our rollback, has undone all of the transaction and let go of its locks.
"""

REPEATED = frozenset({DEADLOCK, WAITED_IN_VAIN, CHANGED_MEANWHILE})


def completed(url: URL) -> URL:
    """Return the URL with what must not be left to the computer that it is used on.

    Encrypt, since drivers up to 17 do not encrypt unless told and those from 18 on do. LongAsMax, without which texts
    of more than 4,000 characters are sent as NTEXT, that SQL Server can not compare. A data source keeps what its
    administrator has said of encryption. A host without a driver gets the newest one of Microsoft's.
    """
    said = attributes_of(url)
    if "dsn" in said:
        return with_attributes(url, {"LongAsMax": "yes"})
    driver = said.get("driver")
    if driver is None and "odbc_connect" not in url.query:
        driver = newest_driver("ODBC Driver ", " for SQL Server") or DRIVER
        url = with_attributes(url, {"driver": driver})
    if driver is None or not MICROSOFTS.search(driver):
        return url
    return with_attributes(url, {"Encrypt": "yes", "LongAsMax": "yes"})


def configure(engine: Engine) -> None:
    """Let new rows tell their number by scope_identity() instead of OUTPUT.

    SQL Server refuses OUTPUT for tables that have a trigger, which an administrator may add at any time, for a data
    warehouse for instance. scope_identity() is not misled by what a trigger inserts.
    """
    engine.dialect.insert_returning = False


def may_succeed_again(error: DBAPIError) -> bool:
    """Tell whether SQL Server has refused what the same transaction may well do when it is run again."""
    return OWN_ERROR in str(error.orig) and own_number(error) in REPEATED
