"""Each page of the portals, a program apart, leaves one line in their log, which tells of nobody but by code."""

import json
import logging
import re

import pytest
import requests

from tests.support.portals import INTEGRATION, PASSWORD, SECRET, PortalVisitor
from tests.support.servers import free_port, serving_portals
from vettrak_api.hosting.log_reading import request_of
from vettrak_api.web.kit.request_log import facts_of
from vettrak_api.web.portals.site import PortalSite

pytestmark = pytest.mark.slow

TOLD = {"VETTRAK_PORTALS_USERNAME": INTEGRATION, "VETTRAK_PORTALS_PASSWORD": PASSWORD, "VETTRAK_PORTALS_SECRET": SECRET}


@pytest.fixture
def lines(caplog):
    """Return the facts of the portals' requests so far; the server's are in its own log."""
    caplog.set_level(logging.INFO, "vettrak_api.calls")
    return lambda: [facts_of(record.msg.request) for record in caplog.records if record.name == "vettrak_api.calls"]


def test_a_line_tells_page_outcome_caller_and_address(visit, lines, running):
    visitor = visit("mia")
    answer = visitor._client.get("/training", environ_overrides={"REMOTE_ADDR": "203.0.113.9"})
    line = lines()[-1]
    assert {name: line[name] for name in ("door", "operation", "outcome", "http", "from")} == {
        "door": "portals",
        "operation": "portals.training",
        "outcome": "ok",
        "http": 200,
        "from": "203.0.113.9",
    }
    assert answer.headers["X-Request-Id"] == line["id"]
    assert "caller" in line


@pytest.mark.parametrize(
    ("path", "outcome", "http"),
    [("/nowhere", "refused", 404), ("/training/4711", "refused", 404), ("/\x01", "refused", 400)],
)
def test_what_is_refused_is_a_line_and_its_page_names_the_request(visit, lines, path, outcome, http):
    visitor = visit("mia")
    answer = visitor._client.get(path)
    line = lines()[-1]
    assert (line["outcome"], line["http"]) == (outcome, http)
    assert answer.headers["X-Request-Id"] == line["id"]
    assert (line["id"] in answer.text) == (http == 404)


def test_a_page_that_no_server_answers_for_is_a_warning(school, lines, caplog):
    site = PortalSite(school.settings(f"http://127.0.0.1:{free_port()}"))
    assert PortalVisitor(site).log_in("mia").status == 503
    assert (lines()[-1]["outcome"], caplog.records[-1].levelname) == ("failed", "WARNING")


@pytest.mark.parametrize("kind", ["text", "json"])
def test_the_program_writes_them_into_the_files_that_the_setting_names(running, tmp_path, kind):
    surroundings = {**TOLD, "VETTRAK_LOG_FILE": str(tmp_path / "portals.log"), "VETTRAK_LOG_FORMAT": kind}
    with serving_portals(running.address, **surroundings) as portals:
        session = requests.Session()
        session.post(f"{portals.address}/login", data={"username": "mia", "password": "wrong", "next": ""})
        session.post(f"{portals.address}/login", data={"username": "mia", "password": PASSWORD, "next": ""})
        missed = session.get(f"{portals.address}/nowhere?surname=Tran")
        (file,) = tmp_path.glob("portals-*.log")
        written = file.read_text(encoding="utf-8")
        assert "vettrak_api.calls" not in portals.log()
    told = [facts for line in written.splitlines() if (facts := request_of(line))]
    assert {facts["door"] for facts in told} == {"portals"}
    assert (told[-1]["outcome"], str(told[-1]["http"]), told[-1]["id"]) == (
        "refused",
        "404",
        missed.headers["X-Request-Id"],
    )
    assert all(re.fullmatch(r"[\d-]{10} [\d:.]{12}[+-]\d\d:\d\d", facts["time"]) for facts in told)
    assert not any(word in written for word in ("Tran", "Mia", PASSWORD, "wrong", "surname"))
    assert kind == "text" or all(json.loads(line) for line in written.splitlines())
