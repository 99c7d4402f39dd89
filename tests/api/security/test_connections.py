"""The connections that a call takes from the pool: one, whether it reads, writes or is refused."""

import pytest
from sqlalchemy import event

from tests.support.outcomes import outcome


@pytest.fixture
def taken(runtime):
    """Count what the pool lends, and what has not come back."""
    counts = {"lent": 0, "out": 0}

    def lend(*arguments):
        counts["lent"] += 1
        counts["out"] += 1

    def take_back(*arguments):
        counts["out"] -= 1

    events = [("checkout", lend), ("checkin", take_back)]
    for name, listener in events:
        event.listen(runtime.database.engine, name, listener)
    yield counts
    for name, listener in events:
        event.remove(runtime.database.engine, name, listener)


def test_reading_takes_one(api, token, taken):
    api.GetWebProgrammes(token)
    assert taken == {"lent": 1, "out": 0}


def test_writing_takes_one(api, world, token, taken):
    client = world.client()
    taken["lent"] = 0
    api.UpdateClientDetails(token, {"Clie_Code": client.code, "Clie_Surname": "New"})
    assert taken == {"lent": 1, "out": 0}


def test_restarting_the_token_takes_no_other(api, token, clock, taken):
    clock.advance(minutes=30)
    api.GetWebProgrammes(token)
    assert taken == {"lent": 1, "out": 0}


@pytest.mark.parametrize("token_", ["unknown", ""])
def test_a_refused_call_gives_it_back(api, taken, token_):
    assert outcome(api.GetWebProgrammes(token_))[0] < 0
    assert (taken["lent"] <= 1, taken["out"]) == (True, 0)


def test_a_refused_change_gives_it_back(api, token, taken):
    assert outcome(api.DeleteWebEnrolment(token, 4711))[0] < 0
    assert taken == {"lent": 1, "out": 0}
