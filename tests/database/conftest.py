"""Databases of three kinds: SQLite, and PostgreSQL and MariaDB started for these tests alone."""

import pytest

from tests.conftest import CHEAP, SetClock
from tests.support.databases import KINDS
from tests.support.soap import Api
from tests.support.world import World
from vettrak_api.app import Site
from vettrak_api.database import migrations
from vettrak_api.rules.reference.loading import load_reference_data
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings

SERVERS = [kind for kind in KINDS if kind != "sqlite"]
"""Kinds for scenarios that tests/api runs on SQLite already."""


@pytest.fixture(scope="module", params=KINDS)
def databases(request):
    """Start a server of each kind, which makes empty databases."""
    runtime = KINDS[request.param]()
    yield runtime
    runtime.close()


@pytest.fixture
def empty(databases, clock):
    """Compose a server on a database without tables."""
    runtime = build_runtime(Settings(database_url=databases.create(), **CHEAP), clock)
    yield runtime
    runtime.database.close()


@pytest.fixture(scope="module")
def runtime(databases):
    """Compose a server on one database per file and kind, with its tables and reference lists."""
    runtime = build_runtime(Settings(database_url=databases.create(), **CHEAP), SetClock())
    migrations.upgrade(runtime.database)
    with runtime.database.writing() as session:
        load_reference_data(session)
    yield runtime
    runtime.database.close()


@pytest.fixture(scope="module")
def world(runtime):
    """Build records; one world per database, so that their codes are not given twice."""
    return World(runtime)


@pytest.fixture(scope="module")
def api(runtime):
    """Call operations of the complete service through SOAP."""
    return Api(Site(runtime))
