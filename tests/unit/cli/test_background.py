"""vettrak-api background --once: the work beside the calls, as a scheduled task."""

import dataclasses
import logging
import threading

import pytest

from tests.support.outbox import SETTINGS, MailServer, put_mail
from vettrak_api.hosting import duty
from vettrak_api.hosting.background import background_tasks
from vettrak_api.hosting.duty import Duty
from vettrak_api.rules import duty as rules


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Wait for hundredths of a second where servers wait for seconds."""
    monkeypatch.setattr(duty, "BEAT_SECONDS", 0.05)
    monkeypatch.setattr(duty, "SILENCE_SECONDS", 0.3)


@pytest.fixture
def mail(monkeypatch):
    for name, value in SETTINGS.items():
        monkeypatch.setenv(f"VETTRAK_{name.upper()}", str(value))
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def root_logger():
    """Give the log back to the tests."""
    before = logging.getLogger().handlers[:]
    yield
    for handler in logging.getLogger().handlers:
        if handler not in before:
            handler.close()
    logging.getLogger().handlers[:] = before


def standing(runtime):
    with runtime.database.connection() as connection:
        return rules.standing(connection)


def test_what_is_due_is_done_and_the_duty_given_back(run, runtime, mail):
    put_mail(runtime)
    done = run("background", "--once")
    assert (done.code, done.out) == (0, "Done.")
    assert mail.recipients == ["ann@example.com"]
    now = standing(runtime)
    assert (now.holder, now.cleaned > 0) == (rules.NOBODY, True)


def test_who_works_already_is_left_alone(run, runtime, mail, monkeypatch):
    other = Duty(runtime.database)
    other.beat()
    monkeypatch.setattr("vettrak_api.hosting.background.time.sleep", lambda seconds: other.beat())
    put_mail(runtime)
    done = run("background", "--once")
    assert (done.code, done.out) == (0, "Nothing to do: another process does the background work.")
    assert mail.recipients == []


def test_a_holder_that_was_killed_is_waited_for_in_vain(run, runtime, mail):
    Duty(runtime.database).beat()
    put_mail(runtime)
    assert run("background", "--once").out == "Done."
    assert mail.recipients == ["ann@example.com"]


def test_a_database_that_was_not_set_up_is_told(run):
    done = run("background", "--once")
    assert (done.code, "Run: vettrak-api db upgrade" in done.err) == (1, True)


def test_a_database_that_can_not_be_reached_is_told(run, monkeypatch):
    monkeypatch.setenv("VETTRAK_DATABASE_URL", "sqlite:////nowhere/at/all.db")
    done = run("background", "--once")
    assert (done.code, "Its folder must exist" in done.err, "Traceback" in done.err) == (1, True, False)


@pytest.mark.parametrize("wanted", [True, False])
def test_a_server_can_leave_the_work_to_others(runtime, wanted):
    settings = runtime.settings.model_copy(update={"background_work": wanted})
    before = set(threading.enumerate())
    with background_tasks(dataclasses.replace(runtime, settings=settings)):
        begun = {thread.name for thread in threading.enumerate() if thread not in before}
    # Who works not at all still looks whether calls can be answered, and tells what failed here.
    assert (begun == {"watch", "failures"}) is not wanted
    assert ("duty" in begun) is wanted


def test_commands_write_the_log_that_the_settings_name(run, runtime, monkeypatch, tmp_path):
    monkeypatch.setenv("VETTRAK_LOG_FILE", str(tmp_path / "vettrak.log"))
    for name, value in SETTINGS.items():
        monkeypatch.setenv(f"VETTRAK_{name.upper()}", str(value))
    put_mail(runtime)
    assert run("background", "--once").code == 0
    (file,) = tmp_path.glob("vettrak-*.log")
    text = file.read_text(encoding="utf-8")
    assert "WARNING vettrak_api.hosting.background: messages (mail) wait: ConnectionRefusedError" in text
    assert "ann@example.com" not in text


def test_commands_that_log_nothing_leave_no_file(run, runtime, monkeypatch, tmp_path):
    monkeypatch.setenv("VETTRAK_LOG_FILE", str(tmp_path / "vettrak.log"))
    assert run("user", "list").code == 0
    assert list(tmp_path.glob("vettrak*.log")) == []
