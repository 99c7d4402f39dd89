"""How long the message has waited that has waited longest, for watchmen, who ask often."""

import math
import threading
import time
from collections.abc import Callable

from vettrak_api.clock import Clock
from vettrak_api.database.connections import Database
from vettrak_api.outbox.listing import outbox_state

ASK_AGAIN_SECONDS = 1.0
"""How long an answer is good enough, whoever asks."""


class OutboxAge:
    """Knows the age of the outbox; asks the database once a second at most."""

    def __init__(self, database: Database, clock: Clock, now: Callable[[], float] = time.monotonic) -> None:
        self._database, self._clock, self._now = database, clock, now
        self._asking = threading.Lock()
        self._asked = -math.inf
        self._seconds = 0

    def seconds(self) -> int:
        """Return for how many seconds the oldest message waits; 0 when none does.

        Raises SQLAlchemyError or Busy when the database can not be asked.
        """
        with self._asking:
            if self._now() - self._asked >= ASK_AGAIN_SECONDS:
                self._seconds = self._found()
                self._asked = self._now()
            return self._seconds

    def _found(self) -> int:
        now = self._clock.now()
        with self._database.connection() as connection:
            oldest = outbox_state(connection, now).oldest
        return max(0, int((now - oldest).total_seconds())) if oldest else 0
