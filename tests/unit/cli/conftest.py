"""A clean environment, and a way to run the program."""

import io
import os
import re
import shutil
import sys
from types import SimpleNamespace

import pytest

from tests.conftest import CHEAP
from tests.support.world import World
from vettrak_api.cli import app
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings


@pytest.fixture(autouse=True)
def surroundings(monkeypatch, tmp_path):
    """Set no settings but cheap passwords and a database of the test's own, not made yet."""
    for name in [name for name in os.environ if name.startswith("VETTRAK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("VETTRAK_DATABASE_URL", f"sqlite:///{tmp_path}/test.db")
    for name, value in CHEAP.items():
        monkeypatch.setenv(f"VETTRAK_{name.upper()}", str(value))
    monkeypatch.chdir(tmp_path)
    yield
    os.environ.pop("VETTRAK_TRACEBACK", None)


@pytest.fixture
def runtime(template, tmp_path, clock, settings):
    """Compose a server on the database that the program will open by its own settings."""
    path = tmp_path / "test.db"
    shutil.copyfile(template.bare, path)
    runtime = build_runtime(Settings(**{"database_url": f"sqlite:///{path}", **CHEAP, **settings}), clock)
    yield runtime
    runtime.database.close()


@pytest.fixture
def world(runtime):
    """Build records in a database where nobody lives yet."""
    return World(runtime)


@pytest.fixture
def run(capsys, monkeypatch):
    """Run the program with the words of a command line; `typed` is what stands in its standard input, as UTF-8."""

    def run(*words, typed=None):
        if typed is not None:
            content = typed if isinstance(typed, bytes) else typed.encode()
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            app([*words])
        out, err = capsys.readouterr()
        return SimpleNamespace(code=left.value.code or 0, out=plain(out), err=plain(err))

    return run


def plain(text):
    """Join what a narrow terminal would have broken."""
    return re.sub(r"\s+", " ", re.sub(r"\x1b\[[\d;]*m", "", text)).strip()
