"""Area additional_data: UpdateEmployerAdditionalFields."""

from xml.sax.saxutils import escape

import pytest


def document(**fields):
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items())
    return f"<AdditionalData>{inner}</AdditionalData>"


def outcome(answer):
    return answer.Status, answer.StatusMessage


@pytest.fixture
def employer(world):
    return world.employer(identifier="E1", phone="03 1")


@pytest.fixture
def send(api, token, world, employer):
    """Send an update of the employer; return the outcome and the employer as it is then."""

    def send(**fields):
        answer = api.UpdateEmployerAdditionalFields(token, "e1", document(**fields))
        return outcome(answer), world.fresh(employer)

    return send


def test_fields_are_written(send):
    status, now = send(
        EmployerName="Hop & Co",
        ABN="1" * 20,
        ANZSICCode="011",
        URL="https://example.com/" + "x" * 300,
        ExternalDebtorCode="D1",
        ActiveFlag="n",
        EmployerIdentifier="E2",
    )
    assert status == (1, None)
    assert (now.name, now.name_key, now.abn, now.anzsic_code) == ("Hop & Co", "hop & co", "1" * 11, "011")
    assert (len(now.url), now.external_code, now.active) == (255, "D1", False)
    assert (now.identifier, now.phone) == ("E2", "03 1")


def test_addresses_are_written_with_their_line(send):
    status, now = send(
        BusinessAddressStreetNumber="7",
        BusinessAddressStreetName="Hop Lane",
        BusinessAddressStateCode="qld",
        PostalAddressPOBox="PO Box 9",
    )
    assert status == (1, None)
    assert (now.business_line, now.business_state, now.postal_line) == ("7 Hop Lane", "Qld", "PO Box 9")


def test_an_emptied_external_code_leaves_none(send):
    send(ExternalDebtorCode="D1")
    assert send(ExternalDebtorCode="")[1].external_code is None


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"EmployerName": ""}, "Value is not valid for field EmployerName."),
        ({"EmployerIdentifier": ""}, "Value is not valid for field EmployerIdentifier."),
        ({"EmployerIdentifier": "OTHER"}, "Employer identifier is already in use."),
        ({"ANZSICCode": "zzz"}, "Value is not valid for field ANZSICCode."),
        ({"ParentIdentifier": "E1"}, "Field can not be updated: ParentIdentifier."),
        ({"Surname": "x"}, "Unknown field: Surname."),
    ],
)
def test_errors_write_nothing(send, world, fields, message):
    world.employer(identifier="Other")
    status, now = send(Phone="2", **fields)
    assert status == (-1, message)
    assert now.phone == "03 1"


def test_a_text_that_is_no_document(api, token, employer):
    answer = api.UpdateEmployerAdditionalFields(token, employer.identifier, "<x/>")
    assert outcome(answer) == (-1, "Additional data is not valid XML.")


def test_an_unknown_employer(api, token):
    answer = api.UpdateEmployerAdditionalFields(token, "none", document(Phone="2"))
    assert outcome(answer) == (-4, "Employer not found.")


def test_need_the_role(api, world, employer):
    for token in (world.token(world.client()), world.token(world.staff()), world.token(employer=employer)):
        answer = api.UpdateEmployerAdditionalFields(token, "E1", document(Phone="2"))
        assert outcome(answer) == (-1, "Access denied.")
