"""UpdateEmployerDetails: an employer's details are overwritten as a whole."""

import pytest

from tests.support.outcomes import DENIED, OK, outcome
from vettrak_api.model.employers import Employer

ADDRESS = {"StreetNumber": "1", "StreetName": "Beer Street", "City": "Carlton", "State": "vic", "Postcode": "3053"}
FULL = {
    "Emty_Code": "P",
    "Anzs_Code": "C",
    "Empl_Name": "New Beer",
    "Empl_LegalName": "New Beer Pty Ltd",
    "Empl_EmployerSize": "S",
    "Empl_Phone": "1",
    "Empl_Fax": "2",
    "Empl_Mobile": "3",
    "Empl_Email": "new@example.com",
    "Empl_ACN": "004085616",
    "Empl_ABN": "51824753556",
    "Empl_Type": "Private",
    "Empl_Code": "D9",
    "URL": "https://beer.example",
    "BusinessAddress": ADDRESS,
    "PostalAddress": {"POBox": "PO Box 7", "City": "Carlton", "State": "VIC", "Postcode": "3053"},
}


@pytest.fixture
def beer(world):
    return world.employer("Beer", identifier="BEER", phone="old", external_code="D1", url="https://old.example")


@pytest.fixture
def wine(world):
    return world.employer("Wine", identifier="WINE", phone="old", external_code="D2")


@pytest.fixture
def update(api, token, beer, wine):
    def call(token=token, **members):
        return api.UpdateEmployerDetails(token, {"Empl_Identifier": "beer", "Empl_Name": "Beer"} | members)

    return call


class TestWhatIsWritten:
    def test_is_what_was_sent(self, update, world, beer, wine):
        assert outcome(update(**FULL)) == OK
        found = world.fresh(beer)
        assert (found.name, found.name_key, found.legal_name, found.type_code) == (
            "New Beer", "new beer", "New Beer Pty Ltd", "P",
        )  # fmt: skip
        assert (found.anzsic_code, found.size, found.phone, found.fax_phone) == ("C", "S", "1", "2")
        assert (found.mobile_phone, found.email, found.acn, found.abn) == (
            "3", "new@example.com", "004085616", "51824753556",
        )  # fmt: skip
        assert (found.type_text, found.external_code, found.url) == ("Private", "D9", "https://beer.example")
        assert (found.business_line, found.business_state, found.business_city) == ("1 Beer Street", "Vic", "Carlton")
        assert (found.postal_box, found.postal_line) == ("PO Box 7", "PO Box 7")
        assert world.fresh(wine).phone == "old"

    def test_is_empty_where_nothing_was_sent(self, update, world, beer):
        assert outcome(update()) == OK
        found = world.fresh(beer)
        assert (found.phone, found.url, found.external_code, found.email) == (None, None, None, None)

    def test_is_neither_identifier_nor_parent_nor_whether_it_is_active(self, update, world, beer, wine):
        assert outcome(update(Empl_Active=0, Empl_Parent="WINE", ParentName="Wine")) == OK
        found = world.fresh(beer)
        assert (found.identifier, found.parent_id, found.active) == ("BEER", None, True)

    def test_the_flat_address_counts_when_the_structured_one_is_empty(self, update, world, beer):
        """As GetEmployerDetails answers an unknown address, so that what was read can be sent back."""
        flat = {"Empl_BAddr": "Level 2, 5 Wine Road", "Empl_BCity": "Fitzroy", "BusinessState": "VIC"}
        assert outcome(update(**flat, BusinessAddress={"StreetName": ""})) == OK
        found = world.fresh(beer)
        assert (found.business_unit_details, found.business_street_number) == ("Level 2", "5")
        assert (found.business_street_name, found.business_line) == ("Wine Road", "Level 2, 5 Wine Road")

    def test_what_was_read_can_be_sent_back(self, update, api, token, world, beer):
        update(**FULL)
        before = world.fresh(beer)
        read = api.GetEmployerDetails(token, "BEER").Empl
        members = {name: vars(value) if hasattr(value, "__dict__") else value for name, value in vars(read).items()}
        assert outcome(api.UpdateEmployerDetails(token, members)) == OK
        after = world.fresh(beer)
        columns = [column.key for column in Employer.__table__.columns if not column.key.startswith("modified")]
        assert {name: getattr(after, name) for name in columns} == {name: getattr(before, name) for name in columns}


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("message", "members"),
        [
            ("Employer name is required.", {"Empl_Name": "  "}),
            ("Employer name is required.", {"Empl_Name": None}),
            ("Unknown state.", {"BusinessState": "Bavaria"}),
            ("Unknown state.", {"PostalAddress": {"City": "Carlton", "State": "Bavaria"}}),
            ("Empl_Name is longer than 100 characters.", {"Empl_Name": "x" * 101}),
            ("Empl_ABN is longer than 11 characters.", {"Empl_ABN": "1" * 12}),
            ("BusinessAddress.City is longer than 50 characters.", {"BusinessAddress": {"City": "x" * 51}}),
            ("Empl_Email is not a valid e-mail address.", {"Empl_Email": "beer"}),
        ],
    )
    def test_by_name(self, update, world, beer, message, members):
        assert outcome(update(**members)) == (-1, message)
        assert world.fresh(beer).phone == "old"

    def test_nobody(self, update, api, token):
        assert outcome(update(Empl_Identifier="NONE")) == (-4, "Employer not found.")
        assert outcome(api.UpdateEmployerDetails(token, None)) == (-4, "Employer not found.")

    @pytest.mark.settings(unique_external_codes=True)
    def test_another_employer_s_external_code_where_they_are_unique(self, update, world, beer):
        assert outcome(update(Empl_Code="d2")) == (-1, "External code is already in use.")
        assert outcome(update(Empl_Code="d1")) == OK
        assert world.fresh(beer).external_code == "d1"


class TestWithoutTheRole:
    def test_a_contact_updates_its_own_employer_but_for_the_external_code(self, update, world, beer, wine):
        speaker = world.client()
        world.contact(beer, speaker)
        own = world.token(speaker)
        assert outcome(update(own, Empl_Phone="9", Empl_Code="D9")) == OK
        found = world.fresh(beer)
        assert (found.phone, found.external_code) == ("9", "D1")
        assert outcome(update(own, Empl_Identifier="WINE", Empl_Phone="9")) == DENIED
        assert world.fresh(wine).phone == "old"

    def test_an_employer_updates_itself(self, update, world, beer, wine):
        assert outcome(update(world.token(employer=beer), Empl_Phone="9")) == OK
        assert outcome(update(world.token(employer=wine), Empl_Phone="9")) == DENIED

    def test_nobody_else_does(self, update, world, beer):
        employee = world.client()
        world.employment(employee, beer)
        assert outcome(update(world.token(employee), Empl_Phone="9")) == DENIED
        assert outcome(update(world.token(world.staff()), Empl_Phone="9")) == DENIED
        assert world.fresh(beer).phone == "old"
