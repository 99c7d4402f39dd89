"""Somebody who may set the organisation up, on the pages."""

import pytest

from tests.support.staff import logged_in, setter


@pytest.fixture
def setup(site, world):
    """Log that somebody in."""
    setter(world)
    return logged_in(site, "sven")
