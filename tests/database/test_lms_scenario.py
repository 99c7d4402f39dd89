"""The core of an integration, by SOAP, with the same answers on every kind of database."""

import datetime
from decimal import Decimal

import pytest

from tests.support.world import PASSWORD

BORN = datetime.date(1990, 2, 28)
UNITS = ("HOSBEER01", "HOSBEER02")
PRICES = (("Course fee", "120.00"), ("Materials", "30.00"), ("Glassware", "25.50"))
NOBODY = "Invalid Username/Password Combination."


@pytest.fixture
def course(world):
    """Offer Beer Appreciation with 2 units, 3 prices and 10 seats."""
    return world.occurrence(units=UNITS, prices=PRICES, seats=10)


@pytest.fixture
def token(api, world):
    """Log in as a staff member with the API role."""
    login = world.staff(api_role=True, password=PASSWORD)
    return api.ValidateClient(login.username.upper(), PASSWORD).Token


def test_a_login_and_its_failures(api, world):
    client = world.client("Ümlaut", "Zoë", username="Zoë.Ümlaut@example.com", password=PASSWORD)
    login = api.ValidateClient("zOË.üMLAUT@EXAMPLE.com", PASSWORD)
    assert (login.Status, login.Identifier, login.TokenType) == (1, client.code, "02")
    assert api.ValidateClient("zoe.umlaut@example.com", PASSWORD).StatusMessage == NOBODY
    assert api.ValidateClient(client.username, PASSWORD.upper()).StatusMessage == NOBODY


def test_guessing_is_slowed_and_a_good_login_forgets_the_failures(api, runtime, world):
    client = world.client("Guessed", "Gus", password=PASSWORD)
    for times, status in ((9, 1), (10, -1)):
        for number in range(times):
            assert api.ValidateClient(client.username, f"wrong{number}").StatusMessage == NOBODY
        assert api.ValidateClient(client.username, PASSWORD).Status == status
    runtime.clock.advance(seconds=1)
    assert api.ValidateClient(client.username, PASSWORD).Status == 1


def test_an_occurrence_goes_to_the_lms(api, world, token, course):
    undated = world.occurrence(start_date=None, end_date=None)
    listed = [occurrence.ID for occurrence in api.GetLMSNewOccurrences(token).OccuList]
    assert listed.index(undated.id) < listed.index(course.id)
    assert api.UpdateLMSOccurrenceStatus(token, course.id, 1).Status == 1
    assert course.id not in [occurrence.ID for occurrence in api.GetLMSNewOccurrences(token).OccuList]
    month = api.GetLMSOccurrencesInDateRange(token, course.start_date, course.end_date)
    there = {occurrence.ID: occurrence for occurrence in month.OccuList}[course.id]
    assert (there.Uploaded, there.Vacancies, there.StartDate) == (1, 10, course.start_date)


def test_enrolments_are_collected_in_the_order_of_names(api, world, token, course):
    names = [("Zander", "Bob"), ("adams", "Zoë"), ("Adams", "Anna"), ("Ådams", "Bea"), ("O'Brien", "Siân")]
    for surname, given_name in names:
        world.enrolment(world.client(surname, given_name), course)
    collected = api.GetLMSNewEnrolmentsForOccurrence(token, course.id).ClieEnroList
    assert [(item.Surname, item.GivenName) for item in collected] == [
        ("Adams", "Anna"),
        ("Ådams", "Bea"),
        ("adams", "Zoë"),
        ("O'Brien", "Siân"),
        ("Zander", "Bob"),
    ]
    assert api.UpdateLMSEnrolmentStatus(token, collected[0].ID, 1).Status == 1
    assert len(api.GetLMSNewEnrolmentsForOccurrence(token, course.id).ClieEnroList) == len(names) - 1


def test_a_client_is_found_or_added_once(api, token):
    name = ("Müller-Ørsted 🍺", "Renée")
    added = api.AddClientAfterCheck(token, *name, BORN, 0, "Renee@Example.com").Clie
    again = api.AddClientAfterCheck(token, "MÜLLER-ØRSTED 🍺", " renée ", BORN, 0, None).Clie
    plain = api.AddClientAfterCheck(token, "Muller-Orsted 🍺", "Renee", BORN, 0, None).Clie
    assert (added.Clie_Surname, added.Clie_Given) == name
    # Accents and strokes do not count (R-NAMES).
    assert again.Clie_Code == added.Clie_Code == plain.Clie_Code
    assert api.GetClientByCode(token, added.Clie_Code.lower()).Clie.Clie_Surname == name[0]
    assert api.GetClientByEmail(token, "renee@EXAMPLE.com").Clie.Clie_Code == added.Clie_Code
    assert api.GetClientByName(token, *name, datetime.date(1990, 3, 1)).Auth.Status == -4


def test_a_client_is_changed(api, token):
    code = api.AddClientAfterCheck(token, "Changing", "Person", BORN).Clie.Clie_Code
    address = {
        "StreetNumber": "12",
        "StreetName": "Elizabeth Street",
        "City": "Hobart",
        "State": "Tas",
        "Postcode": "7000",
    }
    change = {"Clie_Surname": "Changed", "Clie_Given": "Person", "Clie_Code": code, "UsualAddress": address}
    assert api.UpdateClientDetails(token, change | {"Clie_DOB": BORN, "Clie_Salary": "61234.50"}).Status == 1
    details = api.GetClientDetails(token, code).ClieDetail
    assert (details.Clie_Surname, details.Clie_RCity, details.Clie_Salary) == ("Changed", "Hobart", Decimal("61234.50"))
    assert details.Clie_DOB == datetime.datetime(1990, 2, 28)


def test_a_client_is_enrolled_and_gets_results(api, world, token, course):
    client = world.client()
    enrolled = api.AddLMSClientEnrolmentToOccurrence(token, client.code, course.id).ClieEnro
    assert (enrolled.Amount, enrolled.Status) == (Decimal("175.50"), "Active")
    twice = api.AddLMSClientEnrolmentToOccurrence(token, client.code, course.id).Auth
    assert (twice.Status, twice.StatusMessage) == (-1, "Client is already enrolled in this occurrence.")
    start, finish = datetime.datetime(2026, 9, 1, 9), datetime.datetime(2026, 9, 27, 17)
    sent = api.UpdateResult(token, enrolled.ID, "hosbeer01", "competency ACHIEVED", start, finish, 85)
    assert sent.Status == 1
    first, second = api.GetUnitsForEnrolment(token, enrolled.ID).EnunList
    assert (first.Unit_Code, first.Result_Name, first.Percentage) == ("HOSBEER01", "Competency Achieved", 85)
    assert (second.Result_Name, second.Percentage) == ("Not Yet Started", -1)
    (held,) = api.GetEnrolmentsForClient(token, client.code).ClieEnroList
    assert (held.ID, held.StartDate) == (enrolled.ID, course.start_date)


def test_a_failed_call_leaves_nothing_behind(api, world, token, course):
    client = world.client()
    refused = api.AddLMSClientEnrolmentToOccurrence(token, client.code, course.id, 4711)
    assert refused.Auth.StatusMessage == "Unknown study reason."
    assert api.GetEnrolmentsForClient(token, client.code).ClieEnroList == []


QUERIES = {
    "equals": ("Surname", "Equals", "query"),
    "not equals": ("Surname", "NotEquals", "QUERY"),
    "contains": ("Surname", "Contains", "uer"),
    "contains a wildcard": ("Surname", "Contains", "%"),
    "starts with an underscore": ("Surname", "StartsWith", "_"),
    "ends with": ("GivenName", "EndsWith", "B"),
    "in": ("Surname", "In", "Query, _x%"),
    "not in": ("Surname", "NotIn", "Query"),
    "null": ("OtherName", "IsNull", None),
    "not null": ("OtherName", "IsNotNull", None),
    "born after": ("DateOfBirth", "GreaterThan", "1990-01-01"),
    "born until": ("DateOfBirth", "LessThanOrEqualTo", "1990-01-01"),
}
FOUND = {
    "equals": "ABC",
    "not equals": "D",
    "contains": "ABC",
    "contains a wildcard": "D",
    "starts with an underscore": "D",
    "ends with": "B",
    "in": "ABCD",
    "not in": "D",
    "null": "BCD",
    "not null": "A",
    "born after": "B",
    "born until": "A",
}


@pytest.fixture(scope="module")
def queried(world):
    """Add four people under one e-mail address."""
    mine = {"email": "queried@example.com"}
    world.client("Query", "A", birth_date=datetime.date(1990, 1, 1), other_name="Otto", **mine)
    world.client("query", "B", birth_date=datetime.date(1991, 1, 1), **mine)
    world.client("QUERY", "C", **mine)
    world.client("_x%", "D", **mine)


@pytest.mark.parametrize("name", QUERIES)
def test_additional_data_is_queried(api, token, queried, name):
    field, operator, value = QUERIES[name]
    criteria = [
        ("FilterCriteria", {"Field": "Email", "Operator": "Equals", "Value": "Queried@example.com"}),
        ("FilterCriteria", {"Field": field, "Operator": operator, "Value": value}),
    ]
    order = [("SortCriteria", {"Field": "GivenName", "SortOrder": "Ascending"})]
    columns = [("ReturnField", {"Field": "GivenName"}), ("ReturnField", {"Field": "DateOfBirth"})]
    found = api.QueryAdditionalData(token, "client", criteria, order, columns)
    assert (found.Auth.Status, found.Auth.StatusMessage) == (1, None)
    assert "".join(row[0] for row in found.Values) == FOUND[name]


@pytest.mark.parametrize(("direction", "expected"), [("Ascending", "AB"), ("Descending", "BA")])
def test_nulls_are_first_whatever_the_direction(api, token, queried, direction, expected):
    mine = [("FilterCriteria", {"Field": "Email", "Operator": "Equals", "Value": "queried@example.com"})]
    order = [
        ("SortCriteria", {"Field": "DateOfBirth", "SortOrder": direction}),
        ("SortCriteria", {"Field": "GivenName"}),
    ]
    columns = [("ReturnField", {"Field": "GivenName"})]
    found = api.QueryAdditionalData(token, "Client", mine, order, columns)
    assert "".join(row[0] for row in found.Values) == f"CD{expected}"


def test_additional_data_is_counted(api, token, queried):
    mine = [("FilterCriteria", {"Field": "Email", "Operator": "Equals", "Value": "queried@example.com"})]
    columns = [("ReturnField", {"Field": "ClientCode", "Aggregate": "Count"})]
    assert api.QueryAdditionalData(token, "Client", mine, None, columns).Values == [["4"]]
    latest = [("ReturnField", {"Field": "DateOfBirth", "Aggregate": "Max"})]
    assert api.QueryAdditionalData(token, "Client", mine, None, latest).Values == [["1991-01-01"]]
