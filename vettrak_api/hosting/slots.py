"""A small number for each process that is alive, which the next one takes over when it has ended.

A process holds a lock of the operating system on the file of its number, which goes with the process, however that
ends. So there are as many numbers as processes at once, and none is left to be cleared away.
"""

import os
from itertools import count
from pathlib import Path
from typing import IO

if os.name == "nt":
    import msvcrt

    def _lock(stream: IO[bytes]) -> None:
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(stream: IO[bytes]) -> None:
        # Not flock: a process that was forked has that as well as its parent.
        fcntl.lockf(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Slots:
    """The numbers of one folder, and ours among them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process = 0
        self._held: IO[bytes] | None = None
        self._ours = 0

    def ours(self) -> int:
        """Return the number of this process, from 0 on; takes the lowest that is free, in a forked process as well.

        Raises OSError when the folder can not be written.
        """
        if self._process != os.getpid():
            self._process = os.getpid()
            self._ours, self._held = self._taken()
        return self._ours

    def _taken(self) -> tuple[int, IO[bytes]]:
        for number in count():
            stream = (self._folder / f"process-{number}.lock").open("a+b")
            try:
                _lock(stream)
            except OSError:
                stream.close()
            else:
                return number, stream
        raise AssertionError
