"""How fast visitors may send calls from pages: so many a minute and address, and so many at once."""

from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from werkzeug.exceptions import TooManyRequests

from vettrak_api.errors import Busy

MOST_AT_ONCE = 4
MOST_IN_A_MINUTE = 30
MINUTE = 60_000
"""Milliseconds."""

MOST_ADDRESSES = 1000
"""Addresses that are remembered; of more, the one that was silent longest is forgotten."""

TOO_MANY = f"That were {MOST_IN_A_MINUTE} calls within a minute from your address. Please wait a minute."


class Pace:
    """The calls of one server that pages have sent lately."""

    def __init__(self) -> None:
        self._places = BoundedSemaphore(MOST_AT_ONCE)
        self._lock = Lock()
        self._calls: OrderedDict[str, deque[int]] = OrderedDict()

    @contextmanager
    def place(self, address: str, now: int) -> Iterator[None]:
        """Hold a place while a call lasts (now in milliseconds).

        Raises TooManyRequests for an address that sends too many, Busy when there is no place.
        """
        self._count(address, now)
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            yield
        finally:
            self._places.release()

    def _count(self, address: str, now: int) -> None:
        with self._lock:
            calls = self._calls.setdefault(address, deque())
            self._calls.move_to_end(address)
            while calls and calls[0] <= now - MINUTE:
                calls.popleft()
            if len(calls) >= MOST_IN_A_MINUTE:
                raise TooManyRequests(TOO_MANY)
            calls.append(now)
            while len(self._calls) > MOST_ADDRESSES:
                self._calls.popitem(last=False)
