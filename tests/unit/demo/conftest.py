"""The demo database: one that tests only read, and empty ones to be filled."""

import shutil

import pytest

from tests.conftest import CHEAP, SetClock
from tests.support.soap import Api
from vettrak_api.app import Site
from vettrak_api.demo import data as demo_data
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings


def fresh(template, folder, **settings):
    """Compose a server on a new copy of the empty database, on 10 September 2026."""
    path = folder / "demo.db"
    shutil.copyfile(template.bare, path)
    return build_runtime(Settings(database_url=f"sqlite:///{path}", **CHEAP, **settings), SetClock())


@pytest.fixture(scope="package")
def filled(template, tmp_path_factory):
    """The demo database, filled once per process; tests only read it."""
    runtime = fresh(template, tmp_path_factory.mktemp("filled"))
    demo_data.fill(runtime)
    yield runtime
    runtime.database.close()


@pytest.fixture
def empty(template, tmp_path):
    """A database with reference lists and nothing else."""
    runtime = fresh(template, tmp_path)
    yield runtime
    runtime.database.close()


@pytest.fixture
def read(filled):
    """Return the first column of all rows, or with `rows=True` the rows."""

    def run(statement, *, rows=False):
        with filled.database.reading() as session:
            return session.execute(statement).all() if rows else session.scalars(statement).all()

    return run


@pytest.fixture
def site_of_filled(filled):
    """The server of the demo database."""
    return Site(filled)


@pytest.fixture
def demo(site_of_filled):
    """Call operations on the demo database."""
    return Api(site_of_filled)
