"""The LMS integration scenario of the original product document, as an LMS would play it."""

import datetime
from decimal import Decimal

import pytest

from tests.support.outcomes import OK, outcome
from tests.support.soap import Api
from tests.support.world import PASSWORD

SEPTEMBER_1, SEPTEMBER_27 = datetime.datetime(2008, 9, 1), datetime.datetime(2008, 9, 27)
CLASSES = (  # start and hours
    (datetime.datetime(2008, 9, 1, 18), 3),
    (datetime.datetime(2008, 9, 9, 18), 3),
    (datetime.datetime(2008, 9, 20, 13), 4),
    (datetime.datetime(2008, 9, 27, 16), 2),
)


@pytest.fixture
def api(site):
    """Call the Integrate product, which is all that an LMS needs."""
    return Api(site, "integrate")


@pytest.fixture
def beer_appreciation(world):
    """The document's own example: 2 units, 4 classes, 3 prices, 10 seats, part of a certificate."""
    world.unit("BEER1", "How to serve beer")
    world.unit("BEER2", "Different styles of beer")
    occurrence = world.occurrence(
        programme_id=world.programme("Beer Appreciation").id,
        start_date=SEPTEMBER_1,
        end_date=SEPTEMBER_27,
        location_id=world.location("MELB", "Melbourne Campus").id,
        qualification_id=world.qualification("CERT2BAR", "Certificate 2 in Bar Tending").id,
        units=["BEER1", "BEER2"],
        prices=[("Pensioners", "50.00"), ("Children", "20.00"), ("Full Fee", "100.00")],
        seats=10,
    )
    for start, hours in CLASSES:
        world.class_session(occurrence, start, hours)
    return occurrence


@pytest.fixture
def john_smith(world):
    return world.client("Smith", "John", code="JSMITH", birth_date=datetime.date(1980, 5, 17))


def test_the_lms_scenario(api, world, beer_appreciation, john_smith):
    integration = world.staff("Integration", "LMS", password=PASSWORD, api_role=True)

    # The LMS logs in and keeps the token, which every call renews.
    login = api.ValidateClient(integration.username, PASSWORD)
    assert login.Status == 1
    token = login.Token

    # An occurrence is set up in VETtrak. The LMS administrator is offered it, by either function ...
    (offered,) = api.GetLMSNewOccurrences(token).OccuList
    (in_range,) = api.GetLMSOccurrencesInDateRange(token, SEPTEMBER_1, SEPTEMBER_27).OccuList
    assert offered.ID == in_range.ID == beer_appreciation.id
    assert (offered.Prog_Name, offered.Loca_Code, offered.Vacancies) == ("Beer Appreciation", "MELB", 10)
    assert (offered.StartDate, offered.EndDate) == (SEPTEMBER_1, SEPTEMBER_27)
    assert offered.Qual_Name == "Certificate 2 in Bar Tending"

    # ... makes the course, and says so, which takes the occurrence off the list of new ones.
    assert outcome(api.UpdateLMSOccurrenceStatus(token, offered.ID, 1)) == OK
    assert api.GetLMSNewOccurrences(token).OccuList == []
    (in_range,) = api.GetLMSOccurrencesInDateRange(token, SEPTEMBER_1, SEPTEMBER_27).OccuList
    assert in_range.Uploaded == 1

    # John Smith is enrolled in VETtrak. The LMS collects him, and flags that it has.
    enrolled = world.enrolment(john_smith, beer_appreciation, units=["BEER1", "BEER2"])
    (new,) = api.GetLMSNewEnrolmentsForOccurrence(token, offered.ID).ClieEnroList
    assert (new.ID, new.Clie_Code, new.GivenName, new.Surname) == (enrolled.id, "JSMITH", "John", "Smith")
    assert outcome(api.UpdateLMSEnrolmentStatus(token, new.ID, 1)) == OK
    assert api.GetLMSNewEnrolmentsForOccurrence(token, offered.ID).ClieEnroList == []

    # Two people enrol in the LMS. It asks for John by the code that it kept, and for Mary by name.
    assert api.GetClientByCode(token, "JSMITH").Clie.Clie_Code == "JSMITH"
    born = datetime.datetime(1990, 1, 31)
    assert api.GetClientByName(token, "Brewer", "Mary", born).Clie.Clie_Code == ""

    # Mary is new: VETtrak allocates her code, and finds her under it ever after.
    mary = api.AddClientAfterCheck(token, "Brewer", "Mary", born, 0, "mary@brewer.example").Clie
    assert mary.Clie_Code
    again = api.AddClientAfterCheck(token, "Brewer", "Mary", born, 0, "mary@brewer.example").Clie
    assert again.Clie_Code == api.GetClientByName(token, "Brewer", "Mary", born).Clie.Clie_Code == mary.Clie_Code

    # She is enrolled in the occurrence; the LMS records the new enrolment's number for later calls.
    answer = api.AddLMSClientEnrolmentToOccurrence(token, mary.Clie_Code, offered.ID)
    assert outcome(answer) == OK
    number = answer.ClieEnro.ID
    assert (answer.ClieEnro.Clie_Code, answer.ClieEnro.Amount) == (mary.Clie_Code, Decimal("170.00"))
    units = api.GetUnitsForEnrolment(token, number).EnunList
    assert [(unit.Unit_Name, unit.Result_Name) for unit in units] == [
        ("How to serve beer", "Not Yet Started"),
        ("Different styles of beer", "Not Yet Started"),
    ]

    # John was there already, and Mary does not come back as new: the LMS made her enrolment itself.
    refused = api.AddLMSClientEnrolmentToOccurrence(token, "JSMITH", offered.ID)
    assert outcome(refused) == (-1, "Client is already enrolled in this occurrence.")
    assert api.GetLMSNewEnrolmentsForOccurrence(token, offered.ID).ClieEnroList == []
    (in_range,) = api.GetLMSOccurrencesInDateRange(token, SEPTEMBER_1, SEPTEMBER_27).OccuList
    assert in_range.Vacancies == 8

    # Results are recorded in the LMS and sent one by one; a result for a foreign unit is refused.
    first, second = datetime.datetime(2008, 9, 9), datetime.datetime(2008, 9, 27)
    competent = ("Competency Achieved", SEPTEMBER_1)
    assert outcome(api.UpdateResult(token, number, "BEER1", *competent, first, 86)) == OK
    assert outcome(api.UpdateResult(token, number, "BEER2", *competent, second, 100)) == OK
    assert outcome(api.UpdateResult(token, enrolled.id, "BEER1", "Continuing", SEPTEMBER_1, second, -1)) == OK
    not_hers = outcome(api.UpdateResult(token, number, "WINE1", *competent, second, 100))
    assert not_hers == (-4, "Unit not found in this enrolment.")

    # Read back, they stand with the enrolment.
    units = api.GetUnitsForEnrolment(token, number).EnunList
    assert [(unit.Unit_Code, unit.Result_Name, unit.FinishDate, unit.Percentage) for unit in units] == [
        ("BEER1", "Competency Achieved", first, 86),
        ("BEER2", "Competency Achieved", second, 100),
    ]
    (hers,) = api.GetEnrolmentsForClient(token, mary.Clie_Code).ClieEnroList
    assert (hers.ID, hers.Status) == (number, "Active")
    everybody = api.GetEnrolmentsForOccurrence(token, offered.ID).ClieEnroList
    assert [person.Surname for person in everybody] == ["Brewer", "Smith"]
