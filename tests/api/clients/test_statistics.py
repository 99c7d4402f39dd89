"""Area clients: the AVETMISS statistics of a client."""

import pytest
from sqlalchemy import select

from tests.support.outcomes import DENIED, OK, outcome
from vettrak_api.model.changes import Change
from vettrak_api.model.clients import ClientDisability, ClientPriorEducation, ClientStatistics

NOT_FOUND = (-4, "Client not found.")

NOTHING_STATED = {
    "AboriginalFlag": "@",
    "AtSchoolFlag": "@",
    "HighestSchoolLevel": "@@",
    "CompletedLocation": "",
    "CompletedYear": "",
    "CountryCode": "",
    "LanguageCode": "",
    "EnglishProficiency": "@",
    "DisabilityFlag": "@",
    "DisaList": [],
    "PriorEducationFlag": "@",
    "PredList": [],
    "EmploymentCategoryCode": "@@",
    "SurveyContactStatusCode": "A",
}

STATED = {
    "AboriginalFlag": "4",
    "AtSchoolFlag": "N",
    "HighestSchoolLevel": "12",
    "CompletedLocation": "Melbourne High",
    "CompletedYear": "2007",
    "CountryCode": "1101",
    "LanguageCode": "1201",
    "EnglishProficiency": "1",
    "DisabilityFlag": "Y",
    "PriorEducationFlag": "Y",
    "EmploymentCategoryCode": "01",
    "SurveyContactStatusCode": "E",
}

DISABILITIES = [("TDisa", {"Disa_Code": "17"}), ("TDisa", {"Disa_Name": "ignored", "Disa_Code": "11"})]
EDUCATIONS = [("TPred", {"Pred_Code": "514"}), ("TPred", {"Pred_Code": "008", "RecognitionCode": "a"})]


@pytest.fixture
def client(world):
    return world.client()


@pytest.fixture
def update(api, token, client):
    def call(as_token=token, **statistics):
        return outcome(api.UpdateClientAVDetails(as_token, {"Clie_Code": client.code} | statistics))

    return call


@pytest.fixture
def read(api, token, client):
    """Read the statistics, without names and code."""

    def call():
        answer = api.GetClientAVDetails(token, client.code)
        assert outcome(answer) == OK
        return {name: value for name, value in vars(answer.ClieAVETMISS).items() if not name.startswith("Clie_")}

    return call


class TestGetClientAVDetails:
    def test_without_a_record_nothing_is_stated(self, api, token, client, read):
        assert read() == NOTHING_STATED
        found = api.GetClientAVDetails(token, client.code.lower()).ClieAVETMISS
        assert (found.Clie_Surname, found.Clie_Given, found.Clie_Code) == ("Smith", "John", client.code)

    def test_gives_what_is_stored_with_names_in_order_of_codes(self, update, read):
        assert update(**STATED, DisaList=DISABILITIES, PredList=EDUCATIONS) == OK
        found = read()
        assert {name: found[name] for name in STATED} == STATED
        assert [vars(item) for item in found["DisaList"]] == [
            {"Disa_Name": "Hearing/deaf", "Disa_Code": "11"},
            {"Disa_Name": "Vision", "Disa_Code": "17"},
        ]
        assert [vars(item) for item in found["PredList"]] == [
            {"Pred_Name": "Bachelor degree or higher", "Pred_Code": "008", "RecognitionCode": "A"},
            {"Pred_Name": "Certificate III", "Pred_Code": "514"},
        ]

    def test_a_code_that_left_its_list_has_no_name(self, world, client, read):
        world.add(ClientDisability(client_id=client.id, code="77"))
        assert [vars(item) for item in read()["DisaList"]] == [{"Disa_Code": "77"}]

    @pytest.mark.parametrize("code", ["nobody", "", None])
    def test_an_unknown_client_has_none(self, api, token, code):
        answer = api.GetClientAVDetails(token, code)
        assert outcome(answer) == NOT_FOUND
        assert answer.ClieAVETMISS is None

    def test_clients_read_their_own(self, api, world, client):
        assert outcome(api.GetClientAVDetails(world.token(client), client.code)) == OK
        answer = api.GetClientAVDetails(world.token(world.client()), client.code)
        assert outcome(answer) == DENIED
        assert answer.ClieAVETMISS is None


class TestUpdateClientAVDetails:
    def test_what_is_absent_is_not_stated_any_more(self, update, read):
        update(**STATED, DisaList=DISABILITIES, PredList=EDUCATIONS)
        assert update() == OK
        assert read() == NOTHING_STATED

    def test_lists_are_replaced_and_hold_each_code_once(self, update, read, world, client):
        update(DisaList=DISABILITIES, PredList=EDUCATIONS)
        twice = [("TDisa", {"Disa_Code": "17"}), ("TDisa", {"Disa_Code": " 17 "})]
        assert update(DisaList=twice, PredList=EDUCATIONS[:1] * 2) == OK
        assert world.all(select(ClientDisability.code).where(ClientDisability.client_id == client.id)) == ["17"]
        mine = ClientPriorEducation.client_id == client.id
        assert world.all(select(ClientPriorEducation.code).where(mine)) == ["514"]

    def test_what_is_read_can_be_sent_back(self, api, token, client, update, read):
        update(**STATED, DisaList=DISABILITIES, PredList=EDUCATIONS)
        before = api.GetClientAVDetails(token, client.code).ClieAVETMISS
        sent = vars(before) | {
            "DisaList": [("TDisa", vars(item)) for item in before.DisaList],
            "PredList": [("TPred", vars(item)) for item in before.PredList],
        }
        assert update(**sent) == OK
        assert api.GetClientAVDetails(token, client.code).ClieAVETMISS == before

    def test_names_are_ignored(self, update, world, client):
        assert update(Clie_Surname="Other", Clie_Given="x" * 99) == OK
        assert world.fresh(client).surname == "Smith"

    @pytest.mark.parametrize(
        "stated", [{"CountryCode": "@@@@"}, {"LanguageCode": "@@@@"}, {"CompletedYear": "@@@@"}, {"AtSchoolFlag": "@"}]
    )
    def test_not_stated_may_be_said(self, update, stated):
        assert update(**stated) == OK

    def test_codes_are_taken_ignoring_case_and_stored_as_listed(self, update, read):
        assert update(AtSchoolFlag="y", SurveyContactStatusCode=" e ") == OK
        assert (read()["AtSchoolFlag"], read()["SurveyContactStatusCode"]) == ("Y", "E")

    @pytest.mark.parametrize(
        ("member", "value"),
        [
            ("AboriginalFlag", "5"),
            ("AtSchoolFlag", "1"),
            ("HighestSchoolLevel", "07"),
            ("CompletedYear", "07"),
            ("CompletedYear", "\uff12007"),
            ("CountryCode", "Australia"),
            ("LanguageCode", "9"),
            ("EnglishProficiency", "5"),
            ("DisabilityFlag", "J"),
            ("PriorEducationFlag", "@@"),
            ("EmploymentCategoryCode", "1"),
            ("SurveyContactStatusCode", "Z"),
        ],
    )
    def test_a_code_outside_its_list_is_not_valid(self, update, read, member, value):
        assert update(**{member: value}) == (-1, f"{member} is not a valid code.")
        assert read() == NOTHING_STATED

    @pytest.mark.parametrize(
        ("statistics", "member"),
        [
            ({"DisaList": [("TDisa", {"Disa_Code": "10"})]}, "Disa_Code"),
            ({"DisaList": [("TDisa", {})]}, "Disa_Code"),
            ({"PredList": [("TPred", {"Pred_Code": "8"})]}, "Pred_Code"),
            ({"PredList": [("TPred", {"Pred_Code": "008", "RecognitionCode": "B"})]}, "RecognitionCode"),
        ],
    )
    def test_lists_hold_listed_codes_only(self, update, read, statistics, member):
        update(DisaList=DISABILITIES)
        assert update(**statistics) == (-1, f"{member} is not a valid code.")
        assert len(read()["DisaList"]) == 2

    @pytest.mark.parametrize("code", ["0000", "0001", "0912"])
    def test_supplementary_countries_are_codes(self, update, read, code):
        assert update(CountryCode=code) == OK
        assert read()["CountryCode"] == code

    @pytest.mark.parametrize("code", ["0000", "0001", "0003", "0009"])
    def test_supplementary_languages_are_codes(self, update, read, code):
        assert update(LanguageCode=code) == OK
        assert read()["LanguageCode"] == code

    def test_a_code_that_is_no_longer_offered_may_stay(self, update, read, world):
        world.retire_code("LANGUAGE", "1201")
        assert update(LanguageCode="1201") == OK
        assert read()["LanguageCode"] == "1201"

    def test_a_flood_of_codes_is_not_valid(self, update):
        flood = [("TDisa", {"Disa_Code": str(number)}) for number in range(2000)]
        assert update(DisaList=flood) == (-1, "Disa_Code is not a valid code.")

    def test_the_place_has_a_longest_length(self, update):
        assert update(CompletedLocation="x" * 50) == OK
        assert update(CompletedLocation="x" * 51) == (-1, "CompletedLocation is longer than 50 characters.")

    @pytest.mark.parametrize("code", ["nobody", "", None])
    def test_an_unknown_client_is_not_found(self, update, code):
        assert update(Clie_Code=code) == NOT_FOUND

    def test_no_statistics_name_no_client(self, api, token):
        assert outcome(api.UpdateClientAVDetails(token, None)) == NOT_FOUND

    def test_clients_update_their_own_only(self, world, client, update, read):
        assert update(world.token(client), AtSchoolFlag="Y") == OK
        for caller in (world.client(), world.staff()):
            assert update(world.token(caller), AtSchoolFlag="N") == DENIED
        assert read()["AtSchoolFlag"] == "Y"

    def test_the_change_is_recorded(self, world, client, update):
        update(AtSchoolFlag="Y")
        update(AtSchoolFlag="N")
        rows = world.all(select(Change).where(Change.table_name == "client_statistics"))
        assert [(row.action, row.record_id) for row in rows] == [("insert", client.id), ("update", client.id)]
        assert world.one(select(ClientStatistics)).modified_by == rows[0].by
