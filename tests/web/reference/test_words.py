"""What pages say in words of their own covers all that the catalogue holds."""

import pytest

from vettrak_api.calls.pipeline import BASE_FEATURE
from vettrak_api.catalogue.loader import PRODUCTS as ALL_PRODUCTS
from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.catalogue.scopes import SCOPE_VALUES
from vettrak_api.errors import (
    Busy,
    DatabaseTrouble,
    FeatureMissing,
    NotPermitted,
    TokenExpired,
    TokenInvalid,
    TokenMissing,
)
from vettrak_api.web.reference.products import AREAS, LEVELS, PRODUCTS
from vettrak_api.web.reference.words import FACETS, SCOPES, SOURCES, statuses_of

CATALOGUE = load_catalogue()
OPERATIONS = CATALOGUE.operations.values()


def test_every_area_has_a_title():
    assert AREAS.keys() == set(CATALOGUE.areas)


def test_every_product_and_level_is_told():
    assert PRODUCTS.keys() == set(ALL_PRODUCTS)
    assert LEVELS.keys() == CATALOGUE.security_levels.keys()


def test_every_kind_of_scope_is_told_by_who_calls():
    assert SCOPES.keys() == SCOPE_VALUES.keys()


def test_every_way_of_knowing_is_told():
    found = {(facet, source) for operation in OPERATIONS for facet, source in operation.provenance.items()}
    assert {facet for facet, _ in found} <= FACETS.keys()
    assert {source for _, source in found} <= SOURCES.keys()
    members = {member.provenance for wire_type in CATALOGUE.types.values() for member in wire_type.fields}
    assert members <= SOURCES.keys()


def test_every_status_says_when_and_what_to_do():
    told = [status for operation in OPERATIONS for status in statuses_of(operation)]
    assert [status for status in told if not (status.when and status.advice)] == []


@pytest.mark.parametrize("name", ["GetClientByCode", "UpdateClientDetails", "ValidateClient", "SendSMSMessages"])
def test_statuses_that_all_functions_share_are_told_as_the_server_sends_them(name):
    operation = CATALOGUE.operations[name]
    told = {(status.status, status.message) for status in statuses_of(operation)}
    shared = {(-3, DatabaseTrouble().message)}
    if operation.writes:
        shared |= {(-3, Busy().message)}
    if operation.security != "public":
        shared |= {(-1, TokenMissing().message), (-1, TokenInvalid().message), (-2, TokenExpired().message)}
        shared |= {(-1, NotPermitted().message), (-5, FeatureMissing(BASE_FEATURE).message)}
        shared |= {(-5, FeatureMissing(operation.feature or BASE_FEATURE).message)}
    assert shared <= told
    assert ((-3, Busy().message) in told) == operation.writes
    assert ((-1, TokenMissing().message) in told) == (operation.security != "public")


def test_every_condition_is_a_sentence():
    told = [status.when for operation in OPERATIONS for status in statuses_of(operation)]
    assert [when for when in told if not when.endswith(".") or when.endswith("..")] == []
