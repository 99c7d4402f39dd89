"""Undoing after something else has happened: others joined an invoice, or somebody changed the same records."""

import datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from tests.support.web import book, loose_employer
from vettrak_api.model.clients import Client, ClientDisability, ClientStatistics
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.finance import Invoice, InvoiceItem
from vettrak_api.model.quarantine import PENDING, WebEmployer
from vettrak_api.rules.processing.processing import process_web_enrolment
from vettrak_api.rules.quarantine.decisions import Choices
from vettrak_api.rules.undoing.undoing import undo_processing

BORN = datetime.date(1990, 5, 17)
UPDATING = Choices(update_matches=True)


@pytest.fixture
def course(world):
    return world.occurrence(web_published=True, prices=[("Fee", "110.00"), ("Mug", "11.00")])


@pytest.fixture
def known(world):
    return world.client("Brewer", "Bea", birth_date=BORN, email="old@example.com", username="old@example.com")


@pytest.fixture
def number(api, token, course, known):
    """A booking of the known client."""
    return book(api, token, course, known.surname, known.given_name, xsdDOB=BORN)


@pytest.mark.parametrize("paid", ["0.00", "121.00"])
def test_an_invoice_stays_for_those_who_joined_it(api, token, world, course, staff, paid):
    world.employer("Payer")
    numbers = [book(api, token, course) for _ in range(2)]
    for number in numbers:
        api.AddWebInvoice(token, number, None, loose_employer(api, token, "Payer"), 1)
        api.AddWebPayment(token, number, "O-1", "R-1", Decimal(paid))
    first, second = (staff(process_web_enrolment, number) for number in numbers)
    assert first.invoiced.invoice.id == second.invoiced.invoice.id
    staff(undo_processing, numbers[0])
    invoice = world.one(select(Invoice))
    assert (invoice.id, invoice.total_amount, invoice.amount_paid) == (first.invoiced.invoice.id, 121, Decimal(paid))
    assert set(world.all(select(InvoiceItem.enrolment_id))) == {second.enrolment_id}
    assert world.get(Enrolment, second.enrolment_id).amount_paid == Decimal(paid)


def test_a_disability_that_is_back_already_is_no_obstacle(api, token, world, staff, known, number):
    world.add(ClientDisability(client_id=known.id, code="12"))
    api.UpdateWebClientAVETMISS(token, number, {"DisaList": [("TDisa", {"Disa_Code": "11"})]})
    staff(process_web_enrolment, number, UPDATING)
    world.add(ClientDisability(client_id=known.id, code="12"))
    staff(undo_processing, number)
    assert world.all(select(ClientDisability.code)) == ["12"]


def test_statistics_that_somebody_went_on_with_stay(api, token, world, staff, clock, known, number):
    api.UpdateWebClientAVETMISS(token, number, {"AboriginalFlag": "4"})
    staff(process_web_enrolment, number, UPDATING)
    clock.advance(minutes=1)
    details = {"Clie_Code": known.code, "AboriginalFlag": "4", "AtSchoolFlag": "N"}
    assert outcome(api.UpdateClientAVDetails(token, details)) == OK
    staff(undo_processing, number)
    assert world.one(select(ClientStatistics.at_school_flag)) == "N"


def test_a_user_name_that_another_has_now_is_not_given_twice(api, token, world, staff, known, number):
    api.UpdateWebClient(token, number, sEmail="new@example.com")
    staff(process_web_enrolment, number, UPDATING)
    world.client("Other", username="OLD@example.com")
    staff(undo_processing, number)
    left = world.fresh(known)
    assert (left.email, left.username) == ("old@example.com", "new@example.com")
    assert len(world.all(select(Client.id).where(Client.username_key == "old@example.com"))) == 1


def test_a_loose_employer_waits_again(api, token, world, course, staff):
    loose = loose_employer(api, token, "Hop House")
    numbers = [book(api, token, course) for _ in range(2)]
    api.AddWebInvoice(token, numbers[0], None, loose, 0)
    api.UpdateWebClientEmployer(token, numbers[1], loose)
    for number in numbers:
        staff(process_web_enrolment, number)
    for number in numbers:
        staff(undo_processing, number)
        assert world.get(WebEmployer, loose).state == PENDING
        assert outcome(api.AddWebInvoice(token, number, None, loose, 0)) == OK
        staff(process_web_enrolment, number)
        assert outcome(api.DeleteLooseWebEmployer(token, loose)) == (-4, "Web employer not found.")
