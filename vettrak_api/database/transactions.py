"""Which failures of a transaction pass, and its repetition."""

import logging
import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from time import sleep
from typing import Protocol, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from vettrak_api.database import sqlserver
from vettrak_api.database.error_codes import codes_of, described
from vettrak_api.errors import Overtaken
from vettrak_api.model.audit import Author

logger = logging.getLogger(__name__)

Result = TypeVar("Result")

MOST_ATTEMPTS = sqlserver.TIMES_TO_WAIT

LONGEST_PAUSE_SECONDS = 0.05
"""Before the second attempt, and twice as long before the third: two that met once shall not meet again."""

TRANSIENT_CODES = frozenset({"40001", "40P01", "1213", "1020"})
"""SQLSTATEs and error numbers of deadlocks and serialisation failures: PostgreSQL, SQL Server (40001), MariaDB.

Galera says 1213 for what another node has changed, also to a COMMIT. Not its 1180 and 1047, which leave open whether
other nodes have it: whoever called is to look.

Not of waiting in vain for a lock (55P03, MariaDB's 1205, SQLite's "database is locked"): who tried that again would
wait as long again. SQL Server waits for a third of the time, and then it is worth it. On SQLite nobody falls to a
deadlock, as every writer locks all at its beginning.
"""

GONE_CODES = frozenset({"23503", "1451", "1452", "547"})
"""Those of a reference to a row that went between the look at it and the writing, or that came while a row went.

Whoever looks again finds out, and says so in the words of what it does: PostgreSQL, MariaDB, SQL Server.
"""


class _Attempt:
    """One run of a unit of work; lets a failure that may pass go by, unless it is the last attempt."""

    def __init__(self, number: int, most: int) -> None:
        self._number, self._is_last = number, number == most

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if self._is_last or not isinstance(error, DBAPIError | Overtaken | StaleDataError):
            return False
        if isinstance(error, DBAPIError) and not is_transient(error):
            return False
        logger.info("transaction repeated after %s", described(error))
        sleep(random.uniform(0, LONGEST_PAUSE_SECONDS * self._number))  # noqa: S311 - nobody gains from guessing it
        return True


def attempts(most: int = MOST_ATTEMPTS) -> Iterator[_Attempt]:
    """Yield the attempts at a unit of work which the database may choose as the victim of a deadlock.

    The work must be a whole transaction without other effects, and leave the loop when it is done: see `committed`.
    """
    return (_Attempt(number, most) for number in range(1, most + 1))


class Writer(Protocol):
    """What begins transactions: a database, or the connection that a request has leased of it."""

    def writing(self, author: Author | None = None) -> AbstractContextManager[Session]:
        """Open a session that commits at the end."""


def committed(writer: Writer, author: Author, work: Callable[[Session], Result]) -> Result:
    """Do work in a transaction of its own, in as many attempts as it may take, and return its result.

    Raises what the work, or the last attempt, raises.
    """
    for attempt in attempts():
        with attempt, writer.writing(author) as session:
            return work(session)
    raise AssertionError  # the last attempt raises


def is_transient(error: DBAPIError) -> bool:
    """Tell whether the same transaction may succeed when it is run again."""
    return not (TRANSIENT_CODES | GONE_CODES).isdisjoint(codes_of(error)) or sqlserver.may_succeed_again(error)
