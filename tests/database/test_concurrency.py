"""Callers at the same time on every kind of database: nobody gets twice what is there once."""

import pytest

from tests.support.scenarios import SCENARIOS


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_at_the_same_time(world, scenario):
    scenario(world)
