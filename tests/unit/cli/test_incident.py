"""A night when something went wrong, told afterwards by `vettrak-api log` and `vettrak-api audit` and nothing else.

A learning system reports the result of another learner, a web site's visitor is refused, and somebody of staff puts a
wrong address on a person's record. The guide tells the same story, with the very commands and answers.
"""

import logging
import re
from itertools import count
from pathlib import Path

import pytest

from tests.support.outcomes import OK, outcome
from tests.support.soap import Api
from tests.support.staff import logged_in, setter
from tests.support.world import PASSWORD
from vettrak_api.hosting.logs import configure_logging
from vettrak_api.settings import read_settings
from vettrak_api.web.kit import edge
from vettrak_api.web.kit.request_log import Line

GUIDE = Path(__file__).parents[3] / "docs" / "guide-operations.md"
HEADING = "## An incident, told from log and audit"
COMMAND = re.compile(r"^\$ vettrak-api (.+)$", re.MULTILINE)

FROM_THE_LMS, FROM_THE_WEB_SITE = "203.0.113.7", "203.0.113.9"


def ids():
    """Number the requests of the night, in the form that random numbers have."""
    return map("5c1e0b2f9a7d4e{:02x}".format, count(0x10))


@pytest.fixture
def log(monkeypatch, tmp_path, clock):
    """Let the server write its log into files, at the time of the story."""
    monkeypatch.setenv("VETTRAK_LOG_FILE", str(tmp_path / "vettrak.log"))
    monkeypatch.setattr(edge, "new_id", ids().__next__)
    root, own = logging.getLogger(), logging.getLogger("vettrak_api")
    before, level, own_level = root.handlers[:], root.level, own.level
    configure_logging(read_settings())
    (handler,) = root.handlers

    def at_that_time(record):
        record.created = clock.milliseconds() / 1000
        if isinstance(record.msg, Line):
            record.msg.request.milliseconds = 8.1
        return True

    handler.addFilter(at_that_time)
    yield
    handler.close()
    root.handlers[:], root.level, own.level = before, level, own_level


@pytest.fixture
def night(log, site, world, clock):
    """Let the night go by: each of the three speaks to the server by its own door."""
    lms = world.staff("Learning System", "", code="LMS1", api_role=True, username="lms", password=PASSWORD)
    web = world.staff("Web Site", "", code="WEB1", api_role=True, username="web", password=PASSWORD)
    setter(world)
    bea = world.client("Brewer", "Bea", code="00123", email="bea@example.com", birth_date=None)
    world.client("Brewer", "Ben", code="00124", email="ben@example.com")
    course = world.occurrence(units=["BSBCRT411"])
    enrolment = world.enrolment(bea, course, units=["BSBCRT411"])
    full = world.occurrence(seats=1, web_published=True)

    def called(by, address):
        return Api(lambda environ, start: site({**environ, "REMOTE_ADDR": address}, start)), world.token(by)

    api, token = called(lms, FROM_THE_LMS)
    wrong = (enrolment.id, "BSBCRT411", "Competency Achieved", "2026-09-01", "2026-09-10", 100)
    assert api.UpdateResult(token, *wrong).Status == 1
    clock.advance(minutes=47)
    api, token = called(web, FROM_THE_WEB_SITE)
    assert outcome(api.AddClientWebEnrolment(token, full.id, "Early", "Eve")) == OK
    clock.advance(minutes=4)
    assert outcome(api.AddClientWebEnrolment(token, full.id, "Late", "Lou"))[0] == -1
    clock.advance(minutes=38)
    staff = logged_in(site, "sven")
    staff.get(f"/setup/people/{bea.id}/details")
    assert staff.send("/save", email="bea@example.org").note == "Saved."


def told_in_the_guide():
    """Return the commands of the guide's section with the answers that stand below them."""
    section = GUIDE.read_text(encoding="utf-8").partition(HEADING)[2].partition("\n## ")[0]
    blocks = re.findall(r"^```\n(\$ .*?)^```$", section, re.MULTILINE | re.DOTALL)
    return [part for block in blocks for part in zip(*[iter(COMMAND.split(block)[1:])] * 2, strict=True)]


def test_the_guide_tells_it_as_the_program_does(night, run):
    told = told_in_the_guide()
    assert len(told) == 6
    for command, answer in told:
        assert run(*command.split()).out == re.sub(r"\s+", " ", answer).strip()


def test_each_change_leads_to_the_line_of_its_request(night, run):
    """Who did it, what it was before, when, and from where: each command tells what the next one needs."""
    history = run("audit", "client", "00123").out
    entry = r"([\d-]{10}) ([\d:]{8}) \+1000 (?:Client|Unit) [\w ]+? changed by (\w+) .+?, request (\w+)"
    changes = re.findall(entry, history)
    assert [by for _, _, by, _ in changes] == ["SVEN", "LMS1"]
    for day, time, by, number in changes:
        line = run("log", "--request", number).out
        assert re.search(rf"{day} {time}\.000\+10:00 \S+ ok {by} .*{number}", line)
    assert FROM_THE_LMS in run("log", "--request", changes[-1][-1]).out


def test_what_was_refused_has_written_nothing(night, run):
    refused = run("log", "--integration", "WEB1", "--status", "refused").out
    (number,) = re.findall(rf"AddClientWebEnrolment refused WEB1 .*{FROM_THE_WEB_SITE} \S+ (\w+)", refused)
    assert run("audit", "request", number).out == "Nothing is known of it."
