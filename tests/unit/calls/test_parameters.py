"""A function may take its parameters as the one object that the contract declares; callers do not notice."""

import datetime
import inspect

import pytest

from tests.support.soap import Api
from vettrak_api.calls.call import REGISTRY, Call, Records
from vettrak_api.calls.parameters import by_wire_names, declared_object
from vettrak_api.calls.pipeline import Pipeline
from vettrak_api.catalogue.loader import build_catalogue, read_documents
from vettrak_api.contract.parameters import GetClientsForStaffParameters
from vettrak_api.endpoints import build_endpoint

FIRST, LAST = datetime.datetime(2026, 9, 1), datetime.datetime(2026, 9, 30)


@pytest.fixture
def given(monkeypatch):
    """Implement an operation so that it keeps what it is given."""
    kept = []

    def GetClientsForStaff(call: Call, parameters: GetClientsForStaffParameters) -> Records:
        kept.append((call.caller.identifier, parameters))
        return []

    monkeypatch.setitem(REGISTRY, "GetClientsForStaff", by_wire_names(GetClientsForStaff))
    return kept


@pytest.fixture
def api(runtime, given):
    """Call the service of a pipeline that knows the operation above."""
    catalogue = build_catalogue(*read_documents())
    return Api(build_endpoint("complete", Pipeline(runtime, catalogue), runtime.settings, catalogue))


def test_the_object_holds_what_the_call_brings(api, world, given):
    staff = world.staff()
    answer = api.GetClientsForStaff(
        world.token(staff), staff.code, includeEvents=True, startDate=FIRST, endDate=LAST, statusTypes=[0, 1]
    )
    assert answer.Auth.Status == 1
    assert answer.ClieStaffLinksList == []
    expected = GetClientsForStaffParameters(staff.code, False, False, False, True, FIRST, LAST, None, [0, 1])
    assert given == [(staff.code, expected)]


def test_the_scope_is_asked_by_wire_names_before(api, world, given):
    answer = api.GetClientsForStaff(world.token(world.staff()), world.staff().code)
    assert answer.Auth.StatusMessage == "Access denied."
    assert given == []


def test_the_function_keeps_its_name_and_its_signature(given):
    registered = REGISTRY["GetClientsForStaff"]
    assert registered.__name__ == "GetClientsForStaff"
    assert list(inspect.signature(registered).parameters) == ["call", "parameters"]
    assert declared_object(registered) is GetClientsForStaffParameters


def test_a_function_with_single_parameters_stays_as_it_is():
    def single(call: Call, name: str | None) -> Records:
        return [call, name]

    def bare(call: Call) -> Records:
        return [call]

    assert (by_wire_names(single), by_wire_names(bare)) == (single, bare)
