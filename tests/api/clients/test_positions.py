"""UpdateClientDetails: a position is found by its code, or by a name that comes alone; it is never dropped."""

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from vettrak_api.model.clients import Client, Employment
from vettrak_api.model.reference import Position

UNKNOWN = (-1, "Unknown position.")


@pytest.fixture
def positions(world):
    rows = (("CHEF", "Chef"), ("BAR", "Bar tender"), ("BAR2", "Bar Tender"))
    return {code: world.add(Position(code=code, name=name)).id for code, name in rows}


@pytest.fixture
def update(api, token, world):
    world.client("Ames", "Ann", code="AMES")

    def send(as_token=token, **details):
        return outcome(api.UpdateClientDetails(as_token, {"Clie_Code": "AMES", "Clie_Surname": "Ames", **details}))

    return send


@pytest.fixture
def held(world):
    """Read the position of the present employment, if there is one."""
    return lambda: world.all(select(Employment.position_id).where(Employment.active))


@pytest.mark.parametrize("name", ["Chef", " chef "])
def test_a_name_alone_finds_its_position(api, token, positions, update, held, name):
    assert update(PositionName=name) == OK
    assert held() == [positions["CHEF"]]
    assert api.GetClientDetails(token, "AMES").ClieDetail.PositionName == "Chef"


@pytest.mark.parametrize("name", ["Cook", "Bar tender", "CHEF2"])
def test_a_name_that_is_not_one_positions_is_refused(positions, update, held, name):
    assert update(PositionName="Chef") == OK
    assert update(PositionName=name, Clie_Given="Anna") == UNKNOWN
    assert held() == [positions["CHEF"]]


def test_the_code_decides(positions, update, held):
    assert update(PositionCode="BAR2", PositionName="Chef") == OK
    assert held() == [positions["BAR2"]]
    assert update(PositionCode="NONE", PositionName="Chef") == UNKNOWN


def test_clients_do_not_change_their_position(world, update, held):
    client = world.one(select(Client).where(Client.code == "AMES"))
    assert update(world.token(client), PositionName="Cook", Clie_Given="Anna") == OK
    assert (held(), world.fresh(client).given_name) == ([], "Anna")
