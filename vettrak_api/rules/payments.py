"""Payments on invoices: how an amount is spread over items, and what that makes of invoice and enrolments.

Rules: RecordPaymentForInvoice and ProcessWebEnrolment of the contract. Amounts in Australian dollars, GST inside.
"""

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.finance import Invoice, InvoiceItem, Payment, PaymentShare, PaymentType

NOTHING = Decimal("0.00")
CENT = Decimal("0.01")

NOT_PAID, PARTLY_PAID, PAID, OVERPAID = 0, 1, 2, 3
"""Payment statuses; the fourth, credited out, is never set by a payment."""


def web_payment_type_id(session: Session) -> int:
    """Return the type of payments that come from the web; raises Conflict when the RTO has flagged none."""
    wanted = select(func.min(PaymentType.id)).where(PaymentType.web_default)
    number = session.scalar(wanted)
    if number is None:
        raise Conflict("No payment type is the default of web payments.")
    return number


def pay(session: Session, invoice: Invoice, payment: Payment) -> list[PaymentShare]:
    """Put a payment on an invoice and return its shares, flushed.

    The amount goes to the items not fully paid in item order; what is left over makes the invoice overpaid.
    """
    payment.invoice_id = invoice.id
    session.add(payment)
    items = session.scalars(select(InvoiceItem).where(InvoiceItem.invoice_id == invoice.id).order_by(InvoiceItem.id))
    session.flush()
    shares = list(_shares(payment, items))
    session.add_all(shares)
    invoice.amount_paid += payment.amount
    invoice.payment_status = payment_status(invoice.total_amount, invoice.amount_paid)
    session.flush()
    credit_enrolments(session, shares)
    return shares


def payment_status(total: Decimal, paid: Decimal) -> int:
    """Return the payment status of an invoice; one over nothing is fully paid."""
    if paid >= total:
        return OVERPAID if paid > total else PAID
    return PARTLY_PAID if paid else NOT_PAID


def _shares(payment: Payment, items: Iterable[InvoiceItem]) -> Iterator[PaymentShare]:
    """Take from each item what is still owed, as far as the amount reaches."""
    left = payment.amount
    for item in items:
        owed = item.amount - item.amount_paid
        amount = min(left, owed)
        if amount <= 0:
            continue
        left -= amount
        gst = gst_part(amount, owed, item.gst - item.gst_paid)
        item.amount_paid += amount
        item.gst_paid += gst
        yield PaymentShare(payment_id=payment.id, invoice_item_id=item.id, amount=amount, gst=gst)


def gst_part(amount: Decimal, owed: Decimal, owed_gst: Decimal) -> Decimal:
    """Return the GST inside a part of what is owed, to the cent; the last part takes what is left of it."""
    if amount == owed:
        return owed_gst
    return (owed_gst * amount / owed).quantize(CENT, ROUND_HALF_UP)


def credit_enrolments(session: Session, shares: Iterable[PaymentShare], sign: int = 1) -> None:
    """Add what was paid to the enrolments whose items it went to; with sign -1 take it back."""
    amounts = {share.invoice_item_id: share.amount for share in shares}
    paid = (
        select(InvoiceItem.id, Enrolment)
        .join(Enrolment, Enrolment.id == InvoiceItem.enrolment_id)
        .where(InvoiceItem.id.in_(amounts))
    )
    for item_id, enrolment in session.execute(paid):
        enrolment.amount_paid += sign * amounts[item_id]
