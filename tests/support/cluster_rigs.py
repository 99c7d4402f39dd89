"""The clusters of deploy/cluster, for tests."""

import importlib.util
import sys
from contextlib import contextmanager
from pathlib import Path

from tests.support.memory import memory
from tests.support.servers import CHEAP_PASSWORDS, program
from tests.support.tools import give_up

DEPLOY = Path(__file__).parents[2] / "deploy"
sys.path.insert(0, str(DEPLOY))

from cluster.machines import Missing, Namespaces  # noqa: E402 - after the path to it

KINDS = {"patroni": "Patroni", "galera": "Galera"}


def rig_of(kind):
    """Return the class of a cluster: its script starts one when it is run, and none when it is imported."""
    spec = importlib.util.spec_from_file_location(f"start_{kind}", DEPLOY / "cluster" / kind / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, KINDS[kind])


@contextmanager
def cluster(kind, **settings):
    """Run a cluster in network namespaces as long as the body; gives the test up where that is not possible."""
    try:
        rig = rig_of(kind)(Namespaces(), memory())
    except Missing as missing:
        give_up(str(missing))
    try:
        rig.program = program()
        rig.settings = {**CHEAP_PASSWORDS, **settings}
        rig.start()
        yield rig
    except Missing as missing:
        give_up(str(missing))
    finally:
        rig.close()
