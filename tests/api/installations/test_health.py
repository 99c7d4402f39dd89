"""What watchmen ask: /healthz, whether the process lives; /readyz, whether calls can be answered, and why not."""

import datetime
import json
import logging
import shutil
from pathlib import Path

import pytest

from tests.conftest import CHEAP
from tests.support.counting import statements
from tests.support.soap import get
from vettrak_api.app import Site
from vettrak_api.database import schema
from vettrak_api.hosting import logs
from vettrak_api.hosting.logs import DatedFiles
from vettrak_api.model.outbox import OutboxMessage
from vettrak_api.outbox import age
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings

OUTBOX = {"ok": True, "oldest_seconds": 0, "most_seconds": 600}
WELL = {**{name: {"ok": True} for name in ("database", "schema", "maintenance", "log")}, "outbox": OUTBOX}


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
    assert told(server) == (503, {"status": "unavailable", "checks": {"database": {"ok": False}, "log": {"ok": True}}})


def test_tables_that_are_not_there(server, path):
    checks = {"database": {"ok": True}, "schema": {"ok": False}, "log": {"ok": True}}
    assert told(server) == (503, {"status": "unavailable", "checks": checks})


def test_an_outbox_that_waits_too_long(server, path, template):
    shutil.copyfile(template.bare, path)
    assert told(server) == (200, {"status": "ready", "checks": WELL})
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


@pytest.fixture
def log(tmp_path, monkeypatch):
    """Write the log into a folder."""
    monkeypatch.setattr(logs, "LOOK_SECONDS", 0)
    folder = tmp_path / "logs"
    folder.mkdir()
    handler = DatedFiles(folder / "vettrak.log", 3, 1_000_000)
    logger = logging.getLogger("vettrak_api.calls")
    logger.addHandler(handler)
    monkeypatch.setattr(logger, "level", logging.INFO)
    yield folder
    logger.removeHandler(handler)
    handler.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full")
def test_a_disk_without_room_for_the_log_takes_no_server_away(server, path, template, log, capsys):
    """Calls go on, so load balancers see 200; watchmen read "degraded"."""
    shutil.copyfile(template.bare, path)
    (log / f"vettrak-{datetime.date.today().isoformat()}.log").symlink_to("/dev/full")
    told(server)
    assert told(server) == (200, {"status": "degraded", "checks": {**WELL, "log": {"ok": False}}})
    assert get(server, "/ready")[0] == "200 OK"
    assert "No space left on device" in capsys.readouterr().err


def test_a_log_that_can_be_written_again_is_told_as_well(server, path, template, log, capsys):
    shutil.copyfile(template.bare, path)
    told(server)
    shutil.rmtree(log)
    told(server)
    assert told(server)[1]["checks"]["log"] == {"ok": False}
    log.mkdir()
    told(server)
    assert told(server) == (200, {"status": "ready", "checks": WELL})
    assert "No such file or directory" in capsys.readouterr().err


def queue(runtime, minutes):
    with runtime.database.writing() as session:
        queued = runtime.clock.now() - datetime.timedelta(minutes=minutes)
        session.add(OutboxMessage(kind="mail", recipient="x@example.com", payload="{}", queued=queued, next_attempt=0))
