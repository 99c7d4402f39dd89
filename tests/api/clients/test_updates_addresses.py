"""Area clients: the addresses that UpdateClientDetails overwrites, in their old flat and in their structured form."""

import pytest

from tests.support.outcomes import OK, outcome

PARTS = ("building", "unit_details", "street_number", "street_name", "city", "state", "postcode", "line")
STREET = {
    "Building": "Beer House",
    "UnitDetails": "Unit 3",
    "StreetNumber": "12",
    "StreetName": "Main St",
    "City": "Melbourne",
    "State": "VIC",
    "Postcode": "3000",
}


@pytest.fixture
def client(world):
    return world.client("Smith", "John", username="john", email="john@beer.example")


@pytest.fixture
def update(api, token, client):
    """Send details of the client, who keeps nothing but the surname unless a test says so."""

    def call(as_token=token, **details):
        details = {"Clie_Surname": "Smith", "Clie_Code": client.code} | details
        return outcome(api.UpdateClientDetails(as_token, details))

    return call


@pytest.fixture
def now(world, client):
    """Read the client as it is now."""
    return lambda: world.fresh(client)


def address(row, kind):
    parts = PARTS if kind == "usual" else (*PARTS, "box")
    return {part: value for part in parts if (value := getattr(row, f"{kind}_{part}")) is not None}


def test_a_filled_structured_address_wins_and_fills_the_flat_members(update, now):
    flat = {"Clie_RAddr": "x" * 999, "Clie_RCity": "Perth", "Clie_RPCode": "too long", "Stat_RShortName": "??"}
    assert update(UsualAddress=STREET, **flat) == OK
    assert address(now(), "usual") == {
        "building": "Beer House",
        "unit_details": "Unit 3",
        "street_number": "12",
        "street_name": "Main St",
        "city": "Melbourne",
        "state": "Vic",
        "postcode": "3000",
        "line": "Beer House, Unit 3, 12 Main St",
    }


def test_flat_members_are_copied_into_the_structured_address(update, now):
    flat = {"Clie_PAddr": "PO Box 7", "Clie_PCity": "Perth", "Clie_PPCode": "6000", "Stat_PShortName": "wa"}
    assert update(**flat, PostalAddress={"City": " ", "POBox": ""}) == OK
    assert address(now(), "postal") == {
        "line": "PO Box 7",
        "box": "PO Box 7",
        "city": "Perth",
        "postcode": "6000",
        "state": "WA",
    }


def test_each_address_is_told_in_its_own_form(update, now):
    assert update(UsualAddress={"City": "Melbourne"}, Clie_PCity="Perth") == OK
    assert (now().usual_city, now().postal_city) == ("Melbourne", "Perth")


def test_a_usual_address_has_no_box(update, now):
    assert update(UsualAddress={"POBox": "PO Box 7", "City": "Perth"}) == OK
    assert address(now(), "usual") == {"city": "Perth"}


def test_the_words_for_not_specified_are_stored_in_their_one_spelling(update, now):
    words = {"StreetNumber": "Not specified", "StreetName": "Not specified", "City": "Not Specified"}
    assert update(UsualAddress=words | {"State": "", "Postcode": "0000"}) == OK
    assert address(now(), "usual") == {
        "street_number": "not specified",
        "street_name": "not specified",
        "city": "not specified",
        "postcode": "0000",
        "line": "not specified",
    }


def test_both_addresses_overseas_make_the_client_international(update, now):
    overseas = {"City": "not specified", "State": "Overseas", "Postcode": "ospc"}
    assert update(UsualAddress=overseas, PostalAddress={"City": "Perth"}) == OK
    assert now().address_type == 0
    assert update(UsualAddress=overseas, PostalAddress=overseas) == OK
    assert (now().address_type, now().postal_postcode) == (1, "OSPC")


@pytest.mark.parametrize(
    "sent",
    [
        {"Stat_RShortName": "Victoria"},
        {"Stat_PShortName": "XX"},
        {"UsualAddress": {"State": "02"}},
        {"PostalAddress": {"State": "V"}},
    ],
)
def test_an_unknown_state_is_refused(update, sent):
    assert update(**sent) == (-1, "Unknown state.")


@pytest.mark.parametrize("state", ["NSW", "vic", "OVERSEAS", "Other"])
def test_states_are_taken_ignoring_case(update, state):
    assert update(Stat_RShortName=state) == OK
