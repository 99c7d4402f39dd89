"""A large import into a cluster is whole on all its nodes, and leaves nothing when the node that has it is lost."""

import csv

import pytest

from tests.support.cluster_rigs import KINDS, cluster

from cluster.machines import wait_for  # isort: skip - the path to it is known by now

pytestmark = [pytest.mark.cluster, pytest.mark.slow]

MANY = 6_000
"""More than an import may write beside the calls: it takes the maintenance lock, and is one transaction even so."""

COUNT = "SELECT COUNT(*) FROM client WHERE code LIKE '{}%'"
LOGGED = "SELECT COUNT(*) FROM change_log WHERE table_name = 'client' AND operation = 'import'"
PATIENCE = 300.0


@pytest.fixture(params=KINDS)
def rig(request):
    with cluster(request.param) as rig:
        yield rig


@pytest.fixture
def sheets(tmp_path):
    """Return what writes a folder with one sheet of clients whose codes begin with a letter."""

    def written(letter):
        folder = tmp_path / letter
        folder.mkdir(exist_ok=True)
        with (folder / "clients.csv").open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["code", "surname", "given_name", "birth_date"])
            rows.writerows([f"{letter}{number:05}", f"Nguyen {number}", "Lan", "2001-04-30"] for number in range(MANY))
        return folder

    return written


def begin(rig, folder):
    """Begin an import on the first server's machine, and return its process and where it says what it does."""
    server = rig.servers[0]
    server.start("import", [rig.program, "import", str(folder)], **rig.environment(server))
    return server.processes["import"], rig.cluster.folder / f"{server.name}-import.log"


def ask(rig, machine, statement):
    if rig.kind == "galera":
        return int(rig.ask(machine, f"USE vettrak; {statement}"))
    return int(rig.ask(machine, statement, "vettrak"))


def numbers(rig, letter, machines):
    """Return how many clients each machine has, as a set: one number where they agree."""
    return {ask(rig, machine, COUNT.format(letter)) for machine in machines}


def test_it_is_whole_on_all_nodes_or_nowhere(rig, sheets):
    process, log = begin(rig, sheets("A"))
    assert process.wait(PATIENCE) == 0, log.read_text("utf-8")
    wait_for("all on all nodes", lambda: numbers(rig, "A", rig.databases) == {MANY})
    assert {ask(rig, machine, LOGGED) for machine in rig.databases} == {MANY}

    folder = sheets("B")
    log.unlink()
    process, log = begin(rig, folder)
    wait_for("the writing", lambda: "Writing" in log.read_text("utf-8"))
    lost = rig.leader()
    lost.kill()
    assert process.wait(PATIENCE) == 1
    said = log.read_text("utf-8")
    assert "mend that, and import the same again" in said
    assert "Traceback" not in said
    others = [machine for machine in rig.databases if machine is not lost]
    wait_for("an answer of the servers", rig.is_ready)
    assert numbers(rig, "B", others) == {0}

    rig.restart(lost)
    wait_for("the whole cluster", rig.is_whole)
    process, log = begin(rig, folder)
    assert process.wait(PATIENCE) == 0, log.read_text("utf-8")
    wait_for("all on all nodes", lambda: numbers(rig, "B", rig.databases) == {MANY})
    assert numbers(rig, "A", rig.databases) == {MANY}
