"""Processes a web enrolment in a process of its own that is killed at a statement; run as a program.

Usage: python -m tests.support.killed URL WEB_ENROLMENT_ID. Reads numbers from standard input; for each a forked
process works with a server of its own and gets SIGKILL at the statement of that number, the commit counting as one.
Prints the exit status of that process, 0 when it came to its end first, -9 when it was killed.
"""

import datetime
import os
import signal
import sys

from sqlalchemy import event

from vettrak_api.app import Site  # noqa: F401 - everything is imported before the first fork
from vettrak_api.model.stamping import Author
from vettrak_api.rules.decisions import Choices, Context
from vettrak_api.rules.processing import process_web_enrolment
from vettrak_api.server import build_server
from vettrak_api.settings import Settings

NOW = datetime.datetime(2026, 9, 10, 12)


def main(url, number):
    """Fork a process for every line."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os._exit(_work(url, number, int(line)))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _work(url, number, last):
    """Process as ProcessWebEnrolment does, and die at the statement of a number."""
    server = build_server(Settings(database_url=url))
    left = [last]

    def count(*_):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    with server.database.writing(Author("KILLED", "ProcessWebEnrolment", NOW)) as session:
        event.listen(server.database.engine, "before_cursor_execute", count)
        event.listen(server.database.engine, "commit", count)
        process_web_enrolment(session, Context("KILLED", NOW, server.settings), number, Choices(update_matches=True))
    return 0


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
