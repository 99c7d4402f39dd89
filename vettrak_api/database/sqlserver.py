"""What SQL Server and Microsoft's ODBC driver must be told to behave as the other databases do."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from sqlalchemy import URL, Boolean, Date, DateTime, Engine, Integer, Numeric, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeDecorator, TypeEngine

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

LEADS_NO_MORE = frozenset({596, 952, 976, 978, 983, 988, 3906, 6005})
"""What a replica of an availability group says that does not lead, or not any more: the session was killed (596) or the
server ends (6005); the database is in transition (952), not to be asked (976), for readers alone (978, 3906), resolving
who leads (983) or without a quorum (988).

The transaction is lost, and whoever called is told. Only the connection must not be used again, as its server may stay
up for days: the listener leads the next one to who leads now. What breaks off (08S01) SQLAlchemy gives up by itself.
None of them is repeated: behind a COMMIT it would be open whether it was done.
"""

LENGTH_OF_MOMENT = 19
"""Characters of a DATETIME2(0)."""

REPEATED = frozenset({DEADLOCK, WAITED_IN_VAIN, CHANGED_MEANWHILE})


def completed(url: URL) -> URL:
    """Return the URL with what must not be left to the computer that it is used on.

    Encrypt, since drivers up to 17 do not encrypt unless told and those from 18 on do. LongAsMax, without which texts
    of more than 4,000 characters are sent as NTEXT, that SQL Server can not compare. A data source keeps what its
    administrator has said of encryption. A host without a driver gets the newest one of Microsoft's.
    """
    if url.host:
        url = url.set(host=unquote(url.host))  # of a named instance, "server%5CSQLEXPRESS", the driver wants the \
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
    """Let new rows tell their number by scope_identity() instead of OUTPUT, and tell the driver the values' types.

    SQL Server refuses OUTPUT for tables that have a trigger, which an administrator may add at any time, for a data
    warehouse for instance. scope_identity() is not misled by what a trigger inserts.
    """
    engine.dialect.insert_returning = False
    event.listen(engine, "do_setinputsizes", _tell_types)


def _tell_types(types: dict[Any, Any], cursor: Any, statement: str, values: Sequence[Any], context: Any) -> None:
    """Complete the types that SQLAlchemy tells the driver, which are those of texts.

    Texts for VARCHAR columns are sent as VARCHAR: as NVARCHAR, Python's own, they would make SQL Server convert, and so
    read, the whole index. But in VARCHAR a letter that the server's code page lacks becomes a question mark, and finds
    what has one; so such a text is sent as it is. Nulls get the type of their column, dates and amounts, too: the
    driver would take nulls for texts, and each amount's own length makes another plan.
    """
    del cursor, statement, values
    driver, names = context.dialect.loaded_dbapi, context.compiled.bind_names
    for parameter, told in types.items():
        if told == driver.SQL_VARCHAR:
            if not all(_is_plain(names[parameter], row) for row in context.compiled_parameters):
                types[parameter] = driver.SQL_WVARCHAR
        elif not isinstance(told, int | tuple | list):  # a class of Python's, which pyodbc passes over
            types[parameter] = _type_of(parameter.type, driver)


def _is_plain(name: str, values: Mapping[str, Any]) -> bool:
    """Tell whether the text of this name is ASCII, or all of a list, whose members SQLAlchemy has numbered."""
    told = [values[name]] if name in values else [of for key, of in values.items() if key.startswith(f"{name}_")]
    return all(text.isascii() for text in told if isinstance(text, str))


def _type_of(kind: TypeEngine[Any], driver: Any) -> Any:
    """Return how ODBC calls a type, or None where the driver decides by the value."""
    if isinstance(kind, TypeDecorator):
        kind = kind.impl_instance
    match kind:
        case Boolean():
            return driver.SQL_BIT
        case Integer():
            return driver.SQL_BIGINT
        case Numeric(precision=int(), scale=int()):
            return driver.SQL_NUMERIC, kind.precision, kind.scale
        case DateTime():
            return driver.SQL_TYPE_TIMESTAMP, LENGTH_OF_MOMENT, 0
        case Date():
            return driver.SQL_TYPE_DATE
        case _:
            return None


def leads_no_more(error: DBAPIError) -> bool:
    """Tell whether a server has said that it can not be written to, or asked, as long as another one leads."""
    return OWN_ERROR in str(error.orig) and own_number(error) in LEADS_NO_MORE


def may_succeed_again(error: DBAPIError) -> bool:
    """Tell whether SQL Server has refused what the same transaction may well do when it is run again."""
    return OWN_ERROR in str(error.orig) and own_number(error) in REPEATED
