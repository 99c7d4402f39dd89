"""Area employers: who they are, who works there and who speaks for them."""

import datetime

import pytest
from sqlalchemy import select

from tests.support.outcomes import DENIED, OK, outcome
from vettrak_api.model.employers import Employer, EmployerContact

TODAY = datetime.date(2026, 9, 10)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def beer(world):
    return world.employer("The Beer Company", identifier="BEER", legal_name="Beer Pty Ltd", abn="51824753556")


@pytest.fixture
def wine(world):
    return world.employer("Wine & Sons", identifier="WINE")


def identifiers(answer):
    assert outcome(answer) == OK
    return [employer.Empl_Identifier for employer in answer.EmplList]


def codes(answer):
    assert outcome(answer) == OK
    return [client.Clie_Code for client in answer.ClieList]


class TestGetEmployerDetails:
    def test_returns_every_member(self, api, token, world, beer, wine):
        world.change(
            beer,
            type_code="P",
            anzsic_code="C",
            size="S",
            phone="1",
            fax_phone="2",
            mobile_phone="3",
            email="beer@example.com",
            acn="004085616",
            type_text="Private",
            external_code="D1",
            url="https://beer.example",
            business_street_number="1",
            business_street_name="Beer Street",
            business_city="Carlton",
            business_state="VIC",
            business_postcode="3053",
            postal_box="PO Box 7",
            postal_city="Fitzroy",
            parent_id=wine.id,
            active=False,
        )
        found = api.GetEmployerDetails(token, " beer").Empl
        business, postal = vars(found).pop("BusinessAddress"), vars(found).pop("PostalAddress")
        assert vars(found) == {
            "Empl_Identifier": "BEER",
            "Emty_Code": "P",
            "Anzs_Code": "C",
            "Empl_Name": "The Beer Company",
            "Empl_LegalName": "Beer Pty Ltd",
            "Empl_EmployerSize": "S",
            "Empl_BAddr": "1 Beer Street",
            "Empl_BCity": "Carlton",
            "Empl_BPCode": "3053",
            "BusinessState": "VIC",
            "Empl_PAddr": "PO Box 7",
            "Empl_PCity": "Fitzroy",
            "Empl_Phone": "1",
            "Empl_Fax": "2",
            "Empl_Mobile": "3",
            "Empl_Email": "beer@example.com",
            "Empl_ACN": "004085616",
            "Empl_ABN": "51824753556",
            "Empl_Active": 0,
            "Empl_Parent": "WINE",
            "ParentName": "Wine & Sons",
            "Empl_Type": "Private",
            "Empl_Code": "D1",
            "URL": "https://beer.example",
        }
        assert (business.StreetNumber, business.StreetName, business.State) == ("1", "Beer Street", "VIC")
        assert (postal.POBox, postal.City) == ("PO Box 7", "Fitzroy")

    def test_addresses_are_there_without_any(self, api, token, beer):
        """Client programs read their members without asking."""
        found = api.GetEmployerDetails(token, "BEER").Empl
        assert [vars(address) for address in (found.BusinessAddress, found.PostalAddress)] == [{"StreetName": ""}] * 2
        assert (found.Empl_BAddr, found.Empl_PAddr) == (None, None)

    def test_of_nobody(self, api, token, beer):
        answer = api.GetEmployerDetails(token, "BEERS")
        assert outcome(answer) == (-4, "Employer not found.")
        assert answer.Empl is None

    def test_for_its_contacts_until_their_link_ends(self, api, world, beer, wine):
        speaker = world.client()
        contact = world.contact(beer, speaker)
        own = world.token(speaker)
        assert api.GetEmployerDetails(own, "BEER").Empl.Empl_Identifier == "BEER"
        assert outcome(api.GetEmployerDetails(own, "WINE")) == DENIED
        world.change(contact, active=False)
        assert outcome(api.GetEmployerDetails(own, "BEER")) == DENIED


class TestGetEmployersForClient:
    def test_the_primary_employment_comes_first_then_by_name(self, api, token, world, beer, wine):
        person = world.client()
        apple = world.employer("apple growers", identifier="APPLE")
        zoo = world.employer("Zoo", identifier="ZOO")
        world.employment(person, zoo)
        world.employment(person, wine, is_primary=False)
        world.contact(beer, person)
        world.contact(apple, person)
        world.contact(zoo, person)
        world.employment(world.client(), world.employer())
        assert identifiers(api.GetEmployersForClient(token, person.code)) == ["ZOO", "APPLE", "BEER", "WINE"]

    @pytest.mark.parametrize(
        ("values", "listed"),
        [
            ({"terminated": TODAY}, True),
            ({"terminated": TODAY - DAY}, False),
            ({"terminated": TODAY + DAY}, True),
            ({"active": False}, False),
        ],
    )
    def test_ended_employments_do_not_count(self, api, token, world, beer, values, listed):
        person = world.client()
        world.employment(person, beer, **values)
        assert identifiers(api.GetEmployersForClient(token, person.code)) == (["BEER"] if listed else [])

    def test_nor_do_ended_contacts_and_inactive_employers(self, api, token, world, beer, wine):
        person = world.client()
        world.change(world.contact(beer, person), active=False)
        world.contact(wine, person)
        world.change(wine, active=False)
        assert identifiers(api.GetEmployersForClient(token, person.code)) == []

    def test_of_nobody(self, api, token):
        assert outcome(api.GetEmployersForClient(token, "NOBODY")) == (-4, "Client not found.")

    def test_a_client_asks_for_itself_alone(self, api, world, beer):
        person, other = world.client(), world.client()
        world.employment(person, beer)
        world.employment(other, beer)
        assert identifiers(api.GetEmployersForClient(world.token(person), person.code)) == ["BEER"]
        assert outcome(api.GetEmployersForClient(world.token(person), other.code)) == DENIED


class TestGetEmployeesForEmployer:
    def test_lists_active_clients_who_work_there_now_by_name(self, api, token, world, beer, wine):
        baker, adams = world.client("Baker", "Ann", code="B1"), world.client("adams", "Zoe", code="A2")
        first = world.client("Adams", "Bob", code="A1")
        gone, inactive = world.client("Gone", code="G"), world.client("Idle", code="I", active=False)
        for person in (baker, adams, first, inactive):
            world.employment(person, beer)
        world.employment(gone, beer, terminated=TODAY - DAY)
        world.employment(world.client("Other", code="O"), wine)
        world.contact(beer, world.client("Speaker", code="S"))
        assert codes(api.GetEmployeesForEmployer(token, "beer")) == ["A1", "A2", "B1"]

    def test_who_refuses_publication_is_listed_for_itself_alone(self, api, token, world, beer):
        hidden, speaker = world.client("Hidden", code="H", web_publish=False), world.client("Speaker", code="S")
        for person in (hidden, speaker):
            world.employment(person, beer)
            world.contact(beer, person)
        assert codes(api.GetEmployeesForEmployer(token, "BEER")) == ["S"]
        assert codes(api.GetEmployeesForEmployer(world.token(speaker), "BEER")) == ["S"]
        assert codes(api.GetEmployeesForEmployer(world.token(hidden), "BEER")) == ["H", "S"]

    def test_once_for_two_employments(self, api, token, world, beer):
        person = world.client(code="P")
        world.employment(person, beer)
        world.employment(person, beer, is_primary=False)
        assert codes(api.GetEmployeesForEmployer(token, "BEER")) == ["P"]

    def test_of_nobody(self, api, token):
        assert outcome(api.GetEmployeesForEmployer(token, "NONE")) == (-4, "Employer not found.")


class TestSearchForEmployer:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("beer", ["BEER"]),
            ("BEER COMP", ["BEER"]),
            ("pty", ["BEER"]),
            ("24753", ["BEER"]),
            ("win", ["WINE"]),
            ("e", ["BEER", "WINE"]),
            ("& s", ["WINE"]),
            ("_", []),
            ("%", []),
            ("/", []),
            ("xyz", []),
        ],
    )
    def test_finds_a_text_anywhere_and_as_it_is(self, api, token, beer, wine, text, found):
        assert [one for one in identifiers(api.SearchForEmployer(token, text, 0)) if one in {"BEER", "WINE"}] == found

    def test_a_blank_text_lists_all_by_name(self, api, token, world, beer, wine):
        apple = world.employer("apple growers", identifier="ZZ")
        for blank in ("", "  ", None):
            listed = identifiers(api.SearchForEmployer(token, blank, 1))
            assert [one for one in listed if one in {"BEER", "WINE", "ZZ"}] == ["ZZ", "BEER", "WINE"]
            assert len(listed) == len(world.everything(select(Employer.id).where(Employer.active)))
        world.change(apple, active=False)
        assert "ZZ" not in identifiers(api.SearchForEmployer(token, "", 1))
        assert "ZZ" in identifiers(api.SearchForEmployer(token, "", 0))

    @pytest.mark.parametrize(("flag", "found"), [(1, ["WINE"]), (7, ["WINE"]), (0, ["BEER", "WINE"])])
    def test_the_flag_leaves_out_inactive_ones(self, api, token, world, beer, wine, flag, found):
        world.change(beer, active=False)
        listed = identifiers(api.SearchForEmployer(token, "e", flag))
        assert [one for one in listed if one in {"BEER", "WINE"}] == found


class TestAddContactToEmployer:
    @pytest.fixture
    def people(self, world):
        return [world.client("One", code="ONE"), world.client("Two", code="TWO")]

    @pytest.fixture
    def contacts(self, world, beer):
        def of(employer=beer):
            rows = (
                select(EmployerContact).where(EmployerContact.employer_id == employer.id).order_by(EmployerContact.id)
            )
            return [(row.client_id, row.is_primary, row.active) for row in world.all(rows)]

        return of

    def test_makes_a_contact(self, api, token, beer, people, contacts):
        one, two = people
        assert outcome(api.AddContactToEmployer(token, "one", "beer", 0)) == OK
        assert outcome(api.AddContactToEmployer(token, "TWO", "BEER", 1)) == OK
        assert contacts() == [(one.id, False, True), (two.id, True, True)]

    def test_a_primary_one_takes_that_from_the_others_of_the_employer(
        self, api, token, world, beer, wine, people, contacts
    ):
        one, two = people
        world.contact(beer, one, is_primary=True)
        world.contact(wine, one, is_primary=True)
        assert outcome(api.AddContactToEmployer(token, "TWO", "BEER", 1)) == OK
        assert contacts() == [(one.id, False, True), (two.id, True, True)]
        assert contacts(wine) == [(one.id, True, True)]

    @pytest.mark.parametrize("flag", [0, 1])
    def test_who_is_one_already_gets_the_flag_and_no_second_link(self, api, token, world, beer, people, contacts, flag):
        one, two = people
        world.contact(beer, one, is_primary=not flag)
        world.contact(beer, two, is_primary=bool(flag))
        assert outcome(api.AddContactToEmployer(token, "ONE", "BEER", flag)) == OK
        assert contacts() == [(one.id, bool(flag), True), (two.id, False, True)]

    def test_a_link_that_had_ended_begins_again(self, api, token, world, beer, people, contacts):
        world.change(world.contact(beer, people[0]), active=False)
        assert outcome(api.AddContactToEmployer(token, "ONE", "BEER", 0)) == OK
        assert contacts() == [(people[0].id, False, True)]

    @pytest.mark.parametrize(
        ("arguments", "refusal"),
        [
            (("NOBODY", "BEER", 0), (-4, "Client not found.")),
            (("ONE", "NONE", 0), (-4, "Employer not found.")),
            (("ONE", "BEER", 2), (-1, "Primary flag must be 0 or 1.")),
            (("NOBODY", "NONE", -1), (-1, "Primary flag must be 0 or 1.")),
        ],
    )
    def test_refuses(self, api, token, beer, people, contacts, arguments, refusal):
        assert outcome(api.AddContactToEmployer(token, *arguments)) == refusal
        assert contacts() == []
