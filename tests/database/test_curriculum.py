"""The curriculum API on every database server (tests/api has SQLite), used by several at once."""

import pytest

from tests.database.conftest import SERVERS
from tests.support.curriculum_scenarios import CURRICULUM_SCENARIOS


@pytest.mark.parametrize("databases", SERVERS, indirect=True, scope="module")
@pytest.mark.parametrize("scenario", CURRICULUM_SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_at_the_same_time(world, scenario):
    scenario(world)
