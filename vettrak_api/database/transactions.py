"""Which failures of a transaction pass, and its repetition."""

import logging
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

Result = TypeVar("Result")

logger = logging.getLogger(__name__)

TRANSIENT_CODES = frozenset({"40001", "40P01", "1205", "1213", "1020"})
"""SQLSTATEs and error numbers of deadlocks and serialisation failures: PostgreSQL, SQL Server, MariaDB."""


def repeated(work: Callable[[], Result], attempts: int = 3) -> Result:
    """Run a unit of work again when the database chose it as the victim of a deadlock.

    The work must be a whole transaction without other effects; the last error is raised.
    """
    for _ in range(attempts - 1):
        try:
            return work()
        except DBAPIError as error:
            if not is_transient(error):
                raise
            logger.info("transaction repeated after %s", type(error.orig).__name__)
    return work()


def is_transient(error: DBAPIError) -> bool:
    """Tell whether the same transaction may succeed when it is run again."""
    original = error.orig
    codes = {
        str(getattr(original, "sqlstate", "")),
        *(str(argument) for argument in getattr(original, "args", ())[:1]),
    }
    return bool(codes & TRANSIENT_CODES) or "database is locked" in str(original)


def is_unreachable(error: SQLAlchemyError) -> bool:
    """Tell whether the database could not be reached, rather than refused a statement."""
    if isinstance(error, PoolTimeout):
        return True
    return isinstance(error, OperationalError | InterfaceError) or bool(getattr(error, "connection_invalidated", False))
