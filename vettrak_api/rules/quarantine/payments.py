"""What was paid for a web enrolment, and how the rest shall be invoiced and paid."""

from decimal import Decimal

from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from vettrak_api.model.quarantine import WebEnrolment, WebPayment
from vettrak_api.model.rows import add_row, change_row, rows_of
from vettrak_api.model.statements import execute
from vettrak_api.rules.quarantine.pending import Held

PAYMENT = rows_of(WebPayment).where(WebPayment.web_enrolment_id == bindparam("number"))


def record_payment(
    session: Session, web_enrolment: Held, order: str | None, receipt: str | None, amount: Decimal
) -> None:
    """Record all that was paid so far, in dollars, in place of what was recorded before; 0 takes a payment back."""
    number, told = web_enrolment.id, {"order_number": order, "receipt": receipt, "amount": amount}
    payment = execute(session, PAYMENT, number=number).first()
    if payment is None:
        add_row(session, WebPayment, web_enrolment_id=number, **told)
    else:
        change_row(session, WebPayment, payment, **told)


def request_invoice(
    session: Session, web_enrolment: Held, invoicee_id: int | None, purchase_order: str | None, *, combined: bool
) -> None:
    """Ask for an invoice at processing, to the enrolee (None) or to a loose web employer.

    combined: several bookings of one invoicee share an invoice.
    """
    change_row(
        session,
        WebEnrolment,
        web_enrolment,
        invoicee_id=invoicee_id,
        make_invoice=True,
        purchase_order=purchase_order,
        combine_invoice=combined,
    )


def plan_payments(session: Session, web_enrolment: Held, frequency: int, instalment: Decimal) -> None:
    """Keep the instalments that the enrolee wants: how often (1 to 7, weekly to yearly) and how many dollars each."""
    change_row(session, WebEnrolment, web_enrolment, plan_frequency=frequency, plan_instalment=instalment)
