"""Processes a web enrolment in a process of its own that is killed at a statement; run as a program.

Usage: python -m tests.support.crashes URL WEB_ENROLMENT_ID. Reads numbers from standard input; for each a forked
process works and gets SIGKILL at the statement of that number, the commit counting as one.
Prints the exit status of that process, 0 when it came to its end first, -9 when it was killed.
"""

import datetime
import os
import signal
import sys

from sqlalchemy import event

from vettrak_api.database.connections import Database
from vettrak_api.model.audit import Author
from vettrak_api.rules.processing.processing import process_web_enrolment
from vettrak_api.rules.quarantine.decisions import Choices, Context
from vettrak_api.settings import Settings

NOW = datetime.datetime(2026, 9, 10, 12)
AUTHOR = Author("KILLED", "ProcessWebEnrolment", NOW)


def main(url, number):
    """Rehearse once, so that every child knows all statements already; then fork a child for every line."""
    settings = Settings(database_url=url)
    database = Database(settings)
    with database.writing(AUTHOR) as session:
        _process(session, settings, number)
        session.rollback()
    database.close()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os._exit(_work(database, settings, number, int(line)))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _work(database, settings, number, last):
    """Process as ProcessWebEnrolment does, and die at the statement of a number."""
    left = [last]

    def count(*_):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(database.engine, "before_cursor_execute", count)
    event.listen(database.engine, "commit", count)
    with database.writing(AUTHOR) as session:
        _process(session, settings, number)
    return 0


def _process(session, settings, number):
    process_web_enrolment(session, Context("KILLED", NOW, settings), number, Choices(update_matches=True))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
