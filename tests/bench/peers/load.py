"""What a server does under load: wrk sends one call over kept-alive connections as fast as it is answered."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.bench.peers.processes import Server
from tests.bench.peers.stage import Stage, action

CONNECTIONS = 8
SCRIPT = Path(__file__).with_name("load.lua")


@dataclass(frozen=True)
class Figures:
    """Requests per second, CPU milliseconds of the server per request, and the time of a request in milliseconds."""

    rate: float
    cpu: float
    median: float
    p99: float
    failed: int
    """Requests that were not answered with a status of the 200s."""


def measure(server: Server, stage: Stage, operation: str, seconds: int, warm_up: int) -> Figures:
    """Send a call for some seconds, after some that do not count."""
    _wrk(server, stage, operation, warm_up)
    used = server.cpu_seconds()
    seen = _wrk(server, stage, operation, seconds)
    used = server.cpu_seconds() - used
    requests = max(seen["requests"], 1)
    return Figures(
        rate=requests / seen["microseconds"] * 1e6,
        cpu=used / requests * 1e3,
        median=seen["median"] / 1e3,
        p99=seen["p99"] / 1e3,
        failed=seen["failed"],
    )


def _wrk(server: Server, stage: Stage, operation: str, seconds: int) -> dict[str, int]:
    options = ["--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{seconds}s", "--latency"]
    told = [str(stage.call(operation)), action(operation)]
    command = ["wrk", *options, "--script", str(SCRIPT), server.address, "--", *told]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    figures: dict[str, int] = json.loads(printed.splitlines()[-1])
    return figures
