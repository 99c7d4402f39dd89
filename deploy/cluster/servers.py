"""What both clusters have beside their database: two servers of ours with an HAProxy each, and one before both."""

from __future__ import annotations

import argparse
import base64
import secrets
import shutil
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

KEY_BYTES = 32
"""Of the audit trail's key."""

LAST_LINES = 3
"""Of each log, told when the cluster does not start."""

COMMIT_SECONDS = "20"
"""How long a commit may take: until another follower, or the rest of the nodes, has taken over from one that died."""


class Rig(ABC):
    """A database on three machines, and two servers of ours before it; subclasses say which."""

    kind: ClassVar[str]
    owner: ClassVar[str]
    """The user of the system that owns the database's files."""
    programs: ClassVar[tuple[str, ...]]
    """What must be installed beside HAProxy and vettrak-api."""
    pools: ClassVar[bool] = False
    """Whether the servers may have PgBouncer before the database."""

    def __init__(self, network: Network, parent: Path | None = None) -> None:
        self.password = secrets.token_hex(12)
        self.program = str(Path(sys.executable).with_name("vettrak-api"))
        self.settings: dict[str, str] = {}
        """What the servers are told beside the database."""
        self.audit_key = base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")
        self.is_pooled = False
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

    def require_programs(self) -> None:
        """Raise Missing unless everything is there that the cluster runs, before anything is started."""
        for program in ("haproxy", *self.programs):
            find(program)
        if shutil.which(self.program) is None:
            raise Missing(f"{self.program} is not there, or this user may not run it; say --program PATH/vettrak-api")

    def start(self) -> None:
        """Start everything, migrate the tables, and wait until calls are answered."""
        self.require_programs()
        self.start_database()
        for server in self.servers:
            self.start_proxies(server)
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
        self.start_proxies(machine)
        self.start_server(machine)

    def start_proxies(self, machine: Machine) -> None:
        """Start what stands before the database on a server's machine."""
        self._start_proxy(machine, self.here / "haproxy.cfg")

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
        return {
            "VETTRAK_DATABASE_URL": self.url(machine),
            "VETTRAK_COMMIT_TIMEOUT_SECONDS": COMMIT_SECONDS,
            "VETTRAK_TRUSTED_PROXIES": f'["{self.front.address}"]',
            "VETTRAK_AUDIT_KEY": self.audit_key,
            "PYTHONUNBUFFERED": "1",
            **self.settings,
        }

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
    options = _options(kind, arguments)
    for way in (signal.SIGINT, signal.SIGTERM):  # also where a shell has started this in the background
        signal.signal(way, signal.default_int_handler)
    rig = None
    try:
        rig = kind(Namespaces() if options.namespaces else Loopback())
        rig.program = options.program or (rig.program if Path(rig.program).exists() else find("vettrak-api"))
        rig.is_pooled = options.pgbouncer
        print("Starting; this takes a minute ...", flush=True)
        rig.start()
        tell(rig)
        signal.pause()
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    except (RuntimeError, TimeoutError) as error:
        print(error, *_last_lines(rig), sep="\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        if rig is not None:
            rig.close()
    return 0


def _options(kind: type[Rig], arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=f"Runs a cluster ({kind.kind}) on this computer until Ctrl-C.")
    parser.add_argument("--program", default="", help="vettrak-api; default: beside this Python, or in the PATH")
    parser.add_argument("--namespaces", action="store_true", help="a network namespace for each machine (root, Linux)")
    parser.set_defaults(pgbouncer=False)
    if kind.pools:
        parser.add_argument("--pgbouncer", action="store_true", help="PgBouncer between servers and database")
    return parser.parse_args(arguments)


def tell(rig: Rig) -> None:
    """Say where everything is, in the words of a shell."""
    url, key = rig.url(rig.servers[0]), rig.audit_key
    print(f"The servers are at {rig.address}; to use vettrak-api on their database, and to kill a machine of it:\n")
    print(f"export VETTRAK_DATABASE_URL='{url}' VETTRAK_AUDIT_KEY='{key}'")
    print(f"export LOGS={rig.cluster.folder}")
    print(f"pkill -KILL -f $LOGS/{rig.leader().name}-     # writes go there now\n")
    print("Ctrl-C ends all of it and removes its data.", flush=True)


def _last_lines(rig: Rig | None) -> Iterator[str]:
    """Yield what the programs of a cluster have said last, before their logs are removed."""
    for log in sorted(rig.cluster.folder.glob("*.log")) if rig else ():
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        yield from (f"{log.name}: {line}" for line in lines[-LAST_LINES:])
