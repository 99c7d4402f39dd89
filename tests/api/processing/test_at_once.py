"""Several people processing at once, on SQLite; the same scenarios run on the other databases."""

import pytest

from tests.support.processing_scenarios import PROCESSING_SCENARIOS


@pytest.mark.parametrize("scenario", PROCESSING_SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_at_once(world, scenario):
    scenario(world)
