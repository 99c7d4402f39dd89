"""JavaScript: the package `soap` for Node."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.interop.transcript import OPERATIONS, expected_transcript
from tests.support.tools import give_up, need, run

pytestmark = pytest.mark.interop

PROGRAMS = Path(__file__).parent / "node"
MANIFESTS = ("package.json", "package-lock.json")


@pytest.fixture(scope="module")
def packages(pytestconfig):
    """Install what the programs import, once for each state of package-lock.json, outside of the sources."""
    npm = need("npm")
    state = hashlib.sha256(b"".join((PROGRAMS / name).read_bytes() for name in MANIFESTS)).hexdigest()[:16]
    folder = pytestconfig.cache.mkdir("node-packages") / state
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name in MANIFESTS:
            shutil.copy(PROGRAMS / name, folder)
        install(npm, folder)
        (folder / "complete").touch()
    return folder / "node_modules"


def install(npm, folder):
    """Let npm fetch the packages; without a registry in reach the tests can not run."""
    command = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    result = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if result.returncode:
        give_up(f"npm could not install the package soap: {result.stderr[-1000:]}")


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
