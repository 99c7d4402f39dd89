"""The arithmetic of invoices and payments."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vettrak_api.model.finance import InvoiceItem
from vettrak_api.model.quarantine import WebEnrolment, WebPayment
from vettrak_api.rules.enrolments.booking_prices import times
from vettrak_api.rules.finance.invoicing import Invoicee, wants_invoice
from vettrak_api.rules.finance.payments import NOTHING, _parts, gst_part, payment_status

CENTS = st.integers(0, 1_000_000).map(lambda cents: Decimal(cents) / 100)


@pytest.mark.parametrize(
    ("total", "paid", "status"),
    [("10", "0", 0), ("10", "0.01", 1), ("10", "10", 2), ("10", "10.01", 3), ("0", "0", 2), ("0", "1", 3)],
)
def test_payment_status(total, paid, status):
    assert payment_status(Decimal(total), Decimal(paid)) == status


def item(amount, gst=NOTHING):
    return InvoiceItem(id=1, amount=amount, gst=gst, amount_paid=NOTHING, gst_paid=NOTHING)


@given(st.lists(CENTS, max_size=6), st.lists(CENTS, max_size=6))
def test_shares_add_up_to_payments_and_the_last_item_has_what_is_left_over(amounts, paid):
    items = [item(amount, (amount / 11).quantize(Decimal("0.01"))) for amount in amounts]
    shares = []
    for amount in paid:
        of_this = list(_parts(amount, items))
        shares += of_this
        assert sum(share.amount for share in of_this) == (amount if items else 0)
    assert sum(share.amount for share in shares) == sum(each.amount_paid for each in items)
    for place, each in enumerate(items, start=1):
        assert each.amount_paid >= NOTHING
        assert each.amount_paid <= each.amount or place == len(items)
        assert NOTHING <= each.gst_paid <= each.gst
        if each.amount_paid >= each.amount:
            assert each.gst_paid == each.gst or each.amount == 0


def test_gst_is_in_proportion_and_the_rest_goes_to_the_last_part():
    assert gst_part(Decimal("5.00"), Decimal("11.00"), Decimal("1.00")) == Decimal("0.45")
    assert gst_part(Decimal("6.00"), Decimal("6.00"), Decimal("0.55")) == Decimal("0.55")


def test_corporate_prices_count_once():
    assert (times(5, 7), times(0, 7), times(0, 0)) == (1, 7, 0)


@pytest.mark.parametrize(
    ("web", "paid", "wanted"),
    [
        ({}, None, False),
        ({}, "0.00", False),
        ({}, "0.01", True),
        ({"make_invoice": True}, None, True),
        ({"plan_frequency": 1}, None, True),
    ],
)
def test_when_an_invoice_is_made(web, paid, wanted):
    payment = WebPayment(amount=Decimal(paid)) if paid else None
    assert wants_invoice(WebEnrolment(**{"make_invoice": False} | web), payment) is wanted


def test_an_invoicee_is_a_client_or_an_employer():
    assert (Invoicee(client_id=1).kind, Invoicee(employer_id=1).kind) == (0, 1)
