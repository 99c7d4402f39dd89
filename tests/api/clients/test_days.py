"""Dates without a time, on every door: midnight is the day that was written, another moment the day that it is here."""

import datetime

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from tests.support.queries import Query
from tests.support.web import book, book_employer
from vettrak_api.model.clients import Client
from vettrak_api.model.quarantine import WebClient

THIRD = datetime.date(1991, 2, 3)
SAME_DAY = [
    "1991-02-03",
    "1991-02-03Z",
    "1991-02-03+13:00",
    "1991-02-03-08:00",
    "1991-02-03T00:00:00Z",
    "1991-02-03T00:00:00.000+13:00",
    "1991-02-03T00:00:00-11:00",
    "1991-02-03T18:45:00",
    "1991-02-02T13:00:00.000Z",
    "1991-02-02T23:30:00-05:00",
    "1991-02-03T09:00:00+13:00",
    "1991-02-03T12:59:59Z",
]
"""What different clients send for 3 February 1991; the RTO is in Sydney, eleven hours ahead of UTC on that day."""

OTHER_DAYS = {
    "1991-02-02T12:59:59Z": datetime.date(1991, 2, 2),
    "1991-02-03T13:00:00Z": datetime.date(1991, 2, 4),
    "1991-02-03T01:00:00+13:00": datetime.date(1991, 2, 2),
}
DAYS = dict.fromkeys(SAME_DAY, THIRD) | OTHER_DAYS


@pytest.fixture
def person(world):
    return world.client("Ames", "Ann", code="AMES", birth_date=datetime.date(1970, 1, 1))


@pytest.fixture
def doors(api, token, world, person):
    """What stores a birth date that is told, by operation; each returns what is stored then."""
    occurrence = world.occurrence(web_published=True)

    def born():
        return world.fresh(person).birth_date

    def web():
        return world.all(select(WebClient).order_by(WebClient.id))[-1].birth_date

    def made(answer):
        assert outcome(answer.Auth) == OK
        return world.one(select(Client.birth_date).where(Client.code == answer.Clie.Clie_Code))

    def detail(day):
        sent = {"Clie_Code": "AMES", "Clie_Surname": "Ames", "Clie_DOB": day}
        assert outcome(api.UpdateClientDetails(token, sent)) == OK
        return born()

    def field(day):
        document = f"<AdditionalData><DateOfBirth>{day}</DateOfBirth></AdditionalData>"
        assert outcome(api.UpdateClientAdditionalFields(token, "AMES", document)) == OK
        return born()

    def booked(day):
        book(api, token, occurrence, xsdDOB=day)
        return web()

    def employee(day):
        number = book_employer(api, token, occurrence)
        assert outcome(api.AddWebEmployee(token, number, "Worker", "Will", xsdDOB=day)) == OK
        return web()

    def contact(day):
        number = book_employer(api, token, occurrence)
        assert outcome(api.AddWebEmployerContact(token, number, "Boss", "Bo", xsdDOB=day)) == OK
        return web()

    return {
        "AddClientAfterCheck": lambda day: made(api.AddClientAfterCheck(token, "Zone", "Al", day)),
        "CreateClient": lambda day: made(api.CreateClient(token, "Zone", "Al", day)),
        "UpdateClientDetails": detail,
        "UpdateClientAdditionalFields": field,
        "AddClientWebEnrolment": booked,
        "AddWebEmployee": employee,
        "AddWebEmployerContact": contact,
    }


OPERATIONS = [
    "AddClientAfterCheck",
    "CreateClient",
    "UpdateClientDetails",
    "UpdateClientAdditionalFields",
    "AddClientWebEnrolment",
    "AddWebEmployee",
    "AddWebEmployerContact",
]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_birth_date_is_the_day_that_was_meant(doors, operation):
    assert {text: doors[operation](text) for text in DAYS} == DAYS


@pytest.mark.parametrize("text", DAYS)
def test_a_waitlist_entry_has_the_day_that_was_meant(api, token, world, text):
    programme = world.programme(takes_waitlist=True)
    answer = api.AddClientWebWaitlist(token, programme.id, "Brewer", "Bea", dateOfBirth=text)
    assert outcome(answer) == OK
    assert world.one(select(WebClient)).birth_date == DAYS[text]


@pytest.mark.parametrize("text", DAYS)
def test_who_is_looked_for_by_a_birth_date_is_found(api, token, world, text):
    world.client("Day", "Third", code="THIRD", birth_date=THIRD)
    world.client("Day", "Fifth", code="FIFTH", birth_date=datetime.date(1991, 2, 5))
    found = api.GetClientByName(token, "Day", "Third", text)
    assert outcome(found.Auth) == (OK if DAYS[text] == THIRD else (-4, "Client not found."))
    rows = Query(api, token)("Client", [("DateOfBirth", "Equals", text), ("Surname", "Equals", "Day")])
    assert rows == ([["THIRD"]] if DAYS[text] == THIRD else [])


@pytest.mark.parametrize("text", DAYS)
def test_other_days_of_a_client(api, token, world, person, text):
    world.employment(person, employer := world.employer(identifier="BREWERS"))
    sent = {
        "Clie_Code": "AMES",
        "Clie_Surname": "Ames",
        "Clie_VisaExpiry": text,
        "Empl_Identifier": employer.identifier,
        "Clie_Commenced": text,
        "TerminationDate": text,
        "Clie_DateLastAssessed": text,
    }
    assert outcome(api.UpdateClientDetails(token, sent)) == OK
    assert world.fresh(person).visa_expiry == DAYS[text]
    detail = api.GetClientDetails(token, "AMES").ClieDetail
    midnight = datetime.datetime.combine(DAYS[text], datetime.time())
    assert detail.Clie_VisaExpiry == detail.Clie_Commenced == detail.TerminationDate == midnight
    document = f"<AdditionalData><VisaExpiryDate>{text}</VisaExpiryDate></AdditionalData>"
    assert outcome(api.UpdateClientAdditionalFields(token, "AMES", document)) == OK
    assert world.fresh(person).visa_expiry == DAYS[text]


@pytest.mark.parametrize(
    "text", ["1991-02-30Z", "1991-02-03z", "1991-02-03+25:00", "1991-02-03 Z", "0001-01-01T01:00:00+13:00", "1991-2-3Z"]
)
def test_what_is_no_date_is_refused_as_before(api, token, world, person, text):
    document = f"<AdditionalData><VisaExpiryDate>{text}</VisaExpiryDate></AdditionalData>"
    answer = api.UpdateClientAdditionalFields(token, "AMES", document)
    assert outcome(answer) == (-1, "Value is not valid for field VisaExpiryDate.")
    assert world.fresh(person).visa_expiry is None


@pytest.mark.parametrize(("text", "found"), [("2020-01-01Z", True), ("2099-01-01Z", False), ("2020-01-01", True)])
def test_a_date_with_z_is_a_moment_where_the_time_counts(api, token, text, found):
    code = api.AddClient(token, "Ames", "Ann").Clie.Clie_Code
    since = ("ModifiedDate", "GreaterThanOrEqualTo", text)
    rows = Query(api, token)("Client", [("ClientCode", "Equals", code), since])
    assert rows == ([[code]] if found else [])
