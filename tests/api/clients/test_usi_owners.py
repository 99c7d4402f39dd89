"""A USI stands on one client only; doubles from before that was so stay usable, and are told."""

import datetime

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from tests.support.staff import logged_in, officer
from tests.support.web import book, web_client
from vettrak_api.doctor.examination import examine
from vettrak_api.doctor.findings import Level
from vettrak_api.model.clients import Client
from vettrak_api.model.quarantine import WebDecision
from vettrak_api.rules.processing.processing import process_web_enrolment
from vettrak_api.rules.quarantine.decisions import Choices
from vettrak_api.rules.undoing.undoing import undo_processing

USI, OTHER_USI, PUBLISHED = "BNGH7C75FN", "3AW88YH9U5", "7QRP3KV395"
TAKEN = (-1, "USI is already in use.")
ANOTHER = (-1, "The USI is that of a client with another surname and another birth date.")
BORN, OTHER_DAY = datetime.date(1988, 2, 3), datetime.date(1990, 5, 17)


@pytest.fixture
def owner(world):
    """Somebody with the USI, beside somebody with another one."""
    world.client("Other", "Olga", usi=OTHER_USI, birth_date=BORN)
    return world.client("Smith", "Robin", usi=USI, birth_date=BORN)


@pytest.fixture
def occurrence(world):
    return world.occurrence(web_published=True)


@pytest.fixture
def booked(api, token, occurrence):
    """Book somebody who tells that USI."""

    def call(surname, given_name="Robin", **details):
        number = book(api, token, occurrence, surname, given_name, **details)
        assert outcome(api.UpdateWebClient(token, number, usi=USI.lower())) == OK
        return number

    return call


def details(client, **members):
    return {"Clie_Code": client.code, "Clie_Surname": client.surname, "Clie_Given": client.given_name, **members}


def document(usi):
    return f"<AdditionalData><USI>{usi}</USI></AdditionalData>"


class TestCalls:
    @pytest.fixture(params=["details", "fields"])
    def give(self, request, api, token):
        if request.param == "details":
            return lambda client, usi: outcome(api.UpdateClientDetails(token, details(client, USI=usi)))
        return lambda client, usi: outcome(api.UpdateClientAdditionalFields(token, client.code, document(usi)))

    def test_refuse_the_usi_of_another_client(self, world, owner, give):
        client = world.client("Brewer", "Bea")
        assert give(client, USI.lower()) == TAKEN
        assert world.fresh(client).usi is None
        assert world.fresh(owner).usi == USI

    def test_take_one_that_nobody_has_or_had_is_free_again(self, world, owner, give):
        client = world.client("Brewer", "Bea")
        assert give(owner, "") == OK
        assert give(client, USI) == OK
        assert world.fresh(client).usi == USI

    def test_leave_a_double_from_before_usable(self, world, owner, give):
        double = world.client("Smith", "Rob", usi=USI)
        assert give(double, USI) == OK
        assert give(owner, USI) == OK
        assert give(double, "") == OK
        assert give(double, USI) == TAKEN


class TestProcessing:
    def test_goes_by_the_usi_of_a_changed_surname(self, api, token, owner, booked):
        processed = api.ProcessWebEnrolment(token, booked("Married", xsdDOB=BORN), False).ProcessedWebEnrol
        assert (processed.EnroleeIdentifier, processed.EnroleeWasCreated) == (owner.code, False)

    @pytest.mark.parametrize(("surname", "born"), [("Smith", OTHER_DAY), ("SMÍTH", OTHER_DAY), ("Married", None)])
    def test_goes_by_it_where_one_of_the_two_agrees_or_is_not_told(self, api, token, owner, booked, surname, born):
        processed = api.ProcessWebEnrolment(token, booked(surname, xsdDOB=born), False).ProcessedWebEnrol
        assert processed.EnroleeIdentifier == owner.code

    @pytest.mark.parametrize("update", [False, True])
    def test_refuses_that_of_another_surname_and_another_birth_date(self, api, token, world, owner, booked, update):
        number = booked("Brewer", xsdDOB=OTHER_DAY)
        before = len(world.all(select(Client)))
        assert outcome(api.ProcessWebEnrolment(token, number, update)) == ANOTHER
        assert len(world.all(select(Client))) == before
        assert web_client(world, number).client_id is None

    def test_does_not_give_it_to_whom_the_code_names(self, api, token, world, owner, booked):
        client = world.client("Brewer", "Bea")
        number = booked("Brewer", "Bea", sCode=client.code)
        assert outcome(api.ProcessWebEnrolment(token, number, True)) == TAKEN
        assert outcome(api.ProcessWebEnrolment(token, number, False)) == OK
        assert world.fresh(client).usi is None


class TestStaff:
    @pytest.fixture
    def visitor(self, world, site):
        officer(world)
        return logged_in(site)

    def test_choose_and_the_usi_stays_where_it_is(self, visitor, world, owner, booked):
        number = booked("Brewer", "Bea", xsdDOB=OTHER_DAY)
        page = visitor.get(f"/enrolments/{number}")
        assert page.problem == f"{ANOTHER[1]} Choose one, or make a new record."
        person = web_client(world, number).id
        assert visitor.send("/process", **{f"person-{person}": "new"}).note.startswith("Done")
        made = world.get(Client, web_client(world, number).client_id)
        assert (made.surname, made.usi) == ("Brewer", None)
        assert world.fresh(owner).usi == USI
        reasons = world.all(select(WebDecision.reason).where(WebDecision.client_id == made.id))
        assert f"Without the USI, which stands on {owner.code}." in reasons
        assert f"Without the USI, which stands on {owner.code}." in visitor.get(f"/enrolments/{number}").text

    def test_may_say_that_it_is_the_owner(self, visitor, world, owner, booked):
        number = booked("Brewer", "Bea", xsdDOB=OTHER_DAY)
        visitor.get(f"/enrolments/{number}")
        person = web_client(world, number).id
        assert visitor.send("/process", **{f"person-{person}": str(owner.id)}).note.startswith("Done")
        assert web_client(world, number).client_id == owner.id

    def test_update_another_without_it(self, visitor, api, token, world, owner, booked):
        client = world.client("Brewer", "Bea", birth_date=OTHER_DAY)
        number = booked("Brewer", "Bea", xsdDOB=OTHER_DAY)
        api.UpdateWebClient(token, number, sMobilePhone="0400 111 222", usi=USI)
        visitor.get(f"/enrolments/{number}")
        field = f"person-{web_client(world, number).id}"
        assert visitor.send("/process", **{field: str(client.id), f"update-{field}": "1"}).note.startswith("Done")
        changed = world.fresh(client)
        assert (changed.usi, changed.mobile_phone) == (None, "0400 111 222")


def test_undoing_gives_no_usi_back_that_somebody_else_has_by_now(api, token, world, occurrence, staff):
    client, other = (world.client("Brewer", "Bea", birth_date=BORN, usi=OTHER_USI), world.client("Other", "Olga"))
    number = book(api, token, occurrence, "Brewer", "Bea", xsdDOB=BORN, sCode=client.code)
    api.UpdateWebClient(token, number, usi=USI)
    staff(process_web_enrolment, number, Choices(update_matches=True))
    assert world.fresh(client).usi == USI
    assert outcome(api.UpdateClientDetails(token, details(other, USI=PUBLISHED))) == OK
    world.change(other, usi=OTHER_USI)
    staff(undo_processing, number)
    assert world.fresh(client).usi == USI


class TestDoubles:
    def test_are_told_by_doctor_and_the_list(self, world, runtime, site, owner):
        officer(world)
        visitor = logged_in(site)

        def found():
            return next(finding for finding in examine(runtime.settings) if finding.subject == "USIs")

        assert found().level is Level.OK
        assert "same USI" not in visitor.get("/").text
        double = world.client("Smith", "Rob", usi=USI)
        assert (found().level, found().detail) == (Level.WARN, f"the same USI stands on {owner.code} and {double.code}")
        assert f"The same USI stands on {owner.code} and {double.code}." in visitor.get("/").text
