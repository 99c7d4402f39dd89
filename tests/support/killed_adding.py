"""Runs `vettrak-api` and is killed at a statement; run as a program.

Usage: python -m tests.support.killed_adding NUMBER WORDS... Gets SIGKILL at the statement of that number, before a
database hears of it.
"""

import os
import signal
import sys

from sqlalchemy import Engine, event

from vettrak_api.cli import app


def main(last, words):
    """Count the statements of all databases."""
    left = [last]

    def count(*_):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", count)
    app(words)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
