"""What watching costs of a call's CPU: the log in a file, the audit trail and metrics together, against none of them.

Usage: python tests/bench/watching.py [CALL ...] [--profile CALL]. Servers with all, with none and with traces as well
take turns on one database, and the median of the turns counts. Those that watch do so as real servers do, in batches by
a thread of their own; a turn lasts for several batches, and ends when the last one is told. Asserts nothing. A call
keeps its record and its id with none as well, since the change log and the answer have them.
"""

import argparse
import cProfile
import logging
import math
import pstats
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).parents[2]))

from lxml import etree
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from tests.bench.operations import Body, answer, constant, demo_server, first_unit, login, request, texts
from tests.support.world import World
from vettrak_api.app import Application, Site
from vettrak_api.hosting.logs import configure_logging
from vettrak_api.hosting.metrics import Metrics
from vettrak_api.hosting.tracing import Tracing
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings
from vettrak_api.web.kit.backlog import Backlog
from vettrak_api.web.kit.edge import Watch

TURNS, TURN_SECONDS = 21, 0.2
FIRST = 60
"""Calls by which it is found how many make a turn."""

PROFILED = 2000
NONE, ALL, TRACES = "none", "all", "traces"


class Way(NamedTuple):
    """A server, and those who watch it."""

    application: Application
    backlog: Backlog


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("calls", nargs="*", metavar="CALL", help="measure these alone")
    parser.add_argument("--profile", metavar="CALL", help="show where one call spends its time with all")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        runtime = demo_server(folder)
        settings = runtime.settings.model_copy(
            update={"metrics_folder": f"{folder}/metrics", "log_file": f"{folder}/bench.log"}
        )
        configure_logging(settings)
        spans = InMemorySpanExporter()
        ways = {NONE: _unwatched(settings), ALL: _watched(settings), TRACES: _traced(settings, spans)}
        made = _calls(ways[NONE].application, World(runtime))
        if asked.profile:
            _profile(ways[ALL], made[asked.profile])
            return
        print(f"{'CPU us, the median':34}{'none':>10}{'all':>10}{'ratio':>8}{'traces':>10}{'ratio':>8}")
        for name, body in made.items():
            if asked.calls and name not in asked.calls:
                continue
            took = _by_turns(ways, body, spans.clear)
            rest = "".join(f"{took[way]:10,.0f}{took[way] / took[NONE]:8.3f}" for way in (ALL, TRACES))
            print(f"{name:34}{took[NONE]:10,.0f}{rest}", flush=True)


def _unwatched(settings: Settings) -> Way:
    """Return a server that tells nobody what it does."""
    runtime = build_runtime(settings)
    runtime.database.vault = None
    site = Site(runtime)
    site._front = replace(site._front, watch=Watch(math.inf, Backlog()))
    return Way(site, site.backlog)


def _watched(settings: Settings) -> Way:
    site = Site(build_runtime(settings))
    application = Metrics(site)
    site.backlog.gather()
    return Way(application, site.backlog)


def _traced(settings: Settings, spans: InMemorySpanExporter) -> Way:
    site = Site(build_runtime(settings))
    application = Tracing(site, Metrics(site), SimpleSpanProcessor(spans))
    site.backlog.gather()
    return Way(application, site.backlog)


def _by_turns(ways: Mapping[str, Way], body: Body, after: Callable[[], None]) -> dict[str, float]:
    """Return microseconds of CPU for one call, of each way."""
    rounds = int(TURN_SECONDS * 1e6 / _took(ways[NONE], [body() for _ in range(FIRST)]))
    took: dict[str, list[float]] = {way: [] for way in ways}
    for turn in range(TURNS + 1):
        # The one that begins finds another machine than the one that follows.
        for name in ways if turn % 2 else reversed(ways):
            used = _took(ways[name], [body() for _ in range(rounds)])
            if turn:  # the first one warms up
                took[name].append(used)
            after()
    return {name: statistics.median(times) for name, times in took.items()}


def _took(way: Way, bodies: Sequence[bytes]) -> float:
    """Return microseconds of CPU for one call, of all threads, until whoever watches has been told."""
    used = time.process_time()
    for body in bodies:
        answer(way.application, body)
    way.backlog.tell()
    return (time.process_time() - used) / len(bodies) * 1e6


def _calls(site: Application, world: World) -> dict[str, Body]:
    """Return calls of each kind, which the demonstration data know: log-ins, reads, and writes of what is personal."""
    token = texts(site, login("integration"), "Token")[0]
    numbers = count(1)
    enrolment, unit = first_unit(site, token)
    open_occurrence = world.occurrence(web_published=True).id
    details = _details(site, token)

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

    def booking() -> bytes:
        return request(
            "AddClientWebEnrolment",
            sToken=token,
            iOccu_ID=open_occurrence,
            sSurname=f"Bench{next(numbers)}",
            sGiven="Mark",
            xsdDOB="1990-02-28",
        )

    def change() -> bytes:
        told = details | {"Clie_Mobile": f"0400{next(numbers) % 1_000_000:06d}"}
        inner = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in told.items())
        return request("UpdateClientDetails", sToken=token, cClient=inner)

    return {
        "ValidateClient": constant(login("integration")),
        "GetClientByCode": constant(request("GetClientByCode", sToken=token, sClie_Code="00001")),
        "GetLMSNewOccurrences": constant(request("GetLMSNewOccurrences", sToken=token)),
        "UpdateResult": result,
        "AddClientWebEnrolment": booking,
        "UpdateClientDetails": change,
    }


def _details(site: Application, token: str) -> dict[str, str]:
    """Return the members of a client, as they are sent back."""
    told = etree.fromstring(answer(site, request("GetClientDetails", sToken=token, sClie_Code="00001")))
    members = next(told.iterfind(".//{*}Clie_Code")).getparent()
    assert members is not None
    return {etree.QName(each).localname: each.text or "" for each in members if not len(each) and each.text}


def _profile(way: Way, body: Body) -> None:
    bodies = [body() for _ in range(PROFILED)]
    profile = cProfile.Profile()
    profile.enable()
    _took(way, bodies)
    profile.disable()
    pstats.Stats(profile).sort_stats("cumulative").print_stats(90)


if __name__ == "__main__":
    logging.captureWarnings(capture=True)
    main()
