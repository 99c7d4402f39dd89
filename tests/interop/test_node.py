"""JavaScript: the package `soap` for Node."""

from pathlib import Path

import pytest

from tests.interop.transcript import OPERATIONS, expected_transcript
from tests.support.node import node_modules
from tests.support.tools import need, run

pytestmark = [pytest.mark.interop, pytest.mark.node]

PROGRAMS = Path(__file__).parent / "node"


@pytest.fixture(scope="module")
def packages(pytestconfig):
    """Install what the programs import."""
    return node_modules(pytestconfig.cache, PROGRAMS)


@pytest.fixture(scope="module")
def play(packages):
    """Return a function that runs one of our programs and returns the lines that it printed."""
    node = need("node")

    def played(program, *arguments):
        environment = {"NODE_PATH": str(packages), "TZ": "UTC", "NODE_NO_WARNINGS": "1"}
        return run([node, str(PROGRAMS / program), *arguments], **environment).splitlines()

    return played


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_the_lms_scenario(play, running, course, version):
    printed = play("lms_scenario.js", running.page(), version, course.code, course.surname)
    assert printed == expected_transcript(course)


def test_node_reads_all_four_descriptions(play, running):
    printed = play("wsdl_loads.js", *(f"{running.page(name)}?WSDL" for name in OPERATIONS))
    # Each operation stands in the port of every SOAP version.
    assert printed == [f"{name} {len(operations)}" for name, operations in OPERATIONS.items() for _ in range(2)]


def test_node_reads_the_documented_descriptions_alike(play, running):
    printed = play("wsdl_loads.js", *(f"{running.page(name)}?WSDL&documented" for name in OPERATIONS))
    assert printed == [f"{name} {len(operations)}" for name, operations in OPERATIONS.items() for _ in range(2)]
