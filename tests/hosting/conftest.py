"""A database with inhabitants and an officer, and all ways in from IIS to it."""

from contextlib import ExitStack

import pytest

from tests.support.iis_doors import copied, fastcgi_door, fastcgi_process, platform_door, platform_process
from tests.support.staff import officer
from tests.support.world import World
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings


@pytest.fixture(scope="session")
def database_url(template, settlement, tmp_path_factory):
    """Copy the database of the inhabitants, and let somebody in who may see the staff pages."""
    url = f"sqlite:///{copied(template.settled, tmp_path_factory.mktemp('iis')).as_posix()}"
    runtime = build_runtime(Settings(database_url=url, argon2_memory_kib=8, argon2_passes=1))
    officer(World(runtime, settlement), setup_role=True)
    runtime.database.close()
    return url


@pytest.fixture(scope="session")
def started(database_url, tmp_path_factory):
    """Start what a way in needs when it is asked for first, and end all of it with the tests."""
    with ExitStack() as running:
        kept = {}

        def start(kind, directory):
            key = kind, directory
            if key not in kept:
                kept[key] = running.enter_context(kind(directory, tmp_path_factory.mktemp("site"), database_url))
            return kept[key]

        yield start


@pytest.fixture
def door(request, started):
    """Return a way in, as the test's parameters tell."""
    way, directory, scheme, *more = request.param
    if way == "platform":
        return platform_door(started(platform_process, directory), directory, scheme)
    script, rewritten = more
    return fastcgi_door(started(fastcgi_process, directory), directory, scheme, script, rewritten=rewritten)
