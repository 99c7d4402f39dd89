"""The same application in granian, the faster of the two web servers."""

import sys
import time

import pytest

from tests.interop.conftest import PASSWORD, USER
from tests.interop.test_faults import BAD, PAGE
from tests.interop.test_raw import LOGIN, unprefixed
from tests.interop.test_zeep import PROGRAM
from tests.interop.transcript import expected_transcript
from tests.support.servers import CHEAP_PASSWORDS, serving
from tests.support.soap import Api
from tests.support.sockets import TEXT_XML, over_http, send
from tests.support.tools import run

pytestmark = [pytest.mark.interop, pytest.mark.python]
pytest.importorskip("granian")


@pytest.fixture(scope="module")
def running(school):
    """Start granian instead of waitress."""
    with serving(school.runtime.settings.database_url, "--server", "granian", **CHEAP_PASSWORDS) as server:
        yield server


def test_the_lms_scenario(running, course):
    printed = run([sys.executable, str(PROGRAM), running.page(), "1.1", course.code, course.surname])
    assert printed.splitlines() == expected_transcript(course)


def wait_until(happened, patience=60):
    """Wait for something that is about to happen."""
    deadline = time.monotonic() + patience
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_token_of_one_worker_is_good_in_another(school):
    options = ("--server", "granian", "--workers", "2")
    with serving(school.runtime.settings.database_url, *options, **CHEAP_PASSWORDS) as server:
        wait_until(lambda: server.log().count("Started worker-") == 2)
        api = Api(over_http(server))
        token = api.ValidateClient(USER, PASSWORD).Token
        assert {api.GetLMSNewOccurrences(token).Auth.Status for _ in range(20)} == {1}


@pytest.mark.parametrize("way", ["variable", "option"])
def test_all_workers_write_one_log(school, tmp_path, way):
    options = ["--server", "granian", "--workers", "2"]
    named = str(tmp_path / "vettrak.log")
    surroundings = dict(CHEAP_PASSWORDS)
    if way == "option":
        options += ["--log-file", named]
    else:
        surroundings["VETTRAK_LOG_FILE"] = named
    with serving(school.runtime.settings.database_url, *options, **surroundings) as server:
        wait_until(lambda: server.log().count("Started worker-") == 2)
        api = Api(over_http(server))
        for _ in range(20):
            assert api.ValidateClient(USER, PASSWORD).Status == 1
        wait_until(lambda: any(tmp_path.glob("vettrak-*.log")))
        (file,) = tmp_path.glob("vettrak-*.log")
        wait_until(lambda: file.read_text(encoding="utf-8").count("ValidateClient ok") == 20)


def test_a_body_in_chunks(running):
    body = unprefixed(LOGIN).encode()
    pieces = (body[start : start + 7] for start in range(0, len(body), 7))
    assert send(running, PAGE, pieces, Content_Type=TEXT_XML).value("Status") == "1"


@pytest.mark.parametrize("name", ["cut off", "an entity bomb", "many elements", "too large", "far too large"])
def test_a_fault(running, name):
    answer = send(running, PAGE, BAD[name], Content_Type=TEXT_XML)
    assert answer.status in {400, 413, 500}
    assert running.alive
    assert send(running, PAGE, unprefixed(LOGIN), Content_Type=TEXT_XML).value("Status") == "1"
