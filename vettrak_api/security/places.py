"""Places before the hashing of passwords, so that no flood of log-ins holds the threads that other calls need.

Whoever has a password hashed holds a thread and a processor for 50 ms. So there are few places, shared out by address;
those of addresses that are known for a good log-in are kept apart, and nobody waits for one to become free.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from threading import Lock

from vettrak_api.errors import Busy

KNOWN_PLACES, KNOWN_SHARE = 3, 2
"""Places of known addresses, and how many of them one address may hold: people share the address of a portal."""

OTHER_PLACES, OTHER_SHARE = 2, 1
"""Places of all other addresses, and how many of them one address may hold."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who wants a password hashed.

    origin: under which name the address shares places with others (`attempts.origin_of`); empty for this computer.
    is_known: somebody has logged in well from there lately, or calls with a good token.
    """

    origin: str = ""
    is_known: bool = True


OURSELVES = Applicant()
"""Whoever works at this computer: the program's commands, which hash one password after the other."""


class Line:
    """A number of places; of those who hold one, one at a time has its turn."""

    def __init__(self, places: int, share: int) -> None:
        self._places, self._share = places, share
        self._taken: Counter[str] = Counter()
        self._lock, self._turn = Lock(), Lock()

    @contextmanager
    def place(self, origin: str) -> Iterator[None]:
        """Hold a place, and run the body when it is its turn; raises Busy at once when there is no place."""
        self._take(origin)
        try:
            with self._turn:
                yield
        finally:
            self._give_back(origin)

    def _take(self, origin: str) -> None:
        with self._lock:
            if self._taken[origin] >= self._share or self._taken.total() >= self._places:
                self._drop_unused(origin)
                raise Busy
            self._taken[origin] += 1

    def _give_back(self, origin: str) -> None:
        with self._lock:
            self._taken[origin] -= 1
            self._drop_unused(origin)

    def _drop_unused(self, origin: str) -> None:
        if not self._taken[origin]:
            del self._taken[origin]


class Places:
    """All places of one installation: those of known addresses, and those of all others."""

    def __init__(self) -> None:
        self._known, self._others = Line(KNOWN_PLACES, KNOWN_SHARE), Line(OTHER_PLACES, OTHER_SHARE)

    def place(self, applicant: Applicant) -> AbstractContextManager[None]:
        """Return a place for the time of a `with` block; entering it raises Busy when there is none."""
        line = self._known if applicant.is_known else self._others
        return line.place(applicant.origin)
