"""How messages travel: within a time that is told for each page, and only so many at once."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError
from zeep import Transport

from vettrak_api.web.portals.troubles import Away

LARGEST_ANSWER = 16 * 1024 * 1024
"""Bytes; the longest list of the demonstration data has a hundredth of it."""

PORTION = 65_536


class BoundedTransport(Transport):
    """Posts messages; a call is given up after its time, and waits for its turn when many are under way.

    One session with kept connections serves all threads of the process.
    """

    def __init__(self, seconds: float, at_once: int) -> None:
        session = requests.Session()
        session.trust_env = False  # no proxies and passwords of the surroundings
        # Cookies are none of this interface's, and one jar for all visitors would be a danger.
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for scheme in ("http://", "https://"):
            session.mount(scheme, HTTPAdapter(pool_maxsize=at_once))
        super().__init__(session=session, timeout=seconds, operation_timeout=seconds)  # type: ignore[no-untyped-call]
        self._seconds = seconds
        self._turns = threading.BoundedSemaphore(at_once)
        self._local = threading.local()

    @contextmanager
    def until(self, deadline: float, visitor: str = "", *, repeats: bool = False) -> Iterator[None]:
        """Give up what this thread sends within the body at a moment of the monotonic clock.

        visitor: the address of the person for whom it is sent. The server counts failed log-ins by it, if it trusts
        this computer (its setting trusted_proxies); else one who guesses would keep everybody out.
        repeats: what changes nothing is sent once more when the server has closed a kept connection meanwhile.
        """
        self._local.deadline = min(deadline, time.monotonic() + self._seconds)
        self._local.headers = {"X-Forwarded-For": visitor} if visitor else {}
        self._local.repeats = repeats
        try:
            yield
        finally:
            del self._local.deadline, self._local.headers, self._local.repeats

    def post(self, address: str, message: Any, headers: Any) -> requests.Response:
        """Send a message and return the answer; raises Away."""
        deadline = getattr(self._local, "deadline", time.monotonic() + self._seconds)
        if not self._turns.acquire(timeout=max(0, deadline - time.monotonic())):
            raise Away
        try:
            told = {**headers, **getattr(self._local, "headers", {})}
            try:
                return self._exchange(address, message, told, deadline)
            except requests.ConnectionError:
                if not getattr(self._local, "repeats", False):
                    raise
                return self._exchange(address, message, told, deadline)
        except (requests.RequestException, HTTPError):
            raise Away from None
        finally:
            self._turns.release()

    def _exchange(self, address: str, message: Any, headers: Any, deadline: float) -> requests.Response:
        left = deadline - time.monotonic()
        if left <= 0:
            raise Away
        with self.session.post(
            address, data=message, headers=headers, timeout=left, stream=True, allow_redirects=False
        ) as answer:
            body = bytearray()
            # A time-out is about the next bytes alone: somebody who sends one now and then is given up here.
            while portion := answer.raw.read1(PORTION, decode_content=True):
                body += portion
                if len(body) > LARGEST_ANSWER or time.monotonic() > deadline:
                    raise Away
            whole = requests.Response()
            whole.status_code, whole.headers, whole.encoding = answer.status_code, answer.headers, answer.encoding
            whole._content = bytes(body)  # noqa: SLF001 - as zeep's own transports make answers
            return whole
