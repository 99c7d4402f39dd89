"""What tests of text messages share."""

import pytest

from tests.support.gateway import Gateway


@pytest.fixture
def gateway():
    """Run an SMS gateway."""
    gateway = Gateway()
    gateway.start()
    yield gateway
    gateway.stop()
