"""A server whose database is away, not set up, or too new: what callers, visitors and watchmen are told, and after."""

import logging
import shutil

import pytest
from sqlalchemy import text

from tests.conftest import CHEAP
from tests.support.soap import Api, get
from vettrak_api.app import Site
from vettrak_api.database import migrations, schema
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings

TROUBLE = (-3, "Database error.")
UNFIT = (-3, "The database is not set up for this version of the server.")
READY = "200 OK", b"Ready.\n"
UNAVAILABLE = "503 SERVICE UNAVAILABLE"


@pytest.fixture
def path(tmp_path):
    """A database in a folder that is not there yet, as a server that has not started."""
    return tmp_path / "later" / "vettrak.db"


@pytest.fixture
def server(path, clock, monkeypatch):
    monkeypatch.setattr(schema, "LOOK_AGAIN_SECONDS", 0)
    runtime = build_runtime(Settings(database_url=f"sqlite:///{path}", **CHEAP), clock)
    yield Site(runtime)
    runtime.database.close()


@pytest.fixture
def told(caplog):
    caplog.set_level(logging.INFO)
    return lambda: [(record.levelname, record.getMessage()) for record in caplog.records if "schema" in record.name]


def state(site):
    """What a log-in, a call, the staff pages and a watchman are answered."""
    api = Api(site)
    login = api.ValidateClient("nobody", "x")
    lists = api.GetLMSNewOccurrences("some token").Auth
    return (
        (login.Status, login.StatusMessage),
        (lists.Status, lists.StatusMessage),
        get(site, "/staff/login")[0],
        answer(site, "/ready"),
    )


def answer(site, path):
    status, _, body = get(site, path)
    return status, body


def test_a_database_that_comes_later(server, path, template, told):
    assert state(server) == (TROUBLE, TROUBLE, UNAVAILABLE, (UNAVAILABLE, b"Database error.\n"))
    assert Api(server).API_Handshake() == "You are connected to the API."
    assert Api(server).DB_Handshake() == "The API is not connected to the Database."
    assert answer(server, "/")[0] == "200 OK"
    assert answer(server, "/any/directory/ready")[0] == UNAVAILABLE
    path.parent.mkdir()
    shutil.copyfile(template.bare, path)
    assert answer(server, "/ready") == READY
    assert state(server)[0][0] == -1
    assert told() == [
        ("ERROR", "the database can not be used: OperationalError SQLITE_CANTOPEN"),
        ("INFO", "the database can be used"),
    ]


def test_tables_that_are_made_later(server, path, told):
    path.parent.mkdir()
    assert state(server) == (UNFIT, UNFIT, UNAVAILABLE, (UNAVAILABLE, f"{UNFIT[1]}\n".encode()))
    migrations.upgrade(server.runtime.database)
    assert state(server)[1:] == ((-1, "Invalid token."), "200 OK", READY)
    assert told() == [
        ("ERROR", "The database was never set up. Run: vettrak-api db upgrade"),
        ("INFO", "the database can be used"),
    ]


@pytest.mark.parametrize("narrows", [False, True])
def test_a_newer_version_migrates_the_tables_of_a_running_server(server, path, template, told, narrows):
    path.parent.mkdir()
    shutil.copyfile(template.bare, path)
    assert answer(server, "/ready") == READY
    with server.runtime.database.connection(writing=True) as connection:
        for statement in (
            "UPDATE alembic_version SET version_num = '9001'",
            f"INSERT INTO schema_revision VALUES ('9001', {int(not narrows)}, 'A table is gone.')",
        ):
            connection.execute(text(statement))
    assert answer(server, "/ready")[0] == (UNAVAILABLE if narrows else "200 OK")
    assert state(server)[0] == (UNFIT if narrows else (-1, "Invalid Username/Password Combination."))
    ((level, message),) = told()
    assert level == ("ERROR" if narrows else "WARNING")
    assert "is at revision 9001" in message


def test_a_database_that_goes_away_later_and_comes_back(server, path, template):
    path.parent.mkdir()
    shutil.copyfile(template.bare, path)
    assert answer(server, "/ready") == READY
    server.runtime.database.close()
    path.parent.rename(path.parent.with_name("away"))
    assert state(server)[1::2] == (TROUBLE, (UNAVAILABLE, b"Database error.\n"))
    path.parent.with_name("away").rename(path.parent)
    assert state(server)[1:] == ((-1, "Invalid token."), "200 OK", READY)


def test_nobody_asks_the_database_more_than_once_a_second(path, clock, template):
    asked = []

    class Counted(schema.Schema):
        def _asked(self):
            asked.append(self)
            return super()._asked()

    now = [0.0]
    runtime = build_runtime(Settings(database_url=f"sqlite:///{path}", **CHEAP), clock)
    counted = Counted(runtime.database, lambda: now[0])
    for moment in (0.0, 0.5, 0.9, 1.0, 1.5):
        now[0] = moment
        assert counted.look() is not None
    assert len(asked) == 2
