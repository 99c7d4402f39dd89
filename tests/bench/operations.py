"""What calls of operations cost: the whole application in this process, on SQLite with the demonstration data.

Usage: python tests/bench/operations.py [rounds] [--paired CHECKOUT [--times N]]. Prints CPU and wall-clock time per
call; asserts nothing. The last column compares machines: CPU time as a multiple of a loop of 1,000 additions in plain
Python, which is timed together with the call. With --paired another checkout takes turns with this one.
"""

import argparse
import datetime
import io
import logging
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))

from lxml import etree

from tests.bench import _paired
from tests.support.hardware import million_additions
from tests.support.soap import collect
from vettrak_api.app import Site
from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.database import migrations
from vettrak_api.demo import data as demo_data
from vettrak_api.rules.reference.loading import load_reference_data
from vettrak_api.runtime import Runtime, build_runtime
from vettrak_api.settings import Settings

PAGE = load_catalogue().endpoints["complete"]
NAMESPACE = load_catalogue().namespaces["complete"]
ENVELOPE = (
    '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>{}</soap:Body></soap:Envelope>'
)
REPETITIONS = 3
"""Of these runs the best counts."""

ROUNDS, TIMES = 500, 5

Body = Callable[[], bytes]


class Figures(NamedTuple):
    """Microseconds of CPU and of the clock for one call, and of CPU for 1,000 additions at that time."""

    cpu: float
    clock: float
    loop: float


def demo_server(folder: str) -> Runtime:
    """Make a database with the demonstration data and return a server on it."""
    runtime = build_runtime(Settings(database_url=f"sqlite:///{Path(folder).as_posix()}/bench.db"))
    migrations.upgrade(runtime.database)
    with runtime.database.writing() as session:
        load_reference_data(session)
    demo_data.fill(runtime, demo_data.CLIENTS, lambda _count: None)
    return runtime


def request(name: str, **parameters: object) -> bytes:
    """Return the envelope of a call; a parameter's value is XML text."""
    inner = "".join(f"<{key}>{value}</{key}>" for key, value in parameters.items())
    return ENVELOPE.format(f'<{name} xmlns="{NAMESPACE}">{inner}</{name}>').encode()


def answer(site: Site, body: bytes) -> bytes:
    """Call the application as a web server does and return the answer's body."""
    environ = {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": PAGE,
        "QUERY_STRING": "",
        "CONTENT_TYPE": "text/xml; charset=utf-8",
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
    }
    return collect(site, environ)[2]


def texts(site: Site, body: bytes, member: str) -> list[str]:
    """Return the texts of all members of that name in the answer to a call."""
    return [element.text or "" for element in etree.fromstring(answer(site, body)).iterfind(f".//{{*}}{member}")]


def measure(site: Site, body: Body, rounds: int) -> Figures:
    """Measure one call: the best of several runs."""
    cpu = clock = loop = float("inf")
    for _ in range(REPETITIONS):
        bodies = [body() for _ in range(rounds)]
        started, used = time.perf_counter(), time.process_time()
        for one in bodies:
            answer(site, one)
        cpu = min(cpu, time.process_time() - used)
        clock = min(clock, time.perf_counter() - started)
        loop = min(loop, thousand_additions())
    return Figures(cpu / rounds * 1e6, clock / rounds * 1e6, loop)


def thousand_additions() -> float:
    """Return microseconds of CPU for the loop that figures are compared with."""
    return 1000 / million_additions()


def constant(body: bytes) -> Body:
    """Return a maker of the same call again and again."""
    return lambda: body


def first_login(folder: str) -> Figures:
    """Measure a log-in that nobody remembers: the whole price of argon2."""
    figures = []
    for _ in range(REPETITIONS):
        runtime = build_runtime(Settings(database_url=f"sqlite:///{Path(folder).as_posix()}/bench.db"))
        figures.append(once(Site(runtime), login("integration")))
        runtime.database.close()
    return Figures(*(min(column) for column in zip(*figures, strict=True)))


def once(site: Site, body: bytes) -> Figures:
    """Measure a single call, after one that warms up everything but the log-in."""
    answer(site, request("DB_Handshake"))
    started, used = time.perf_counter(), time.process_time()
    answer(site, body)
    used, taken = time.process_time() - used, time.perf_counter() - started
    return Figures(used * 1e6, taken * 1e6, thousand_additions())


def login(username: str) -> bytes:
    """Return the call that logs in."""
    return request("ValidateClient", sUsername=username, sPassword=demo_data.PASSWORD)


def calls(site: Site, token: str) -> dict[str, tuple[Body, int]]:
    """Return the calls to be measured with the part of the rounds that each gets."""
    numbers = count(1)
    year = datetime.timedelta(days=365)
    today = datetime.datetime.combine(datetime.date.today(), datetime.time())
    code = texts(site, query(token, 1), "ArrayOfString/{*}string")[0]
    enrolment, unit = first_unit(site, token)

    def new_client() -> bytes:
        return request(
            "AddClientAfterCheck",
            sToken=token,
            sClie_Surname=f"Bench{next(numbers)}",
            sClie_Given="Mark",
            xsdClie_DOB="1990-02-28",
        )

    def result() -> bytes:
        return request(
            "UpdateResult",
            sToken=token,
            iEnro_ID=enrolment,
            sUnit_Code=unit,
            sResult_Name="Continuing",
            xsdStart="2026-01-01",
            xsdFinish="2026-02-01",
            iPercentage=next(numbers) % 100,
        )

    wide = {"xsdStart": (today - year).isoformat(), "xsdEnd": (today + year).isoformat()}
    return {
        "ValidateClient, repeated": (constant(login("integration")), 1),
        "GetClientByCode": (constant(request("GetClientByCode", sToken=token, sClie_Code=code)), 1),
        "GetClientDetails": (constant(request("GetClientDetails", sToken=token, sClie_Code=code)), 1),
        "GetLMSNewOccurrences": (constant(request("GetLMSNewOccurrences", sToken=token)), 5),
        "GetLMSOccurrencesInDateRange": (constant(request("GetLMSOccurrencesInDateRange", sToken=token, **wide)), 5),
        "QueryAdditionalData, 100 rows": (constant(query(token, 100)), 5),
        "AddClientAfterCheck, new": (new_client, 2),
        "UpdateResult": (result, 2),
    }


def query(token: str, rows: int) -> bytes:
    """Return a call that asks for four columns of clients."""
    names = ("ClientCode", "Surname", "GivenName", "DateOfBirth")
    columns = "".join(f"<ReturnField><Field>{name}</Field></ReturnField>" for name in names)
    return request(
        "QueryAdditionalData", token=token, entityName="Client", returnFields=columns, options=f"MaxRecords={rows}"
    )


def first_unit(site: Site, token: str) -> tuple[str, str]:
    """Return an enrolment and one of its units."""
    for occurrence in texts(site, request("GetLMSNewOccurrences", sToken=token), "TOccu/{*}ID"):
        listed = request("GetLMSNewEnrolmentsForOccurrence", sToken=token, iID=occurrence)
        for enrolment in texts(site, listed, "TClieEnro/{*}ID"):
            units = texts(site, request("GetUnitsForEnrolment", sToken=token, iEnro_ID=enrolment), "Unit_Code")
            if units:
                return enrolment, units[0]
    raise LookupError("the demonstration data has no enrolment with units in an LMS occurrence")


def line(name: str, figures: Figures, size: int) -> str:
    """Return one line of the table."""
    return f"{name:34}{figures.cpu:12,.0f}{figures.clock:12,.0f}{size:12,}{figures.cpu / figures.loop:12,.1f}"


def main() -> None:
    """Print the table, or the comparison with another checkout."""
    logging.disable(logging.CRITICAL)
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("rounds", nargs="?", type=int, default=ROUNDS, help=f"of a short call (default: {ROUNDS})")
    parser.add_argument("--paired", type=Path, metavar="CHECKOUT", help="another checkout, to take turns with")
    parser.add_argument("--times", type=int, default=TIMES, help=f"turns of each checkout (default: {TIMES})")
    asked = parser.parse_args()
    if asked.paired is not None:
        _paired.compare(asked.paired, [str(asked.rounds)], asked.times)
    else:
        table(asked.rounds)


def table(rounds: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        runtime = demo_server(folder)
        site = Site(runtime)
        print(f"{'call':34}{'CPU us':>12}{'clock us':>12}{'bytes':>12}{'loops':>12}")
        seen = [first_login(folder)]
        print(line("ValidateClient, first", seen[0], len(answer(site, login("integration")))))
        (token,) = texts(site, login("integration"), "Token")
        for name, (body, share) in calls(site, token).items():
            size = len(answer(site, body()))
            seen.append(measure(site, body, max(rounds // share, 5)))
            print(line(name, seen[-1], size))
        runtime.database.close()
    loops = sorted(figures.loop for figures in seen)
    print(f"a loop of 1,000 additions took {loops[0]:.1f} to {loops[-1]:.1f} us meanwhile")


if __name__ == "__main__":
    main()
