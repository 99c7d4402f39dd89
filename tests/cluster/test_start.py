"""The scripts of deploy/cluster as a reader of the guide starts them: on the loopback, until they are told to stop."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.cluster_rigs import DEPLOY, KINDS
from tests.support.distant import Distant, Lost
from tests.support.servers import program
from tests.support.soap import Api

from cluster.machines import Missing, find, working_in  # isort: skip - the path to it is known by now
from tests.support.tools import give_up

pytestmark = [pytest.mark.cluster, pytest.mark.slow]

PASSWORD = "an integration's long password"
PATIENCE = 120.0
NEEDED = {"patroni": ("haproxy", "etcd", "patroni", "psql", "pgbouncer"), "galera": ("haproxy", "mariadbd", "rsync")}


class Started:
    """A script that runs, and what it has said."""

    def __init__(self, folder, kind, *options):
        self.output = folder / "output"
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("VETTRAK_")}
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, str(DEPLOY / "cluster" / kind / "start.py"), *options],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=inherited,
            )  # fmt: skip

    def until_told(self, words):
        """Wait until it has said something, and return all that it said."""
        end = time.monotonic() + PATIENCE
        while words not in (said := self.output.read_text(encoding="utf-8")):
            assert self.process.poll() is None, said
            assert time.monotonic() < end, said
            time.sleep(0.2)
        return said

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)


@pytest.fixture
def started(tmp_path):
    running = []

    def start(kind, *options):
        try:
            for name in NEEDED[kind]:
                find(name)
        except Missing as missing:
            give_up(str(missing))
        running.append(Started(tmp_path, kind, "--program", program(), *options))
        return running[-1]

    yield start
    for one in running:
        one.stop()


def shell(lines, command, told=""):
    """Execute a command in a shell that was told some lines before."""
    script = "\n".join([*lines, command])
    done = subprocess.run(["bash", "-c", script], input=told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (command, done.stdout, done.stderr)


def until_done(call):
    """Repeat a call as callers do until it is answered well."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            answer = call()
            if (answer.Auth or answer).Status == 1:
                return answer
        except Lost:
            pass
        assert time.monotonic() < end
        time.sleep(0.5)


@pytest.mark.parametrize(("kind", "options"), [("patroni", ()), ("patroni", ("--pgbouncer",)), ("galera", ())])
def test_a_cluster_on_the_loopback_goes_on_without_its_leader_and_leaves_nothing(started, kind, options):
    script = started(kind, *options)
    said = script.until_told("Ctrl-C ends all of it")
    told = [line for line in said.splitlines() if line.startswith("export ")]
    kill = next(line for line in said.splitlines() if line.startswith("pkill "))
    folder = Path(re.search(r"LOGS=(\S+)", said)[1])
    shell(told, f"{program()} user add moodle --surname Moodle --api --password-stdin", PASSWORD)
    api = Api(Distant(re.search(r"http://[\d.:]+", said)[0]))
    token = api.ValidateClient("moodle", PASSWORD).Token
    before = until_done(lambda: api.AddClient(token, "Before", "Al")).Clie.Clie_Code
    shell(told, kill)
    until_done(lambda: api.AddClient(token, "After", "Al"))
    assert api.GetClientByCode(token, before).Clie.Clie_Surname == "Before"
    assert script.stop() == 0
    assert not folder.exists()
    assert working_in([folder]) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_program_that_is_missing_is_told_before_anything_starts(kind, tmp_path):
    missing = str(tmp_path / "vettrak-api")
    done = subprocess.run(
        [sys.executable, str(DEPLOY / "cluster" / kind / "start.py"), "--program", missing],
        env={**os.environ, "TMPDIR": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
