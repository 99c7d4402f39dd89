"""Fixtures that several files share: processing through the API, and the staff who decide on their pages."""

import pytest

from tests.support.answers import OK, told
from tests.support.deciding import acting
from tests.support.staff import logged_in, officer


@pytest.fixture
def process(api, token):
    """Process a web enrolment and return what was made."""

    def call(number, update=False):
        answer = api.ProcessWebEnrolment(token, number, update)
        assert told(answer) == OK
        return answer.ProcessedWebEnrol

    return call


@pytest.fixture
def staff(server, clock):
    """Call a function of the rules as the staff pages do."""
    return acting(server, clock)


@pytest.fixture
def person(world):
    """Somebody who may process."""
    return officer(world)


@pytest.fixture
def visitor(site, person):
    """Log that somebody in."""
    return logged_in(site)
