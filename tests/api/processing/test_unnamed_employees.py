"""ProcessWebEnrolment of an employer that has paid before it named its employees: places and amount are kept."""

from decimal import Decimal

import pytest

from tests.support.outcomes import OK, outcome
from tests.support.web import book, book_employer
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.finance import Invoice

FEE = Decimal("110.00")


@pytest.fixture
def occurrence(world):
    return world.occurrence(web_published=True, seats=5, prices=[("Fee", "110.00")])


@pytest.fixture
def vacancies(api, token, occurrence):
    def read():
        listed = api.GetLMSOccurrencesInDateRange(token, "2026-01-01", "2027-01-01").OccuList
        return next(each.Vacancies for each in listed if occurrence.id == each.ID)

    return read


@pytest.fixture
def paid(api, token, occurrence, process):
    """Book for as many as the employer expects, pay, and process; return what was made."""

    def make(expected, amount=None, course=None):
        number = book_employer(api, token, course or occurrence)
        assert outcome(api.UpdateWebEmployer(token, number, iNumEmployees=expected)) == OK
        amount = FEE * (expected or 1) if amount is None else Decimal(amount)
        assert outcome(api.AddWebPayment(token, number, "O-1", "R-1", amount)) == OK
        return process(number)

    return make


@pytest.fixture
def name(api, token, world):
    """Enrol a new client under an employer's enrolment."""

    def call(made):
        client = world.client()
        answer = api.AddEmployeeEnrolmentToBooking(token, client.code, made.EnrolmentId)
        assert outcome(answer.Auth) == OK

    return call


def test_they_cost_what_was_paid_and_keep_their_places_until_they_are_named(world, paid, name, vacancies):
    made = paid(3)
    assert (made.AmountInvoiced, made.GSTInvoiced, made.AmountPaid) == (3 * FEE, Decimal(30), 3 * FEE)
    assert world.get(Invoice, made.InvoiceId).payment_status == 2
    for held in (3, 2, 1, 0):
        above = world.get(Enrolment, made.EnrolmentId)
        assert (above.amount, above.gst, above.held_places) == (3 * FEE, 30, held)
        assert vacancies() == 2
        if held:
            name(made)
    name(made)
    assert (world.get(Enrolment, made.EnrolmentId).amount, vacancies()) == (4 * FEE, 1)


@pytest.mark.parametrize("expected", [None, 0, 1, 5_000])
def test_one_place_is_kept_where_nothing_is_expected(world, paid, vacancies, expected):
    made = paid(expected, amount=FEE)
    assert (world.get(Enrolment, made.EnrolmentId).held_places, made.AmountInvoiced, vacancies()) == (1, FEE, 4)


def test_no_more_places_are_kept_than_there_are(api, token, world, occurrence, paid, vacancies):
    for _ in range(3):
        book(api, token, occurrence)
    made = paid(4)
    assert (world.get(Enrolment, made.EnrolmentId).held_places, made.AmountInvoiced, vacancies()) == (2, 2 * FEE, 0)
    assert outcome(api.AddClientWebEnrolment(token, occurrence.id, "Late", "Al")) == (
        -1,
        "Occurrence has no vacancies.",
    )


def test_without_a_payment_nothing_is_kept(api, token, world, occurrence, process, vacancies):
    number = book_employer(api, token, occurrence)
    assert outcome(api.UpdateWebEmployer(token, number, iNumEmployees=3)) == OK
    made = process(number)
    above = world.get(Enrolment, made.EnrolmentId)
    assert (above.amount, above.held_places, vacancies()) == (0, 0, 5)


def test_places_of_others_are_not_touched(world, paid, name, occurrence, vacancies):
    first, second = paid(2), paid(2)
    other = world.occurrence(web_published=True, seats=5, prices=[("Fee", "110.00")])
    third = paid(2, course=other)
    name(first)
    held = [world.get(Enrolment, made.EnrolmentId).held_places for made in (first, second, third)]
    assert (held, vacancies()) == ([1, 2, 2], 1)
