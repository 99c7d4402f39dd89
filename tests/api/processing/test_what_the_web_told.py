"""What a site tells has a place in the real records and can be read there."""

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from tests.support.queries import Query
from tests.support.web import book, book_employer
from vettrak_api.model.reference import ReferralSource, State, StudyReason

COHORTS = {(): None, ("RW",): "RW", ("RW", "AS"): "AS,RW", ("RW", "AS", "LN"): "AS,LN,RW", ("@@",): None}


@pytest.fixture
def occurrence(world):
    state = world.one(select(State.id).where(State.short_name == "Vic"))
    return world.occurrence(web_published=True, location_id=world.location(state_id=state).id)


@pytest.fixture
def read(api, token):
    """Read fields of one record."""

    def call(entity, key, number, *fields):
        (row,) = Query(api, token)(entity, [(key, "Equals", str(number))], fields)
        return row

    return call


@pytest.mark.parametrize("codes", COHORTS)
def test_of_an_enrolment(api, token, world, occurrence, process, read, codes):
    reason, source = world.all(select(StudyReason))[3], world.all(select(ReferralSource))[1]
    number, other = book(api, token, occurrence, referralId=source.id), book(api, token, occurrence, "Other")
    assert outcome(api.UpdateWebEnrolment(token, number, "by bus", reason.id, "VER-4712", list(codes))) == OK
    assert outcome(api.AddWebInvoice(token, number, "PO-1", None, 0)) == OK
    fields = ("StudyReasonCode", "ReferralSourceName", "VetEnrolRegistrationId", "PurchaseOrder", "VicCohortCodes")
    told = read("Enrolment", "EnrolmentId", process(number).EnrolmentId, *fields)
    assert told == [reason.code, source.name, "VER-4712", "PO-1", COHORTS[codes]]
    assert read("Enrolment", "EnrolmentId", process(other).EnrolmentId, *fields) == [None] * 5


def test_of_employees(api, token, occurrence, process, read):
    number = book_employer(api, token, occurrence, "One")
    assert outcome(api.UpdateWebEnrolment(token, number, None, None, "VER-1", ["AS"])) == OK
    assert outcome(api.AddWebInvoice(token, number, "PO-2", None, 0)) == OK
    (employee,) = process(number).ProcessedEmployeeList
    fields = ("VetEnrolRegistrationId", "PurchaseOrder", "VicCohortCodes")
    assert read("Enrolment", "EnrolmentId", employee.EnrolmentId, *fields) == ["VER-1", "PO-2", "AS"]


def test_each_booking_on_a_combined_invoice_keeps_its_order(api, token, world, process, read):
    courses = world.occurrence(web_published=True, prices=[("Fee", "10.00")])
    payer = api.AddLooseWebEmployer(token, "Payer", None, None).ID
    orders = {}
    for surname, order in (("One", "PO-1"), ("Two", "PO-2")):
        number = book(api, token, courses, surname)
        assert outcome(api.AddWebInvoice(token, number, order, payer, 1)) == OK
        orders[number] = order
    made = {number: process(number) for number in orders}
    assert len({each.InvoiceId for each in made.values()}) == 1
    for number, order in orders.items():
        assert read("Enrolment", "EnrolmentId", made[number].EnrolmentId, "PurchaseOrder") == [order]


@pytest.mark.parametrize(
    ("phone", "mobile", "kept"),
    [
        ("03 5550 1111", "0491 570 999", ("03 5550 1111", "0491 570 999")),
        ("03 5550 1111", None, ("03 5550 1111", None)),
        (None, "0491 570 999", ("0491 570 999", "0491 570 999")),
        (None, None, (None, None)),
    ],
)
@pytest.mark.parametrize("is_matched", [False, True])
def test_of_a_person(api, token, world, occurrence, process, read, phone, mobile, kept, is_matched):
    if is_matched:
        world.client("Brewer", "Bea", code="BEA", emergency_phone=kept[0], emergency_mobile="old" if mobile else None)
    number = book(api, token, occurrence, sCode="BEA" if is_matched else None)
    sent = {"sEmergencyPhone": phone, "sEmergencyMobile": mobile}
    assert outcome(api.UpdateWebClient(token, number, **sent)) == OK
    code = process(number, update=True).EnroleeIdentifier
    assert tuple(read("Client", "ClientCode", code, "EmergencyPhone", "EmergencyMobile")) == kept


def test_of_an_employer(api, token, occurrence, process, read):
    number, other = book_employer(api, token, occurrence, "One"), book_employer(api, token, occurrence, name="Other")
    assert outcome(api.UpdateWebEmployer(token, number, iNumEmployees=12)) == OK
    made, silent = process(number).EnroleeIdentifier, process(other).EnroleeIdentifier
    assert read("Employer", "EmployerIdentifier", made, "NumEmployees") == ["12"]
    assert read("Employer", "EmployerIdentifier", silent, "NumEmployees") == [None]
    number = book_employer(api, token, occurrence, "Two", identifier=made)
    assert outcome(api.UpdateWebEmployer(token, number, sPhone="03 9")) == OK
    process(number, update=True)
    assert read("Employer", "EmployerIdentifier", made, "NumEmployees") == ["12"]
