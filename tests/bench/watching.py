"""What watching costs of a call's CPU: short calls with metrics, and with metrics and traces, against neither.

Usage: python tests/bench/watching.py [rounds]. The three take turns, and the best of each counts. Asserts nothing.
"""

import logging
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from tests.bench.operations import answer, demo_server, login, request, texts
from vettrak_api.app import Site
from vettrak_api.hosting.metrics import Metrics
from vettrak_api.hosting.tracing import Tracing
from vettrak_api.runtime import build_runtime

ROUNDS, TURNS = 300, 9


def main() -> None:
    """Measure and print."""
    logging.disable(logging.CRITICAL)
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        runtime = demo_server(folder)
        settings = runtime.settings.model_copy(update={"metrics_folder": f"{folder}/metrics"})
        plain, counting, tracing = (Site(build_runtime(settings)) for _ in range(3))
        metrics, spans = Metrics(counting), InMemorySpanExporter()
        ways = {"neither": plain, "metrics": metrics, "traces": Tracing(tracing, tracing, SimpleSpanProcessor(spans))}
        token = texts(plain, login("integration"), "Token")[0]
        for name, body in {
            "API_Handshake": request("API_Handshake"),
            "GetClientByCode": request("GetClientByCode", sToken=token, sClie_Code="00001"),
            "GetLMSNewOccurrences": request("GetLMSNewOccurrences", sToken=token),
        }.items():
            best = dict.fromkeys(ways, float("inf"))
            for _ in range(TURNS):
                for way, application in ways.items():
                    used = time.process_time()
                    for _ in range(rounds):
                        answer(application, body)
                    best[way] = min(best[way], (time.process_time() - used) / rounds * 1e6)
                    spans.clear()
            shares = ", ".join(f"{way} {one:.0f} us ({one / best['neither'] - 1:+.1%})" for way, one in best.items())
            print(f"{name}: {shares}")
        page = time.process_time()
        metrics.page()
        print(f"a page of metrics: {(time.process_time() - page) * 1e3:.0f} ms")


if __name__ == "__main__":
    main()
