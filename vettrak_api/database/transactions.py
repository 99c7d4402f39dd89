"""Which failures of a transaction pass, and its repetition."""

import logging
from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3

TRANSIENT_CODES = frozenset({"40001", "40P01", "1213", "1020"})
"""SQLSTATEs and error numbers of deadlocks and serialisation failures: PostgreSQL, SQL Server (40001), MariaDB.

Not of waiting in vain for a lock (55P03, 1222, MariaDB's 1205, SQLite's "database is locked"): who tried that again
would wait as long again. On SQLite nobody falls to a deadlock, as every writer locks all at its beginning.
"""


class _Attempt:
    """One run of a unit of work; lets a failure that may pass go by, unless it is the last attempt."""

    def __init__(self, *, is_last: bool) -> None:
        self._is_last = is_last

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if self._is_last or not isinstance(error, DBAPIError) or not is_transient(error):
            return False
        logger.info("transaction repeated after %s", type(error.orig).__name__)
        return True


def attempts(most: int = MOST_ATTEMPTS) -> Iterator[_Attempt]:
    """Yield the attempts at a unit of work which the database may choose as the victim of a deadlock.

    The work must be a whole transaction without other effects, and leave the loop when it is done:

        for attempt in attempts():
            with attempt, database.writing(author) as session:
                return work(session)
    """
    return (_Attempt(is_last=number == most) for number in range(1, most + 1))


def is_transient(error: DBAPIError) -> bool:
    """Tell whether the same transaction may succeed when it is run again."""
    original = error.orig
    codes = {
        str(getattr(original, "sqlstate", "")),
        *(str(argument) for argument in getattr(original, "args", ())[:1]),
    }
    return bool(codes & TRANSIENT_CODES)
