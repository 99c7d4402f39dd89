"""Two installations in one process, called in turn: nothing of one shows in the other."""

import datetime
import shutil

import pytest

from tests.conftest import CHEAP
from tests.support.outcomes import DENIED, outcome
from tests.support.soap import Api
from tests.support.world import PASSWORD, World
from vettrak_api.app import Site
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings

BORN = datetime.datetime(1990, 5, 17)
INVALID = (-1, "Invalid token.")


class Installation:
    """One RTO: a database of its own, settings, people and a site."""

    def __init__(self, folder, template, clock, name, **settings):
        path = folder / f"{name}.db"
        shutil.copyfile(template.settled, path)
        self.runtime = build_runtime(Settings(database_url=f"sqlite:///{path}", **CHEAP, **settings), clock)
        self.world = World(self.runtime)
        self.api = Api(Site(self.runtime))
        self.client = self.world.client(name, password=PASSWORD, code="C77777", username=name)
        self.token = self.world.token()


@pytest.fixture
def two(template, tmp_path, clock):
    """Let the second one lack a feature, keep tokens shorter and take no second web site's records."""
    first = Installation(tmp_path, template, clock, "first")
    few = ("VETtrak API",)
    second = Installation(tmp_path, template, clock, "second", features=few, token_timeout_minutes=5)
    yield first, second
    first.runtime.database.close()
    second.runtime.database.close()


def test_each_answers_from_its_own_database(two):
    for installation in (*two, *two):
        answer = installation.api.GetClientByCode(installation.token, "C77777")
        assert answer.Clie.Clie_Surname == installation.client.surname


def test_a_token_of_one_is_nothing_to_the_other(two):
    first, second = two
    assert outcome(first.api.GetClientByCode(second.token, "C77777")) == INVALID
    assert outcome(second.api.GetClientByCode(first.token, "C77777")) == INVALID


def test_a_log_in_that_one_remembers_is_none_at_the_other(two):
    first, second = two
    for installation in (first, second, first):
        assert installation.api.ValidateClient(installation.client.username, PASSWORD).Status == 1
    assert second.api.ValidateClient("first", PASSWORD).Status == -1


def test_failures_at_one_slow_nobody_at_the_other(two):
    first, second = two
    for _ in range(first.runtime.settings.throttle_free_failures + 1):
        assert first.api.ValidateClient("second", "wrong").Status == -1
        assert first.api.ValidateClient("first", "wrong").Status == -1
    assert first.api.ValidateClient("first", PASSWORD).Status == -1
    assert second.api.ValidateClient("second", PASSWORD).Status == 1


def test_each_keeps_its_own_settings(two, clock):
    first, second = two
    assert first.api.GetLMSNewOccurrences(first.token).Auth.Status == 1
    assert second.api.GetLMSNewOccurrences(second.token).Auth.Status == -5
    clock.advance(minutes=10)
    assert first.api.GetClientByCode(first.token, "C77777").Auth.Status == 1
    assert second.api.GetClientByCode(second.token, "C77777").Auth.Status == -2


def test_what_is_written_at_one_is_written_there_alone(two):
    first, second = two
    assert first.api.AddClientAfterCheck(first.token, "Newcomer", "Nina", BORN, 0, "nina@example.com").Auth.Status == 1
    assert first.api.GetClientByName(first.token, "Newcomer", "Nina", BORN).Auth.Status == 1
    assert second.api.GetClientByName(second.token, "Newcomer", "Nina", BORN).Auth.Status == -4


def test_a_stranger_to_both_is_refused_by_both(two):
    for installation in two:
        student = installation.world.token(installation.world.client("Other"))
        assert outcome(installation.api.GetClientByCode(student, "C77777")) == DENIED
