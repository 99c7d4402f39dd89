"""Area web_enrolments: DeleteWebEnrolment, and RemoveWebEnrolment as the original calls it."""

from decimal import Decimal

import pytest
from sqlalchemy import func, select

from tests.support.outcomes import OK, outcome
from tests.support.web import (
    add_employee,
    book,
    book_employer,
    count_rows,
    loose_employer,
    real_rows,
    reserve,
    reserve_employer,
    vacancies,
    web_client,
    web_employer,
    web_enrolment,
)
from vettrak_api.model import Base
from vettrak_api.model.quarantine import (
    DELETED,
    PROCESSED,
    WebClassChoice,
    WebClient,
    WebDecision,
    WebEmployer,
    WebEnrolment,
    WebPayment,
    WebPriceChoice,
    WebRelationship,
    WebUnitChoice,
)

NOT_FOUND = (-4, "Web enrolment not found.")
DETAILS = (WebClient, WebEmployer, WebPayment, WebRelationship, WebClassChoice, WebUnitChoice, WebPriceChoice)
NAMES = ("Secretname", "Secretfirst", "Secretfirm", "Secretnote", "SECRET1")


@pytest.fixture
def occurrence(world):
    return world.occurrence(web_published=True, seats=3, units=["BEER1"], prices=[("Full Fee", "110.00")])


@pytest.fixture
def delete(api, token):
    """Delete a booking and return the counts of the message."""

    def call(number):
        return outcome(api.DeleteWebEnrolment(token, number))

    return call


@pytest.fixture
def settle(world):
    """Let a web enrolment be what processing leaves."""

    def call(number):
        with world.session() as session:
            session.get(WebEnrolment, number).state = PROCESSED

    return call


def deleted(employers, clients):
    return (1, f"Deleted: web enrolment 1, web employer {employers}, web clients {clients}.")


def fill(api, token, world, occurrence, number):
    """Hang on a client's booking whatever can hang there."""
    jane = {"Surname": "Secretname", "GivenName": "Secretfirst", "Email": "SECRET1@beer.example"}
    assert outcome(api.UpdateWebClient(token, number, sOther="Secretfirst", sEmail="SECRET1@beer.example")) == OK
    assert outcome(api.UpdateWebClientAVETMISS(token, number, {"CompletedLocation": "Secretnote"})) == OK
    assert outcome(api.UpdateWebEnrolment(token, number, "Secretnote", 3, "SECRET1")) == OK
    assert outcome(api.AddWebClientRelationship(token, number, {"RelationshipTypeCode": "EC", "ToClient": jane})) == OK
    assert outcome(api.AddClassesToWebEnrolment(token, number, [world.class_session(occurrence).id])) == OK
    assert outcome(api.AddUnitsToWebEnrolment(token, number, ["BEER1"])) == OK
    (price,) = api.GetPricingForOccurrence(token, occurrence.id).PricList
    assert outcome(api.AddPriceTypesToWebEnrolment(token, number, [("TPric", {"Enpr_ID": price.Enpr_ID})])) == OK
    assert outcome(api.AddWebInvoice(token, number, "SECRET1", None, 0)) == OK
    assert outcome(api.AddWebPayment(token, number, "SECRET1", "SECRET1", Decimal("55.50"))) == OK
    additional = "<AdditionalData><OtherName>Secretname</OtherName></AdditionalData>"
    assert outcome(api.UpdateAdditionalDataForWebRecord(token, 0, number, additional)) == OK


def everything_stored(world):
    """Return the text of all rows of all tables."""
    with world.session() as session:
        rows = [session.execute(select(table)).all() for table in Base.metadata.sorted_tables]
    return repr(rows)


class TestDeleting:
    def test_a_clients_booking_removes_all_that_hangs_on_it(self, api, token, world, occurrence, delete):
        number = book(api, token, occurrence, "Secretname", "Secretfirst", sCode="SECRET1")
        fill(api, token, world, occurrence, number)
        before = real_rows(world)
        assert delete(number) == deleted(0, 1)
        assert count_rows(world, *DETAILS) == [0] * len(DETAILS)
        assert real_rows(world) == before

    def test_an_employers_booking_removes_employer_employees_and_contacts(self, api, token, world, occurrence, delete):
        number = book_employer(api, token, occurrence, "A", "B", contacts=["C"])
        assert delete(number) == deleted(1, 3)
        assert count_rows(world, WebClient, WebEmployer) == [0, 0]

    def test_no_personal_data_stays_anywhere(self, api, token, world, occurrence, delete):
        number = book(api, token, occurrence, "Secretname", "Secretfirst", sCode="SECRET1")
        fill(api, token, world, occurrence, number)
        firm = book_employer(api, token, occurrence, "Secretname", name="Secretfirm", identifier="SECRET1")
        present = everything_stored(world)
        assert all(name in present for name in NAMES)
        delete(number)
        delete(firm)
        stored = everything_stored(world)
        assert [name for name in NAMES if name in stored] == []

    def test_that_it_was_there_stays_for_the_audit(self, api, world, occurrence, clock):
        site = world.staff(api_role=True)
        number = book(api, world.token(site), occurrence)
        other = world.staff(api_role=True)
        clock.advance(minutes=1)
        assert outcome(api.DeleteWebEnrolment(world.token(other), number)) == deleted(0, 1)
        decision = world.one(select(WebDecision))
        assert (decision.action, decision.web_enrolment_id, decision.by, decision.at) == (
            "delete",
            number,
            other.code,
            clock.now(),
        )
        assert decision.reason == "web enrolment 1, web employer 0, web clients 1."
        stored = web_enrolment(world, number)
        assert (stored.state, stored.occurrence_id, stored.created_by) == (DELETED, occurrence.id, site.code)
        assert (stored.closed_by, stored.closed_at) == (other.code, clock.now())

    def test_the_audit_tells_of_money_that_was_paid(self, api, token, world, occurrence, delete):
        number = book(api, token, occurrence)
        api.AddWebPayment(token, number, "O1", "R1", Decimal("55.50"))
        delete(number)
        assert world.one(select(WebDecision.reason)).endswith(" A payment of 55.50 was recorded.")

    def test_frees_its_places(self, api, token, occurrence, delete):
        number = book_employer(api, token, occurrence, "A", "B", "C")
        assert vacancies(api, token, occurrence) == 0
        delete(number)
        assert vacancies(api, token, occurrence) == 3
        book(api, token, occurrence)

    def test_works_for_reservations(self, api, token, occurrence, delete):
        assert delete(reserve(api, token, occurrence)) == deleted(0, 1)
        assert delete(reserve_employer(api, token, occurrence)) == deleted(1, 0)
        assert vacancies(api, token, occurrence) == 3

    def test_goes_by_its_original_name_too(self, api, token, occurrence):
        assert outcome(api.RemoveWebEnrolment(token, book_employer(api, token, occurrence, "A"))) == deleted(1, 1)
        assert outcome(api.RemoveWebEnrolment(token, book(api, token, occurrence))) == deleted(0, 1)

    def test_leaves_other_bookings_alone(self, api, token, world, occurrence, delete):
        kept = book_employer(api, token, occurrence, "A")
        delete(book(api, token, occurrence))
        assert world.one(select(func.count()).select_from(WebClient)) == 1
        assert web_employer(world, kept).name == "The Web Brewery"

    def test_a_number_is_never_given_again(self, api, token, occurrence, delete, world):
        first = book(api, token, occurrence)
        person = web_client(world, first).id
        delete(first)
        second = book(api, token, occurrence)
        assert (second > first, web_client(world, second).id > person) == (True, True)


class TestLooseEmployers:
    def test_one_that_nobody_else_needs_goes_too(self, api, token, world, occurrence, delete):
        number = book(api, token, occurrence)
        payer, boss = loose_employer(api, token), loose_employer(api, token)
        api.AddWebInvoice(token, number, None, payer, 0)
        api.UpdateWebClientEmployer(token, number, boss)
        assert delete(number) == deleted(2, 1)
        assert count_rows(world, WebEmployer) == [0]

    def test_one_that_is_payer_and_employer_counts_once(self, api, token, occurrence, delete):
        number, both = book(api, token, occurrence), loose_employer(api, token)
        api.AddWebInvoice(token, number, None, both, 0)
        api.UpdateWebClientEmployer(token, number, both)
        assert delete(number) == deleted(1, 1)

    def test_the_payer_of_an_employers_booking_goes_too(self, api, token, occurrence, delete):
        number = book_employer(api, token, occurrence, "A")
        api.AddWebInvoice(token, number, None, loose_employer(api, token), 0)
        assert delete(number) == deleted(2, 1)

    def test_one_that_another_booking_needs_stays(self, api, token, world, occurrence, delete):
        first, second, third = (book(api, token, occurrence) for _ in range(3))
        payer, boss = loose_employer(api, token), loose_employer(api, token)
        api.AddWebInvoice(token, first, None, payer, 0)
        api.UpdateWebClientEmployer(token, first, boss)
        api.AddWebInvoice(token, second, None, payer, 0)
        api.UpdateWebClientEmployer(token, third, boss)
        assert delete(first) == deleted(0, 1)
        assert web_enrolment(world, second).invoicee_id == payer
        assert web_client(world, third).web_employer_id == boss
        assert delete(second) == deleted(1, 1)
        assert delete(third) == deleted(1, 1)

    def test_one_that_a_processed_booking_used_goes_but_stays_with_that(
        self, api, token, world, occurrence, delete, settle
    ):
        first, second = book(api, token, occurrence), book(api, token, occurrence)
        payer = loose_employer(api, token)
        for number in (first, second):
            api.AddWebInvoice(token, number, None, payer, 0)
        settle(first)
        assert delete(second) == deleted(1, 1)
        assert web_enrolment(world, first).invoicee_id == payer
        assert world.get(WebEmployer, payer).state == DELETED
        assert outcome(api.DeleteLooseWebEmployer(token, payer)) == (-4, "Web employer not found.")

    def test_one_that_nobody_uses_stays(self, api, token, world, occurrence, delete):
        loose_employer(api, token)
        assert delete(book(api, token, occurrence)) == deleted(0, 1)
        assert count_rows(world, WebEmployer) == [1]


class TestRefusals:
    @pytest.mark.parametrize("name", ["DeleteWebEnrolment", "RemoveWebEnrolment"])
    def test_an_unknown_one_is_not_found(self, api, token, name):
        assert outcome(getattr(api, name)(token, 4711)) == NOT_FOUND

    def test_one_that_was_processed_is_not_found_and_stays(self, api, token, world, occurrence, delete, settle):
        number = book(api, token, occurrence)
        settle(number)
        assert delete(number) == NOT_FOUND
        assert web_client(world, number).surname == "Brewer"
        assert world.all(select(WebDecision)) == []

    def test_deleting_twice_finds_nothing(self, api, token, occurrence, delete):
        number = book(api, token, occurrence)
        delete(number)
        assert delete(number) == NOT_FOUND

    def test_nothing_can_be_done_with_a_deleted_one(self, api, token, occurrence, delete):
        number = book_employer(api, token, occurrence)
        delete(number)
        assert outcome(api.AddWebEmployee(token, number, "Worker")) == NOT_FOUND
        assert outcome(api.AddWebPayment(token, number, None, None, Decimal(1))) == NOT_FOUND
        other = book_employer(api, token, occurrence)
        worker = add_employee(api, token, other)
        delete(other)
        assert outcome(api.UpdateWebEmployee(token, worker)) == (-4, "Web employee not found.")
