"""A small number for each process that is alive, which the next one takes over when it has ended.

A process holds a lock of the operating system on the file of its number, which goes with the process, however that
ends. So there are as many numbers as processes at once, and none is left to be cleared away.
"""

import errno
import os
import sys
from itertools import count
from pathlib import Path

HELD = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})
"""What systems answer when somebody else has the lock; anything else is no answer, as of a disk that knows no locks."""

if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

    def _unlock(file: int) -> None:
        # Windows takes its time to unlock what was closed with a lock.
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _lock(file: int) -> None:
        # Not flock: a process that was forked has that as well as its parent.
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(file: int) -> None:
        fcntl.lockf(file, fcntl.LOCK_UN)


class Slots:
    """The numbers of one folder, and ours among them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process = 0
        self._held: int | None = None
        self._ours = 0

    def ours(self) -> int:
        """Return the number of this process, from 0 on; takes the lowest that is free, in a forked process as well.

        Raises OSError when the folder can not be written, or files there can not be locked.
        """
        if self._process != os.getpid():
            self._process = os.getpid()
            self._ours, self._held = self._taken()
        return self._ours

    def is_held(self, number: int) -> bool:
        """Tell whether a process that is alive has this number."""
        if number == self.ours():
            return True  # to look would give our own lock away
        file = self._file(number)
        try:
            is_free = _could_lock(file)
            if is_free:
                _unlock(file)
            return not is_free
        finally:
            os.close(file)

    def _file(self, number: int) -> int:
        return os.open(self._folder / f"process-{number}.lock", os.O_CREAT | os.O_RDWR, 0o600)

    def _taken(self) -> tuple[int, int]:
        for number in count():
            file = self._file(number)
            try:
                if _could_lock(file):
                    return number, file
            except OSError:
                os.close(file)
                raise
            os.close(file)
        raise AssertionError  # count has no end


def _could_lock(file: int) -> bool:
    """Lock a file for this process, and tell whether it was free; raises OSError when that can not be known."""
    try:
        _lock(file)
    except OSError as error:
        if error.errno in HELD:
            return False
        raise
    return True
