"""The curriculum API used by several at once, on SQLite (tests/database has the servers)."""

import pytest

from tests.support.curriculum_scenarios import CURRICULUM_SCENARIOS


@pytest.mark.parametrize("scenario", CURRICULUM_SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_at_the_same_time(world, scenario):
    scenario(world)
