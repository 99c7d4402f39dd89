"""A server whose log-ins are flooded, or whose SQLite file another program holds, goes on answering other calls."""

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing, contextmanager
from itertools import islice

import pytest
from sqlalchemy import update

from tests.interop.conftest import PASSWORD, USER
from tests.interop.test_faults import PAGE, call
from tests.support.logins import BUSY
from tests.support.servers import CHEAP_PASSWORDS, serving
from tests.support.soap import Api
from tests.support.sockets import TEXT_XML, over_http, send
from tests.support.world import World
from vettrak_api.database.sqlite import MOST_WAITING
from vettrak_api.model.security import AccessToken
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings

pytestmark = [pytest.mark.interop, pytest.mark.python]

CALLERS = 24
"""Three times as many as the server has threads."""

DEAR_PASSWORDS = {"VETTRAK_ARGON2_MEMORY_KIB": "8192", "VETTRAK_ARGON2_PASSES": "1000"}
"""Checking one takes many seconds, so that all others come while the first ones are at it."""


@pytest.fixture
def installation(template, tmp_path):
    """Copy the migrated database and give it a log-in whose password is cheap to check."""
    path = tmp_path / "school.db"
    shutil.copyfile(template.bare, path)
    runtime = build_runtime(Settings(database_url=f"sqlite:///{path}", argon2_memory_kib=8, argon2_passes=1))
    world = World(runtime)
    world.staff(api_role=True, username=USER, password_hash=runtime.passwords.hash(PASSWORD))
    yield world
    runtime.database.close()


def statuses(answers):
    return [int(answer.value("Status")) for answer in answers]


def log_in(server, username, address):
    body = call("ValidateClient", f"<sUsername>{username}</sUsername><sPassword>{PASSWORD}</sPassword>")
    return send(server, PAGE, body, Content_Type=TEXT_XML, X_Forwarded_For=address, seconds=300)


def test_a_flood_of_log_ins_leaves_threads_for_other_calls(installation):
    with serving(installation.runtime.settings.database_url, **DEAR_PASSWORDS) as server:
        api = Api(over_http(server))
        token = api.ValidateClient(USER, PASSWORD).Token
        with ThreadPoolExecutor(CALLERS) as callers:
            flood = [callers.submit(log_in, server, "nobody", f"203.0.113.{number % 12}") for number in range(CALLERS)]
            assert api.GetLMSNewOccurrences(token).Auth.Status == 1
            assert statuses([log_in(server, USER, "127.0.0.1")]) == [1]
            assert not all(each.done() for each in flood)
        assert sorted(statuses(each.result() for each in flood)) == [-3] * (CALLERS - 2) + [-1] * 2
        assert "kind=Busy" in server.log()


@contextmanager
def held(world):
    """Hold the database as another program would that writes."""
    with closing(sqlite3.connect(world.runtime.database.engine.url.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def waiting_server(world, seconds):
    with serving(
        world.runtime.settings.database_url, VETTRAK_DATABASE_TIMEOUT_SECONDS=str(seconds), **CHEAP_PASSWORDS
    ) as server:
        yield server


def test_while_the_database_is_held_few_calls_wait_for_it_and_reading_goes_on(installation):
    with waiting_server(installation, 120) as server:
        api = Api(over_http(server))
        token = api.ValidateClient(USER, PASSWORD).Token

        def add(number):
            return api.AddClientAfterCheck(token, f"Waits {number}", "Wanda", "1990-02-28").Auth

        with ThreadPoolExecutor(CALLERS) as callers:
            with held(installation):
                writers = [callers.submit(add, number) for number in range(CALLERS)]
                refused = [each.result() for each in islice(as_completed(writers), CALLERS - MOST_WAITING)]
                assert {(each.Status, each.StatusMessage) for each in refused} == {BUSY}
                assert [api.GetLMSNewOccurrences(token).Auth.Status for _ in range(20)] == [1] * 20
                assert sum(each.done() for each in writers) == CALLERS - MOST_WAITING
            assert (
                sorted(each.result().Status for each in writers) == [-3] * (CALLERS - MOST_WAITING) + [1] * MOST_WAITING
            )


def test_a_call_that_writes_gives_up_once(installation):
    with waiting_server(installation, 1) as server:
        api = Api(over_http(server))
        token = api.ValidateClient(USER, PASSWORD).Token
        with held(installation):
            refused = api.AddClientAfterCheck(token, "Late", "Lara", "1990-02-28").Auth
            assert (refused.Status, refused.StatusMessage) == (-3, "Database error.")
        assert server.log().count("another program holds the database") == 1
        assert "repeated" not in server.log()
        assert api.AddClientAfterCheck(token, "Late", "Lara", "1990-02-28").Auth.Status == 1


def test_a_token_that_is_due_for_renewal_is_good_for_reading_all_the_same(installation):
    with waiting_server(installation, 120) as server:
        api = Api(over_http(server))
        token = api.ValidateClient(USER, PASSWORD).Token
        with installation.session() as session:
            session.execute(update(AccessToken).values(used=AccessToken.used - 60_000))
        with held(installation):
            assert [api.GetLMSNewOccurrences(token).Auth.Status for _ in range(5)] == [1] * 5
        assert server.log().count("the use of a token was not written") == 1
