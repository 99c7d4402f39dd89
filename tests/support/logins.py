"""Answers of log-ins, and a count of the passwords that they check."""

from threading import Event, Lock, Semaphore

BAD = "Invalid Username/Password Combination."


def assert_bad(answer):
    assert vars(answer) == {
        "ID": -1, "Token": "", "Status": -1, "StatusMessage": BAD, "Identifier": "-1", "TokenType": "",
    }  # fmt: skip


def assert_good(answer):
    assert (answer.Status, answer.StatusMessage) == (1, "Success")


class Counting:
    """Stands in for the hasher, and notes each check of a password."""

    def __init__(self, hasher, checks):
        self._hasher, self._checks = hasher, checks

    def verify(self, stored, password):
        self._checks.append(1)
        return self._hasher.verify(stored, password)


BUSY = (-3, "Busy, try again.")


class Slow:
    """Stands in for the hasher: checking or hashing the password "slow" lasts until the test ends it."""

    def __init__(self, hasher):
        self._hasher, self._end = hasher, Event()

    def verify(self, stored, password):
        self._last(password)
        return self._hasher.verify(stored, password)

    def hash(self, password):
        self._last(password)
        return self._hasher.hash(password)

    def _last(self, password):
        if password == "slow":
            assert self._end.wait(60)

    def end(self):
        """Let all go on."""
        self._end.set()


class WatchedTurn:
    """Stands in for the lock of a line of places, and lets tests wait until somebody who has a place has come to it."""

    def __init__(self):
        self._lock, self._come = Lock(), Semaphore(0)

    def __enter__(self):
        self._come.release()
        self._lock.acquire()

    def __exit__(self, *raised):
        self._lock.release()

    def forget(self):
        """Wait for none of those that have come until now."""
        while self._come.acquire(blocking=False):
            pass

    def wait(self):
        """Wait until one more has come."""
        assert self._come.acquire(timeout=60)
