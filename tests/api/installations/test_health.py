"""What watchmen ask: /healthz, whether the process lives; /readyz, whether calls can be answered, and why not."""

import datetime
import json
import shutil

import pytest

from tests.conftest import CHEAP
from tests.support.counting import statements
from tests.support.soap import get
from vettrak_api.app import Site
from vettrak_api.database import schema
from vettrak_api.model.outbox import OutboxMessage
from vettrak_api.outbox import age
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings

OUTBOX = {"ok": True, "oldest_seconds": 0, "most_seconds": 600}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "vettrak.db"


@pytest.fixture
def server(path, clock, monkeypatch):
    monkeypatch.setattr(schema, "LOOK_AGAIN_SECONDS", 0)
    monkeypatch.setattr(age, "ASK_AGAIN_SECONDS", 0)
    runtime = build_runtime(Settings(database_url=f"sqlite:///{path}", ready_outbox_minutes=10, **CHEAP), clock)
    yield Site(runtime)
    runtime.database.close()


def told(site, path="/readyz"):
    status, _, body = get(site, path)
    return int(status[:3]), json.loads(body)


def test_a_process_lives_without_its_database(server, path):
    path.mkdir()
    assert told(server, "/healthz") == (200, {"status": "alive"})
    assert told(server, "/any/directory/healthz")[0] == 200
    assert told(server) == (503, {"status": "unavailable", "checks": {"database": {"ok": False}}})


def test_tables_that_are_not_there(server, path):
    checks = {"database": {"ok": True}, "schema": {"ok": False}}
    assert told(server) == (503, {"status": "unavailable", "checks": checks})


def test_an_outbox_that_waits_too_long(server, path, template):
    shutil.copyfile(template.bare, path)
    well = {"database": {"ok": True}, "schema": {"ok": True}, "maintenance": {"ok": True}, "outbox": OUTBOX}
    assert told(server) == (200, {"status": "ready", "checks": well})
    queue(server.runtime, minutes=9)
    assert told(server)[1]["checks"]["outbox"] == {**OUTBOX, "oldest_seconds": 540}
    queue(server.runtime, minutes=11)
    status, body = told(server)
    assert (status, body["checks"]["outbox"]) == (503, {"ok": False, "oldest_seconds": 660, "most_seconds": 600})
    assert get(server, "/ready")[0] == "200 OK", "who asks there is told of the database alone"


def test_without_a_bound_the_age_is_only_told(server, path, template):
    shutil.copyfile(template.bare, path)
    queue(server.runtime, minutes=6000)
    server.use(build_runtime(Settings(database_url=f"sqlite:///{path}", **CHEAP), server.runtime.clock))
    status, body = told(server)
    assert (status, body["checks"]["outbox"]["oldest_seconds"]) == (200, 360_000)
    server.runtime.database.close()


def test_the_database_is_asked_once_a_second_whoever_asks(server, path, template, monkeypatch):
    shutil.copyfile(template.bare, path)
    monkeypatch.setattr(schema, "LOOK_AGAIN_SECONDS", 3600)
    monkeypatch.setattr(age, "ASK_AGAIN_SECONDS", 3600)
    told(server)
    with statements(server.runtime) as seen:
        for _ in range(20):
            assert told(server)[0] == 200
    assert seen == []


def queue(runtime, minutes):
    with runtime.database.writing() as session:
        queued = runtime.clock.now() - datetime.timedelta(minutes=minutes)
        session.add(OutboxMessage(kind="mail", recipient="x@example.com", payload="{}", queued=queued, next_attempt=0))
