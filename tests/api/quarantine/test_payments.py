"""Area web_enrolments: payments that a gateway took, invoices and payment plans."""

from decimal import Decimal

import pytest

from tests.support.outcomes import OK, outcome
from tests.support.web import (
    book,
    book_employer,
    count_rows,
    loose_employer,
    real_rows,
    reserve,
    web_employer,
    web_enrolment,
)
from vettrak_api.model.quarantine import PROCESSED, WebEnrolment, WebPayment

NOT_FOUND = (-4, "Web enrolment not found.")
EMPLOYER_NOT_FOUND = (-4, "Web employer not found.")
CENTS = Decimal("55.50")


@pytest.fixture
def occurrence(world):
    return world.occurrence(web_published=True)


@pytest.fixture
def booking(api, token, occurrence):
    return book(api, token, occurrence)


@pytest.fixture
def settled(api, token, world, occurrence):
    """A booking that is no longer pending."""
    number = book(api, token, occurrence)
    with world.session() as session:
        session.get(WebEnrolment, number).state = PROCESSED
    return number


class TestAddWebPayment:
    @pytest.fixture
    def paid(self, world, booking):
        def read():
            payment = world.get(WebPayment, booking)
            return payment and (payment.order_number, payment.receipt, str(payment.amount))

        return read

    def test_keeps_order_receipt_and_amount(self, api, token, booking, paid):
        assert outcome(api.AddWebPayment(token, booking, " O1 ", " R1 ", CENTS)) == OK
        assert paid() == ("O1", "R1", "55.50")

    def test_a_second_one_overwrites_the_first(self, api, token, world, booking, paid):
        api.AddWebPayment(token, booking, "O1", "R1", CENTS)
        assert outcome(api.AddWebPayment(token, booking, "O2", None, Decimal(110))) == OK
        assert paid() == ("O2", None, "110.00")
        assert count_rows(world, WebPayment) == [1]

    def test_0_takes_it_back(self, api, token, booking, paid):
        api.AddWebPayment(token, booking, "O1", "R1", CENTS)
        assert outcome(api.AddWebPayment(token, booking, None, None, Decimal(0))) == OK
        assert paid() == (None, None, "0.00")
        (found,) = [each for each in api.GetWebEnrolmentsSince(token).WebeList if each.Webe_ID == booking]
        assert (found.Payment_Order, found.Receipt, found.AmountPaid) == (None, None, 0)

    def test_may_exceed_what_is_due(self, api, token, booking, paid):
        assert outcome(api.AddWebPayment(token, booking, None, None, Decimal("9999999.99"))) == OK
        assert paid() == (None, None, "9999999.99")

    def test_has_no_fraction_of_a_cent(self, api, token, booking, paid):
        answer = api.AddWebPayment(token, booking, None, None, Decimal("1.005"))
        assert outcome(answer) == (-1, "cAmountPaid has more than two decimals.")
        assert paid() is None
        assert outcome(api.AddWebPayment(token, booking, None, None, Decimal("1.0100"))) == OK
        assert paid() == (None, None, "1.01")

    def test_works_for_reservations_and_employers(self, api, token, occurrence):
        for number in (reserve(api, token, occurrence), book_employer(api, token, occurrence)):
            assert outcome(api.AddWebPayment(token, number, None, None, CENTS)) == OK

    def test_asks_for_no_invoice_by_itself(self, api, token, world, booking):
        api.AddWebPayment(token, booking, None, None, CENTS)
        assert not web_enrolment(world, booking).make_invoice

    def test_leaves_real_records_alone(self, api, token, world, booking):
        before = real_rows(world)
        api.AddWebPayment(token, booking, "O1", "R1", CENTS)
        assert real_rows(world) == before

    @pytest.mark.parametrize("amount", ["-0.01", "-100", "-0.001"])
    def test_a_negative_amount_is_refused(self, api, token, booking, paid, amount):
        api.AddWebPayment(token, booking, "O1", "R1", CENTS)
        answer = api.AddWebPayment(token, booking, "O2", "R2", Decimal(amount))
        assert outcome(answer) == (-1, "Amount may not be negative.")
        assert paid() == ("O1", "R1", "55.50")

    def test_an_impossible_amount_is_refused(self, api, token, booking):
        answer = api.AddWebPayment(token, booking, None, None, Decimal(10_000_000))
        assert outcome(answer) == (-1, "cAmountPaid is not valid.")

    def test_order_and_receipt_have_a_longest_length(self, api, token, booking):
        order = (-1, "sOrder is longer than 20 characters.")
        receipt = (-1, "sRRN is longer than 20 characters.")
        assert outcome(api.AddWebPayment(token, booking, "x" * 21, "x" * 21, CENTS)) == order
        assert outcome(api.AddWebPayment(token, booking, "x" * 20, "x" * 21, CENTS)) == receipt
        assert outcome(api.AddWebPayment(token, booking, "x" * 20, "x" * 20, CENTS)) == OK

    def test_an_unknown_booking_is_not_found(self, api, token, settled):
        for number in (4711, settled):
            assert outcome(api.AddWebPayment(token, number, None, None, CENTS)) == NOT_FOUND

    def test_arguments_are_judged_first(self, api, token):
        answer = api.AddWebPayment(token, 4711, None, None, Decimal(-1))
        assert outcome(answer) == (-1, "Amount may not be negative.")


class TestAddWebInvoice:
    @pytest.fixture
    def wish(self, world, booking):
        def read():
            stored = web_enrolment(world, booking)
            return stored.make_invoice, stored.purchase_order, stored.invoicee_id, stored.combine_invoice

        return read

    def test_goes_to_the_enrolee_unless_said(self, api, token, booking, wish):
        assert wish() == (False, None, None, False)
        assert outcome(api.AddWebInvoice(token, booking, " PO1 ", None, 0)) == OK
        assert wish() == (True, "PO1", None, False)

    def test_may_go_to_a_loose_employer(self, api, token, booking, wish):
        payer = loose_employer(api, token)
        assert outcome(api.AddWebInvoice(token, booking, None, payer, 1)) == OK
        assert wish() == (True, None, payer, True)

    def test_a_later_one_replaces_all(self, api, token, booking, wish):
        api.AddWebInvoice(token, booking, "PO1", loose_employer(api, token), 1)
        assert outcome(api.AddWebInvoice(token, booking, None, 0, 0)) == OK
        assert wish() == (True, None, None, False)

    def test_the_purchase_order_has_a_longest_length(self, api, token, booking):
        answer = api.AddWebInvoice(token, booking, "x" * 21, None, 0)
        assert outcome(answer) == (-1, "Purchase order is longer than 20 characters.")
        assert outcome(api.AddWebInvoice(token, booking, "x" * 20, None, 0)) == OK

    @pytest.mark.parametrize("flag", [2, -1])
    def test_the_combine_flag_is_0_or_1(self, api, token, booking, wish, flag):
        assert outcome(api.AddWebInvoice(token, booking, None, None, flag)) == (-1, "Combine flag must be 0 or 1.")
        assert not wish()[0]

    def test_an_unknown_booking_is_not_found(self, api, token, settled):
        for number in (4711, settled):
            assert outcome(api.AddWebInvoice(token, number, None, None, 0)) == NOT_FOUND

    def test_only_loose_employers_are_found(self, api, token, world, occurrence, booking, wish):
        own = web_employer(world, book_employer(api, token, occurrence)).id
        for employer in (4711, -1, own):
            assert outcome(api.AddWebInvoice(token, booking, "PO1", employer, 0)) == EMPLOYER_NOT_FOUND
        assert wish() == (False, None, None, False)

    def test_arguments_are_judged_first(self, api, token):
        assert outcome(api.AddWebInvoice(token, 4711, None, None, 7)) == (-1, "Combine flag must be 0 or 1.")


class TestAddWebPaymentPlan:
    @pytest.fixture
    def plan(self, world, booking):
        def read():
            stored = web_enrolment(world, booking)
            return stored.plan_frequency, stored.plan_instalment

        return read

    @pytest.mark.parametrize("frequency", range(1, 8))
    def test_keeps_frequency_and_instalment(self, api, token, booking, plan, frequency):
        assert outcome(api.AddWebPaymentPlan(token, booking, frequency, CENTS)) == OK
        assert plan() == (frequency, CENTS)

    def test_a_later_one_replaces_it(self, api, token, booking, plan):
        api.AddWebPaymentPlan(token, booking, 1, CENTS)
        assert outcome(api.AddWebPaymentPlan(token, booking, 7, Decimal(100))) == OK
        assert plan() == (7, 100)

    @pytest.mark.parametrize("frequency", [0, 8, -1])
    def test_other_frequencies_are_unknown(self, api, token, booking, plan, frequency):
        answer = api.AddWebPaymentPlan(token, booking, frequency, CENTS)
        assert outcome(answer) == (-1, "Unknown payment frequency.")
        assert plan() == (None, None)

    @pytest.mark.parametrize("amount", ["0", "-1", "-0.004"])
    def test_the_instalment_is_positive(self, api, token, booking, amount):
        answer = api.AddWebPaymentPlan(token, booking, 1, Decimal(amount))
        assert outcome(answer) == (-1, "Instalment amount must be positive.")

    def test_the_instalment_has_no_fraction_of_a_cent(self, api, token, booking):
        answer = api.AddWebPaymentPlan(token, booking, 1, Decimal("0.004"))
        assert outcome(answer) == (-1, "instalmentAmount has more than two decimals.")

    def test_an_impossible_instalment_is_refused(self, api, token, booking):
        answer = api.AddWebPaymentPlan(token, booking, 1, Decimal(10_000_000))
        assert outcome(answer) == (-1, "instalmentAmount is not valid.")

    def test_an_unknown_booking_is_not_found(self, api, token, settled):
        for number in (4711, settled):
            assert outcome(api.AddWebPaymentPlan(token, number, 1, CENTS)) == NOT_FOUND
