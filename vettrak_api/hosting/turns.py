"""Lets the threads of a process work one after another, as far as that makes nobody wait for long.

Threads of one interpreter hinder each other: SQLite's driver lets the interpreter go several times in every statement,
and each time the other threads wake up and quarrel about it. Eight threads then need two to three times the processor
time that one needs for the same calls. Threads that queue at a lock instead sleep until it is their turn.
"""

from collections.abc import Iterable
from threading import Lock

from vettrak_api.app import Application, Environ, StartResponse

PATIENCE_SECONDS = 0.02
"""How long a call waits for its turn at most; then it starts beside those that are at work.

So a call that computes a password's hash, waits for a locked database or writes a long list delays the others by no
more than this. Most calls take a millisecond or two.
"""


class Turns:
    """A WSGI application that answers one request at a time; who has waited for long enough goes ahead."""

    def __init__(self, application: Application, patience: float = PATIENCE_SECONDS) -> None:
        self._application = application
        self._patience = patience
        self._turn = Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request; what is still to be sent of the answer waits for nobody."""
        has_turn = self._turn.acquire(timeout=self._patience)
        try:
            return self._application(environ, start_response)
        finally:
            if has_turn:
                self._turn.release()
