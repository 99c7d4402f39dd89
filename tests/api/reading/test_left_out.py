"""What is told of a parameter that is left out is what happens: every parameter of every operation that reads."""

import pytest

from tests.api.reading.test_cheap_reads import FEW, READING, stages  # noqa: F401 - a fixture
from tests.support.omissions import OPERATIONS, broken_claim, parameters_of, scope_places
from tests.support.outcomes import DENIED, outcome
from tests.support.world import PASSWORD


def without(stage, name, parameter, caller="role"):
    """Call an operation without a parameter, and with all others that it needs."""
    given = stage.examples.arguments(name, stage.tokens[caller])
    if "sUsername" in (part.name for part in OPERATIONS[name].params):
        owner = stage.growth.employer if name == "ValidateEmployer" else stage.growth.client
        given |= {"sUsername": owner.username, "sPassword": PASSWORD}
    given.pop(parameter, None)
    return getattr(stage.api, name)(**given)


@pytest.mark.parametrize(("name", "parameter"), parameters_of(READING))
def test_a_parameter_that_is_left_out_does_what_the_page_says(stages, name, parameter):  # noqa: F811
    assert broken_claim(name, parameter, without(stages(FEW), name, parameter)) is None


@pytest.mark.parametrize(("name", "parameter"), scope_places(READING))
def test_without_the_api_role_a_record_that_is_not_named_is_denied(stages, name, parameter):  # noqa: F811
    assert outcome(without(stages(FEW), name, parameter, "client")) == DENIED
