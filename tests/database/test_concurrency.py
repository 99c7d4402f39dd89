"""Callers at the same time on every database server (tests/api has SQLite): nobody gets twice what is there once."""

import pytest

from tests.database.conftest import SERVERS
from tests.support.scenarios import SCENARIOS


@pytest.mark.parametrize("databases", SERVERS, indirect=True, scope="module")
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_at_the_same_time(world, scenario):
    scenario(world)
