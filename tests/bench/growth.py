"""What a reading call costs with ten and a hundred times the clients, when its answer is the same.

The demonstration data of several sizes: copies of one organisation with ever more students of former years, which is
what `vettrak-api demo-data --clients N` makes. The calls ask for the same rows of all, in turns, through SOAP and in
this process, on SQLite or on a PostgreSQL server of this computer.

Usage: python tests/bench/growth.py [--all] [--clients N N ...] [--postgresql URL] [--turns N] [--only NAME]. Prints the
median CPU time per call, the database's own included, and the ratio of each size to the smallest; asserts nothing.
URL is a database of a user who may make more; those that it makes (growth_10000, ...) are kept, so that the next run
only measures.
"""

import argparse
import datetime
import gc
import logging
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench._grown import Files, Place, Server, grown
from tests.bench.operations import answer, login, texts
from tests.support.plans import growing_tables, read_as_a_whole, selects
from tests.support.reading import examples, reading_operations
from tests.support.soap import Api
from vettrak_api.app import Site
from vettrak_api.demo import data as demo_data
from vettrak_api.runtime import Runtime

SIZES = (demo_data.PRESENT, 10 * demo_data.PRESENT)
GOAL = 1.2
"""For ten times the clients; for a hundred times its square, which is less than 1.5."""

TURNS, CALLS = 20, 5
"""How often each database has its turn, and calls in each."""

YEAR = datetime.timedelta(days=365)

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


@dataclass(frozen=True, slots=True)
class Measured:
    """A server on one of the databases."""

    clients: int
    runtime: Runtime
    site: Site
    token: bytes


def main() -> None:
    """Print the table."""
    logging.disable(logging.CRITICAL)
    asked = _arguments()
    with _place(asked.postgresql) as place, grown(place, asked.clients) as (base, *runtimes):
        names = reading_operations() if asked.all or asked.only else LISTS
        token, calls = recorded(base, [name for name in names if asked.only in name])
        served = [_measured(*each) for each in zip(asked.clients, runtimes, strict=True)]
        gc.collect()
        gc.freeze()  # as a server that has started
        with runtimes[-1].database.connection() as connection:
            sizes = growing_tables(connection)
        print(f"rows of the largest: {_told(sizes)}\n")
        print(f"{'call':50}" + "".join(f"{clients:>14,}" for clients in asked.clients) + "   ratios")
        for name, body in calls.items():
            print(line(name, (token, body), served, place, asked.turns, sizes), flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--all", action="store_true", help="every operation that only reads, not the lists alone")
    parser.add_argument("--only", default="", metavar="NAME", help="operations with this in their names")
    parser.add_argument("--clients", nargs="+", type=int, default=SIZES, metavar="N")
    parser.add_argument("--postgresql", metavar="URL", help="a server that makes the databases, instead of SQLite")
    parser.add_argument("--turns", type=int, default=TURNS, help=f"of each database (default: {TURNS})")
    asked = parser.parse_args()
    if min(asked.clients) < demo_data.PRESENT or list(asked.clients) != sorted(set(asked.clients)):
        parser.error(f"--clients: rising numbers from {demo_data.PRESENT}, the clients of today")
    return asked


@contextmanager
def _place(url: str | None) -> Iterator[Place]:
    if url:
        yield Server(url)
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield Files(Path(folder))


def _measured(clients: int, runtime: Runtime) -> Measured:
    site = Site(runtime)
    (token,) = texts(site, login("integration"), "Token")
    return Measured(clients, runtime, site, token.encode())


# The calls


class Recorder:
    """An application that keeps the last body on its way to the site."""

    def __init__(self, site: Site) -> None:
        self.site, self.body = site, b""

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.body = environ["wsgi.input"].getvalue()
        return self.site(environ, start_response)


def recorded(runtime: Runtime, names: Iterable[str]) -> tuple[bytes, Calls]:
    """Return a token and the envelopes of the calls by it, which find what the organisation alone holds."""
    recorder = Recorder(Site(runtime))
    api = Api(recorder)
    (token,) = texts(recorder.site, login("integration"), "Token")
    now = runtime.clock.now()
    with runtime.database.reading() as session:
        known = examples(session, now)
        known.special["QueryAdditionalData"] = _hundred_clients()
        calls = {name: _body(api, recorder, name, _wider(known.arguments(name, token), now)) for name in names}
    return token.encode(), calls


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


# The figures


def line(
    name: str, call: tuple[bytes, bytes], served: list[Measured], place: Place, turns: int, sizes: dict[str, int]
) -> str:
    """Measure a call on all databases and return its line."""
    token, body = call
    bodies = [body.replace(token, each.token) for each in served]
    # Answers tell the token, which is each server's own.
    told = [answer(each.site, own).replace(each.token, b"") for each, own in zip(served, bodies, strict=True)]
    if len(set(told)) > 1:
        return f"{name:50}  answers otherwise, bytes: {' '.join(f'{len(each):,}' for each in told)}"
    spent = microseconds(served, bodies, place, turns)
    ratios = [each / spent[0] for each in spent]
    goals = [GOAL ** math.log10(each.clients / served[0].clients) for each in served]
    figures = "".join(f"{each:11,.0f} us" for each in spent) + "".join(f"{ratio:8.2f}" for ratio in ratios[1:])
    if all(ratio <= goal for ratio, goal in zip(ratios[1:], goals[1:], strict=True)):
        return f"{name:50}{figures}"
    return f"{name:50}{figures}  reads as a whole: {_whole_tables(served[-1], bodies[-1], sizes) or 'nothing'}"


def microseconds(served: Sequence[Measured], bodies: Sequence[bytes], place: Place, turns: int) -> list[float]:
    """Return the median CPU time of a call for each of the databases, which take turns."""
    spent: list[list[float]] = [[] for _ in served]
    order = list(enumerate(served))
    for _ in range(turns):
        for at, each in order:
            theirs, ours = place.time_used(each.clients), time.process_time()
            for _ in range(CALLS):
                answer(each.site, bodies[at])
            ours = time.process_time() - ours
            spent[at].append(ours + place.time_used(each.clients) - theirs)
        order.reverse()
    return [statistics.median(each) / CALLS * 1e6 for each in spent]


def _whole_tables(measured: Measured, body: bytes, sizes: dict[str, int]) -> str:
    """Name the tables with many rows that a call makes the database read from end to end."""
    with selects(measured.runtime.database.engine) as executed:
        answer(measured.site, body)
    with measured.runtime.database.connection() as connection:
        return ", ".join(sorted({table for each in executed for table in read_as_a_whole(connection, sizes, *each)}))


def _told(sizes: dict[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in sizes.items())


if __name__ == "__main__":
    main()
