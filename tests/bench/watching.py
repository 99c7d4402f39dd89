"""What watching costs of a call's CPU: the log in a file, the audit trail and metrics together, against none of them.

Usage: python tests/bench/watching.py [rounds] [--profile CALL]. Servers with all, with none and with traces as well
take turns on one database, and the median of the turns counts. Asserts nothing. A call keeps its record and its id
with none as well, since the change log and the answer have them.
"""

import argparse
import cProfile
import logging
import pstats
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
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

ROUNDS, TURNS = 60, 31
NONE, ALL, TRACES = "none", "all", "traces"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("rounds", nargs="?", type=int, default=ROUNDS, help=f"calls of a turn (default: {ROUNDS})")
    parser.add_argument("--profile", metavar="CALL", help="show where one call spends its time with all")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        runtime = demo_server(folder)
        settings = runtime.settings.model_copy(
            update={"metrics_folder": f"{folder}/metrics", "log_file": f"{folder}/bench.log"}
        )
        configure_logging(settings)
        spans = InMemorySpanExporter()
        ways = {
            NONE: _unwatched(settings),
            ALL: Metrics(Site(build_runtime(settings))),
            TRACES: _traced(settings, spans),
        }
        made = _calls(ways[NONE], World(runtime))
        if asked.profile:
            _profile(ways[ALL], made[asked.profile], asked.rounds * TURNS)
            return
        print(f"{'CPU us, the median':34}{'none':>10}{'all':>10}{'ratio':>8}{'traces':>10}{'ratio':>8}")
        for name, body in made.items():
            took = _by_turns(ways, body, asked.rounds, spans.clear)
            rest = "".join(f"{took[way]:10,.0f}{took[way] / took[NONE]:8.3f}" for way in (ALL, TRACES))
            print(f"{name:34}{took[NONE]:10,.0f}{rest}", flush=True)


def _unwatched(settings: Settings) -> Site:
    """Return a server that tells nobody what it does."""
    runtime = build_runtime(settings)
    runtime.database.vault = None
    site = Site(runtime)
    site._front = replace(site._front, watchers=())
    return site


def _traced(settings: Settings, spans: InMemorySpanExporter) -> Tracing:
    site = Site(build_runtime(settings))
    return Tracing(Metrics(site)._site, site, SimpleSpanProcessor(spans))


def _by_turns(ways: Mapping[str, Application], body: Body, rounds: int, after: Callable[[], None]) -> dict[str, float]:
    """Return microseconds of CPU for one call, of each way."""
    took: dict[str, list[float]] = {way: [] for way in ways}
    for turn in range(TURNS + 1):
        # The one that begins finds another machine than the one that follows.
        for way in ways if turn % 2 else reversed(ways):
            bodies = [body() for _ in range(rounds)]
            used = time.process_time()
            for one in bodies:
                answer(ways[way], one)
            if turn:  # the first one warms up
                took[way].append((time.process_time() - used) / rounds * 1e6)
            after()
    return {way: statistics.median(times) for way, times in took.items()}


def _calls(site: Site, world: World) -> dict[str, Body]:
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


def _details(site: Site, token: str) -> dict[str, str]:
    """Return the members of a client, as they are sent back."""
    told = etree.fromstring(answer(site, request("GetClientDetails", sToken=token, sClie_Code="00001")))
    members = next(told.iterfind(".//{*}Clie_Code")).getparent()
    assert members is not None
    return {etree.QName(each).localname: each.text or "" for each in members if not len(each) and each.text}


def _profile(site: Application, body: Body, rounds: int) -> None:
    bodies = [body() for _ in range(rounds)]
    profile = cProfile.Profile()
    profile.enable()
    for one in bodies:
        answer(site, one)
    profile.disable()
    pstats.Stats(profile).sort_stats("cumulative").print_stats(90)


if __name__ == "__main__":
    logging.captureWarnings(capture=True)
    main()
