"""Schemathesis asks whatever the description allows, and much that it does not: by all its checks, and in turn."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.support.curriculum import prepared
from tests.support.rest import basic
from tests.support.world import PASSWORD
from vettrak_api.rest.openapi import openapi

QUIETLY = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
OPERATIONS = [
    (method, path) for path, item in openapi("")["paths"].items() for method in item if method in {"get", "post", "put"}
]


@pytest.fixture
def described(site, rest, curriculum, officer):
    """Read the description, as somebody who may do everything in a small curriculum."""
    prepared(rest, curriculum)
    return schemathesis.openapi.from_wsgi("/api/rest/v1/openapi.json", site)


@pytest.fixture
def header(officer):
    """Log in."""
    return {"Authorization": basic(officer.username, PASSWORD)}


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_one_by_one(described, header, method, path, mode):
    @given(case=described[path][method].as_strategy(generation_mode=mode))
    @QUIETLY
    def check(case):
        # What else must hold (codes and ids that exist, marks in order) no schema can say: 422 is a good answer, too.
        case.call_and_validate(headers=header, excluded_checks=[positive_data_acceptance])

    check()


@pytest.mark.whole
def test_in_turn(described, header):
    class Turns(described.as_state_machine()):
        def get_call_kwargs(self, case):
            return {"headers": header}

        def validate_response(self, response, case, **named):
            case.validate_response(response, headers=header, excluded_checks=[positive_data_acceptance])

    Turns.run(settings=settings(QUIETLY, stateful_step_count=8))
