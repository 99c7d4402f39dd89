"""What a running server does: start, memory, calls per second and faults, over the loopback of this computer.

Usage: python tests/bench/server.py [calls]. Prints tables; asserts nothing. The callers run on the same computer and
take a part of its processors, so the CPU time per call tells more than the calls per second. Linux only.
"""

import os
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench.operations import PAGE, demo_server, login, request
from tests.interop.test_faults import BAD
from tests.support.servers import HOST, RunningServer, serving
from tests.support.sockets import TEXT_XML, send

MEBIBYTE = 1024 * 1024
CALLERS = 4
STARTS = 3
TICKS = os.sysconf("SC_CLK_TCK")
SERVERS = {
    "waitress": (),
    "granian": ("--server", "granian"),
    "granian, 2 workers": ("--server", "granian", "--workers", "2"),
}


class Caller:
    """One connection that stays open and sends the same call again and again."""

    def __init__(self, port: int, body: bytes) -> None:
        head = f"POST {PAGE} HTTP/1.1\r\nHost: {HOST}:{port}\r\nContent-Type: {TEXT_XML}\r\nContent-Length: {len(body)}"
        self._request = f"{head}\r\n\r\n".encode() + body
        self._socket = socket.create_connection((HOST, port))
        self._rest = b""

    def call(self, times: int) -> int:
        """Send the call so many times and return how many were answered by 200."""
        good = 0
        for _ in range(times):
            self._socket.sendall(self._request)
            good += self._answer().startswith(b"HTTP/1.1 200")
        self._socket.close()
        return good

    def _answer(self) -> bytes:
        """Read one answer, which says its length."""
        data = self._rest
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        while len(body) < length:
            body += self._more()
        self._rest = body[length:]
        return head

    def _more(self) -> bytes:
        piece = self._socket.recv(65_536)
        if not piece:
            raise ConnectionError("the server closed the connection")
        return piece


def load(server: RunningServer, body: bytes, calls: int) -> tuple[float, float]:
    """Return calls per second and milliseconds of the server's CPU per call, with several callers at once."""
    with ThreadPoolExecutor(CALLERS) as pool:
        callers = [Caller(server.port, body) for _ in range(CALLERS)]
        used, started = cpu_seconds(server), time.perf_counter()
        good = sum(pool.map(lambda caller: caller.call(calls // CALLERS), callers))
        elapsed, used = time.perf_counter() - started, cpu_seconds(server) - used
    if good != calls // CALLERS * CALLERS:
        raise RuntimeError(f"only {good} of {calls} calls were answered:\n{server.log()[-2000:]}")
    return good / elapsed, used / good * 1000


def cpu_seconds(server: RunningServer) -> float:
    """Return the CPU time that the server's processes have used."""
    return sum(ticks(process) for process in server.processes()) / TICKS


def ticks(process: int) -> int:
    """Return the CPU time of a process in the system's ticks."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


@contextmanager
def timed_start(url: str, options: tuple[str, ...]) -> Iterator[tuple[RunningServer, float]]:
    """Start a server and give it together with the seconds until it had answered."""
    started = time.perf_counter()
    with serving(url, *options) as server:
        yield server, time.perf_counter() - started


def best_start(url: str, options: tuple[str, ...]) -> tuple[float, float, float]:
    """Return seconds of the clock and of CPU until the first answer, and the mebibytes that the server holds then."""
    figures = []
    for _ in range(STARTS):
        with timed_start(url, options) as (server, seconds):
            send(server, PAGE, request("API_Handshake"), Content_Type=TEXT_XML)
            figures.append((seconds, cpu_seconds(server), server.memory() / MEBIBYTE))
    return min(figures)


def starts(url: str) -> None:
    """Print how long servers take to start, and their memory at rest."""
    print(f"{'start to first answer':28}{'seconds':>10}{'CPU s':>10}{'MiB at rest':>14}")
    for name, options in SERVERS.items():
        seconds, cpu, memory = best_start(url, options)
        print(f"{name:28}{seconds:10.2f}{cpu:10.2f}{memory:14.0f}")


def rates(url: str, calls: int) -> None:
    """Print calls per second."""
    print(f"\n{f'{CALLERS} callers at once':28}{'call':28}{'per second':>12}{'CPU ms/call':>14}{'MiB after':>12}")
    for name, options in SERVERS.items():
        with serving(url, *options) as server:
            answer = send(server, PAGE, login("integration"), Content_Type=TEXT_XML)
            listing = request("GetLMSNewOccurrences", sToken=answer.value("Token"))
            bodies = {"ValidateClient, repeated": login("integration"), "GetLMSNewOccurrences": listing}
            for title, body in bodies.items():
                load(server, body, CALLERS * 10)
                rate, cpu = load(server, body, calls)
                print(f"{name:28}{title:28}{rate:12.0f}{cpu:14.2f}{server.memory() / MEBIBYTE:12.0f}")


def faults(url: str) -> None:
    """Print how long bad calls take."""
    print(f"\n{'bad call (waitress)':28}{'bytes':>12}{'ms':>10}{'status':>8}{'MiB after':>12}")
    with serving(url) as server:
        for name, text in BAD.items():
            body, best, status = text.encode(), float("inf"), 0
            for _ in range(5):
                started = time.perf_counter()
                status = send(server, PAGE, body, Content_Type=TEXT_XML).status
                best = min(best, time.perf_counter() - started)
            print(f"{name:28}{len(body):12,}{best * 1000:10.1f}{status:8}{server.memory() / MEBIBYTE:12.0f}")


def main() -> None:
    """Print the tables."""
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        demo_server(folder).database.close()
        url = f"sqlite:///{Path(folder).as_posix()}/bench.db"
        starts(url)
        rates(url, calls)
        faults(url)


if __name__ == "__main__":
    main()
