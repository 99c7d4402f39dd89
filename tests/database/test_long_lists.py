"""A list that is read by portions is the same on every database server (tests/api has SQLite)."""

import pytest
from sqlalchemy import select

from tests.database.conftest import SERVERS
from tests.support.outcomes import OK, outcome
from tests.support.soap import Api
from vettrak_api.app import Site
from vettrak_api.model import portions
from vettrak_api.model.clients import Client, StaffDivision


@pytest.mark.parametrize("databases", SERVERS, indirect=True, scope="module")
@pytest.mark.parametrize("size", [2, 1000])
def test_everybody_is_told_once(world, monkeypatch, size):
    monkeypatch.setattr(portions, "PORTION", size)
    member = world.staff()
    world.add(StaffDivision(client_id=member.id, division_id=1))
    for number in range(7):
        world.client(f"Long{number % 3}", division_id=1)
    api, token = Api(Site(world.runtime)), world.token()
    for _ in range(3):
        answer = api.GetAccessibleClients(token, member.code, None)
        assert outcome(answer) == OK
        codes = [row.Clie_Code for row in answer.ClieList]
        assert sorted(codes) == sorted(world.everything(select(Client.code)))
        assert outcome(api.GetClientByCode(token, member.code)) == OK
