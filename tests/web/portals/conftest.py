"""A school, a server process of its own on it, and its portals in the tests' process: they meet by SOAP alone."""

import shutil

import pytest

from tests.support.portals import PortalSchool, PortalVisitor
from tests.support.servers import CHEAP_PASSWORDS, serving
from tests.support.world import World
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings
from vettrak_api.web.portals.site import PortalSite


@pytest.fixture(scope="module")
def built(template, tmp_path_factory):
    """Return a function that makes a school in a database of its own."""
    opened = []

    def build(more=""):
        path = tmp_path_factory.mktemp("portals") / "school.db"
        shutil.copyfile(template.bare, path)
        settings = Settings(database_url=f"sqlite:///{path.as_posix()}", argon2_memory_kib=8, argon2_passes=1)
        opened.append(build_runtime(settings))
        return PortalSchool(World(opened[-1]), more)

    yield build
    for runtime in opened:
        runtime.database.close()


@pytest.fixture(scope="module")
def school(built):
    """Make the school of a file's tests."""
    return built()


@pytest.fixture(scope="module")
def running(school):
    """Start a server on it, which has one thread."""
    with serving(school.world.runtime.settings.database_url, "--threads", "1", **CHEAP_PASSWORDS) as server:
        yield server


@pytest.fixture(scope="module")
def portals(school, running):
    """Return the portals of the school."""
    return PortalSite(school.settings(running.address))


@pytest.fixture
def visit(portals):
    """Log somebody in and return their visitor."""

    def logged_in(username, site=None, **headers):
        visitor = PortalVisitor(site or portals, **headers)
        visitor.log_in(username)
        assert visitor.page.status == 200, visitor.page.text
        return visitor

    return logged_in


@pytest.fixture
def calls(portals, monkeypatch):
    """Keep what the portals call: operations, and whether with the visitor's token or with that of their own."""
    made = []
    server = portals.runtime.server
    call = type(server).call

    def kept(self, page, operation, arguments, *more):
        own = bool(arguments) and arguments[0] == portals.runtime.integration._token
        made.append((operation, "own" if own and arguments[0] else "visitor"))
        return call(self, page, operation, arguments, *more)

    monkeypatch.setattr(type(server), "call", kept)
    return made
