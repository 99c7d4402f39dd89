"""Nothing that a caller was told is lost, doubled or missed, whatever happens to the machines of a cluster.

Eight callers work by the guides' rules while a machine is killed, paused, cut off or slowed. Rounds:
VETTRAK_CLUSTER_ROUNDS (3 unless it says otherwise). The table goes to the folder VETTRAK_ARTEFACTS.
"""

import os
import secrets
from pathlib import Path

import pytest

from tests.support.cluster_rigs import KINDS, cluster

from tests.support.cluster_chaos import COLUMNS, Chaos, table  # isort: skip - it needs the path to deploy

pytestmark = [pytest.mark.cluster, pytest.mark.slow]

ROUNDS = int(os.environ.get("VETTRAK_CLUSTER_ROUNDS", "3"))
BACK_WITHIN = 30.0


@pytest.mark.parametrize("kind", KINDS)
def test_what_callers_were_told_holds_whatever_happens_to_the_machines(kind):
    seed = int(os.environ.get("VETTRAK_CLUSTER_SEED", "0")) or secrets.randbelow(10**6)
    print(f"VETTRAK_CLUSTER_SEED={seed}")
    with cluster(kind) as rig:
        chaos = Chaos(rig, seed)
        rounds = []
        try:
            for number, trouble in enumerate(chaos.plan(ROUNDS), 1):
                rounds.append(chaos.run(number, trouble))
                if any(rounds[-1].counts.values()):
                    tell_what_happened(kind, rig, chaos, rounds[-1])
                print(table(kind, rounds[-1:]), *rounds[-1].details, sep="\n", flush=True)
        except TimeoutError:
            keep_logs(kind, rig, "end")
            raise
        finally:
            chaos.close()
            keep(kind, rounds)
    counted = {column: sum(one.counts[column] for one in rounds) for column in COLUMNS}
    assert counted == dict.fromkeys(COLUMNS, 0), [detail for one in rounds for detail in one.details]
    assert max(one.silence for one in rounds) <= BACK_WITHIN


def tell_what_happened(kind, rig, chaos, one):
    """Leave the calls of a round that went wrong, by the seconds from its trouble on, and the logs of the machines."""
    lines = [
        f"{moment - one.began:8.2f} {name} {operation} {values} {said}"
        for name, calls in chaos.histories.items()
        for moment, operation, values, said in calls
    ]
    folder = keep_logs(kind, rig, one.number)
    (folder / f"cluster-{kind}-{one.number}.txt").write_text("\n".join([*one.details, *lines]), encoding="utf-8")


def keep_logs(kind, rig, when):
    """Leave the logs of all machines where the artefacts of a run go, and return where that is."""
    folder = Path(os.environ.get("VETTRAK_ARTEFACTS", rig.cluster.folder))
    for log in rig.cluster.folder.glob("*.log"):
        (folder / f"cluster-{kind}-{when}-{log.name}").write_bytes(log.read_bytes())
    return folder


def keep(kind, rounds):
    """Leave the table where the artefacts of a run go."""
    folder = os.environ.get("VETTRAK_ARTEFACTS")
    if folder and rounds:
        Path(folder).mkdir(parents=True, exist_ok=True)
        Path(folder, f"cluster-{kind}.md").write_text(table(kind, rounds), encoding="utf-8")
