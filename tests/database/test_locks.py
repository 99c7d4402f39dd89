"""Others hold what a call needs: writing ends after the time of the setting, once, and reading does not wait."""

import logging

import pytest
from sqlalchemy import select, text

from tests.conftest import CHEAP, SetClock
from tests.support.outcomes import OK, outcome
from vettrak_api.database import migrations
from vettrak_api.database.connections import Lease
from vettrak_api.model.clients import Client
from vettrak_api.model.security import AccessToken
from vettrak_api.model.statements import for_update
from vettrak_api.rules.reference.loading import load_reference_data
from vettrak_api.runtime import build_runtime
from vettrak_api.security.tokens import RENEWAL_PAUSE, digest
from vettrak_api.settings import Settings

TROUBLE = (-3, "Database error.")

SHOWN = {
    "sqlite": ("PRAGMA busy_timeout", 1000),
    "postgresql": ("SHOW lock_timeout", "1s"),
    "mariadb": ("SELECT CONCAT(@@innodb_lock_wait_timeout, ' ', @@lock_wait_timeout)", "1 1"),
}

CODES = {"sqlite": "SQLITE_BUSY", "postgresql": "55P03", "mariadb": "HY000/1205", "mariadb-odbc": "HY000/1205"}
"""What each database says, as the log tells it."""


@pytest.fixture(scope="module")
def runtime(databases):
    """Compose a server that waits for a second."""
    settings = Settings(database_url=databases.create(), database_timeout_seconds=1, **CHEAP)
    runtime = build_runtime(settings, SetClock())
    migrations.upgrade(runtime.database)
    with runtime.database.writing() as session:
        load_reference_data(session)
    yield runtime
    runtime.database.close()


@pytest.fixture(scope="module")
def other(runtime):
    """Reach the same database as another program would."""
    other = build_runtime(runtime.settings)
    yield other.database
    other.database.close()


@pytest.fixture
def token(world, runtime):
    """Return a token that was used long enough ago to be renewed."""
    token = world.token()
    runtime.clock.advance(minutes=1)
    return token


def used(world, token):
    return world.one(select(AccessToken.used).where(AccessToken.digest == digest(token)))


def test_a_change_gives_up_after_the_setting_and_is_not_tried_again(databases, world, api, other, caplog):
    caplog.set_level(logging.INFO)
    client, token = world.client("Before"), world.token()
    change = (token, {"Clie_Code": client.code, "Clie_Surname": "After"})
    with other.writing() as session:
        session.scalars(for_update(select(Client).where(Client.id == client.id), Client)).one()
        assert outcome(api.UpdateClientDetails(*change)) == TROUBLE
    assert "repeated" not in caplog.text
    assert f" {CODES[databases.name]}\n" in caplog.text
    assert world.one(select(Client.surname).where(Client.id == client.id)) == "Before"
    assert outcome(api.UpdateClientDetails(*change)) == OK


def test_a_token_that_can_not_be_renewed_fails_no_call(world, api, token, runtime, other):
    before = used(world, token)
    with other.writing() as session:
        held = select(AccessToken).where(AccessToken.digest == digest(token))
        session.scalars(for_update(held, AccessToken)).one()
        for _ in range(3):
            assert outcome(api.GetLMSNewOccurrences(token)) == OK
    assert used(world, token) == before
    runtime.clock.advance(milliseconds=RENEWAL_PAUSE)
    assert outcome(api.GetLMSNewOccurrences(token)) == OK
    assert used(world, token) == runtime.clock.milliseconds()


def test_a_renewal_leaves_the_connection_as_it_was(runtime, world, token):
    statement, expected = SHOWN[runtime.database.engine.dialect.name]
    with Lease(runtime.database) as lease:
        runtime.tokens.check(token, lease)
        assert lease.reader().scalar(text(statement)) == expected
    assert used(world, token) == runtime.clock.milliseconds()
