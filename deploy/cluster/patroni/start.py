"""PostgreSQL on three machines under Patroni and etcd, and two servers of ours, on this one computer.

    python3 deploy/cluster/patroni/start.py [--namespaces] [--pgbouncer] [--program PATH/vettrak-api]

Needs Debian's packages postgresql, patroni, etcd-server and haproxy (and pgbouncer), and vettrak-api with its extra for
PostgreSQL.
"""

from __future__ import annotations

import json
import secrets
import shutil
import sys
import urllib.request
from pathlib import Path
from typing import Any, ClassVar

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from cluster.machines import Loopback, Machine, find, is_root, wait_for
from cluster.servers import Rig, main

ROLE = """
CREATE ROLE vettrak LOGIN PASSWORD '{password}';
CREATE DATABASE vettrak OWNER vettrak ENCODING 'UTF8' TEMPLATE template0
"""


class Patroni(Rig):
    """Who leads is agreed by etcd; commits are told when a follower has them, too."""

    kind: ClassVar[str] = "patroni"
    owner: ClassVar[str] = "postgres"
    programs: ClassVar[tuple[str, ...]] = ("etcd", "patroni", "pg_controldata", "psql")
    pools: ClassVar[bool] = True

    def require_programs(self) -> None:  # noqa: D102
        super().require_programs()
        if self.is_pooled:
            find("pgbouncer")

    def start_database(self) -> None:  # noqa: D102
        programs = Path(find("pg_controldata")).parent
        known = {"SUPERUSER_PASSWORD": secrets.token_hex(12), "REPLICATION_PASSWORD": secrets.token_hex(12)}
        network = f"{self.cluster.network.prefix}.0/24"
        # On the loopback all connections come from 127.0.0.1.
        self.cluster.values |= {**known, "PROGRAMS": str(programs), "NETWORK": network}
        if type(self.cluster.network) is Loopback:
            self.cluster.values["NETWORK"] = "127.0.0.0/8"
        for machine in self.databases:
            self.cluster.own_folder(f"{machine.name}-etcd")
            self.cluster.own_folder(f"{machine.name}-postgresql")
            self.start_node(machine)
        wait_for("a leader and its followers", self.is_whole)
        for statement in ROLE.format(password=self.password).strip().splitlines():
            self.ask(self.leader(), statement)

    def start_node(self, machine: Machine) -> None:  # noqa: D102
        etcd, patroni = (self.cluster.configure(self.here / name, machine) for name in ("etcd.yml", "patroni.yml"))
        machine.start("etcd", [find("etcd"), f"--config-file={etcd}"], self.owner)
        machine.start("patroni", [find("patroni"), str(patroni)], self.owner)

    def start_proxies(self, machine: Machine) -> None:  # noqa: D102
        super().start_proxies(machine)
        if self.is_pooled:
            self.start_pgbouncer(machine)

    def start_pgbouncer(self, machine: Machine) -> None:
        """Start PgBouncer on a server's machine, before its HAProxy."""
        users = self.cluster.folder / f"{machine.name}-users.txt"
        users.write_text(f'"vettrak" "{self.password}"\n', encoding="utf-8")
        users.chmod(0o600)
        if is_root():
            shutil.chown(users, self.owner, self.owner)
        path = self.cluster.configure(self.here / "pgbouncer.ini", machine)
        machine.start("pgbouncer", [find("pgbouncer"), str(path)], self.owner)

    def ask(self, machine: Machine, statement: str, database: str = "postgres") -> str:
        """Execute a statement on one machine as the superuser and return what psql printed."""
        address = f"postgresql://postgres:{self.cluster.values['SUPERUSER_PASSWORD']}@{machine.address}/{database}"
        return machine.call([find("psql"), address, "--no-psqlrc", "--tuples-only", "--no-align", "-c", statement])

    def url(self, machine: Machine) -> str:  # noqa: D102
        return self.pooled_url(machine) if self.is_pooled else self.direct_url(machine)

    def pooled_url(self, machine: Machine) -> str:
        """Return the address through PgBouncer, behind which a connection belongs to one for a transaction alone."""
        return f"postgresql://vettrak:{self.password}@{machine.address}:6432/vettrak?prepare_threshold=none"

    def direct_url(self, machine: Machine) -> str:
        """Return the address through HAProxy alone."""
        # The HAProxy on the server's own machine, and the other one should that be gone.
        nearest = sorted(self.servers, key=lambda server: server is not machine)
        hosts = ",".join(f"{server.address}:5000" for server in nearest)
        return f"postgresql://vettrak:{self.password}@{hosts}/vettrak?target_session_attrs=read-write"

    def members(self) -> list[dict[str, Any]]:
        """Return what Patroni tells of the machines; nothing when none answers."""
        for machine in self.databases:
            try:
                with urllib.request.urlopen(f"http://{machine.address}:8008/cluster", timeout=2) as answer:
                    told: list[dict[str, Any]] = json.load(answer)["members"]
                    return told
            except (OSError, ValueError):
                continue
        return []

    def leader(self) -> Machine:  # noqa: D102
        wait_for("a leader", lambda: bool(self._named("leader")))
        return self.cluster.machines[self._named("leader")[0]]

    def followers(self) -> list[Machine]:
        """Return the other two machines, first the one that commits wait for."""
        leader, waited_for = self.leader(), self._named("sync_standby")
        others = [machine for machine in self.databases if machine is not leader]
        return sorted(others, key=lambda machine: machine.name not in waited_for)

    def is_whole(self) -> bool:  # noqa: D102
        members = self.members()
        roles = sorted(member["role"] for member in members if member["state"] in {"running", "streaming"})
        return roles == ["leader", "replica", "sync_standby"]

    def standing(self) -> str:  # noqa: D102
        return ", ".join(f"{one['name']} {one['role']} {one['state']} {one.get('lag', '')}" for one in self.members())

    def _named(self, role: str) -> list[str]:
        return [member["name"] for member in self.members() if member["role"] == role]


if __name__ == "__main__":
    sys.exit(main(Patroni, sys.argv[1:]))
