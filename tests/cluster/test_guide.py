"""The guide's commands for three machines, executed word by word with the units and programs of Debian's packages."""

import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.guide_machines import Guided, blocks, part
from tests.support.memory import memory
from tests.support.servers import CHEAP_PASSWORDS, program
from tests.support.tools import give_up, need

from cluster.machines import Missing  # isort: skip - the path to it is known by now

pytestmark = [pytest.mark.cluster, pytest.mark.slow]

NUMBERS = {"db1": 11, "db2": 12, "db3": 13, "app1": 21, "app2": 22, "front": 31}
PASSWORD = "a long one"
SECRETS = "SUPERUSER_PASSWORD=... REPLICATION_PASSWORD=..."


@pytest.fixture
def machines():
    for tool in ("haproxy", "envsubst", "systemd-tmpfiles", "nsenter"):
        need(tool)
    folder = Path(tempfile.mkdtemp(prefix="vettrak-guide-", dir=memory()))
    folder.chmod(0o755)
    try:
        machines = Guided(folder, NUMBERS)
    except Missing as missing:
        give_up(str(missing))
    (installing,) = blocks(part("Three machines"), "sh")
    for name, machine in machines.machines.items():
        machine.remember(installing.replace("NAME=db1 ADDRESS=10.0.0.11", f"NAME={name} ADDRESS={machine.address}"))
    yield machines
    machines.close()


def at_once(machines, block):
    """Execute a block on several machines side by side: what one starts may wait for another."""
    with ThreadPoolExecutor(len(machines)) as shells:
        return list(shells.map(lambda machine: machine.type(block), machines))


def serve(machines, toml, *, prepared):
    """Set up both servers by the guide, with the settings that it gives, and what stands before them."""
    unit, front = blocks(part("Our servers"), "sh")
    for machine in machines.several("app"):
        machine.type(unit)
        settings = machine.told(toml).replace("PASSWORD", PASSWORD.replace(" ", "%20"))
        settings = settings.replace("#", f"# {machine.name}:")
        settings = settings.replace(machines["app1"].address, machine.address) if prepared else settings
        key = 'audit_key = "' + "A" * 43 + '="\n'
        machine.run("mkdir", "-p", "/etc/vettrak", "/opt/vettrak/bin")
        machine.run("tee", "/etc/vettrak/vettrak.toml", told=settings + key)
        machine.run("ln", "-sf", program(), "/opt/vettrak/bin/vettrak-api")
    first = machines["app1"]
    ours = ["env", "VETTRAK_CONFIG=/etc/vettrak/vettrak.toml", *(f"{k}={v}" for k, v in CHEAP_PASSWORDS.items())]
    first.run(*ours, "/opt/vettrak/bin/vettrak-api", "db", "upgrade")
    for machine in machines.several("app"):
        line = machine.run(
            "sed", "-n", r"s#^ExecStart=\(/.*\)#\1#p", "/etc/systemd/system/vettrak-api.service.d/cluster.conf"
        )
        script = f"cd /var/lib; setsid {' '.join(ours)} {line.strip()} > /var/log/vettrak.log 2>&1 < /dev/null &"
        machine.run("bash", "-c", script)
    machines["front"].type(front)
    asked = ["curl", "--silent", "--fail", "--max-time", "5", f"http://{machines['front'].address}:8000/readyz"]
    machines.until(
        "an answer through front", lambda: subprocess.run(asked, check=False, capture_output=True).returncode == 0
    )
    return asked


def goes_on(machines, asked, leader):
    """Kill a machine as a loss of power does, and see calls answered again."""
    for number in machines.network.pids(leader):
        if number != machines[leader].holder:
            subprocess.run(["kill", "-KILL", str(number)], check=False, capture_output=True)
    time.sleep(5)  # as long as it may take until HAProxy notices
    machines.until("an answer", lambda: subprocess.run(asked, check=False, capture_output=True).returncode == 0)


def test_postgresql_by_the_guide(machines):
    installing, listing, proxies, pooling = blocks(part("PostgreSQL"), "sh")
    (role,) = blocks(part("PostgreSQL"), "sql")
    settings, pooled = blocks(part("PostgreSQL"), "toml")
    told = "SUPERUSER_PASSWORD=secret1 REPLICATION_PASSWORD=secret2"
    assert SECRETS in installing
    at_once(machines.several("db"), installing.replace(SECRETS, told))

    def rows():
        lines = [line.split("|") for line in machines["db1"].type(listing).splitlines() if line.startswith("| db")]
        return {cells[1].strip(): [cell.strip() for cell in cells[3:5]] for cells in lines}

    def is_whole():
        roles, states = zip(*rows().values(), strict=True) if rows() else ((), ())
        return sorted(roles) == ["Leader", "Replica", "Sync Standby"] and set(states) <= {"running", "streaming"}

    machines.until("a cluster", is_whole)
    leader = next(name for name, (role, _) in rows().items() if role == "Leader")
    asking = ["env", "PGPASSWORD=secret1", "setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    machines[leader].run(*asking, "psql", "-h", machines[leader].address, "-v", "ON_ERROR_STOP=1", told=role)
    at_once(machines.several("app"), proxies)
    asked = serve(machines, settings, prepared=False)
    at_once(machines.several("app"), pooling)
    for machine in machines.several("app"):
        url = machine.told(pooled).partition('"')[2].rpartition('"')[0].replace("PASSWORD", "a%20long%20one")
        url = url.replace(machines["app1"].address, machine.address)
        machine.run("env", f"VETTRAK_DATABASE_URL={url}", program(), "db", "check")
    goes_on(machines, asked, leader)


def test_mariadb_by_the_guide(machines):
    installing, founding, joining, proxies = blocks(part("MariaDB"), "sh")
    (roles,) = blocks(part("MariaDB"), "sql")
    (settings,) = blocks(part("MariaDB"), "toml")
    at_once(machines.several("db"), installing)
    machines["db1"].type(founding)
    for name in ("db2", "db3"):
        machines[name].type(joining)
    first = machines["db1"]
    first.run("mariadb", told=first.told(roles))

    def size():
        return first.run("mariadb", "-Ne", "SHOW STATUS LIKE 'wsrep_cluster_size'").split()[-1]

    machines.until("three nodes", lambda: size() == "3")
    at_once(machines.several("app"), proxies)
    asked = serve(machines, settings, prepared=True)
    goes_on(machines, asked, "db1")
