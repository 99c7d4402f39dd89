"""Changes of tables while calls work on them: nobody waits for long, and what came at a bad moment is done again.

A change of a table needs it to itself. It waits for the calls that work on the table, and every call that comes
meanwhile waits behind it. So it waits for a moment only, lets the calls through, and tries again.
"""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from vettrak_api.database.error_codes import codes_of

logger = logging.getLogger(__name__)

Outcome = TypeVar("Outcome")

LOCK_SECONDS = 2.0
"""How long a change waits for a table, and so how long a call may wait behind it."""

PAUSE_SECONDS = 3.0
"""Between two attempts, for those who had to wait."""

MOST_SECONDS = 600.0
"""After which a change that got no turn is given up."""

LOCKED_OUT_CODES = frozenset({"55P03", "40P01", "1205", "1222", "1213"})
"""Of waits for a lock that were in vain, and of victims of a deadlock: PostgreSQL, MariaDB, SQL Server."""


class TablesBusy(Exception):
    """Tables could not be changed, since somebody works on them all the time."""

    def __init__(self) -> None:
        super().__init__(
            "The tables were in use all the time, by a report or a backup perhaps, and could not be changed. "
            "Nothing was changed. Run the same command again when that has ended."
        )


def insisting(change: Callable[[], Outcome], most_seconds: float | None = None) -> Outcome:
    """Do something that leaves nothing behind when it fails, again and again until it gets the tables.

    Raises TablesBusy after so many seconds, MOST_SECONDS unless told.
    """
    end = time.monotonic() + (MOST_SECONDS if most_seconds is None else most_seconds)
    while True:
        try:
            return change()
        except DBAPIError as error:
            if not LOCKED_OUT_CODES & set(codes_of(error)):
                raise
            if time.monotonic() >= end:
                raise TablesBusy from error
        logger.info("the tables are in use; trying again in %s seconds", PAUSE_SECONDS)
        time.sleep(PAUSE_SECONDS)
