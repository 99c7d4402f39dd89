"""What both clusters have beside their database: two servers of ours with an HAProxy each, and one before both."""

from __future__ import annotations

import argparse
import secrets
import signal
import sys
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from cluster.machines import Cluster, Loopback, Machine, Missing, Namespaces, Network, find, own_name, wait_for

HERE = Path(__file__).resolve().parent
DATABASES, SERVERS, FRONT = ("db1", "db2", "db3"), ("app1", "app2"), "front"
FIRST_DATABASE, FIRST_SERVER, FRONT_NUMBER = 11, 21, 31
PORT = 8000

COMMIT_SECONDS = "20"
"""How long a commit may take: until another follower, or the rest of the nodes, has taken over from one that died."""


class Rig(ABC):
    """A database on three machines, and two servers of ours before it; subclasses say which."""

    kind: ClassVar[str]
    owner: ClassVar[str]
    """The user of the system that owns the database's files."""

    def __init__(self, network: Network, parent: Path | None = None) -> None:
        self.password = secrets.token_hex(12)
        self.program = str(Path(sys.executable).with_name("vettrak-api"))
        self.settings: dict[str, str] = {}
        """What the servers are told beside the database."""
        self.cluster = Cluster(network, own_name(self.owner), parent)
        machines = [self.cluster.add(name, FIRST_DATABASE + at) for at, name in enumerate(DATABASES)]
        servers = [self.cluster.add(name, FIRST_SERVER + at) for at, name in enumerate(SERVERS)]
        self.databases, self.servers = machines, servers
        self.front = self.cluster.add(FRONT, FRONT_NUMBER)
        self.cluster.watch()

    @property
    def here(self) -> Path:
        """Where the configuration files of the database are."""
        return HERE / self.kind

    @property
    def address(self) -> str:
        """Where callers find the servers."""
        return f"http://{self.front.address}:{PORT}"

    @abstractmethod
    def start_database(self) -> None:
        """Start it on all three machines, and wait until it can be written to."""

    @abstractmethod
    def start_node(self, machine: Machine) -> None:
        """Start the database's programs on one machine, which may have been killed in the midst of its work."""

    @abstractmethod
    def url(self, machine: Machine) -> str:
        """Return what VETTRAK_DATABASE_URL says on a server's machine."""

    @abstractmethod
    def leader(self) -> Machine:
        """Return the machine whose database is written to."""

    @abstractmethod
    def followers(self) -> list[Machine]:
        """Return the other two."""

    @abstractmethod
    def is_whole(self) -> bool:
        """Tell whether all three machines take part, and none lags behind."""

    @abstractmethod
    def standing(self) -> str:
        """Tell in words how the machines stand."""

    def start(self) -> None:
        """Start everything, migrate the tables, and wait until calls are answered."""
        self.start_database()
        for server in self.servers:
            self._start_proxy(server, self.here / "haproxy.cfg")
        self.command("db", "upgrade")
        for server in self.servers:
            self.start_server(server)
        self._start_proxy(self.front, HERE / "haproxy.cfg")
        wait_for("an answer of the servers", self.is_ready)

    def command(self, *words: str) -> str:
        """Run vettrak-api on the first server's machine, and return what it printed."""
        told = [f"{name}={value}" for name, value in self.environment(self.servers[0]).items()]
        return self.servers[0].call(["env", *told, self.program, *words])

    def start_server(self, machine: Machine) -> None:
        """Start our server on a machine."""
        command = [self.program, "serve", "--host", machine.address, "--port", str(PORT), "--threads", "8"]
        machine.start("vettrak-api", command, **self.environment(machine))

    def restart(self, machine: Machine) -> None:
        """Start a machine again that was killed, with all that runs on it."""
        if machine in self.databases:
            self.start_node(machine)
            return
        self._start_proxy(machine, self.here / "haproxy.cfg")
        self.start_server(machine)

    def is_ready(self, machine: Machine | None = None) -> bool:
        """Tell whether calls can be answered: by the server on a machine, or by any of them."""
        try:
            with urllib.request.urlopen(f"http://{(machine or self.front).address}:{PORT}/ready", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def close(self) -> None:
        """End everything and clear it away."""
        self.cluster.close()

    def environment(self, machine: Machine) -> dict[str, str]:
        """Return the settings of the server on a machine."""
        own = {"VETTRAK_DATABASE_URL": self.url(machine), "VETTRAK_COMMIT_TIMEOUT_SECONDS": COMMIT_SECONDS}
        proxies = f'["{self.front.address}"]'
        return {**own, "VETTRAK_TRUSTED_PROXIES": proxies, "PYTHONUNBUFFERED": "1", **self.settings}

    def _start_proxy(self, machine: Machine, template: Path) -> None:
        path = self.cluster.configure(template, machine)
        machine.start("haproxy", [find("haproxy"), "-f", str(path)])


@contextmanager
def running(kind: type[Rig], network: Callable[[], Network], parent: Path | None = None) -> Iterator[Rig]:
    """Run a cluster as long as the body."""
    rig = kind(network(), parent)
    try:
        rig.start()
        yield rig
    finally:
        rig.close()


def main(kind: type[Rig], arguments: Sequence[str]) -> int:
    """Run a cluster on this computer until Ctrl-C."""
    parser = argparse.ArgumentParser(description=f"Runs a cluster ({kind.kind}) on this computer until Ctrl-C.")
    parser.add_argument("--program", default="", help="vettrak-api; default: beside this Python, or in the PATH")
    parser.add_argument("--namespaces", action="store_true", help="a network namespace for each machine (root, Linux)")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    rig = None
    try:
        rig = kind(Namespaces() if options.namespaces else Loopback())
        rig.program = options.program or (rig.program if Path(rig.program).exists() else find("vettrak-api"))
        print("Starting; this takes a minute ...", flush=True)
        rig.start()
        print(f"The servers are at {rig.address}\nTheir database is at {rig.url(rig.servers[0])}")
        print(f"Logs: {rig.cluster.folder}")
        print("Ctrl-C ends all of it and removes its data.", flush=True)
        signal.pause()
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        if rig is not None:
            rig.close()
    return 0
