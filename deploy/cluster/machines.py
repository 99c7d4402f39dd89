"""Machines of a cluster on this one: programs with an address each, and the network between them.

Two kinds of network. `Loopback` gives each machine an address of this computer's loopback (127.0.x.y); that needs no
right, and nothing can be cut. `Namespaces` gives each a network namespace of its own behind a bridge, as root on Linux:
machines can be cut off from all others or from some, and lose some of what they are sent. On both a machine can be
killed and paused.
"""

from __future__ import annotations

import getpass
import os
import secrets
import shutil
import signal
import string
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TypeAlias

MORE_FOLDERS = ("/usr/sbin", "/usr/local/sbin", "/usr/lib/postgresql/15/bin")
"""Where Debian's servers are, although an ordinary user's PATH does not lead there."""

PATIENCE = 90.0
"""Seconds after which something that does not come has failed."""

POLITE_SECONDS = 10.0

CLEANER = """
import shutil, subprocess, sys, os, signal
sys.stdin.buffer.read()
folder, bridge, *namespaces = sys.argv[1:]
def tried(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()
for name in namespaces:
    for number in tried("ip", "netns", "pids", name):
        try:
            os.kill(int(number), signal.SIGKILL)
        except OSError:
            pass
    tried("ip", "netns", "delete", name)
if bridge:
    tried("ip", "link", "delete", bridge)
for number in filter(str.isdigit, os.listdir("/proc")):
    try:
        if os.readlink(f"/proc/{number}/cwd").startswith(folder + os.sep):
            os.kill(int(number), signal.SIGKILL)
    except OSError:
        pass
shutil.rmtree(folder, ignore_errors=True)
"""
"""Waits until its standard input ends, which happens however this program ends, and clears everything away."""


class Missing(Exception):
    """This computer lacks what the cluster needs; the message says what."""


def find(program: str) -> str:
    """Return the path of a program; raises Missing."""
    folders = os.pathsep.join([os.environ.get("PATH", ""), *MORE_FOLDERS])
    path = shutil.which(program, path=folders)
    if path is None:
        raise Missing(f"the program {program} is not installed")
    return path


def is_root() -> bool:
    """Tell whether this is root."""
    return os.geteuid() == 0


def as_user(user: str) -> list[str]:
    """Return what stands before a command so that it runs as a user; nothing for who is not root."""
    return [find("setpriv"), f"--reuid={user}", f"--regid={user}", "--init-groups"] if is_root() else []


def own_name(user: str) -> str:
    """Return the name of the user as whom `as_user` runs commands."""
    return user if is_root() else getpass.getuser()


def run(command: Sequence[str]) -> str:
    """Run a program to its end and return what it printed; raises RuntimeError with that when it fails."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def working_in(folders: Sequence[Path]) -> list[int]:
    """Return the processes that work in some folders, or below them, as far as this user may know that."""
    found = []
    for process in Path("/proc").iterdir():
        with suppress(OSError):
            where = (process / "cwd").readlink()
            if process.name.isdigit() and any(where.is_relative_to(folder) for folder in folders):
                found.append(int(process.name))
    return found


def wait_for(what: str, is_there: Callable[[], bool], seconds: float = PATIENCE) -> float:
    """Wait until something is there and return how many seconds it took; raises TimeoutError."""
    began = time.monotonic()
    while not is_there():
        if time.monotonic() - began > seconds:
            raise TimeoutError(f"waited {seconds:.0f} seconds in vain for {what}")
        time.sleep(0.1)
    return time.monotonic() - began


class Loopback:
    """Where the machines are; this one gives them loopback addresses."""

    bridge = ""

    def __init__(self) -> None:
        self.prefix = f"127.0.{secrets.randbelow(200) + 50}"
        self.namespaces: list[str] = []

    def join(self, name: str, number: int) -> str:
        """Give a machine its address."""
        del name
        return f"{self.prefix}.{number}"

    def inside(self, name: str) -> list[str]:
        """Return what stands before a command so that it runs on a machine."""
        del name
        return []

    def pids(self, name: str) -> list[int]:
        """Return all processes of a machine, as far as the network knows them."""
        del name
        return []


class Namespaces(Loopback):
    """A bridge with a network namespace for each machine; needs root."""

    def __init__(self) -> None:
        super().__init__()
        if not is_root():
            raise Missing("network namespaces need root")
        self._ip = find("ip")
        self._iptables = find("iptables")
        for number in count(secrets.randbelow(100)):
            self.bridge = f"vtc{number}"
            with suppress(RuntimeError):
                run([self._ip, "link", "add", self.bridge, "type", "bridge"])
                break
            if number > 250:
                raise Missing("no bridge can be made here")
        self.prefix = f"10.201.{number}"
        run([self._ip, "address", "add", f"{self.prefix}.1/24", "dev", self.bridge])
        run([self._ip, "link", "set", self.bridge, "up"])

    def join(self, name: str, number: int) -> str:  # noqa: D102
        space, outside = self._space(name), f"{self.bridge}-{number}"
        address = f"{self.prefix}.{number}"
        run([self._ip, "netns", "add", space])
        self.namespaces.append(space)
        run([self._ip, "link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", space])
        run([self._ip, "link", "set", outside, "master", self.bridge, "up"])
        run([*self.inside(name), self._ip, "address", "add", f"{address}/24", "dev", "eth0"])
        for device in ("lo", "eth0"):
            run([*self.inside(name), self._ip, "link", "set", device, "up"])
        return address

    def inside(self, name: str) -> list[str]:  # noqa: D102
        return [self._ip, "netns", "exec", self._space(name)]

    def pids(self, name: str) -> list[int]:  # noqa: D102
        return [int(number) for number in run([self._ip, "netns", "pids", self._space(name)]).split()]

    def cut(self, name: str, *others: str) -> None:
        """Let nothing pass between a machine and some addresses; without any, between it and everybody."""
        rules = [["INPUT", "-s", other] for other in others] + [["OUTPUT", "-d", other] for other in others]
        for rule in rules or [["INPUT", "!", "-i", "lo"], ["OUTPUT", "!", "-o", "lo"]]:
            run([*self.inside(name), self._iptables, "-w", "-A", *rule, "-j", "DROP"])

    def lose(self, name: str, share: float) -> None:
        """Lose a share of what a machine is sent, which makes it slow."""
        how = ["-m", "statistic", "--mode", "random", "--probability", str(share)]
        run([*self.inside(name), self._iptables, "-w", "-A", "INPUT", "!", "-i", "lo", *how, "-j", "DROP"])

    def heal(self, name: str) -> None:
        """Let everything pass again, at once."""
        run([*self.inside(name), self._iptables, "-w", "-F"])

    def _space(self, name: str) -> str:
        return f"{self.bridge}-{name}"


Network: TypeAlias = Loopback


@dataclass
class Machine:
    """One machine: its name, its address and its programs."""

    name: str
    address: str
    network: Network
    folder: Path
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def here(self) -> Path:
        """The folder in which its programs run, which no other machine has."""
        return self.folder / self.name

    def start(self, program: str, command: Sequence[str], user: str | None = None, **environment: str) -> None:
        """Start a program; what it prints goes to NAME-PROGRAM.log in the cluster's folder."""
        before = [*self.network.inside(self.name), *(as_user(user) if user else [])]
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("VETTRAK_")}
        with (self.folder / f"{self.name}-{program}.log").open("ab") as log:
            process = subprocess.Popen(
                [*before, *command],
                cwd=self.here,
                env={**inherited, **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes[program] = process

    def call(self, command: Sequence[str], user: str | None = None) -> str:
        """Run a program on the machine to its end and return what it printed."""
        return run([*self.network.inside(self.name), *(as_user(user) if user else []), *command])

    def tell(self, number: int) -> None:
        """Send a signal to all processes of the machine."""
        for _ in range(3):  # some may have been started meanwhile
            for process in self._pids():
                with suppress(ProcessLookupError):
                    os.kill(process, number)
            if number != signal.SIGKILL:
                return
        for started in self.processes.values():
            started.wait()
        self.processes.clear()

    def kill(self) -> None:
        """End everything on the machine, as a loss of power does."""
        self.tell(signal.SIGCONT)
        self.tell(signal.SIGKILL)

    def pause(self) -> None:
        """Let everything on the machine stand still."""
        self.tell(signal.SIGSTOP)

    def resume(self) -> None:
        """Let everything on the machine go on."""
        self.tell(signal.SIGCONT)

    def stop(self) -> None:
        """End the programs in the polite way, and in the other one when that does not help."""
        for process in self.processes.values():
            process.terminate()
        until = time.monotonic() + POLITE_SECONDS
        for process in self.processes.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, until - time.monotonic()))
        self.kill()

    def _pids(self) -> list[int]:
        """Return all processes, those that Patroni has started and left to themselves among them.

        These work in the folder of their data, and every other one where it was started.
        """
        return self.network.pids(self.name) or working_in([self.here, *self.folder.glob(f"{self.name}-*/")])


class Cluster:
    """The machines of one cluster, with a folder of its own; ends with this program, however that ends."""

    def __init__(self, network: Network, owner: str, parent: Path | None = None) -> None:
        self.network = network
        self.folder = Path(tempfile.mkdtemp(prefix="vettrak-cluster-", dir=parent))
        self.folder.chmod(0o755)
        self.owner = owner
        self.machines: dict[str, Machine] = {}
        self.values: dict[str, str] = {}
        """What configuration files are filled in with, on all machines."""
        self._cleaner: subprocess.Popen[bytes] | None = None

    def add(self, name: str, number: int) -> Machine:
        """Add a machine; its number is the last part of its address."""
        machine = Machine(name, self.network.join(name, number), self.network, self.folder)
        machine.here.mkdir()
        self.machines[name] = machine
        self.values[name.upper()] = machine.address
        return machine

    def watch(self) -> None:
        """Let everything be cleared away when this program ends; called when all machines are there."""
        command = [sys.executable, "-c", CLEANER, str(self.folder), self.network.bridge, *self.network.namespaces]
        self._cleaner = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)

    def own_folder(self, name: str) -> Path:
        """Make a folder that belongs to the database's user."""
        folder = self.folder / name
        folder.mkdir(mode=0o700)
        if is_root():
            shutil.chown(folder, self.owner, self.owner)
        return folder

    def configure(self, template: Path, machine: Machine, **values: object) -> Path:
        """Fill a configuration file in for a machine, and return where it is."""
        known = {**self.values, "NAME": machine.name, "ADDRESS": machine.address, "FOLDER": str(self.folder)}
        told = {name: str(value) for name, value in values.items()}
        path = self.folder / f"{machine.name}-{template.name}"
        path.write_text(string.Template(template.read_text(encoding="utf-8")).substitute({**known, **told}), "utf-8")
        path.chmod(0o600)
        if is_root():
            shutil.chown(path, self.owner, self.owner)
        return path

    def close(self) -> None:
        """End all programs and clear everything away."""
        for machine in self.machines.values():
            machine.kill()
        if self._cleaner is not None:
            self._cleaner.communicate()
