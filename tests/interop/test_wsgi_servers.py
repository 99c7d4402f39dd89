"""Other people's WSGI servers run `vettrak_api.wsgi:application`: they log and send mails, each mail once."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.interop.conftest import PASSWORD, USER
from tests.support.outbox import MailServer, put_mail
from tests.support.servers import CHEAP_PASSWORDS, free_port, serving, serving_by_gunicorn
from tests.support.soap import Api
from tests.support.sockets import over_http
from vettrak_api.database.connections import Database
from vettrak_api.rules import duty

pytestmark = [pytest.mark.interop, pytest.mark.python, pytest.mark.slow]
pytest.importorskip("gunicorn")

PROCESSES = ("--workers", "2", "--threads", "2")


@pytest.fixture
def mail():
    """Run a mail server on a port of its own."""
    server = MailServer(free_port())
    server.start()
    yield server
    server.stop()


@pytest.fixture
def surroundings(mail, tmp_path):
    """The settings of servers that log into a folder and send mails."""
    return {
        "VETTRAK_LOG_FILE": str(tmp_path / "logs" / "vettrak.log"),
        "VETTRAK_SMTP_HOST": "127.0.0.1",
        "VETTRAK_SMTP_PORT": str(mail._options["port"]),
        "VETTRAK_MAIL_SENDER": "server@rto.example",
        **CHEAP_PASSWORDS,
    }


@pytest.fixture(autouse=True)
def logs(tmp_path):
    folder = tmp_path / "logs"
    folder.mkdir()
    return lambda: "".join(file.read_text(encoding="utf-8") for file in sorted(folder.iterdir()))


def wait_until(happened, seconds):
    """Return after how many seconds something has happened."""
    began = time.monotonic()
    while not happened():
        assert time.monotonic() - began < seconds
        time.sleep(0.1)
    return time.monotonic() - began


def holder(runtime):
    database = Database(runtime.settings)
    try:
        with database.connection() as connection:
            return duty.standing(connection).holder
    finally:
        database.close()


@pytest.mark.parametrize("options", [PROCESSES, (*PROCESSES, "--preload")], ids=["plain", "preload"])
def test_calls_are_logged_and_mails_go_out_once(school, surroundings, mail, logs, options):
    with serving_by_gunicorn(school.runtime.settings.database_url, *options, **surroundings) as server:
        api = Api(over_http(server))
        for _ in range(6):
            assert api.ValidateClient(USER, PASSWORD).Status == 1
        for number in range(10):
            put_mail(school.runtime, f"{number}@example.com")
        wait_until(lambda: len(mail.got) >= 10, 60)
        assert sorted(mail.recipients) == sorted(f"{number}@example.com" for number in range(10))
        assert logs().count("ValidateClient ok") == 6
        assert logs().count("this process does the background work from now on") == 1
    wait_until(lambda: holder(school.runtime) == duty.NOBODY, 10)


def test_a_killed_process_is_followed_within_a_minute(school, surroundings, mail):
    url = school.runtime.settings.database_url
    with (
        serving_by_gunicorn(url, **surroundings) as first,
        serving(url, **surroundings) as second,
    ):
        wait_until(lambda: holder(school.runtime), 20)
        os.killpg(first.process.pid, signal.SIGKILL)
        before = holder(school.runtime)
        put_mail(school.runtime, "after@example.com")
        assert wait_until(lambda: holder(school.runtime) != before, 60) > 5
        wait_until(lambda: "after@example.com" in mail.recipients, 30)
        assert second.alive


def tried(command, **environment):
    """Run a program that is expected to refuse; return its exit code and what it printed."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("VETTRAK_")}
    done = subprocess.run(
        command, env={**inherited, **environment}, capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"VETTRAK_TIMEZONE": "Mars"}, "The setting VETTRAK_TIMEZONE is not right: unknown time zone 'Mars'"),
        ({"VETTRAK_CONFIG": "/nowhere.toml"}, "The file that VETTRAK_CONFIG names can not be read"),
        ({"VETTRAK_DATABASE_URL": "nonsense"}, "VETTRAK_DATABASE_URL can not be understood."),
        ({"VETTRAK_DATABASE_URL": "oracle://u@h/x"}, "The Python module"),
        ({"VETTRAK_LOG_FILE": "/nowhere/vettrak.log"}, "The log /nowhere/vettrak.log can not be written: No such file"),
    ],
)
def test_what_is_wrong_with_the_settings_is_one_line(settings, words):
    code, said = tried([sys.executable, "-c", "import vettrak_api.wsgi"], **settings)
    assert (code, said.startswith(f"vettrak-api: {words}"), said.count("\n")) == (2, True, 1), said


def test_a_wrong_setting_stands_in_the_log_too(surroundings, logs):
    tried([sys.executable, "-c", "import vettrak_api.wsgi"], **surroundings | {"VETTRAK_SMTP_PORT": "x"})
    assert "CRITICAL vettrak_api.hosting.webservers: The setting VETTRAK_SMTP_PORT is not right" in logs()


def test_a_process_of_its_own_does_the_work_when_servers_do_not(school, surroundings, mail, tmp_path):
    url = school.runtime.settings.database_url
    program = shutil.which("vettrak-api", path=Path(sys.executable).parent)
    own = {"VETTRAK_DATABASE_URL": url, **surroundings}
    with serving(url, **surroundings, VETTRAK_BACKGROUND_WORK="false"):
        put_mail(school.runtime, "once@example.com")
        assert tried([program, "background", "--once"], **own)[0] == 0
        assert mail.recipients == ["once@example.com"]
        with (tmp_path / "output").open("wb") as output:
            inherited = {name: value for name, value in os.environ.items() if not name.startswith("VETTRAK_")}
            worker = subprocess.Popen([program, "background"], env={**inherited, **own}, stdout=output, stderr=output)
        wait_until(lambda: holder(school.runtime), 20)
        put_mail(school.runtime, "kept@example.com")
        wait_until(lambda: "kept@example.com" in mail.recipients, 30)
        worker.terminate()
        assert worker.wait(15) == 0
        assert holder(school.runtime) == duty.NOBODY
        assert "Stopped." in (tmp_path / "output").read_text()
