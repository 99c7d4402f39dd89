"""The metrics: who may read them, how many there are at most, and that they are right over processes and restarts."""

import datetime
import errno
import logging
import os
import secrets
import signal
import subprocess
import sys

import pytest
from prometheus_client import values
from prometheus_client.parser import text_string_to_metric_families

from tests.support.servers import CHEAP_PASSWORDS, serving
from tests.support.soap import Api, get
from tests.support.sockets import over_http, send
from vettrak_api.app import Site
from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.hosting import slots
from vettrak_api.hosting.metrics import MOST_SERIES, Metrics
from vettrak_api.hosting.slots import Slots
from vettrak_api.hosting.webservers import measured
from vettrak_api.model.outbox import OutboxMessage
from vettrak_api.request import FAILED, OK, REFUSED, Request
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings


@pytest.fixture
def metered(runtime, tmp_path, monkeypatch):
    """Make an application with metrics on the test's database, with settings of its own."""
    monkeypatch.setattr(values, "ValueClass", values.ValueClass)
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")

    def make(**chosen):
        chosen = {"metrics_folder": str(tmp_path / "metrics"), "metrics_token": "open sesame", **chosen}
        settings = Settings(**{**runtime.settings.model_dump(), "password_policy": {}, **chosen})
        return measured(Site(build_runtime(settings, runtime.clock, runtime.database.engine)))

    return make


def asked(application, token="open sesame", **environ):
    headers = {"HTTP_AUTHORIZATION": f"Bearer {token}"} if token else {}
    return get(application, "/metrics", **headers, **environ)


def samples(text):
    """Return the samples of a page of metrics, by name and labels."""
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found[sample.name, *(f"{name}={value}" for name, value in sorted(sample.labels.items()))] = sample.value
    return found


def read(application):
    status, _, body = asked(application)
    assert status == "200 OK"
    return samples(body.decode())


def test_without_a_folder_there_are_none(metered):
    assert asked(metered(metrics_folder=""))[0].startswith("404")


@pytest.mark.parametrize(
    ("chosen", "told", "address", "status"),
    [
        ({"metrics_token": ""}, "", "127.0.0.1", "403"),
        ({"metrics_token": ""}, "open sesame", "127.0.0.1", "403"),
        ({}, "", "127.0.0.1", "403"),
        ({}, "open sesam", "127.0.0.1", "403"),
        ({}, "opén sesame", "127.0.0.1", "403"),
        ({}, "open sesame", "203.0.113.9", "200"),
        ({"metrics_addresses": ("203.0.113.0/24",)}, "", "203.0.113.9", "200"),
        ({"metrics_addresses": ("203.0.113.0/24",)}, "", "198.51.100.1", "403"),
        ({"metrics_addresses": ("203.0.113.0/24",)}, "", "", "403"),
    ],
)
def test_nobody_reads_them_who_was_not_allowed_to(metered, chosen, told, address, status):
    answer = asked(metered(**chosen), told, REMOTE_ADDR=address)
    assert (answer[0][:3], b"vettrak_" in answer[2]) == (status, status == "200")


def test_a_client_behind_a_proxy_is_not_the_proxy(metered):
    application = metered(metrics_addresses=("127.0.0.1",))
    assert asked(application, "", REMOTE_ADDR="127.0.0.1")[0] == "200 OK"
    assert asked(application, "", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9")[0] == "403 Forbidden"


def test_calls_are_counted_by_operation_and_outcome(metered):
    application = metered()
    api = Api(application)
    api.API_Handshake(), api.ValidateClient("nobody", "wrong"), api.ValidateClient("nobody", "wrong")
    get(application, "/nowhere")
    found = read(application)
    assert found["vettrak_requests_total", "door=soap", "operation=API_Handshake", "outcome=ok"] == 1
    assert found["vettrak_requests_total", "door=soap", "operation=ValidateClient", "outcome=refused"] == 2
    assert found["vettrak_logins_refused_total", "door=soap"] == 2
    assert found["vettrak_requests_total", "door=public", "operation=other", "outcome=refused"] == 1
    assert found["vettrak_request_seconds_count", "door=soap"] == 3
    assert found["vettrak_operation_seconds_total", "operation=ValidateClient"] > 0
    assert found["vettrak_pool_in_use",] == 0


@pytest.mark.bare
def test_queues_are_measured_when_somebody_asks(metered, runtime):
    with runtime.database.writing() as session:
        queued = runtime.clock.now() - datetime.timedelta(minutes=5)
        session.add(OutboxMessage(kind="mail", recipient="x@example.com", payload="{}", queued=queued, next_attempt=0))
    found = read(metered())
    expected = {"vettrak_outbox_waiting": 1, "vettrak_outbox_oldest_seconds": 300, "vettrak_database_reached": 1}
    assert {name: found[name,] for name in expected} == expected
    assert found["vettrak_quarantine_waiting",] == found["vettrak_tokens_in_use",] == 0


def test_a_database_that_is_away_is_told_and_counted(metered, tmp_path):
    away = tmp_path / "away.db"
    away.mkdir()
    settings = Settings(
        database_url=f"sqlite:///{away}", metrics_folder=str(tmp_path / "m"), metrics_token="open sesame"
    )
    application = Metrics(Site(build_runtime(settings)))
    Api(application).GetLMSNewOccurrences("x")
    found = read(application)
    assert found["vettrak_database_reached",] == 0
    assert found["vettrak_database_errors_total", "kind=DatabaseTrouble"] == 1


def test_however_strange_the_requests_there_are_few_series(metered):
    application = metered()
    names = [*load_catalogue().operations, *(secrets.token_hex(8) for _ in range(300))]
    doors = [
        "soap",
        "service",
        "staff",
        "api",
        "docs",
        "public",
        "portals",
        "",
        *(secrets.token_hex(4) for _ in range(50)),
    ]
    for name in names:
        for outcome in (OK, REFUSED, FAILED, secrets.token_hex(4)):
            application.watch([Request(door="soap", operation=name, outcome=outcome, kind="LoginRefused")])
    for door in doors:
        for name in names[:5]:
            for kind in ("DatabaseTrouble", "Busy", "LoginRefused", secrets.token_hex(4)):
                application.watch([Request(door=door, operation=name, outcome=OK, kind=kind)])
    found = read(application)
    assert 500 < len(found) <= MOST_SERIES


def test_a_folder_that_can_not_be_written_stops_nobody(metered, tmp_path, caplog):
    (tmp_path / "file").touch()
    application = metered(metrics_folder=str(tmp_path / "file" / "metrics"))
    assert Api(application).API_Handshake() == "You are connected to the API."
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert "VETTRAK_METRICS_FOLDER" in record.getMessage()


def test_slots_are_given_to_the_living(tmp_path):
    first = Slots(tmp_path)
    assert (first.ours(), first.is_held(0), first.is_held(1)) == (0, True, False)


HOLDER = """
import sys, pathlib
from vettrak_api.hosting.slots import Slots
print(Slots(pathlib.Path(sys.argv[1])).ours(), flush=True)
sys.stdin.read()
"""


def test_a_number_is_held_as_long_as_its_process_lives(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "0\n"
        mine = Slots(tmp_path)
        assert (mine.ours(), mine.is_held(0), mine.is_held(2)) == (1, True, False)
        other.kill()
    assert not mine.is_held(0)
    assert Slots(tmp_path).is_held(2) is False, "who has looked has let go of it"


def test_a_disk_that_knows_no_locks_has_no_metrics(metered, tmp_path, monkeypatch, caplog):
    """Rather than files without an end, each of which could not be had."""

    def refuse(file):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(slots, "_lock", refuse)
    application = metered()
    assert Api(application).API_Handshake() == "You are connected to the API."
    assert "can not be written: No locks available" in caplog.text
    assert len(list((tmp_path / "metrics").iterdir())) == 1


@pytest.mark.slow
def test_two_processes_and_a_restart_are_summed_up(runtime, tmp_path):
    """Whichever process is asked tells what all have counted, one that was killed and its successor included."""
    surroundings = {
        **CHEAP_PASSWORDS,
        "VETTRAK_METRICS_FOLDER": str(tmp_path / "metrics"),
        "VETTRAK_METRICS_TOKEN": "open sesame",
    }
    url = runtime.settings.database_url

    def call(server, times):
        api = Api(over_http(server))
        for _ in range(times):
            api.API_Handshake()
        counted(server)  # whoever is asked has told all of its own; the others are told of some moments later

    def counted(server):
        answer = send(server, "/metrics", None, method="GET", Authorization="Bearer open sesame")
        key = ("vettrak_requests_total", "door=soap", "operation=API_Handshake", "outcome=ok")
        return samples(answer.text)[key]

    with serving(url, **surroundings) as first:
        with serving(url, **surroundings) as second:
            call(first, 3), call(second, 4)
            assert counted(first) == counted(second) == 7
            os.kill(second.process.pid, signal.SIGKILL)
            second.process.wait()
            assert counted(first) == 7
            call(first, 1)
        with serving(url, **surroundings) as third:
            call(third, 2)
            assert counted(first) == counted(third) == 10
    assert len(list((tmp_path / "metrics").glob("counter_*.db"))) == 2, (
        "the third has gone on in the files of the second"
    )
