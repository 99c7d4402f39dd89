"""Area web_enrolments: AVETMISS statistics of web clients and web employees."""

import pytest

from tests.support.outcomes import OK, outcome
from tests.support.web import add_contact, add_employee, book, book_employer, real_rows, web_client
from vettrak_api.model.quarantine import WebClient

STATED = {
    "AboriginalFlag": "4",
    "AtSchoolFlag": "N",
    "HighestSchoolLevel": "12",
    "CompletedLocation": "Melbourne High",
    "CompletedYear": "2007",
    "CountryCode": "1101",
    "LanguageCode": "1201",
    "EnglishProficiency": "1",
    "DisabilityFlag": "y",
    "PriorEducationFlag": "Y",
    "EmploymentCategoryCode": "01",
    "SurveyContactStatusCode": "E",
    "DisaList": [("TDisa", {"Disa_Code": "17"}), ("TDisa", {"Disa_Code": "17"}), ("TDisa", {"Disa_Code": "11"})],
    "PredList": [("TPred", {"Pred_Code": "514"}), ("TPred", {"Pred_Code": "008", "RecognitionCode": "a"})],
}
COLUMNS = {
    "aboriginal_flag": "4",
    "at_school_flag": "N",
    "highest_school_level": "12",
    "completed_location": "Melbourne High",
    "completed_year": "2007",
    "country_of_birth": "1101",
    "language": "1201",
    "english_proficiency": "1",
    "disability_flag": "Y",
    "prior_education_flag": "Y",
    "employment_category": "01",
}
NOT_STATED = {
    "aboriginal_flag": "@",
    "at_school_flag": "@",
    "highest_school_level": "@@",
    "completed_location": None,
    "completed_year": None,
    "country_of_birth": None,
    "language": None,
    "english_proficiency": "@",
    "disability_flag": "@",
    "prior_education_flag": "@",
    "employment_category": "@@",
}


@pytest.fixture
def occurrence(world):
    return world.occurrence(web_published=True)


@pytest.fixture(params=["UpdateWebClientAVETMISS", "UpdateWebEmployeeAVETMISS"])
def operation(request):
    return request.param


@pytest.fixture
def somebody(operation, api, token, world, occurrence):
    """Return the number that names somebody in the call, and the number of the record."""
    if operation == "UpdateWebEmployeeAVETMISS":
        number = add_employee(api, token, book_employer(api, token, occurrence))
        return number, number
    number = book(api, token, occurrence)
    return number, web_client(world, number).id


@pytest.fixture
def update(operation, api, token, somebody):
    return lambda **statistics: outcome(getattr(api, operation)(token, somebody[0], statistics))


@pytest.fixture
def now(world, somebody):
    return lambda: world.get(WebClient, somebody[1]).statistics


def test_all_is_kept_for_processing(update, now):
    assert update(**STATED) == OK
    assert now() == {
        "columns": COLUMNS,
        "disabilities": ["17", "11"],
        "achievements": {"514": None, "008": "A"},
    }


def test_blank_is_not_stated_and_replaces_what_was(update, now):
    update(**STATED)
    assert update(AboriginalFlag=" ") == OK
    assert now() == {"columns": NOT_STATED, "disabilities": [], "achievements": {}}


def test_the_survey_status_is_the_one_told_last(operation, api, token, update, world, somebody):
    def status():
        return world.get(WebClient, somebody[1]).survey_contact_status

    tell_details = getattr(api, operation.removesuffix("AVETMISS"))
    assert update(SurveyContactStatusCode="e") == OK
    assert status() == "E"
    assert outcome(tell_details(token, somebody[0], surveyContactStatusCode="M")) == OK
    assert status() == "M"
    assert update(SurveyContactStatusCode=" ") == OK
    assert status() == "M"


def test_names_and_code_are_ignored(update, now, world, somebody):
    assert update(Clie_Surname="Other", Clie_Given="x" * 99, Clie_Code="NOBODY") == OK
    assert world.get(WebClient, somebody[1]).surname != "Other"


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("AboriginalFlag", "5"),
        ("AtSchoolFlag", "J"),
        ("HighestSchoolLevel", "13"),
        ("CompletedYear", "07"),
        ("CountryCode", "0099"),
        ("LanguageCode", "x"),
        ("EnglishProficiency", "5"),
        ("DisabilityFlag", "1"),
        ("PriorEducationFlag", "@@"),
        ("EmploymentCategoryCode", "99"),
        ("SurveyContactStatusCode", "Q"),
    ],
)
def test_unknown_codes_are_told_by_member(update, now, member, value):
    assert update(**{member: value}) == (-1, f"{member} is not a valid code.")
    assert now() is None


def test_a_code_that_is_no_longer_offered_is_refused(update, now, world):
    world.retire_code("LANGUAGE", "1201")
    world.retire_code("DISABILITY", "17")
    assert update(LanguageCode="1201") == (-1, "LanguageCode is not a valid code.")
    assert update(DisaList=STATED["DisaList"]) == (-1, "Disa_Code is not a valid code.")
    assert now() is None


@pytest.mark.parametrize(
    ("lists", "member"),
    [
        ({"DisaList": [("TDisa", {"Disa_Code": "77"})]}, "Disa_Code"),
        ({"DisaList": [("TDisa", {"Disa_Name": "Deaf"})]}, "Disa_Code"),
        ({"PredList": [("TPred", {"Pred_Code": "777"})]}, "Pred_Code"),
        ({"PredList": [("TPred", {"Pred_Code": "514", "RecognitionCode": "Q"})]}, "RecognitionCode"),
    ],
)
def test_unknown_codes_in_lists_too(update, lists, member):
    assert update(**lists) == (-1, f"{member} is not a valid code.")


def test_the_place_of_the_school_has_a_longest_length(update):
    assert update(CompletedLocation="x" * 51) == (-1, "CompletedLocation is longer than 50 characters.")


def test_without_the_object_nothing_is_emptied(operation, api, token, update, now, somebody):
    update(**STATED)
    assert outcome(getattr(api, operation)(token, somebody[0])) == (-1, "cClieAVETMISS is required.")
    assert now()["columns"] == COLUMNS


def test_leaves_real_records_alone(update, world):
    before = real_rows(world)
    update(**STATED)
    assert real_rows(world) == before


def test_an_unknown_booking_is_not_found(api, token):
    assert outcome(api.UpdateWebClientAVETMISS(token, 4711, {})) == (-4, "Web enrolment not found.")


def test_an_employers_booking_has_no_one_client(api, token, occurrence):
    number = book_employer(api, token, occurrence)
    assert outcome(api.UpdateWebClientAVETMISS(token, number, {})) == (-1, "Not a client web enrolment.")


def test_only_employees_are_found(api, token, world, occurrence):
    missing = (-4, "Web employee not found.")
    contact = add_contact(api, token, book_employer(api, token, occurrence))
    client = web_client(world, book(api, token, occurrence)).id
    for number in (4711, contact, client):
        assert outcome(api.UpdateWebEmployeeAVETMISS(token, number, {})) == missing
