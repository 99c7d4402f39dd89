"""What is told of a parameter that is left out is what happens: every parameter of every operation that writes."""

import pytest

from tests.api.writing.test_cheap_writes import writing  # noqa: F401 - a fixture
from tests.support.omissions import OPERATIONS, broken_claim, parameters_of, scope_places
from tests.support.outcomes import DENIED, outcome
from tests.support.writing import writing_operations

pytestmark = pytest.mark.slow


def without(writing, name, parameter, token):  # noqa: F811
    """Call an operation without a parameter, on records of its own."""
    given = {OPERATIONS[name].params[0].name: token} | writing.arguments(name)
    given.pop(parameter, None)
    return getattr(writing.api, name)(**given)


@pytest.mark.parametrize(("name", "parameter"), parameters_of(writing_operations()))
def test_a_parameter_that_is_left_out_does_what_the_page_says(writing, name, parameter):  # noqa: F811
    assert broken_claim(name, parameter, without(writing, name, parameter, writing.token)) is None


@pytest.mark.parametrize(("name", "parameter"), scope_places(writing_operations()))
def test_without_the_api_role_a_record_that_is_not_named_is_denied(writing, name, parameter):  # noqa: F811
    token = writing.world.token(writing.client())
    assert outcome(without(writing, name, parameter, token)) == DENIED
