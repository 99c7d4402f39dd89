"""MariaDB on three machines with Galera, and two servers of ours, on this one computer.

    python3 deploy/cluster/galera/start.py [--namespaces] [--program PATH/vettrak-api]

Needs Debian's packages mariadb-server, galera-4, rsync and haproxy, and vettrak-api with its extra for MariaDB.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from typing import ClassVar

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from cluster.machines import Machine, Missing, find, is_root, own_name, run, wait_for
from cluster.servers import Rig, main

PROVIDER = Path("/usr/lib/galera/libgalera_smm.so")
POSITION = re.compile(r"WSREP: Recovered position: (\S+)")

USERS = """
CREATE DATABASE vettrak CHARACTER SET utf8mb4;
CREATE USER vettrak@'%' IDENTIFIED BY '{password}';
GRANT ALL ON vettrak.* TO vettrak@'%';
CREATE USER haproxy@'%'
"""


class Galera(Rig):
    """A commit is told when the nodes have agreed on it."""

    kind: ClassVar[str] = "galera"
    owner: ClassVar[str] = "mysql"
    programs: ClassVar[tuple[str, ...]] = ("mariadbd", "mariadb-install-db", "mariadb", "rsync")

    def require_programs(self) -> None:  # noqa: D102
        super().require_programs()
        if not PROVIDER.exists():
            raise Missing("the package galera-4 is not installed")

    def start_database(self) -> None:  # noqa: D102
        self._install()
        first, *others = self.databases
        self._start(first, "--wsrep-new-cluster")
        wait_for("the first node", lambda: self.state(first) == "Synced")
        for statement in USERS.format(password=self.password).strip().splitlines():
            self.ask(first, statement)
        for machine in others:
            self.start_node(machine)
        wait_for("all three nodes", self.is_whole)

    def _install(self) -> None:
        """Make the system tables once, and copy them."""
        first, *others = (machine.name for machine in self.databases)
        made = self.cluster.own_folder(f"{first}-mariadb")
        for name in (first, *others):
            self.cluster.own_folder(f"{name}-temporary")
        folders = [f"--datadir={made}", f"--tmpdir={self.cluster.folder}/{first}-temporary"]
        options = ["--no-defaults", *folders, f"--user={own_name(self.owner)}"]
        run([find("mariadb-install-db"), *options, "--auth-root-authentication-method=normal", "--skip-test-db"])
        for name in others:
            copy = made.with_name(f"{name}-mariadb")
            shutil.copytree(made, copy)
            if is_root():
                for path in (copy, *copy.rglob("*")):
                    shutil.chown(path, self.owner, self.owner)

    def start_node(self, machine: Machine) -> None:  # noqa: D102
        self._start(machine, *self._position(machine))

    def _start(self, machine: Machine, *options: str) -> None:
        machine.start("mariadbd", [*self._program(machine), *options], self.owner)

    def _program(self, machine: Machine) -> list[str]:
        path = self.cluster.configure(self.here / "node.cnf", machine)
        return [find("mariadbd"), f"--defaults-file={path}"]

    def _position(self, machine: Machine) -> list[str]:
        """Return up to where a node that was killed has come, so that it is told what it lacks, and not everything."""
        if not (self.cluster.folder / f"{machine.name}-mariadb" / "grastate.dat").exists():
            return []
        log = self.cluster.folder / f"{machine.name}-temporary" / "recovery.log"
        log.unlink(missing_ok=True)
        machine.call([*self._program(machine), "--wsrep-recover", f"--log-error={log}"], self.owner)
        found = POSITION.search(log.read_text(encoding="utf-8", errors="replace"))
        return [f"--wsrep-start-position={found[1]}"] if found else []

    def ask(self, machine: Machine, statement: str) -> str:
        """Execute a statement on one machine as root and return what the client printed."""
        where = f"--socket={self.cluster.folder}/{machine.name}-mariadb/socket"
        client = [find("mariadb"), "--no-defaults", where, "--user=root", "--skip-column-names", "--connect-timeout=3"]
        return machine.call([*client, "--batch", f"--execute={statement}"])

    def state(self, machine: Machine) -> str:
        """Return what a node says of itself, such as Synced; blank when it says nothing."""
        try:
            told = self.ask(machine, "SHOW STATUS LIKE 'wsrep_local_state_comment'")
        except RuntimeError:
            return ""
        return told.split("\t")[-1].strip()

    def url(self, machine: Machine) -> str:  # noqa: D102
        return f"mariadb://vettrak:{self.password}@{machine.address}:3307/vettrak"

    def leader(self) -> Machine:  # noqa: D102
        counts = {machine.name: self._writers(machine) for machine in self.databases}
        return self.cluster.machines[max(counts, key=lambda name: counts[name])]

    def followers(self) -> list[Machine]:
        """Return the two nodes that nobody writes to."""
        leader = self.leader()
        return [machine for machine in self.databases if machine is not leader]

    def _writers(self, machine: Machine) -> int:
        try:
            return int(self.ask(machine, "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER = 'vettrak'"))
        except (RuntimeError, ValueError):
            return -1

    def is_whole(self) -> bool:  # noqa: D102
        return all(self.state(machine) == "Synced" for machine in self.databases)

    def standing(self) -> str:  # noqa: D102
        return ", ".join(f"{machine.name} {self.state(machine) or 'silent'}" for machine in self.databases)


if __name__ == "__main__":
    sys.exit(main(Galera, sys.argv[1:]))
