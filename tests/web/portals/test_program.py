"""`vettrak-api portals`: a process of its own, which has no database, and says what it lacks."""

import os
import socket
import subprocess
import time
from pathlib import Path

import pytest
import requests

from tests.support.portals import INTEGRATION, PASSWORD, SECRET
from tests.support.servers import program, serving_portals
from vettrak_api.cli import portals as command
from vettrak_api.web.portals.settings import PortalSettings

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guide-portals.md"
TOLD = {"VETTRAK_PORTALS_USERNAME": INTEGRATION, "VETTRAK_PORTALS_PASSWORD": PASSWORD, "VETTRAK_PORTALS_SECRET": SECRET}

pytestmark = pytest.mark.slow


@pytest.fixture
def run(tmp_path):
    """Run the program to its end and return its exit code and what it said."""

    def ended(*options, **environment):
        own = {name: value for name, value in os.environ.items() if not name.startswith("VETTRAK_")} | environment
        words, told = [program(), "portals", *options], {"capture_output": True, "text": True, "timeout": 60}
        done = subprocess.run(words, env=own, cwd=tmp_path, check=False, **told)
        return done.returncode, " ".join(done.stderr.split())

    return ended


def test_serves_and_makes_no_file(running):
    with serving_portals(running.address, **TOLD) as portals:
        folder = portals._log.parent
        session = requests.Session()
        form = {"username": "mia", "password": PASSWORD, "next": ""}
        answer = session.post(f"{portals.address}/login", data=form)
        assert "Hello Mia" in answer.text
        assert "Server" not in answer.headers
        cookie = next(iter(session.cookies))
        assert (cookie.name, cookie.has_nonstandard_attr("HttpOnly")) == ("vettrak_portal", True)
        assert {path.name for path in folder.iterdir()} == {"log", "pid"}
        assert portals.log().startswith(f"Portals at {portals.address} of the API at {running.address}")
        portals.process.terminate()
        assert portals.process.wait(15) == 0
        assert PASSWORD not in portals.log()


def test_starts_before_the_server_does():
    with serving_portals("http://127.0.0.1:1") as portals:
        assert requests.get(f"{portals.address}/login").status_code == 200
        deadline = time.monotonic() + 5
        while "VETTRAK_PORTALS_USERNAME is not set" not in portals.log():
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_a_port_in_use_is_told(run):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        code, said = run("--port", str(other.getsockname()[1]))
    assert (code, "Try another --port." in said) == (1, True)


@pytest.mark.parametrize(
    ("options", "environment", "words"),
    [
        (("--api", "ftp://x"), {}, "ftp://x is no address"),
        ((), {"VETTRAK_PORTALS_API_URL": "nonsense"}, "nonsense is no address"),
        ((), {"VETTRAK_PORTALS_SECRET": "too short"}, "VETTRAK_PORTALS_SECRET: "),
        ((), {"VETTRAK_PORTALS_TIMEZONE": "Mars"}, "unknown time zone 'Mars'"),
        ((), {"VETTRAK_PORTALS_CALL_SECONDS": "0"}, "VETTRAK_PORTALS_CALL_SECONDS: "),
    ],
)
def test_wrong_settings_are_told_by_name_and_not_by_value(run, options, environment, words):
    code, said = run(*options, **environment)
    assert (code, words in said) == (2, True), said
    assert "too short" not in said


def test_the_soap_client_is_an_extra(monkeypatch):
    monkeypatch.setattr(command, "find_spec", lambda name: None)
    with pytest.raises(command.Problem, match=r"vettrak-api\[portals\]"):
        command.portals()


def test_the_guide_tells_every_setting():
    text = GUIDE.read_text(encoding="utf-8")
    assert [name for name in PortalSettings.model_fields if f"_{name.upper()}`" not in text] == []
