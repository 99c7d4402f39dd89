"""Makes one process at a time do the background work of a database, whoever serves and however many there are.

A process that has the duty counts a number up in the database every 5 seconds. All others watch the number; when it
has stood still for 30 seconds by the watcher's own clock, the watcher takes the duty. Nobody compares the time of two
computers: all that is relied on is that their seconds are about as long. A process that could not count for 20 seconds
(the database was away, or the computer slept) stops working by itself before another one begins.
"""

import logging
import secrets
import time
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy.exc import SQLAlchemyError

from vettrak_api.database.connections import Database
from vettrak_api.errors import VettrakError
from vettrak_api.rules import duty as rules

logger = logging.getLogger(__name__)

BEAT_SECONDS = 5.0
TRUSTED_SECONDS = 20.0
"""How long after its last beat a holder goes on working."""

SILENCE_SECONDS = 30.0
"""How long a holder that tells nothing is waited for; with a look every 5 seconds another one has taken over in 40."""


class Duty:
    """The wish of one process to do the background work of a database; `beat` is called every few seconds."""

    def __init__(self, database: Database, now: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._now = now
        self._us = secrets.token_hex(16)
        self._kept: float | None = None
        self._seen: rules.Standing | None = None
        self._since = 0.0
        self.sees_another = False
        """Whether somebody else has told since our first look that it does the work."""

    @property
    def is_ours(self) -> bool:
        """Whether this process may work now."""
        return self._kept is not None and self._now() - self._kept < TRUSTED_SECONDS

    def beat(self) -> bool:
        """Keep the duty, or take it when nobody has it any more; tell whether it is ours.

        Raises what the database raises; the duty stays ours for a while then, and is to be kept by the next beat.
        """
        # The answer may take long: what counts is when the database was asked.
        asked, had_it = self._now(), self._kept is not None
        has_it = self._keep() if had_it else self._take_if_free()
        self._kept = asked if has_it else None
        if has_it and not had_it:
            logger.info("this process does the background work from now on")
        if had_it and not has_it:
            logger.warning("another process does the background work by now, as this one had stood still")
        return has_it

    def is_cleaning_due(self, now: int, pause: int) -> bool:
        """Tell whether so many milliseconds have passed since anybody cleaned; now: in UTC milliseconds."""
        with self._database.connection() as connection:
            return abs(now - rules.standing(connection).cleaned) >= pause

    def note_cleaned(self, moment: int) -> None:
        """Keep when cleaning was done, in UTC milliseconds."""
        with self._database.connection(writing=True) as connection:
            rules.note_cleaned(connection, self._us, moment)

    def give_back(self) -> None:
        """Let the next process begin at once; a database that can not be reached is left to find out by itself."""
        if self._kept is None:
            return
        self._kept = None
        with suppress(SQLAlchemyError, VettrakError), self._database.connection(writing=True) as connection:
            rules.give_back(connection, self._us)

    def _keep(self) -> bool:
        with self._database.connection(writing=True) as connection:
            return rules.keep(connection, self._us)

    def _take_if_free(self) -> bool:
        with self._database.connection() as connection:
            found = rules.standing(connection)
        if found.holder != rules.NOBODY and not self._is_silent(found):
            return False
        with self._database.connection(writing=True) as connection:
            return rules.take(connection, self._us, found)

    def _is_silent(self, found: rules.Standing) -> bool:
        """Tell whether the holder has not counted for too long, by our own clock."""
        if self._seen is None or (found.holder, found.beats) != (self._seen.holder, self._seen.beats):
            self.sees_another = self._seen is not None
            self._seen, self._since = found, self._now()
        return self._now() - self._since >= SILENCE_SECONDS
