"""Area additional_data: UpdateClientAdditionalFields."""

import datetime
from xml.sax.saxutils import escape

import pytest
from sqlalchemy import select

from vettrak_api.model.changes import Change
from vettrak_api.model.clients import ClientStatistics

GOOD_USI = "7QRP3KV395"
NOT_XML = "Additional data is not valid XML."


def document(**fields):
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items())
    return f"<AdditionalData>{inner}</AdditionalData>"


def outcome(answer):
    return answer.Status, answer.StatusMessage


@pytest.fixture
def person(world):
    return world.client("Smith", "John", code="C1", home_phone="03 9000", title="Mr")


@pytest.fixture
def update(api, token, world, person):
    """Update the person's fields as the API role, expect success, and return the person as it is then."""

    def send(**fields):
        assert outcome(api.UpdateClientAdditionalFields(token, person.code, document(**fields))) == (1, None)
        return world.fresh(person)

    return send


@pytest.fixture
def refusal(api, token, world, person):
    """Send an update that is refused, check that nothing was written, and return Status and message."""

    def send(**fields):
        # First a change that would be fine: the refusal must take it back.
        answer = api.UpdateClientAdditionalFields(token, person.code, document(Title="Dr", **fields))
        now = world.fresh(person)
        assert (now.title, now.modified_at) == ("Mr", person.modified_at)
        assert (answer.ID, answer.Token, answer.Identifier, answer.TokenType) == (-1, "", "-1", "")
        return outcome(answer)

    return send


class TestWhatIsWritten:
    def test_only_the_fields_that_are_mentioned(self, update):
        now = update(MobilePhone="0400 000 000", Surname="O'Hara & <Sons>")
        assert (now.mobile_phone, now.surname, now.given_name) == ("0400 000 000", "O'Hara & <Sons>", "John")
        assert (now.home_phone, now.surname_key) == ("03 9000", "o'hara & <sons>")

    def test_nothing_for_an_empty_document(self, update, person):
        assert update().modified_at == person.modified_at

    def test_an_empty_element_empties_the_field(self, update):
        now = update(HomePhone="", GivenName=" ", Email="")
        assert (now.home_phone, now.given_name, now.email) == (None, "", None)

    def test_texts_that_are_too_long_are_cut(self, update):
        now = update(Surname="x" * 60, Title="Professor Dr", UsualAddressCity="y" * 51)
        assert (now.surname, now.title, now.usual_city) == ("x" * 50, "Professor", "y" * 50)

    def test_names_of_fields_ignore_case_and_the_last_of_several_counts(self, update):
        assert update(workphone="1", WorkPhone="2").work_phone == "2"

    def test_a_field_is_one_line(self, update):
        assert update(OtherName="\n  Anna\n\tMaria  Ida ").other_name == "Anna Maria  Ida"

    def test_listed_values_in_the_spelling_of_their_list(self, update, world, person):
        now = update(
            Gender="x",
            Citizenship="1101",
            CountryOfBirthCode="2102",
            LanguageCode="1201",
            AboriginalFlag="4",
            AtSchoolFlag="n",
            DisabilityFlag="@",
            EmploymentCategoryCode="01",
            HighestSchoolLevelCode="12",
            SurveyContactStatusCode="m",
        )
        assert (now.gender, now.citizenship) == ("X", "1101")
        told = world.one(select(ClientStatistics).where(ClientStatistics.client_id == person.id))
        assert (told.country_of_birth, told.language, told.aboriginal_flag) == ("2102", "1201", "4")
        assert (told.at_school_flag, told.disability_flag, told.employment_category) == ("N", "@", "01")
        assert (told.highest_school_level, told.survey_contact_status) == ("12", "M")

    def test_an_emptied_statistic_is_not_stated(self, update, world):
        update(AboriginalFlag="1", CountryOfBirthCode="1101", SurveyContactStatusCode="E")
        update(AboriginalFlag="", CountryOfBirthCode="", SurveyContactStatusCode="")
        told = world.one(select(ClientStatistics))
        assert (told.aboriginal_flag, told.country_of_birth, told.survey_contact_status) == ("@", None, "A")

    def test_flags(self, update):
        now = update(WebPublishFlag="n", MarketingFlag="N", ActiveFlag="N")
        assert (now.web_publish, now.marketing, now.active) == (False, False, False)

    def test_dates_as_they_are_written(self, update):
        now = update(DateOfBirth="2000-02-29T00:00:00+11:00", VisaExpiryDate="2030-01-01")
        assert (now.birth_date, now.visa_expiry) == (datetime.date(2000, 2, 29), datetime.date(2030, 1, 1))

    def test_a_usi_in_capital_letters(self, update):
        assert update(USI=GOOD_USI.lower()).usi == GOOD_USI
        assert update(USI="").usi is None

    def test_a_division_and_its_absence(self, update, world):
        branch = world.division()
        assert update(DivisionId=str(branch.id)).division_id == branch.id
        assert update(DivisionId="").division_id == 1

    def test_a_code_that_stays_unique(self, update):
        now = update(ClientCode="New 7")
        assert (now.code, now.code_key) == ("New 7", "new 7")

    def test_its_own_code_in_another_spelling(self, update):
        assert update(ClientCode="c1").code == "c1"

    def test_an_email_that_is_the_user_name_takes_it_along(self, api, token, world):
        person = world.client(email="a@example.com", username="A@example.com")
        api.UpdateClientAdditionalFields(token, person.code, document(Email="b@example.com"))
        assert world.fresh(person).username == "b@example.com"

    def test_who_and_when_is_recorded(self, api, world, person, clock):
        owner = world.staff(api_role=True, code="ADMIN")
        clock.advance(hours=1)
        api.UpdateClientAdditionalFields(world.token(owner), person.code, document(AtSchoolFlag="Y", Title="Ms"))
        now = world.fresh(person)
        assert (now.modified_by, now.modified_at) == ("ADMIN", datetime.datetime(2026, 9, 10, 13))
        trail = world.all(select(Change.table_name).where(Change.operation == "UpdateClientAdditionalFields"))
        assert sorted(trail) == ["client", "client_statistics"]

    def test_a_changed_statistic_changes_the_client(self, update, clock):
        clock.advance(minutes=50)
        assert update(AtSchoolFlag="Y").modified_at == datetime.datetime(2026, 9, 10, 12, 50)


class TestAddresses:
    def test_parts_are_written_with_their_line(self, update):
        now = update(
            UsualAddressUnitDetails="Flat 2",
            UsualAddressStreetNumber="7",
            UsualAddressStreetName="Hop Lane",
            UsualAddressCity="Brewton",
            UsualAddressStateCode="VIC",
            UsualAddressPostcode="3000",
            UsualAddressNotSpecified="N",
        )
        assert (now.usual_line, now.usual_city, now.usual_state) == ("Flat 2, 7 Hop Lane", "Brewton", "Vic")

    def test_parts_that_are_not_mentioned_stay(self, update):
        update(PostalAddressPOBox="PO Box 1", PostalAddressCity="Brewton", PostalAddressStateCode="02")
        now = update(PostalAddressCity="Maltham")
        assert (now.postal_line, now.postal_city, now.postal_state) == ("PO Box 1", "Maltham", "Vic")

    def test_not_specified_wins_over_parts(self, update):
        update(UsualAddressBuilding="Mill", UsualAddressStateCode="NSW")
        now = update(UsualAddressNotSpecified="Y", UsualAddressCity="Brewton")
        assert (now.usual_street_number, now.usual_street_name, now.usual_city) == ("not specified",) * 3
        assert (now.usual_postcode, now.usual_state, now.usual_building) == ("0000", None, None)

    def test_not_specified_is_read_back_and_taken_back(self, api, token, update, person):
        def told():
            wanted = [("FilterCriteria", {"Field": "ClientCode", "Value": person.code})]
            field = [("ReturnField", {"Field": "UsualAddressNotSpecified"})]
            return api.QueryAdditionalData(token, "Client", wanted, None, field, None).Values

        assert told() == [["N"]]
        update(UsualAddressNotSpecified="Y")
        assert told() == [["Y"]]
        now = update(UsualAddressNotSpecified="N", UsualAddressCity="Brewton")
        assert (now.usual_city, now.usual_street_name, now.usual_postcode) == ("Brewton", None, None)
        assert told() == [["N"]]

    def test_specified_leaves_an_address_that_is(self, update):
        update(UsualAddressCity="Brewton")
        assert update(UsualAddressNotSpecified="N").usual_city == "Brewton"


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("Gender", "Male"),
            ("StaffCode", None),
            ("ActiveFlag", "Yes"),
            ("ActiveFlag", ""),
            ("UsualAddressNotSpecified", "@"),
            ("UsualAddressNotSpecified", ""),
            ("AboriginalFlag", "9"),
            ("HighestSchoolLevelCode", "13"),
            ("EmploymentCategoryCode", "77"),
            ("Citizenship", "Australian"),
            ("LanguageCode", "0000x"),
            ("UsualAddressStateCode", "Bavaria"),
            ("UsualAddressPostcode", "3é00"),
            ("DateOfBirth", "31/12/1999"),
            ("DateOfBirth", "1899-12-31"),
            ("DateOfBirth", "2026-09-11"),
            ("DivisionId", "999"),
            ("DivisionId", "x"),
            ("USI", "7QRP3KV394"),
            ("USI", GOOD_USI + "9"),
            ("Surname", ""),
            ("ClientCode", " "),
            ("ClientCode", "Ünï"),
        ],
    )
    def test_a_value_that_the_field_can_not_have(self, refusal, name, value):
        if value is None:
            assert refusal(**{name: "x"}) == (-1, f"Unknown field: {name}.")
        else:
            assert refusal(**{name: value}) == (-1, f"Value is not valid for field {name}.")

    def test_an_unknown_field(self, refusal):
        assert refusal(ShoeSize="44") == (-1, "Unknown field: ShoeSize.")
        assert refusal(**{"X" * 300: "44"}) == (-1, f"Unknown field: {'X' * 60}....")

    @pytest.mark.parametrize("name", ["Username", "EmployerIdentifier", "CreatedDate", "ModifiedDate"])
    def test_a_read_only_field(self, refusal, name):
        assert refusal(**{name: "Y"}) == (-1, f"Field can not be updated: {name}.")

    def test_the_code_of_another_client(self, refusal, world):
        world.client(code="Taken")
        assert refusal(ClientCode=" tAKEN ") == (-1, "Client code is already in use.")

    def test_the_user_name_of_another_client(self, api, token, world):
        world.client(username="b@example.com")
        person = world.client(email="a@example.com", username="a@example.com")
        answer = api.UpdateClientAdditionalFields(token, person.code, document(Email="B@example.com"))
        assert outcome(answer) == (-1, "Username is already in use.")

    def test_other_names_of_a_single_name(self, api, token, world, refusal):
        single = world.client("Pele", "")
        answer = api.UpdateClientAdditionalFields(token, single.code, document(OtherName="Edson"))
        assert outcome(answer) == (-1, "Value is not valid for field OtherName.")
        assert refusal(GivenName="", OtherName="Edson")[0] == -1
        complete = document(OtherName="Edson", GivenName="Arantes")
        assert outcome(api.UpdateClientAdditionalFields(token, single.code, complete)) == (1, None)
        answer = api.UpdateClientAdditionalFields(token, single.code, document(GivenName=""))
        assert outcome(answer) == (-1, "Value is not valid for field GivenName.")

    @pytest.mark.parametrize("code", ["none", "", None])
    def test_an_unknown_client(self, api, token, code):
        answer = api.UpdateClientAdditionalFields(token, code, document(Title="Dr"))
        assert outcome(answer) == (-4, "Client not found.")

    def test_arguments_before_records(self, api, token):
        answer = api.UpdateClientAdditionalFields(token, "none", "no xml")
        assert outcome(answer) == (-1, NOT_XML)

    def test_a_text_that_is_no_document(self, api, token, person, world):
        bomb = '<!DOCTYPE x [<!ENTITY a "Dr"><!ENTITY b "&a;&a;">]><AdditionalData><Title>&b;</Title></AdditionalData>'
        for text in ("", None, "<AdditionalData>", "<Other><Title>Dr</Title></Other>", bomb):
            assert outcome(api.UpdateClientAdditionalFields(token, person.code, text)) == (-1, NOT_XML)
        assert world.fresh(person).title == "Mr"


class TestExternalCodes:
    CODE = document(ExternalDebtorCode=" Debtor-1 ")

    def test_may_be_shared(self, api, token, world, person):
        world.client(external_debtor_code="debtor-1")
        assert outcome(api.UpdateClientAdditionalFields(token, person.code, self.CODE)) == (1, None)
        assert world.fresh(person).external_debtor_code == "Debtor-1"

    @pytest.mark.settings(unique_external_codes=True)
    def test_are_refused_when_set_to_be_unique(self, api, token, world, person):
        world.client(external_debtor_code="debtor-1")
        answer = api.UpdateClientAdditionalFields(token, person.code, self.CODE)
        assert outcome(answer) == (-1, "External code is already in use.")

    @pytest.mark.settings(unique_external_codes=True)
    def test_of_ones_own_may_stay_and_go(self, api, token, world, person):
        for text in (self.CODE, self.CODE, document(ExternalDebtorCode="")):
            assert outcome(api.UpdateClientAdditionalFields(token, person.code, text)) == (1, None)
        assert world.fresh(person).external_debtor_code is None

    @pytest.mark.settings(unique_external_codes=True)
    def test_of_clients_and_employers_are_apart(self, api, token, world):
        world.client(external_debtor_code="Debtor-1")
        employer = world.employer()
        assert outcome(api.UpdateEmployerAdditionalFields(token, employer.identifier, self.CODE)) == (1, None)
        other = world.employer()
        answer = api.UpdateEmployerAdditionalFields(token, other.identifier, self.CODE)
        assert outcome(answer) == (-1, "External code is already in use.")


class TestOwnRecord:
    def test_may_be_updated_without_the_role(self, api, world, person):
        answer = api.UpdateClientAdditionalFields(world.token(person), " c1 ", document(HomePhone="1"))
        assert (answer.Status, answer.Identifier, answer.TokenType) == (1, "C1", "02")
        assert world.fresh(person).home_phone == "1"

    @pytest.mark.parametrize("name", ["ClientCode", "ActiveFlag", "StaffFlag", "DivisionId"])
    def test_what_gives_rights_is_read_only(self, api, world, person, name):
        answer = api.UpdateClientAdditionalFields(world.token(person), "C1", document(HomePhone="1", **{name: "1"}))
        assert outcome(answer) == (-1, f"Field can not be updated: {name}.")
        assert world.fresh(person).home_phone == "03 9000"

    def test_nobody_else_s(self, api, world, person):
        employer = world.employer()
        world.employment(person, employer)
        trainer = world.staff()
        occurrence = world.occurrence()
        world.enrolment(person, occurrence)
        world.trainer(occurrence, trainer)
        for token in (world.token(world.client()), world.token(trainer), world.token(employer=employer)):
            answer = api.UpdateClientAdditionalFields(token, "C1", document(HomePhone="1"))
            assert outcome(answer) == (-1, "Access denied.")
        assert world.fresh(person).home_phone == "03 9000"


class TestTheStaffFlag:
    """It gives rights, so that the API role alone writes it."""

    @pytest.mark.parametrize(("flag", "is_staff"), [("Y", True), ("N", False)])
    def test_is_written_by_the_role(self, api, token, world, person, flag, is_staff):
        trainer = world.staff()
        for one in (person, trainer):
            assert outcome(api.UpdateClientAdditionalFields(token, one.code, document(StaffFlag=flag))) == (1, None)
            assert world.fresh(one).staff is is_staff

    def test_stays_with_who_holds_a_role(self, api, token, world):
        holder = world.staff(api_role=True)
        answer = api.UpdateClientAdditionalFields(token, holder.code, document(StaffFlag="N"))
        assert outcome(answer) == (-1, "Value is not valid for field StaffFlag.")
        assert world.fresh(holder).staff is True


def test_two_clients_do_not_get_one_code(api, token, world, monkeypatch):
    """The check can be overtaken by another call; the unique key can not."""
    world.client(code="TAKEN")
    person = world.client(code="C1")
    monkeypatch.setattr("vettrak_api.rules.additional_data.updates._is_taken", lambda *_: False)
    answer = api.UpdateClientAdditionalFields(token, person.code, document(ClientCode="taken"))
    assert outcome(answer) == (-1, "Client code is already in use.")
