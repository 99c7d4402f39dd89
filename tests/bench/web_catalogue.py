"""GetWebOccurrencesForProgrammeAndDates over 2,000 published occurrences with 200 results, as a WSGI call on SQLite.

Usage: python tests/bench/web_catalogue.py [rounds] [--profile]. Prints CPU time per call, and how many times that of
SQLite alone it is, which executes the same statements and hands over their rows; asserts nothing.
"""

import argparse
import cProfile
import datetime
import gc
import io
import logging
import pstats
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from sqlalchemy import insert, select

from tests.support.hardware import million_additions
from tests.support.plans import selects
from vettrak_api.app import Site
from vettrak_api.database import migrations
from vettrak_api.model.clients import Client
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.occurrences import EnrolmentNumber, Occurrence
from vettrak_api.model.programmes import Programme
from vettrak_api.model.quarantine import CLIENT_KIND, WebEnrolment
from vettrak_api.model.reference import Location
from vettrak_api.model.security import ClientRole, Role
from vettrak_api.rules.reference.loading import load_reference_data
from vettrak_api.runtime import Runtime, build_runtime
from vettrak_api.settings import Settings

OCCURRENCES, RESULTS, PROGRAMMES = 2000, 200, 10
ENROLMENTS, PENDING, PLACES = 8, 1, 12
YEAR = datetime.datetime(2027, 1, 1, 9)
NAMESPACE = "http://www.ozsoft.com.au/VETtrak/api/enrol"
OPERATION = "GetWebOccurrencesForProgrammeAndDates"
TARGET_MILLISECONDS = 5


def fill(runtime: Runtime) -> str:
    """Make the records and return a token with the API role."""
    migrations.upgrade(runtime.database)
    with runtime.database.writing() as session:
        load_reference_data(session)
        people = [
            {"code": f"C{n}", "surname": f"Smith {n}", "given_name": "John", "division_id": 1} for n in range(400)
        ]
        session.add_all(Client(**person) for person in people)
        session.add(Client(code="API", surname="Site", given_name="Web", division_id=1, staff=True))
        session.add_all(Programme(code=f"P{n}", name=f"Programme {n}") for n in range(PROGRAMMES))
        session.add(Location(code="MELB", name="Melbourne Campus"))
        session.flush()
        _add_occurrences(session)
        site = session.scalars(select(Client.id).where(Client.code == "API")).one()
        role = session.scalars(select(Role.id).where(Role.grants_api)).one()
        session.add(ClientRole(client_id=site, role_id=role))
    return runtime.tokens.issue(client_id=site)


def _add_occurrences(session: Any) -> None:
    occurrences = [_occurrence(n) for n in range(OCCURRENCES)]
    enrolments = [_enrolment(OCCURRENCES + 1 + n, n // ENROLMENTS + 1, n) for n in range(OCCURRENCES * ENROLMENTS)]
    pending = [
        {"occurrence_id": row["id"], "kind": CLIENT_KIND, "stamp": YEAR} for row in occurrences for _ in range(PENDING)
    ]
    numbers = [{"id": row["id"], "kind": "O"} for row in occurrences] + [
        {"id": row["id"], "kind": "E"} for row in enrolments
    ]
    for table, rows in (
        (EnrolmentNumber, numbers),
        (Occurrence, occurrences),
        (Enrolment, enrolments),
        (WebEnrolment, pending),
    ):
        session.execute(insert(table), rows)


def _occurrence(number: int) -> dict[str, Any]:
    start = YEAR + datetime.timedelta(hours=number)
    return {
        "id": number + 1,
        "programme_id": number % PROGRAMMES + 1,
        "code": f"OCC-{number}",
        "start_date": start,
        "end_date": start + datetime.timedelta(days=5),
        "status_id": 1,
        "location_id": 1,
        "division_id": 1,
        "delivery_modes": ["Classroom", "Online"],
        "description": "Tasting & serving for beginners",
        "amount": Decimal("495.00"),
        "gst": Decimal("45.00"),
        "web_published": True,
        "maximum_places": PLACES,
    }


def _enrolment(number: int, occurrence: int, place: int) -> dict[str, Any]:
    return {
        "id": number,
        "occurrence_id": occurrence,
        "client_id": place * 7 % 400 + 1,
        "kind": "C",
        "status_id": 1,
        "division_id": 1,
    }


def caller(application: Any, token: str) -> Callable[[], bytes]:
    """One call by a whole HTTP request."""
    end = YEAR + datetime.timedelta(days=365)
    body = (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>'
        f'<{OPERATION} xmlns="{NAMESPACE}"><sToken>{token}</sToken><iProg_ID>1</iProg_ID>'
        f"<xsdStart>{YEAR.isoformat()}</xsdStart><xsdEnd>{end.isoformat()}</xsdEnd></{OPERATION}>"
        "</soap:Body></soap:Envelope>"
    ).encode()
    template = {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/VT_API_Enrol.asmx",
        "QUERY_STRING": "",
        "CONTENT_TYPE": "text/xml; charset=utf-8",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_SOAPACTION": f'"{NAMESPACE}/{OPERATION}"',
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
    }

    def call() -> bytes:
        environ = {**template, "wsgi.input": io.BytesIO(body)}
        return b"".join(application(environ, lambda _status, _headers, _error=None: None))

    return call


def database_alone(file: Path, executed: list[tuple[str, tuple[Any, ...]]]) -> Callable[[], None]:
    """What SQLite itself does for a call: the same statements, and all rows as Python's module hands them over."""
    connection = sqlite3.connect(file, isolation_level=None)

    def ask() -> None:
        for statement, values in executed:
            connection.execute(statement, values).fetchall()

    return ask


def cpu_milliseconds(calls: Sequence[Callable[[], Any]], rounds: int) -> list[tuple[float, float]]:
    """The best and the middle of so many turns of each, in milliseconds of CPU."""
    times: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds):
        for call, taken in zip(calls, times, strict=True):
            start = time.process_time()
            call()
            taken.append((time.process_time() - start) * 1000)
    return [(min(taken), statistics.median(taken)) for taken in times]


def main() -> None:
    """Print the figures."""
    logging.disable(logging.CRITICAL)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rounds", nargs="?", type=int, default=500)
    parser.add_argument("--profile", action="store_true", help="print where the time goes")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bench.db"
        runtime = build_runtime(Settings(database_url=f"sqlite:///{file.as_posix()}"))
        call = caller(Site(runtime), fill(runtime))
        gc.collect()
        gc.freeze()  # as a server that has started
        with selects(runtime.database.engine) as executed:
            answer = call()
        found = f"{answer.count(b'<TOccu>')} of {OCCURRENCES} occurrences"
        print(f"{found}, {len(answer):,} bytes, {len(executed)} statements")
        compare(call, database_alone(file, executed), asked.rounds)
        if asked.profile:
            profile(call)
        runtime.database.close()


def compare(call: Callable[[], bytes], alone: Callable[[], None], rounds: int) -> None:
    """Print the CPU time of the call and of the database alone, which take turns."""
    (best, middle), (least, usual) = cpu_milliseconds((call, alone), rounds)
    print(f"CPU per call: best {best:.2f} ms, median {middle:.2f} ms; target under {TARGET_MILLISECONDS} ms")
    print(f"SQLite alone: best {least:.2f} ms, median {usual:.2f} ms; the call is {best / least:.2f} times that")
    print(f"the machine meanwhile: {million_additions():.1f} million additions a second in Python")


def profile(call: Callable[[], bytes]) -> None:
    """Print where the time of 50 calls goes."""
    with cProfile.Profile() as seen:
        for _ in range(50):
            call()
    pstats.Stats(seen).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
