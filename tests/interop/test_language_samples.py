"""The samples in docs/samples run as they stand, in every language; docs/clients.md tells what came of it.

With VETTRAK_WRITE_CLIENTS=1 that page is written anew, with the versions of this computer.
"""

import datetime
import http.server
import os
import shutil
import signal
import subprocess
import threading
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import update

from tests.interop import clients
from tests.interop.conftest import PASSWORD, USER
from tests.interop.languages import BY_FOLDER, LANGUAGES, SAMPLES, Workshop
from tests.support.chromium import headless
from tests.support.servers import CHEAP_PASSWORDS, serving
from vettrak_api.model.enrolments import ClassClient
from vettrak_api.model.security import AccessToken

pytestmark = pytest.mark.interop

PARTS = {"csharp-wsdl": "dotnet", "csharp-wcf": "dotnet", "javascript": "node", "curl": "python"}
"""The part of the tests that tries a sample, where its name is another."""

BODY_LIMIT = 8_192
"""Bytes; small enough for a code on a command line to be too long."""

DAY = datetime.date(2026, 12, 1)
LOGGED_IN = "Logged in."


@pytest.fixture(scope="module")
def running(school):
    """Start a server that takes short requests only."""
    url = school.runtime.settings.database_url
    with serving(url, **CHEAP_PASSWORDS, VETTRAK_BODY_LIMIT_BYTES=str(BODY_LIMIT)) as server:
        yield server


@dataclass(frozen=True)
class Told:
    """Clients with no, one and several enrolments, and the lines that every sample prints of them."""

    clients: list[str]
    lines: list[str]


@pytest.fixture(scope="module")
def told(school):
    """Enrol clients; on the day one has a class at its first and last minute, which a zone would move out of it."""
    midnight = datetime.datetime.combine(DAY, datetime.time())
    occurrences = [school.occurrence(code=f"SAMPLE{number}") for number in range(3)]
    sessions = [
        school.class_session(occurrences[0], midnight + datetime.timedelta(minutes=minutes), hours=0.02)
        for minutes in (-30, 0, 600, 1_435, 1_441)
    ]
    none, one, many = (school.client("O'Brien & <Söns>", name) for name in ("None", "One", "Many"))
    school.enrolment(one, occurrences[1])
    attending, *_ = [school.enrolment(many, occurrence) for occurrence in occurrences]
    school.add_all([ClassClient(class_session_id=each.id, enrolment_id=attending.id) for each in sessions])
    lines = [
        f"{none.code}: 0 enrolments, 0 classes",
        f"{one.code}: 1 enrolments, 0 classes",
        "  enrolled in SAMPLE1",
        f"{many.code}: 3 enrolments, 3 classes",
        *(f"  enrolled in SAMPLE{number}" for number in range(3)),
        *(f"  class at 2026-12-01T{time}" for time in ("00:00", "10:00", "23:55")),
        "nobody: Client not found.",
    ]
    return Told([none.code, one.code, many.code, "nobody"], lines)


@dataclass
class Program:
    """A sample that was built, and the file in which it keeps its token."""

    command: list[str]
    token_file: object

    def run(self, *arguments):
        """Run it; once more when Mono has aborted, as it does now and then at the end of its own threads."""
        before = self.token_file.read_bytes() if self.token_file.exists() else None
        result = self._run(*arguments)
        if result.returncode != -signal.SIGABRT or Path(self.command[0]).name != "mono":
            return result
        if before is None:
            self.token_file.unlink(missing_ok=True)
        else:
            self.token_file.write_bytes(before)
        return self._run(*arguments)

    def _run(self, *arguments):
        """Run it as somebody would whose computer is in another zone than the training organisation."""
        settings = {
            "VETTRAK_USER": USER,
            "VETTRAK_PASSWORD": PASSWORD,
            "VETTRAK_TOKEN_FILE": str(self.token_file),
            "TZ": "America/Los_Angeles",
            "LC_ALL": "C.UTF-8",
            "NODE_NO_WARNINGS": "1",
        }
        return subprocess.run(
            [*self.command, *arguments],
            cwd=self.token_file.parent,  # where Mono writes how it has crashed
            env={**os.environ, **settings},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )


def folders():
    """Return the samples, each with the mark of its part."""
    return [pytest.param(each.folder, marks=getattr(pytest.mark, part_of(each.folder))) for each in LANGUAGES]


def part_of(folder):
    return PARTS.get(folder, folder)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory, running, pytestconfig):
    """Return a function that copies a sample into a folder of its own."""

    def made(folder):
        path = tmp_path_factory.mktemp(folder)
        shutil.copytree(SAMPLES / folder, path, dirs_exist_ok=True)
        return Workshop(path, running.page("VT_API"), pytestconfig.cache)

    return made


@pytest.mark.parametrize("folder", folders())
def test_a_sample(folder, workshop, running, told, school):
    language, shop = BY_FOLDER[folder], workshop(folder)
    program = Program(language.build(shop), shop.folder / "token")
    arguments = [running.page("VT_API"), DAY.isoformat(), *told.clients]

    assert lines_of(program.run(*arguments)) == [LOGGED_IN, *told.lines]
    assert lines_of(program.run(*arguments)) == told.lines, "the token is kept"
    assert program.token_file.stat().st_mode & 0o077 == 0 or "csharp" in folder, "others can not read the token"

    expire_all_tokens(school)
    assert lines_of(program.run(*arguments)) == [LOGGED_IN, *told.lines]
    program.token_file.write_text("A" * 43, encoding="ascii")
    assert lines_of(program.run(*arguments)) == [LOGGED_IN, *told.lines]

    fault = program.run(*arguments[:2], "X" * BODY_LIMIT)
    assert fault.returncode == 2, fault.stderr
    assert "The server refused the request: " in fault.stderr
    assert PASSWORD not in fault.stdout + fault.stderr

    if os.environ.get("VETTRAK_WRITE_CLIENTS"):
        clients.write({language.folder: language.version(shop)})


@pytest.mark.python
def test_the_page_of_clients_tells_of_all_of_them():
    written = clients.PAGE.read_text(encoding="utf-8")
    assert written == clients.page(clients.versions(written)), "VETTRAK_WRITE_CLIENTS=1 writes docs/clients.md anew"
    assert set(clients.versions(written)) == set(BY_FOLDER)


def lines_of(result):
    assert result.returncode == 0, result.stderr
    # Java tells of its libraries, on the other stream.
    return result.stdout.splitlines()


def expire_all_tokens(school):
    """Make every token two hours older than it is."""
    with school.session() as session:
        session.execute(update(AccessToken).values(used=AccessToken.used - 2 * 3_600_000))


@pytest.fixture(scope="module")
def site():
    """Serve the sample for browsers from an address of its own, as an integrator's site would be."""
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(SAMPLES / "browser"))
    handler.log_message = lambda *_: None
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def chromium():
    """Run a browser."""
    with headless() as browser:
        yield browser


@pytest.mark.browser
def test_the_sample_for_browsers(chromium, site, running, told, school):
    page = chromium.new_page(timezone_id="America/Los_Angeles")
    page.goto(site)
    filled = {"address": running.page("VT_API"), "user": USER, "password": PASSWORD, "day": DAY.isoformat()}
    for name, value in (filled | {"clients": " ".join(told.clients)}).items():
        page.fill(f"[name={name}]", value)

    assert asked(page) == [LOGGED_IN, *told.lines, "Done."]
    assert asked(page) == [*told.lines, "Done."]
    expire_all_tokens(school)
    assert asked(page) == [LOGGED_IN, *told.lines, "Done."]
    page.fill("[name=clients]", "X" * BODY_LIMIT)
    assert [line[:31] for line in asked(page)] == ["The server refused the request:"]


def asked(page):
    """Send the form and return the lines of the answer, when the last has come."""
    page.evaluate("document.querySelector('pre').textContent = ''")
    page.click("button")
    page.wait_for_function("/^(Done[.]|The [a-z-]+ )/m.test(document.querySelector('pre').textContent)")
    return page.inner_text("pre").splitlines()
