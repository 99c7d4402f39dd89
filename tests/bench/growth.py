"""What a reading call costs with ten times the clients, when its answer is the same.

Two databases begin with the same demonstration data and are filled with the past of an organisation: clients with
enrolments, units, results, prices and classes in courses that are over, in proportion. The calls ask for the same
rows of both, in turns, in this process, on SQLite.

Usage: python tests/bench/growth.py [--all] [--clients SMALL LARGE] [--turns N]. Prints CPU time per call and the ratio
of the larger to the smaller, with the goal of at most 1.2; asserts nothing but that the answers are the same.
"""

import argparse
import datetime
import gc
import logging
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from sqlalchemy import Connection, Table, insert, select, text

from tests.bench.operations import answer, demo_server, login, texts
from tests.support.plans import growing_tables, read_as_a_whole, selects
from tests.support.reading import examples, reading_operations
from tests.support.soap import Api
from vettrak_api.app import Site
from vettrak_api.demo.data import CLIENTS
from vettrak_api.model.clients import Client
from vettrak_api.model.enrolments import ClassClient, EnrolledUnit, Enrolment, EnrolmentPrice, ResultHistory
from vettrak_api.model.occurrences import (
    IN_LMS,
    LMS_PUBLISHED,
    ClassSession,
    EnrolmentNumber,
    Occurrence,
    OccurrenceUnit,
)
from vettrak_api.model.programmes import Programme, Unit
from vettrak_api.runtime import Runtime, build_runtime
from vettrak_api.settings import Settings

SMALL, LARGE, GOAL = 10_000, 100_000, 1.2
TURNS, CALLS = 40, 5
"""How often each database has its turn, and calls in each; the best turn counts."""

PLACES, ENROLMENTS, UNITS = 12, 3, 2
"""Enrolments of each course that is over, of each client, and units of each enrolment."""

YEAR = datetime.timedelta(days=365)
PAST = 5 * YEAR
"""What is over began that long ago or earlier."""

AT_ONCE = 10_000

LISTS = (
    "GetLMSNewOccurrences",
    "GetLMSOccurrencesInDateRange",
    "GetClientByCode",
    "GetClientDetails",
    "GetEnrolmentsForClient",
    "GetEnrolmentsForOccurrence",
    "GetWebOccurrencesForProgrammeAndDates",
    "QueryAdditionalData",
)

Row = dict[str, Any]
Calls = dict[str, bytes]


def main() -> None:
    """Print the table."""
    logging.disable(logging.CRITICAL)
    asked = _arguments()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        base = demo_server(folder)
        calls = recorded(base, reading_operations() if asked.all else LISTS)
        base.database.close()
        runtimes = [grown(Path(folder), size) for size in asked.clients]
        gc.collect()
        gc.freeze()  # as a server that has started
        with runtimes[-1].database.connection() as connection:
            print(f"rows of the larger: {_told(growing_tables(connection))}\n")
        print(f"{'call':50}{asked.clients[0]:>14,}{asked.clients[1]:>14,}{'ratio':>8}")
        for name, body in calls.items():
            print(line(name, body, runtimes, asked.turns), flush=True)
        for runtime in runtimes:
            runtime.database.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--all", action="store_true", help="every operation that only reads, not the lists alone")
    parser.add_argument("--clients", nargs=2, type=int, default=(SMALL, LARGE), metavar=("SMALL", "LARGE"))
    parser.add_argument("--turns", type=int, default=TURNS, help=f"of each database (default: {TURNS})")
    return parser.parse_args()


# The calls


class Recorder:
    """An application that keeps the last body on its way to the site."""

    def __init__(self, site: Site) -> None:
        self.site, self.body = site, b""

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.body = environ["wsgi.input"].getvalue()
        return self.site(environ, start_response)


def recorded(runtime: Runtime, names: Iterable[str]) -> Calls:
    """Return the envelopes of the calls, which find what the demonstration data holds."""
    recorder = Recorder(Site(runtime))
    api = Api(recorder)
    (token,) = texts(recorder.site, login("integration"), "Token")
    now = runtime.clock.now()
    with runtime.database.reading() as session:
        known = examples(session, now)
        known.special["QueryAdditionalData"] = _hundred_clients()
        return {name: _body(api, recorder, name, _wider(known.arguments(name, token), now)) for name in names}


def _body(api: Any, recorder: Recorder, name: str, arguments: Row) -> bytes:
    getattr(api, name)(**arguments)
    return recorder.body


def _hundred_clients() -> Row:
    columns = ("ClientCode", "Surname", "GivenName", "DateOfBirth")
    return {"returnFields": [("ReturnField", {"Field": column}) for column in columns], "options": "MaxRecords=100"}


def _wider(arguments: Row, now: datetime.datetime) -> Row:
    """Ask for two years where the examples ask for two days."""
    years = {"xsdStart": now - YEAR, "xsdEnd": now + YEAR}
    return arguments | years if years.keys() <= arguments.keys() else arguments


# The databases


def grown(folder: Path, clients: int) -> Runtime:
    """Copy the demonstration data, add the past of so many clients and return a server on it."""
    file = folder / f"{clients}.db"
    shutil.copy(folder / "bench.db", file)
    runtime = build_runtime(Settings(database_url=f"sqlite:///{file.as_posix()}"))
    with runtime.database.connection(writing=True) as connection:
        Past(connection, clients - CLIENTS, runtime.clock.now() - PAST).fill()
    with runtime.database.connection() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    return runtime


class Past:
    """What so many clients have left in a database until a day."""

    def __init__(self, connection: Connection, clients: int, until: datetime.datetime) -> None:
        self._connection, self._clients, self._until = connection, clients, until
        self._programmes = connection.scalars(select(Programme.id).order_by(Programme.id)).all()
        self._units = connection.scalars(select(Unit.id).order_by(Unit.id)).all()
        self._first_client = self._next(Client)
        self._first_number = self._next(EnrolmentNumber)
        self._first_unit = self._next(EnrolledUnit)
        self._first_class = self._next(ClassSession)
        self._enrolments = clients * ENROLMENTS
        self._courses = -(-self._enrolments // PLACES)

    def fill(self) -> None:
        """Add all rows."""
        courses, enrolments, units = self._courses, self._enrolments, self._enrolments * UNITS
        self._add(Client, self._clients, self._client)
        kinds = (*"O" * courses, *"E" * enrolments)
        self._add(EnrolmentNumber, len(kinds), lambda n: {"id": self._first_number + n, "kind": kinds[n]})
        self._add(Occurrence, courses, self._occurrence)
        self._add(OccurrenceUnit, courses, lambda n: {"occurrence_id": self._course(n), "unit_id": self._units[0]})
        self._add(ClassSession, courses, self._class)
        self._add(Enrolment, enrolments, self._enrolment)
        self._add(ClassClient, enrolments, self._attendance)
        self._add(EnrolmentPrice, enrolments, self._price)
        self._add(EnrolledUnit, units, self._unit)
        self._add(ResultHistory, units, self._result)

    def _next(self, model: Any) -> int:
        """Return the number that the next row of a table gets."""
        newest = self._connection.scalar(select(model.id).order_by(model.id.desc()).limit(1))
        return int(newest or 0) + 1

    def _add(self, model: Any, count: int, make: Callable[[int], Row]) -> None:
        table: Table = model.__table__
        rows = (make(number) for number in range(count))
        for some in _chunks(rows):
            self._connection.execute(insert(table), some)

    def _client(self, number: int) -> Row:
        code, surname, given = f"P{number}", f"Past{number}", f"Given{number % 500}"
        keys = {"code_key": code.lower(), "surname_key": surname.lower(), "given_name_key": given.lower()}
        address = f"past{number}@example.com"
        told = {"code": code, "surname": surname, "given_name": given, "email": address, "email_key": address}
        return {"id": self._first_client + number, "division_id": 1} | told | keys

    def _course(self, number: int) -> int:
        return self._first_number + number

    def _start(self, number: int) -> datetime.datetime:
        """Return when a course began: they are spread over ten years."""
        return self._until - datetime.timedelta(days=number % 3650)

    def _occurrence(self, number: int) -> Row:
        start = self._start(number)
        return {
            "id": self._course(number),
            "code": f"PAST-{number}",
            "programme_id": self._programmes[number % len(self._programmes)],
            "start_date": start,
            "end_date": start + datetime.timedelta(days=30),
            "status_id": 1,
            "location_id": 1,
            "division_id": 1,
            "web_published": True,
            "maximum_places": PLACES,
            "lms_publish": LMS_PUBLISHED,
            "lms_status": IN_LMS,
        }

    def _class(self, number: int) -> Row:
        start = self._start(number)
        course = self._course(number)
        return {"id": self._first_class + number, "occurrence_id": course, "start": start, "finish": start}

    def _enrolment(self, number: int) -> Row:
        course = number // PLACES
        start = self._start(course)
        return {
            "id": self._first_number + self._courses + number,
            "kind": "C",
            "client_id": self._first_client + number % self._clients,
            "occurrence_id": self._course(course),
            "status_id": 1,
            "division_id": 1,
            "start_date": start,
            "end_date": start + datetime.timedelta(days=30),
            "lms_publish": LMS_PUBLISHED,
            "lms_status": IN_LMS,
        }

    def _attendance(self, number: int) -> Row:
        enrolment = self._first_number + self._courses + number
        return {"class_session_id": self._first_class + number // PLACES, "enrolment_id": enrolment}

    def _price(self, number: int) -> Row:
        return {"enrolment_id": self._first_number + self._courses + number, "price_item_id": 1, "amount": 100}

    def _unit(self, number: int) -> Row:
        return {
            "id": self._first_unit + number,
            "enrolment_id": self._first_number + self._courses + number // UNITS,
            "unit_id": self._units[number % UNITS],
            "result_type_id": 1,
        }

    def _result(self, number: int) -> Row:
        unit = self._first_unit + number
        return {"enrolled_unit_id": unit, "result_type_id": 1, "percentage": -1, "replaced_at": self._until}


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while some := list(islice(rows, AT_ONCE)):
        yield some


# The figures


def line(name: str, body: bytes, runtimes: list[Runtime], turns: int) -> str:
    """Measure a call on both databases and return its line."""
    sites = [Site(runtime) for runtime in runtimes]
    small, large = (answer(site, body) for site in sites)
    if small != large:
        raise RuntimeError(f"{name} answers otherwise on the larger database")
    small_cpu, large_cpu = microseconds(sites, body, turns)
    ratio = large_cpu / small_cpu
    reason = (
        "" if ratio <= GOAL else f"  above {GOAL}; reads as a whole: {_whole_tables(runtimes[-1], body) or 'nothing'}"
    )
    return f"{name:50}{small_cpu:11,.0f} us{large_cpu:11,.0f} us{ratio:8.2f}{reason}"


def microseconds(sites: list[Site], body: bytes, turns: int) -> list[float]:
    """Return the CPU time of a call for each of the sites, which take turns."""
    best = [float("inf")] * len(sites)
    order = list(enumerate(sites))
    for _ in range(turns):
        for number, site in order:
            started = time.process_time()
            for _ in range(CALLS):
                answer(site, body)
            best[number] = min(best[number], time.process_time() - started)
        order.reverse()
    return [seconds / CALLS * 1e6 for seconds in best]


def _whole_tables(runtime: Runtime, body: bytes) -> str:
    """Name the tables with many rows that a call makes the database read from end to end."""
    with selects(runtime.database.engine) as executed:
        answer(Site(runtime), body)
    with runtime.database.connection() as connection:
        sizes = growing_tables(connection)
        return ", ".join(sorted({table for each in executed for table in read_as_a_whole(connection, sizes, *each)}))


def _told(sizes: dict[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in sizes.items())


if __name__ == "__main__":
    main()
