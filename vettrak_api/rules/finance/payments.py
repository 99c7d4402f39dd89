"""Payments on invoices: how an amount is spread over items, and what that makes of invoice and enrolments.

Rules: RecordPaymentForInvoice and ProcessWebEnrolment of the contract. Amounts in Australian dollars, GST inside.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.finance import Invoice, InvoiceItem, Payment, PaymentShare
from vettrak_api.rules.reference.defaults import defaults

NOTHING = Decimal("0.00")
CENT = Decimal("0.01")

NOT_PAID, PARTLY_PAID, PAID, OVERPAID = 0, 1, 2, 3
"""Payment statuses; the fourth, credited out, is never set by a payment."""


def web_payment_type_id(session: Session) -> int:
    """Return the type of payments that come from the web; raises Conflict when the RTO has flagged none."""
    number = defaults(session).web_payment_type_id
    if number is None:
        raise Conflict("No payment type is the default of web payments.")
    return number


def pay(session: Session, invoice: Invoice, payment: Payment) -> list[PaymentShare]:
    """Put a payment on a stored invoice and return its shares, flushed.

    The amount goes to the items not fully paid in item order; what is left over makes the invoice overpaid.
    """
    items = session.scalars(select(InvoiceItem).where(InvoiceItem.invoice_id == invoice.id).order_by(InvoiceItem.id))
    parts = reckon(invoice, payment.amount, items)
    payment.invoice_id = invoice.id
    session.add(payment)
    session.flush()
    shares = add_shares(session, payment, parts)
    session.flush()
    return shares


@dataclass(frozen=True, slots=True)
class Part:
    """What an item gets of a payment, and the GST inside."""

    item: InvoiceItem
    amount: Decimal
    gst: Decimal


def reckon(invoice: Invoice, amount: Decimal, items: Iterable[InvoiceItem]) -> list[Part]:
    """Count an amount as paid on an invoice and its items, and return the parts; adds no row."""
    parts = list(_parts(amount, items))
    invoice.amount_paid += amount
    invoice.payment_status = payment_status(invoice.total_amount, invoice.amount_paid)
    return parts


def add_shares(session: Session, payment: Payment, parts: Iterable[Part]) -> list[PaymentShare]:
    """Add the shares of a payment, which has its number, and count them as paid for the enrolments."""
    shares = []
    for part in parts:
        shares.append(
            PaymentShare(payment_id=payment.id, invoice_item_id=part.item.id, amount=part.amount, gst=part.gst)
        )
        credit_enrolment(session, part.item, part.amount)
    session.add_all(shares)
    return shares


def payment_status(total: Decimal, paid: Decimal) -> int:
    """Return the payment status of an invoice; one over nothing is fully paid."""
    if paid >= total:
        return OVERPAID if paid > total else PAID
    return PARTLY_PAID if paid else NOT_PAID


def _parts(amount: Decimal, items: Iterable[InvoiceItem]) -> Iterator[Part]:
    """Take from each item what is still owed, as far as the amount reaches."""
    left = amount
    for item in items:
        owed = item.amount - item.amount_paid
        taken = min(left, owed)
        if taken <= 0:
            continue
        left -= taken
        gst = gst_part(taken, owed, item.gst - item.gst_paid)
        item.amount_paid += taken
        item.gst_paid += gst
        yield Part(item, taken, gst)


def gst_part(amount: Decimal, owed: Decimal, owed_gst: Decimal) -> Decimal:
    """Return the GST inside a part of what is owed, to the cent; the last part takes what is left of it."""
    if amount == owed:
        return owed_gst
    return (owed_gst * amount / owed).quantize(CENT, ROUND_HALF_UP)


def credit_enrolment(session: Session, item: InvoiceItem, amount: Decimal) -> None:
    """Count an amount as paid for the enrolment that an item is about; a negative one takes it back."""
    enrolment = session.get(Enrolment, item.enrolment_id) if item.enrolment_id is not None else None
    if enrolment is not None:
        enrolment.amount_paid += amount
