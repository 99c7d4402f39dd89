"""Exemptions from having a Unique Student Identifier: the RTO's word, and never beside a USI."""

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from tests.support.web import book
from vettrak_api.model.clients import Client

USI, OTHER_USI = "7QRP3KV395", "UDNM3W6KUS"
BOTH = (-1, "A client with a USI is not exempt from having one: send USI or USIExempt, not both.")


@pytest.fixture
def make(world):
    """Make a client with a USI, an exemption, both as records of the past may have, or neither."""
    return lambda usi=None, exempt=False: world.client("Ames", "Ann", code="AMES", usi=usi, usi_exempt=exempt)


@pytest.fixture
def held(world):
    """Read USI and exemption anew."""

    def read():
        client = world.one(select(Client).where(Client.code == "AMES"))
        return client.usi, client.usi_exempt

    return read


@pytest.fixture
def update(api, token):
    def send(as_token=token, **details):
        return outcome(api.UpdateClientDetails(as_token, {"Clie_Surname": "Ames", "Clie_Code": "AMES", **details}))

    return send


@pytest.mark.parametrize("told", [{"USIExempt": True}, {"USI": USI}, {}])
def test_the_rto_says_either(make, update, held, told):
    make(usi=OTHER_USI if "USI" not in told else None, exempt="USI" in told)
    assert update(**told) == OK
    assert held() == (told.get("USI"), told.get("USIExempt", False))


@pytest.mark.parametrize(("usi", "exempt"), [(None, False), (USI, False), (None, True)])
@pytest.mark.parametrize("is_rto", [True, False])
def test_both_are_refused(world, make, update, held, token, usi, exempt, is_rto):
    client = make(usi, exempt)
    caller = token if is_rto else world.token(client)
    assert update(caller, USI=USI, USIExempt=True) == BOTH
    assert held() == (usi, exempt)


def test_both_may_come_back_as_they_are_on_record(world, make, update, held, token):
    client = make(USI, exempt=True)
    for caller in (token, world.token(client)):
        assert update(caller, USI=USI, USIExempt=True) == OK
        assert held() == (USI, True)


@pytest.mark.parametrize("exempt", [True, False])
@pytest.mark.parametrize("told", [True, False])
def test_clients_do_not_exempt_themselves(world, make, update, held, exempt, told):
    client = make(exempt=exempt)
    assert update(world.token(client), USIExempt=told, Clie_Given="Anna") == OK
    assert held() == (None, exempt)
    assert world.fresh(client).given_name == "Anna"


def test_a_usi_ends_the_exemption_whoever_tells_it(api, token, world, make, update, held, process):
    client = make(exempt=True)

    def by_details():
        assert update(world.token(client), USI=USI) == OK

    def by_fields():
        document = f"<AdditionalData><USI>{USI}</USI></AdditionalData>"
        assert outcome(api.UpdateClientAdditionalFields(world.token(client), "AMES", document)) == OK

    def by_booking():
        number = book(api, token, world.occurrence(web_published=True), "Ames", "Ann", sCode="AMES")
        assert outcome(api.UpdateWebClient(token, number, usi=USI)) == OK
        process(number, update=True)

    for tell in (by_details, by_fields, by_booking):
        world.change(client, usi=None, usi_exempt=True)
        tell()
        assert held() == (USI, False)


def test_other_fields_leave_the_exemption(api, token, make, held):
    make(exempt=True)
    for document in ("<Title>Dr</Title>", "<USI></USI>"):
        sent = f"<AdditionalData>{document}</AdditionalData>"
        assert outcome(api.UpdateClientAdditionalFields(token, "AMES", sent)) == OK
        assert held() == (None, True)
