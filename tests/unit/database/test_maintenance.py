"""While data is imported nobody is answered, by no door; an import that died holds nobody up."""

import pytest
from werkzeug.test import Client

from tests.support.soap import Api
from vettrak_api.app import Site
from vettrak_api.database import maintenance, schema
from vettrak_api.rules import maintenance as rules


class Now:
    """A clock that is set."""

    def __init__(self):
        self.seconds = 1e9

    def __call__(self):
        return self.seconds


@pytest.fixture
def now(runtime):
    now = Now()
    runtime.schema._now = runtime.schema._watch._now = now
    return now


def take(runtime):
    with runtime.database.connection() as connection:
        seen = rules.standing(connection)
    with runtime.database.connection(writing=True) as connection:
        assert rules.take(connection, "an import", seen)


def later(runtime, now, seconds):
    now.seconds += seconds
    return runtime.schema.look()


def test_calls_are_told_the_database_status(runtime, now):
    take(runtime)
    assert later(runtime, now, 5) is schema.UnderMaintenance
    answer = Api(Site(runtime)).ValidateClient(sUsername="nobody", sPassword="nothing")
    assert answer.Status == -3
    assert "maintenance" in answer.StatusMessage


@pytest.mark.parametrize("path", ["/staff/", "/api/educationPrograms", "/ready"])
def test_every_other_door_says_503(runtime, now, path):
    take(runtime)
    later(runtime, now, 5)
    answer = Client(Site(runtime)).get(path, follow_redirects=True)
    assert answer.status_code == 503
    assert "maintenance" in answer.text


def test_calls_go_on_when_it_is_given_back(runtime, now):
    take(runtime)
    later(runtime, now, 5)
    with runtime.database.connection(writing=True) as connection:
        rules.give_back(connection, "an import")
    assert later(runtime, now, 5) is None
    assert Api(Site(runtime)).ValidateClient(sUsername="nobody", sPassword="nothing").Status == -1


def test_an_import_that_died_is_forgotten(runtime, now):
    take(runtime)
    assert later(runtime, now, 5) is schema.UnderMaintenance
    assert later(runtime, now, maintenance.SILENCE_SECONDS - 1) is schema.UnderMaintenance
    assert later(runtime, now, 2) is None


def test_an_import_that_counts_is_not_forgotten(runtime, now):
    take(runtime)
    for _ in range(5):
        assert later(runtime, now, maintenance.SILENCE_SECONDS - 1) is schema.UnderMaintenance
        with runtime.database.connection(writing=True) as connection:
            assert rules.keep(connection, "an import")


def test_on_sqlite_an_import_lives_while_it_writes(runtime, now):
    take(runtime)
    later(runtime, now, 5)
    with runtime.database.writing() as session:
        session.connection()
        assert later(runtime, now, 10 * maintenance.SILENCE_SECONDS) is schema.UnderMaintenance
    assert later(runtime, now, 5) is None
