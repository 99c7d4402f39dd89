"""What was paid for a web enrolment, and how the rest shall be invoiced and paid."""

from decimal import Decimal

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.model.quarantine import WebEnrolment, WebPayment

PAYMENT = select(WebPayment).where(WebPayment.web_enrolment_id == bindparam("number"))


def payment_of(session: Session, web_enrolment_id: int) -> WebPayment | None:
    """Return what the site has recorded as paid for a web enrolment, if anything."""
    with session.no_autoflush:  # whatever else is waiting to be written
        return session.scalars(PAYMENT, {"number": web_enrolment_id}).first()


def record_payment(
    session: Session, web_enrolment: WebEnrolment, order: str | None, receipt: str | None, amount: Decimal
) -> None:
    """Record all that was paid so far, in dollars, in place of what was recorded before; 0 takes a payment back."""
    payment = payment_of(session, web_enrolment.id)
    if payment is None:
        payment = WebPayment(web_enrolment_id=web_enrolment.id)
        session.add(payment)
    payment.order_number, payment.receipt, payment.amount = order, receipt, amount


def request_invoice(
    web_enrolment: WebEnrolment, invoicee_id: int | None, purchase_order: str | None, *, combined: bool
) -> None:
    """Ask for an invoice at processing, to the enrolee (None) or to a loose web employer.

    combined: several bookings of one invoicee share an invoice.
    """
    web_enrolment.invoicee_id = invoicee_id
    web_enrolment.make_invoice = True
    web_enrolment.purchase_order = purchase_order
    web_enrolment.combine_invoice = combined


def plan_payments(web_enrolment: WebEnrolment, frequency: int, instalment: Decimal) -> None:
    """Keep the instalments that the enrolee wants: how often (1 to 7, weekly to yearly) and how many dollars each."""
    web_enrolment.plan_frequency, web_enrolment.plan_instalment = frequency, instalment
