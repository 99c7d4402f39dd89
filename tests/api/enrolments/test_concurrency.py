"""Several callers at once, on SQLite; the same scenarios run on the other databases."""

import pytest

from tests.support.scenarios import SCENARIOS


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_at_once(world, scenario):
    scenario(world)
