"""The processes of one server: started, waited for, measured, and ended with all their children."""

import os
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.bench.peers.stage import PATH, Stage, action
from tests.support.cleanup import Janitor
from tests.support.servers import HOST, PATIENCE

TICKS = os.sysconf("SC_CLK_TCK")
SESSION, USER_TICKS, SYSTEM_TICKS = 3, 11, 12
"""Fields of /proc/PID/stat behind the name of the program."""

STOP_SECONDS = 8


class DidNotStart(Exception):
    """A server does not answer; the text holds the end of what it printed."""


@dataclass(frozen=True)
class Command:
    """A program with its arguments, and the folder where it runs."""

    words: Sequence[str]
    folder: Path | None = None


class Server:
    """A server that runs at a port of this computer."""

    def __init__(self, port: int, processes: "list[subprocess.Popen[bytes]]", log: Path) -> None:
        self.address = f"http://{HOST}:{port}{PATH}"
        self._processes, self._log = processes, log

    def post(self, operation: str, body: bytes) -> bytes:
        """Call an operation once; raises OSError (HTTPError with a fault's status)."""
        headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{action(operation)}"'}
        with urllib.request.urlopen(urllib.request.Request(self.address, body, headers), timeout=10) as answer:
            content: bytes = answer.read()
        return content

    def wait(self, operation: str, body: bytes) -> None:
        """Wait until the server answers the call; raises DidNotStart."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self.post(operation, body)
            except OSError as error:
                ended = any(process.poll() is not None for process in self._processes)
                if ended or time.monotonic() > deadline:
                    raise DidNotStart(f"{error}; it printed: {self.printed()}") from None
                time.sleep(0.1)
            else:
                return

    def printed(self) -> str:
        """Return the last line of what the server printed."""
        lines = self._log.read_text(encoding="utf-8", errors="replace").split("\n")
        return next((line for line in reversed(lines) if line.strip()), "nothing")[-300:]

    def cpu_seconds(self) -> float:
        """Return the CPU time that all processes of the server have used so far."""
        sessions = {str(process.pid) for process in self._processes}
        return sum(int(f[USER_TICKS]) + int(f[SYSTEM_TICKS]) for f in statistics() if f[SESSION] in sessions) / TICKS


def statistics() -> Iterator[list[str]]:
    """Give the fields of /proc/PID/stat behind the program's name for each process of the computer."""
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # the process has ended meanwhile
            yield file.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()


@contextmanager
def running(stage: Stage, port: int, commands: Sequence[Command]) -> Iterator[Server]:
    """Run a server's programs as long as the body."""
    with (
        tempfile.TemporaryDirectory(prefix="vettrak-peer-", ignore_cleanup_errors=True) as folder,
        ExitStack() as stack,
    ):
        log, environment = Path(folder) / "log", _environment(stage)
        janitor = Janitor(Path(folder), *(f"pid{number}" for number in range(len(commands))))
        stack.callback(janitor.clean)
        processes = []
        with log.open("wb") as output:
            for number, command in enumerate(commands):
                process = subprocess.Popen(
                    command.words,
                    cwd=command.folder or folder,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    start_new_session=True,  # whose number all of its children carry
                )
                stack.callback(_stop, process)
                (Path(folder) / f"pid{number}").write_text(str(process.pid), encoding="ascii")
                processes.append(process)
        yield Server(port, processes, log)


def _environment(stage: Stage) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("VETTRAK_")}
    own = {"PEER_DATABASE": str(stage.database), "PEER_FOLDER": str(stage.folder), "PYTHONUNBUFFERED": "1"}
    return {**inherited, **own, "VETTRAK_DATABASE_URL": f"sqlite:///{stage.database.as_posix()}"}


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """End a program politely, and what is left of its children in the other way."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
