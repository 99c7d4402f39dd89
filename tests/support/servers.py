"""A real server process on a free port of this computer, as a user starts it: `vettrak-api serve`."""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.support.cleanup import Janitor

HOST = "127.0.0.1"
PATIENCE = 60.0
"""Seconds after which a server that does not answer has failed."""

TRIES = 3
"""Between finding a free port and listening on it somebody else may take it."""

PID_FILE = "pid"

CHEAP_PASSWORDS = {"VETTRAK_ARGON2_MEMORY_KIB": "8", "VETTRAK_ARGON2_PASSES": "1"}
"""For tests that log in often and are not about passwords."""


class DidNotStart(Exception):
    """The server ended, or did not answer in time; the text holds what it printed."""


class RunningServer:
    """A server that answers; `address` is where, without a path."""

    def __init__(self, port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
        self.port = port
        self.process = process
        self.address = f"http://{HOST}:{port}"
        self._log = log

    def page(self, name: str = "VT_API_Integrate") -> str:
        """Return the address of a service page."""
        return f"{self.address}/{name}.asmx"

    def log(self) -> str:
        """Return what the server printed until now."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self.process.poll() is None

    def processes(self) -> list[int]:
        """Return the numbers of the server's process and its children (Linux only)."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return [self.process.pid, *(int(child) for child in children.split())]

    def memory(self, figure: str = "VmRSS") -> int:
        """Return the memory that the server's processes hold, in bytes (Linux only); VmHWM is the most ever."""
        return sum(_figure(process, figure) for process in self.processes())


def _figure(process: int, name: str) -> int:
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    return 0


@contextmanager
def serving(
    database_url: str, *options: str, installed: Path | None = None, **environment: str
) -> Iterator[RunningServer]:
    """Run a server on a database as long as the body; options go to `serve`, the rest are its settings.

    `installed` is the program, if not that of the environment that runs the tests; it runs in a folder of its own.
    """
    command = [str(installed or program()), "serve", "--host", HOST, *options]
    with _running(command, {"VETTRAK_DATABASE_URL": database_url, **environment}) as server:
        yield server


@contextmanager
def serving_portals(api: str, *options: str, **environment: str) -> Iterator[RunningServer]:
    """Run `vettrak-api portals` of the server at an address as long as the body."""
    with _running([program(), "portals", "--api", api, "--host", HOST, *options], environment) as portals:
        yield portals


@contextmanager
def serving_by_gunicorn(database_url: str, *options: str, **environment: str) -> Iterator[RunningServer]:
    """Run `vettrak_api.wsgi:application` in gunicorn as long as the body; options go to gunicorn."""
    command = [sys.executable, "-m", "gunicorn", "vettrak_api.wsgi:application", *options]
    own = {"VETTRAK_DATABASE_URL": database_url, **environment}
    with _running(command, own, lambda port: ["--bind", f"{HOST}:{port}"]) as server:
        yield server


def _port_option(port: int) -> list[str]:
    return ["--port", str(port)]


Listen = Callable[[int], list[str]]


@contextmanager
def _running(command: list[str], environment: dict[str, str], listen: Listen = _port_option) -> Iterator[RunningServer]:
    """Run a server in a folder of its own as long as the body; raises DidNotStart."""
    with tempfile.TemporaryDirectory(prefix="vettrak-server-", ignore_cleanup_errors=True) as folder:
        janitor = Janitor(Path(folder), PID_FILE)
        try:
            server = _started(Path(folder) / "log", command, environment, listen)
            try:
                yield server
            finally:
                stop(server.process)
        finally:
            janitor.clean()


def _started(log: Path, command: list[str], environment: dict[str, str], listen: Listen) -> RunningServer:
    for _ in range(TRIES - 1):
        with suppress(DidNotStart):
            return start(free_port(), log, command, environment, listen)
    return start(free_port(), log, command, environment, listen)


def start(
    port: int, log: Path, command: list[str], environment: dict[str, str], listen: Listen = _port_option
) -> RunningServer:
    """Start a server and return it as soon as it answers; raises DidNotStart."""
    # One's own settings, and none that the surroundings happen to have.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("VETTRAK_")}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, *listen(port)],
            cwd=log.parent,
            env={**inherited, "PYTHONUNBUFFERED": "1", **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    log.with_name(PID_FILE).write_text(str(process.pid), encoding="ascii")
    server = RunningServer(port, process, log)
    deadline = time.monotonic() + PATIENCE
    while not answers(port):
        if not server.alive or time.monotonic() > deadline:
            stop(process)
            raise DidNotStart(server.log())
        time.sleep(0.02)
    return server


def stop(process: "subprocess.Popen[bytes]") -> None:
    """End a server in the polite way, and in the other one when that does not help."""
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def program() -> str:
    """Return the path of vettrak-api in the environment that runs the tests."""
    return str(Path(sys.executable).with_name("vettrak-api.exe" if os.name == "nt" else "vettrak-api"))


def free_port() -> int:
    """Return a port on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Tell whether somebody speaks HTTP on a port."""
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    except OSError:
        return False
    finally:
        connection.close()
    return True
