"""Books from the web and waits between its stamp and its COMMIT, until it is killed: python -m ... URL OCCURRENCE."""

import datetime
import sys
import time

from sqlalchemy import event

from vettrak_api.database.connections import Database
from vettrak_api.model.audit import Author
from vettrak_api.model.quarantine import CLIENT_KIND, PENDING, WebEnrolment
from vettrak_api.model.rows import add_row
from vettrak_api.settings import Settings


def main(url, occurrence):
    """Tell the number of the booking that will never be."""
    database = Database(Settings(database_url=url))
    now = datetime.datetime.now().replace(microsecond=0)
    with database.writing(Author("KILLED", "AddClientWebEnrolment", now)) as session:
        values = {"occurrence_id": int(occurrence), "stamp": now, "state": PENDING, "kind": CLIENT_KIND}
        number = add_row(session, WebEnrolment, **values)

        def wait(*_):
            print(number, flush=True)
            time.sleep(600)

        event.listen(database.engine, "commit", wait)


if __name__ == "__main__":
    main(*sys.argv[1:])
