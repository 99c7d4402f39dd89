"""Codes and numbers are never used twice, and what undoing removes stands in the deletion list."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from tests.support.web import book, book_employer, loose_employer
from vettrak_api.model.clients import Client, ClientRelationship
from vettrak_api.model.employers import Employer
from vettrak_api.model.enrolments import EnrolledUnit, Enrolment
from vettrak_api.model.finance import Invoice, InvoiceItem, Payment
from vettrak_api.rules.processing.processing import process_web_enrolment
from vettrak_api.rules.undoing.undoing import undo_processing

KINDS = {
    "CLIENT": Client.code,
    "EMPLOYER": Employer.identifier,
    "ENROLMENT": Enrolment.id,
    "ENROUNIT": EnrolledUnit.id,
    "INVOICE": Invoice.id,
    "PAYMENT": Payment.id,
}
"""What the deletion list tells of each kind."""

UNTOLD = (ClientRelationship.id, InvoiceItem.id, Invoice.number, Client.id, Employer.id)
"""Further numbers that calls answer."""

FATHER = {"GivenName": "Fred", "Surname": "Brewer", "MobilePhone": "0400 1"}


@pytest.fixture
def course(world):
    return world.occurrence(web_published=True, units=["BEER1", "BEER2"], prices=[("Fee", "110.00")])


@pytest.fixture
def booked(api, token, course):
    """Book somebody with everything that processing makes rows of."""

    def call(surname="Brewer"):
        number = book(api, token, course, surname)
        api.AddWebClientRelationship(token, number, {"RelationshipTypeCode": "EC", "ToClient": FATHER})
        api.UpdateWebClientEmployer(token, number, loose_employer(api, token, f"{surname} Limited"))
        api.AddWebPayment(token, number, "O", "R", Decimal("50.00"))
        return number

    return call


@pytest.fixture
def undone(booked, staff, world):
    """Process and undo, and return what each column held meanwhile."""

    def call(*columns):
        kept = {column: set(world.everything(select(column))) for column in columns}
        number = booked("Undone")
        staff(process_web_enrolment, number)
        made = {column: set(world.everything(select(column))) - kept[column] for column in columns}
        staff(undo_processing, number)
        return made

    return call


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_undone_is_listed_and_never_comes_again(api, token, world, undone, booked, staff, kind):
    column = KINDS[kind]
    gone = {str(value) for value in undone(column)[column]}
    assert gone
    listed = set(api.GetDeletedRecordsSince(token, kind, "2000-01-01").TextList)
    assert gone <= listed
    staff(process_web_enrolment, booked("Brewer"))
    present = {str(value) for value in world.everything(select(column))}
    assert not present & listed


@pytest.mark.parametrize("column", UNTOLD, ids=str)
def test_neither_do_numbers_that_no_list_tells(world, undone, booked, staff, column):
    gone = undone(column)[column]
    assert gone
    staff(process_web_enrolment, booked("Brewer"))
    assert not gone & set(world.everything(select(column)))


def test_what_calls_make_next_is_new_too(api, token, undone):
    gone = undone(Client.code)[Client.code]
    made = {api.AddClient(token, "New", str(number)).Clie.Clie_Code for number in range(3)}
    assert not made & gone


class TestCodesThatWereChosen:
    """A client or employer may have any code; once its record is deleted, nobody gets it again."""

    def told(self, name, code):
        return f"<AdditionalData><{name}>{code}</{name}></AdditionalData>"

    @pytest.fixture
    def gone(self, api, token, course, staff):
        """Delete an employer whose identifier the web told."""
        number = book_employer(api, token, course, name="Acme", identifier="ACME")
        staff(process_web_enrolment, number)
        staff(undo_processing, number)
        return number

    def test_an_employer_that_is_made_again_gets_another_identifier(self, world, staff, gone):
        staff(process_web_enrolment, gone)
        employer = world.one(select(Employer).where(Employer.name == "Acme"))
        assert employer.identifier == f"{employer.id:05d}"

    @pytest.mark.parametrize("identifier", ["ACME", "acme"])
    def test_nobody_may_be_given_the_identifier_of_a_deleted_one(self, api, token, world, gone, identifier):
        employer, other = world.employer("Other"), world.employer("Beer")
        refused = (-1, "The code belonged to a record that has been deleted.")
        document = self.told("EmployerIdentifier", identifier)
        assert outcome(api.UpdateEmployerAdditionalFields(token, employer.identifier, document)) == refused
        document = self.told("EmployerIdentifier", "ACM2")
        assert outcome(api.UpdateEmployerAdditionalFields(token, other.identifier, document)) == OK

    def test_nor_does_counting_reach_a_code_that_was_deleted(self, api, token, world, course, staff):
        number = book(api, token, course, "Brewer")
        staff(process_web_enrolment, number)
        code = world.one(select(Client.code).where(Client.surname == "Brewer"))
        coming = f"{int(code) + 1:05d}"
        document = self.told("ClientCode", coming)
        assert outcome(api.UpdateClientAdditionalFields(token, code, document)) == OK
        staff(undo_processing, number)
        assert api.GetDeletedRecordsSince(token, "CLIENT", "2000-01-01").TextList[-1] == coming
        assert api.AddClient(token, "New", "Nina").Clie.Clie_Code == f"{coming}A"
        refused = (-1, "The code belonged to a record that has been deleted.")
        assert outcome(api.UpdateClientAdditionalFields(token, f"{coming}A", document)) == refused

    def test_a_code_may_be_written_in_other_letters(self, api, token, world):
        client = world.client("Brewer", code="AB1")
        assert outcome(api.UpdateClientAdditionalFields(token, "AB1", self.told("ClientCode", "ab1"))) == OK
        assert world.fresh(client).code == "ab1"
