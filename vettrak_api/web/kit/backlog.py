"""Requests that have ended and of which some watchers have not been told yet: they are told of many at once.

A line of the log and a count cost several times as much after each single request, when the processor has forgotten
how, as a line among many. So a server that serves for good lets requests wait for up to 50 milliseconds, and a thread
of its own tells of all of them. What somebody would look for after a crash waits for nobody.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from multiprocessing.util import Finalize
from typing import TypeAlias

from vettrak_api.request import OK, Request

logger = logging.getLogger(__name__)

BatchWatcher: TypeAlias = Callable[[Sequence[Request]], None]
"""Is told of requests that have ended, in the order in which they did."""

PAUSE_SECONDS = 0.05
"""How long a request waits at most; what a process that is killed had not told yet is no older than this."""

MOST_WAITING = 500
"""Whoever ends the request that makes them so many tells of all of them."""


class Backlog:
    """Tells watchers of requests that have ended: of each one at once, or of many together from `gather` on."""

    def __init__(self, *watchers: BatchWatcher) -> None:
        self._watchers = watchers
        self._gathers = False
        self._begin_anew()

    def add(self, watcher: BatchWatcher) -> None:
        """Tell one more."""
        self._watchers += (watcher,)

    def gather(self) -> None:
        """Let requests wait from now on that went well and quickly; none is left when the process ends in peace."""
        self._gathers = True
        self._begin_anew()

    def note(self, request: Request) -> None:
        """Take a request that has ended; one that did not go well, or was slow, is told before this returns."""
        self._waiting.append(request)
        if not self._gathers or request.outcome != OK or request.is_slow or len(self._waiting) >= MOST_WAITING:
            self.tell()
        elif not self._is_any.is_set():
            self._wake()

    def tell(self) -> None:
        """Tell of all that wait; what another thread tells of at this moment has been told as well afterwards."""
        with self._telling:
            requests = [self._waiting.popleft() for _ in range(len(self._waiting))]
            if requests:
                for watch in self._watchers:
                    _told(watch, requests)

    def close(self) -> None:
        """Tell of all that wait, and from now on of each request at once."""
        self._gathers = False
        self.tell()

    def before_fork(self) -> None:
        """Let nobody tell anything while the process is forked, so that no lock is left held in the child."""
        self._telling.acquire()

    def after_fork(self) -> None:
        """Go on, in the parent."""
        self._telling.release()

    def renew(self) -> None:
        """Begin anew in a forked process: what waits there is its parent's."""
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._waiting: deque[Request] = deque()
        self._telling = threading.Lock()
        self._is_any = threading.Event()
        self._thread: threading.Thread | None = None
        if self._gathers:
            # Not atexit: processes that multiprocessing has forked, such as granian's workers, end without that.
            Finalize(None, self.tell, exitpriority=0)

    def _wake(self) -> None:
        """Let the thread know that a first request waits."""
        self._is_any.set()
        if self._thread is None:
            with self._telling:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._keep_telling, name="backlog", daemon=True)
                    self._thread.start()

    def _keep_telling(self) -> None:
        while True:
            self._is_any.wait()
            time.sleep(PAUSE_SECONDS)
            # Whoever comes after this wakes the thread again.
            self._is_any.clear()
            self.tell()


def _told(watch: BatchWatcher, requests: Sequence[Request]) -> None:
    """Tell one watcher; what it raises ends neither the thread nor a call."""
    try:
        watch(requests)
    except Exception as error:  # noqa: BLE001 - see above
        logger.warning("%s failed with requests (%s): %s", watch.__module__, len(requests), type(error).__name__)
