"""Holds the maintenance lock for as long as a large import writes."""

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from sqlalchemy.exc import SQLAlchemyError

from vettrak_api.database import maintenance
from vettrak_api.database.connections import Database
from vettrak_api.errors import Conflict, VettrakError
from vettrak_api.rules import maintenance as rules


@contextmanager
def maintained(database: Database, sleep: Callable[[float], None] = time.sleep) -> Iterator[None]:
    """Tell all servers to answer nobody, wait until they have heard it, and let them answer again at the end.

    Raises Conflict while another import holds the lock. If this process is killed, servers notice within half a minute.
    """
    us = secrets.token_hex(16)
    _take(database, us, sleep)
    stop = threading.Event()
    # On SQLite nobody could count while the import writes; servers see there that somebody does.
    counts = database.engine.dialect.name != "sqlite"
    counter = threading.Thread(target=_keep, args=(database, us, stop), daemon=True) if counts else None
    if counter is not None:
        counter.start()
    try:
        sleep(maintenance.TOLD_SECONDS)
        yield
    finally:
        stop.set()
        if counter is not None:
            counter.join(timeout=maintenance.BEAT_SECONDS)
        with suppress(SQLAlchemyError, VettrakError), database.connection(writing=True) as connection:
            rules.give_back(connection, us)


def _take(database: Database, us: str, sleep: Callable[[float], None]) -> None:
    watch = maintenance.Watch(database)
    while watch.is_maintained():
        with database.connection() as connection:
            before = rules.standing(connection)
        sleep(maintenance.SILENCE_SECONDS)
        with database.connection() as connection:
            if rules.standing(connection) != before:
                raise Conflict("Another import is going on. Wait until it is done.")
        if watch.is_maintained():
            raise Conflict("Another import is going on, or its end is not known yet. Try again in a minute.")
    with database.connection() as connection:
        seen = rules.standing(connection)
    with database.connection(writing=True) as connection:
        if not rules.take(connection, us, seen):
            raise Conflict("Another import has just begun. Wait until it is done.")


def _keep(database: Database, us: str, stop: threading.Event) -> None:
    while not stop.wait(maintenance.BEAT_SECONDS):
        with suppress(SQLAlchemyError, VettrakError), database.connection(writing=True) as connection:
            rules.keep(connection, us)
