"""ProcessWebEnrolment, employer kind: the employer, its employees and its contacts."""

import datetime

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from tests.support.web import add_contact, add_employee, book, book_employer, loose_employer, web_employer
from vettrak_api.model.clients import Client, Employment
from vettrak_api.model.employers import Employer, EmployerContact
from vettrak_api.model.enrolments import EnrolledUnit, Enrolment, EnrolmentPrice
from vettrak_api.model.finance import Invoice
from vettrak_api.model.quarantine import WebClient
from vettrak_api.rules.processing.processing import process_web_enrolment
from vettrak_api.rules.quarantine.decisions import Choice, Choices
from vettrak_api.rules.undoing.undoing import undo_processing

BORN = datetime.date(1990, 5, 17)


@pytest.fixture
def occurrence(world):
    return world.occurrence(web_published=True, units=["BEER1"], prices=[("Fee", "110.00")])


def test_employees_are_enrolled_under_the_employer(api, token, world, occurrence, process):
    number = book_employer(api, token, occurrence, "One", "Two", name="Hop House", identifier="HOP1")
    made = process(number)
    assert (made.EnroleeType, made.EnroleeWasCreated) == (1, True)
    assert (made.EnroleeIdentifier, made.EnroleeName) == ("HOP1", "Hop House")
    above = world.get(Enrolment, made.EnrolmentId)
    employer = world.one(select(Employer))
    assert (above.kind, above.client_id, above.employer_id, above.amount) == ("M", None, employer.id, 220)
    for employee, surname in zip(made.ProcessedEmployeeList, ("One", "Two"), strict=True):
        enrolment = world.get(Enrolment, employee.EnrolmentId)
        assert (enrolment.kind, enrolment.parent_id, enrolment.amount) == ("E", above.id, 0)
        assert enrolment.employer_id == employer.id
        client = world.get(Client, enrolment.client_id)
        assert (employee.EmployeeIdentifier, employee.EmployeeName) == (client.code, f"Will {surname}")
        assert (client.surname, employee.EmployeeWasCreated, employee.AutoLMSTransfer) == (surname, True, None)
        assert world.get(WebClient, employee.WebClientId).client_id == client.id
        assert len(world.all(select(EnrolledUnit).where(EnrolledUnit.enrolment_id == enrolment.id))) == 1
    assert set(world.all(select(EnrolmentPrice.enrolment_id))) == {above.id}


def test_an_employer_without_employees_is_enrolled_alone(api, token, world, occurrence, process):
    made = process(book_employer(api, token, occurrence))
    assert made.ProcessedEmployeeList == []
    assert world.get(Enrolment, made.EnrolmentId).amount == 0


def test_no_chosen_price_costs_nothing(api, token, world, occurrence, process):
    number = book_employer(api, token, occurrence, "One")
    api.AddPriceTypesToWebEnrolment(token, number, [])
    assert world.get(Enrolment, process(number).EnrolmentId).amount == 0


@pytest.mark.parametrize(
    ("name", "identifier"), [("Somebody else", " hop1 "), ("hop  house", None), ("HÖP HOUSE", "UNKNOWN")]
)
def test_an_employer_is_found_by_identifier_then_by_name(api, token, world, occurrence, process, name, identifier):
    employer = world.employer("Hop House", identifier="HOP1")
    number = book_employer(api, token, occurrence, name=name, identifier=identifier)
    assert outcome(api.UpdateWebEmployer(token, number, sPhone="03 9")) == OK
    made = process(number)
    assert (made.EnroleeIdentifier, made.EnroleeWasCreated) == ("HOP1", False)
    assert world.fresh(employer).phone is None


@pytest.mark.parametrize("others", [[True, True], [False]])
def test_an_employer_is_new_unless_exactly_one_active_has_the_name(api, token, world, occurrence, process, others):
    for active in others:
        world.employer("Hop House", active=active)
    made = process(book_employer(api, token, occurrence, name="Hop House"))
    assert made.EnroleeWasCreated
    assert made.EnroleeIdentifier == f"{world.one(select(Employer.id).order_by(Employer.id.desc()).limit(1)):05d}"


def test_an_employer_gets_what_the_web_told_when_asked(api, token, world, occurrence, process):
    employer = world.employer("Hop House", identifier="HOP1", fax_phone="03 1", business_building="Old")
    number = book_employer(api, token, occurrence, identifier="HOP1")
    address = {"StreetNumber": "1", "StreetName": "Hop Street", "City": "Hobart", "State": "Tas", "Postcode": "7000"}
    sent = {"sLegalName": "Hop Pty Ltd", "sABN": "51824753556", "sPhone": "03 9", "businessAddress": address}
    assert outcome(api.UpdateWebEmployer(token, number, **sent)) == OK
    data = "<AdditionalData><ExternalDebtorCode>D7</ExternalDebtorCode></AdditionalData>"
    assert outcome(api.UpdateAdditionalDataForWebRecord(token, 1, number, data)) == OK
    process(number, update=True)
    left = world.fresh(employer)
    assert (left.name, left.legal_name, left.phone, left.fax_phone) == ("Hop House", "Hop Pty Ltd", "03 9", "03 1")
    assert (left.business_building, left.business_line, left.external_code) == (None, "1 Hop Street", "D7")


def test_a_new_employer_gets_what_the_web_told(api, token, world, occurrence, process):
    number = book_employer(api, token, occurrence)
    api.UpdateWebEmployer(token, number, sPhone="03 9", sEmail="hop@example.com")
    process(number)
    employer = world.one(select(Employer))
    assert (employer.phone, employer.email) == ("03 9", "hop@example.com")


def test_employees_without_an_employer_get_this_one(api, token, world, occurrence, process):
    other, employed = world.employer("Other"), world.client("Brewer", "Bea", birth_date=BORN)
    world.employment(employed, other)
    number = book_employer(api, token, occurrence, "New", name="Hop House")
    add_employee(api, token, number, "Brewer", "Bea", xsdDOB=BORN)
    made = process(number)
    employer = world.one(select(Employer).where(Employer.name == "Hop House"))
    employments = {row.client_id: row.employer_id for row in world.all(select(Employment))}
    new, known = (world.get(Enrolment, employee.EnrolmentId).client_id for employee in made.ProcessedEmployeeList)
    assert employments == {new: employer.id, known: other.id}
    assert [employee.EmployeeWasCreated for employee in made.ProcessedEmployeeList] == [True, False]


def test_contacts_become_contacts_of_the_employer(api, token, world, occurrence, process):
    known = world.client("Brewer", "Bea", birth_date=BORN)
    employer = world.employer("Hop House", identifier="HOP1")
    world.contact(employer, known)
    number = book_employer(api, token, occurrence, identifier="HOP1", contacts=["Boss", "Deputy"])
    add_contact(api, token, number, "Brewer", "Bea", xsdDOB=BORN)
    made = process(number)
    contacts = {row.client_id: row.is_primary for row in world.all(select(EmployerContact))}
    boss, deputy = (world.one(select(Client.id).where(Client.surname == name)) for name in ("Boss", "Deputy"))
    assert contacts == {known.id: False, boss: True, deputy: False}
    assert world.get(Enrolment, made.EnrolmentId).employer_contact_id == boss
    assert world.all(select(Enrolment.id).where(Enrolment.client_id == boss)) == []


def test_one_employee_who_is_refused_stops_all(api, token, world, occurrence):
    world.enrolment(world.client("Brewer", "Bea", birth_date=BORN), occurrence)
    number = book_employer(api, token, occurrence, "New")
    add_employee(api, token, number, "Brewer", "Bea", xsdDOB=BORN)
    refused = api.ProcessWebEnrolment(token, number, False)
    assert outcome(refused) == (-1, "Client is already enrolled in this occurrence.")
    assert world.all(select(Employer)) == []
    assert world.all(select(Client).where(Client.surname == "New")) == []


def test_the_same_employee_twice_is_refused(api, token, occurrence):
    number = book_employer(api, token, occurrence)
    for _ in range(2):
        add_employee(api, token, number, "Brewer", "Bea", xsdDOB=BORN)
    refused = api.ProcessWebEnrolment(token, number, False)
    assert outcome(refused) == (-1, "Client is already enrolled in this occurrence.")


def test_the_web_employer_is_closed_too(api, token, world, occurrence, process):
    number = book_employer(api, token, occurrence)
    process(number)
    assert web_employer(world, number).state == "D"


def test_an_employer_who_is_also_the_loose_one_who_pays_is_made_once_with_all_its_values(
    api, token, world, occurrence, process
):
    number = book_employer(api, token, occurrence, "One", name="Hop House")
    api.UpdateWebEmployer(token, number, sLegalName="Hop House Pty Ltd", sEmail="hops@example.com")
    api.AddWebInvoice(token, number, None, loose_employer(api, token, "HOP  House"), 0)
    made = process(number)
    assert made.EnroleeWasCreated is True
    employer = world.one(select(Employer))
    assert (employer.name, employer.legal_name) == ("Hop House", "Hop House Pty Ltd")
    assert employer.email == "hops@example.com"
    assert world.one(select(Invoice)).employer_id == employer.id


class TestALooseEmployerOfSeveralWebEnrolments:
    @pytest.fixture
    def branches(self, world):
        """Two employers of one name, of which the rules take neither."""
        return [world.employer("Hop House").id for _ in range(2)]

    @pytest.fixture
    def book_for(self, api, token, occurrence):
        def call(loose):
            number = book(api, token, occurrence)
            assert outcome(api.AddWebInvoice(token, number, None, loose, 0)) == OK
            return number

        return call

    @pytest.fixture
    def invoiced(self, world):
        return lambda: world.all(select(Invoice.employer_id).order_by(Invoice.id))

    def test_becomes_one_employer(self, api, token, branches, book_for, process, invoiced):
        loose = loose_employer(api, token, "Hop House")
        for number in [book_for(loose) for _ in range(3)]:
            process(number)
        assert len(set(invoiced())) == 1
        assert invoiced()[0] not in branches

    def test_is_whom_staff_took_before(self, staff, api, token, branches, book_for, process, invoiced):
        loose = loose_employer(api, token, "Hop House")
        one, two = book_for(loose), book_for(loose)
        staff(process_web_enrolment, one, Choices(employers={loose: Choice(branches[1])}))
        process(two)
        assert invoiced() == [branches[1], branches[1]]

    def test_is_found_anew_when_that_was_undone(self, staff, api, token, branches, book_for, process, invoiced):
        loose = loose_employer(api, token, "Hop House")
        one, two = book_for(loose), book_for(loose)
        staff(process_web_enrolment, one, Choices(employers={loose: Choice(branches[1])}))
        staff(undo_processing, one)
        process(two)
        assert set(invoiced()).isdisjoint(branches)
