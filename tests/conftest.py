"""Fixtures: a fresh SQLite database per test (copied from a migrated one), a server on it, and a way to call it."""

import datetime
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import hypothesis
import pytest
from filelock import FileLock

from tests.support import impersonal, untold
from tests.support.collations import ignore_case
from tests.support.inhabitants import API_TOKEN
from tests.support.memory import memory
from tests.support.outcomes import OK, outcome
from tests.support.portability import LOOKED_AT, NO_CODE, TEXTS, unparsed, watch
from tests.support.settlement import Settlement, touched_tables
from tests.support.settling import settle
from tests.support.soap import Api
from tests.support.staff import logged_in, officer
from tests.support.staff_actions import acting
from tests.support.world import World
from vettrak_api.app import Site
from vettrak_api.clock import Clock
from vettrak_api.database import migrations
from vettrak_api.database.engine import build_engine
from vettrak_api.rules.reference.loading import load_reference_data
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings

COLLATION = "VETTRAK_TEST_COLLATION"
"""Set to nocase it lets the databases of tests compare texts as most SQL Servers do: without minding case."""

ELSEWHERE = ("interop", "iis", "database", "cluster", "browser", "wheel", "slow")
"""What makes a test too much for the quick set."""

ONCE = ("test_migrations.py", "test_sqlserver.py")
"""Files of tests/database that try on SQLite, or for SQL Server, what no other folder tries."""


BY_ODBC = frozenset(
    {"test_change_log.py", "test_connecting.py", "test_locks.py", "test_same_answers.py", "test_schema.py"}
)
"""Tests that are not slow where MariaDB is reached by ODBC: the same server as without, by another driver."""


def pytest_collection_modifyitems(items):
    """Mark tests of database servers by their kind, and all that are quick."""
    for item in items:
        kind = getattr(item, "callspec", None) and item.callspec.params.get("databases")
        if kind in {"postgresql", "mariadb", "mariadb-odbc"}:
            item.add_marker("database")
            item.add_marker(kind.removesuffix("-odbc"))
        if kind == "mariadb-odbc" and item.path.name not in BY_ODBC:
            item.add_marker("slow")
        doubled = item.path.parent.name == "database" and item.path.name not in ONCE
        if not doubled and not any(map(item.get_closest_marker, ELSEWHERE)):
            item.add_marker("quick")


# How many examples a property is tried with: a few whenever tests run, many with --hypothesis-profile=thorough.
hypothesis.settings.register_profile("few", max_examples=10, deadline=None)
hypothesis.settings.register_profile("thorough", max_examples=200, deadline=None)
hypothesis.settings.load_profile("few")

PERSONAL_LINES = impersonal.watch()

untold.watch()

NOT_PORTABLE = watch()
"""What SQL Server would refuse of what any engine of this process has executed since the last test."""


@pytest.fixture(autouse=True)
def every_statement_is_portable(request):
    """Fail a test that executed what SQL Server, or another database, would refuse."""
    yield NOT_PORTABLE
    found = [*NOT_PORTABLE, *unparsed()]
    NOT_PORTABLE.clear()
    if request.node.get_closest_marker("from_before"):
        found = [text for text in found if NO_CODE not in text]
    assert not found, "\n\n".join(found)


@pytest.fixture(autouse=True)
def no_line_of_the_log_is_personal():
    """Fail a test during which the log told of a request anything but codes, numbers and our own words."""
    yield
    found = [*PERSONAL_LINES]
    PERSONAL_LINES.clear()
    assert found == []


@pytest.fixture(autouse=True)
def every_former_value_is_told():
    """Fail a test in which the change log told of a change without what there was before."""
    yield
    found = [*untold.FOUND]
    untold.FOUND.clear()
    assert found == []


def pytest_sessionfinish(session):
    """Hand the texts that were looked at over to the process that tells how many there were."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput[LOOKED_AT] = sorted(TEXTS)


def pytest_testnodedown(node):
    """Collect what a process of the run has looked at."""
    TEXTS.update(getattr(node, "workeroutput", {}).get(LOOKED_AT, ()))


def pytest_terminal_summary(terminalreporter):
    """Tell how many statements would have been sent to SQL Server."""
    terminalreporter.write_line(f"{len(TEXTS)} different statements were looked at for SQL Server.")


AUDIT_KEY = "dGhlIGtleSBvZiB0ZXN0cyBpcyBubyBzZWNyZXQgISE="
CHEAP = {"argon2_memory_kib": 8, "argon2_passes": 1, "audit_key": AUDIT_KEY}


class SetClock(Clock):
    """A clock that stands still until a test moves it."""

    def __init__(self, now=datetime.datetime(2026, 9, 10, 12)):
        super().__init__(ZoneInfo("Australia/Sydney"))
        self._milliseconds = int(now.replace(tzinfo=self.zone).timestamp() * 1000)

    def milliseconds(self):
        """Tell the time that was set."""
        return self._milliseconds

    def advance(self, **duration):
        """Let time pass: minutes=61."""
        self._milliseconds += int(datetime.timedelta(**duration).total_seconds() * 1000)


@dataclass(frozen=True)
class Templates:
    """Databases that tests copy: `bare` has the tables and reference lists, `settled` has the inhabitants as well."""

    bare: Path
    settled: Path


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """Migrate and settle once per test run; the processes of a run share the files."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    made = Templates(folder / "bare.db", folder / "settled.db")
    with FileLock(folder / "templates.lock"):
        if not made.settled.exists():
            _make(made)
    return made


@pytest.fixture(scope="session")
def settlement(template):
    """Tell the inhabitants' rows apart."""
    return Settlement(template.bare, template.settled)


def _make(made):
    unfinished = made.settled.with_name("unfinished.db")
    settings = Settings(database_url=f"sqlite:///{unfinished}", **CHEAP)
    runtime = build_runtime(settings)
    migrations.upgrade(runtime.database)
    if os.environ.get(COLLATION) == "nocase":
        _write_to_the_file(runtime)
        ignore_case(unfinished)
    with runtime.database.writing() as session:
        load_reference_data(session)
    _write_to_the_file(runtime)
    shutil.copyfile(unfinished, made.bare)
    settle(settings, SetClock().milliseconds())
    _write_to_the_file(build_runtime(settings))
    unfinished.rename(made.settled)


def _write_to_the_file(runtime):
    """Move what SQLite keeps beside the file into it, and let go of it."""
    with runtime.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    runtime.database.close()


@pytest.fixture
def clock():
    """Stand still at noon on 10 September 2026, RTO time."""
    return SetClock()


@pytest.fixture
def settings(request):
    """Return extra settings of the test: mark it with `@pytest.mark.settings(link_enrolments=True)`."""
    marker = request.node.get_closest_marker("settings")
    return dict(marker.kwargs) if marker else {}


@pytest.fixture(scope="session")
def engine():
    """Keep one engine per test process: it remembers the statements that it has compiled for earlier tests."""
    with TemporaryDirectory(prefix="vettrak-tests-", dir=memory()) as folder:
        path = Path(folder, "test.db")
        engine = build_engine(Settings(database_url=f"sqlite:///{path}"))
        yield path, engine, touched_tables(engine)
        engine.dispose()


@pytest.fixture
def runtime(request, template, settlement, engine, clock, settings):
    """Compose a server on the test's own database: a fresh copy of the template under the engine's path.

    A test about an empty database is marked `@pytest.mark.bare`; all others have the inhabitants around them.
    """
    path, shared, touched = engine
    shared.dispose()
    for leftover in path.parent.glob("test.db*"):
        leftover.unlink()
    shutil.copyfile(template.bare if _is_bare(request) else template.settled, path)
    values = {"database_url": f"sqlite:///{path}", **CHEAP, **settings}
    own_engine = any(name.startswith("database_") for name in settings)
    runtime = build_runtime(settings_of(values), clock, None if own_engine else shared)
    runtime.schema.look()  # as the first call of a server does
    touched.clear()
    yield runtime
    runtime.database.close()
    if not any(map(request.node.get_closest_marker, ("bare", "whole"))):
        assert settlement.losses(path, touched) == [], "the inhabitants' rows in these tables are gone or changed"


SETTINGS: dict[str, Settings] = {}
"""Settings, which nobody can change, by what they were made of; reading them costs more than many a test."""


def settings_of(values):
    """Return the settings of these values and of the environment."""
    surroundings = sorted(item for item in os.environ.items() if item[0].startswith("VETTRAK_"))
    key = repr((sorted(values.items()), surroundings))
    if key not in SETTINGS:
        SETTINGS[key] = Settings(**values)
    return SETTINGS[key]


def _is_bare(request):
    return request.node.get_closest_marker("bare") is not None


SITES: dict[tuple, Site] = {}
"""Sites by the settings that their pages were compiled with."""

PAGE_SETTINGS = ("timezone", "null_values", "body_limit_bytes", "public_url", "trusted_proxies", "cors_origins")


@pytest.fixture
def site(runtime):
    """Compose the whole application; the pages are compiled once per test process."""
    key = tuple(getattr(runtime.settings, name) for name in PAGE_SETTINGS)
    if key not in SITES:
        SITES[key] = Site(runtime)
    SITES[key].use(runtime)
    return SITES[key]


@pytest.fixture
def world(request, runtime, settlement):
    """Build records."""
    return World(runtime, None if _is_bare(request) else settlement)


@pytest.fixture
def api(site):
    """Call operations of the complete service through SOAP."""
    return Api(site)


@pytest.fixture
def token(request, world):
    """Return the token of a staff member with the API role, who is one of the inhabitants."""
    return world.token() if _is_bare(request) else API_TOKEN


@pytest.fixture
def process(api, token):
    """Process a web enrolment and return what was made."""

    def call(number, update=False):
        answer = api.ProcessWebEnrolment(token, number, update)
        assert outcome(answer) == OK
        return answer.ProcessedWebEnrol

    return call


@pytest.fixture
def staff(runtime, clock):
    """Call a function of the rules as the staff pages do."""
    return acting(runtime, clock)


@pytest.fixture
def person(world):
    """Somebody who may process."""
    return officer(world)


@pytest.fixture
def visitor(site, person):
    """Log that somebody in."""
    return logged_in(site)
