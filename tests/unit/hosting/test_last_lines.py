"""What servers that run by themselves leave: however one ends, its callers' requests are in the log, each once."""

import os
import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from tests.support.servers import serving
from tests.support.soap import Api
from tests.support.sockets import over_http
from tests.unit.hosting.test_stopping import EVERY, until
from vettrak_api.model.installation import BackgroundDuty
from vettrak_api.web.kit.backlog import MOST_WAITING

CALLS = 20
LINE = re.compile(r"^(\S+ \S+) INFO +vettrak_api\.calls: API_Handshake ok .* id=(\w+)$", re.MULTILINE)
REFUSED = re.compile(r"^.* vettrak_api\.calls: ValidateClient refused .*$", re.MULTILINE)

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="signals and forks")]


@pytest.fixture
def url(runtime):
    return runtime.settings.database_url


@pytest.fixture
def surroundings(tmp_path):
    """The settings of servers that log into a folder of their own."""
    (tmp_path / "logs").mkdir()
    return {"VETTRAK_LOG_FILE": str(tmp_path / "logs" / "vettrak.log")}


@pytest.fixture
def log(tmp_path):
    """Return what the log says."""
    return lambda: "".join(file.read_text(encoding="utf-8") for file in sorted((tmp_path / "logs").iterdir()))


def call(server, times=CALLS):
    api = Api(over_http(server))
    for _ in range(times):
        api.API_Handshake()
    return api


@pytest.mark.parametrize("serve", EVERY)
def test_a_server_that_is_told_to_stop_tells_of_all(serve, url, surroundings, log):
    with serve(url, **surroundings) as server:
        call(server)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(30) == 0
    ids = [number for _, number in LINE.findall(log())]
    assert (len(ids), len(set(ids))) == (CALLS, CALLS)


@pytest.mark.parametrize("serve", EVERY)
def test_a_server_that_is_told_to_stop_leaves_the_work_beside_the_calls_to_others(serve, url, surroundings, log, world):
    holder = select(BackgroundDuty.holder)
    with serve(url, **surroundings) as server:
        call(server, times=1)
        until(lambda: "this process does the background work from now on" in log())
        assert world.one(holder)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(30) == 0
    assert not world.one(holder)


def test_what_went_well_is_told_though_nobody_calls_any_more(url, surroundings, log):
    with serving(url, **surroundings) as server:
        call(server)
        until(lambda: len(LINE.findall(log())) == CALLS)


def test_before_a_refusal_is_answered_it_is_told_with_all_before_it(url, surroundings, log):
    """So whatever ends the process next, one reads what went wrong."""
    with serving(url, **surroundings) as server:
        assert call(server).ValidateClient("nobody", "wrong").Status == -1
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
    lines = log().splitlines()
    assert len(LINE.findall(log())) == CALLS
    assert REFUSED.fullmatch(lines[-1])
    times = [line[:29] for line in lines if " vettrak_api.calls: " in line]
    assert times == sorted(times), "each line has the time at which its request ended"


FORKED = """
import os, sys
from vettrak_api.wsgi import application
from tests.support.soap import Api

def call(times):
    for _ in range(times):
        Api(application).API_Handshake()

call(3)
child = os.fork()
call(5 if child else 7)
if child:
    assert os.waitpid(child, 0)[1] == 0
"""


def test_a_process_that_is_forked_repeats_nothing_and_goes_on_by_itself(url, surroundings, log):
    """With lines that wait, and a thread that tells of them, in its parent."""
    own = {**os.environ, "VETTRAK_DATABASE_URL": url, "VETTRAK_BACKGROUND_WORK": "false", **surroundings}
    done = subprocess.run(
        [sys.executable, "-c", FORKED], env=own, capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    ids = [number for _, number in LINE.findall(log())]
    assert (len(ids), len(set(ids))) == (15, 15)


def test_a_crowd_leaves_each_of_its_lines(url, surroundings, log):
    """More at once than wait."""
    with serving(url, **surroundings) as server:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: call(server, MOST_WAITING // 4), range(8)))
        server.process.terminate()
        assert server.process.wait(30) == 0
    ids = [number for _, number in LINE.findall(log())]
    assert (len(ids), len(set(ids))) == (2 * MOST_WAITING, 2 * MOST_WAITING)
