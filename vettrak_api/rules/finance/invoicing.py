"""Invoices that processing makes, one item per price.

Rules: ProcessWebEnrolment, AddWebInvoice, AddWebPayment and AddWebPaymentPlan of the contract.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from vettrak_api.model.base import cut, length_of
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.finance import TO_CLIENT, TO_EMPLOYER, Invoice, InvoiceItem, Payment, PaymentShare
from vettrak_api.model.quarantine import WebEnrolment, WebPayment
from vettrak_api.rules.clients.codes import assign_number, provisional_code
from vettrak_api.rules.enrolments.booking_prices import times
from vettrak_api.rules.enrolments.enrolling import Enrolled
from vettrak_api.rules.finance.payments import NOTHING, add_shares, payment_status, reckon, web_payment_type_id
from vettrak_api.rules.reference.defaults import defaults

LONGEST_DESCRIPTION = length_of(InvoiceItem.description)


@dataclass(frozen=True, slots=True)
class Invoicee:
    """Who gets an invoice: a client, or an employer with the contact who speaks for it."""

    client_id: int | None = None
    employer_id: int | None = None
    contact_id: int | None = None

    @property
    def kind(self) -> int:
        """The kind of invoicee."""
        return TO_CLIENT if self.employer_id is None else TO_EMPLOYER


@dataclass(frozen=True, slots=True)
class Invoiced:
    """What was invoiced and paid for one web enrolment."""

    invoice: Invoice
    items: list[InvoiceItem]
    payment: Payment | None
    shares: list[PaymentShare]

    @property
    def amount(self) -> Decimal:
        """What was invoiced now, GST included."""
        return sum((item.amount for item in self.items), NOTHING)

    @property
    def gst(self) -> Decimal:
        """The GST part of it."""
        return sum((item.gst for item in self.items), NOTHING)


def wants_invoice(web: WebEnrolment, web_payment: WebPayment | None) -> bool:
    """Tell whether a web enrolment is invoiced: asked for, paid for, or to be paid in instalments."""
    return web.make_invoice or is_paid(web_payment) or web.plan_frequency is not None


def is_paid(web_payment: WebPayment | None) -> bool:
    """Tell whether the site has recorded a payment; an amount of 0 takes it back."""
    return web_payment is not None and web_payment.amount > 0


def invoice_enrolment(
    session: Session,
    web: WebEnrolment,
    web_payment: WebPayment | None,
    enrolled: Enrolled,
    invoicee: Invoicee,
    employees: int,
    now: datetime.datetime,
) -> Invoiced:
    """Invoice an enrolment as the web asked, and put the payment that the web recorded on the invoice.

    `employees` are those under an employer enrolment, 1 for a client's own.
    """
    enrolment = enrolled.enrolment
    present = _latest_open(session, invoicee, enrolment.occurrence_id) if web.combine_invoice else None
    invoice = present or _new_invoice(session, web, enrolment, invoicee, now)
    if web.plan_frequency is not None:
        invoice.plan_frequency, invoice.plan_instalment = web.plan_frequency, web.plan_instalment
        invoice.plan_pending = True
    items = _items(enrolled, employees)
    charge(invoice, items)
    payment = _payment(session, web_payment, now)
    parts = reckon(invoice, payment.amount, [*_items_of(session, present), *items]) if payment else []
    if present is None:
        _add_invoice(session, invoice)
    for item in items:
        item.invoice_id = invoice.id
    session.add_all(items)
    if payment is not None:
        payment.invoice_id = invoice.id
        session.add(payment)
    session.flush()
    return Invoiced(invoice, items, payment, add_shares(session, payment, parts) if payment else [])


def _payment(session: Session, web_payment: WebPayment | None, now: datetime.datetime) -> Payment | None:
    """Return what the site collected as a payment of the default web type."""
    if web_payment is None or not is_paid(web_payment):
        return None
    return Payment(
        payment_type_id=web_payment_type_id(session),
        recorded=now,
        amount=web_payment.amount,
        order_number=web_payment.order_number,
        receipt=web_payment.receipt,
    )


def _items_of(session: Session, invoice: Invoice | None) -> Sequence[InvoiceItem]:
    if invoice is None:
        return ()
    stored = select(InvoiceItem).where(InvoiceItem.invoice_id == invoice.id).order_by(InvoiceItem.id)
    return session.scalars(stored).all()


def _latest_open(session: Session, invoicee: Invoicee, occurrence_id: int | None) -> Invoice | None:
    """Return the latest invoice of an invoicee for an occurrence, if there is one and it is not locked."""
    own = (
        Invoice.client_id == invoicee.client_id
        if invoicee.kind == TO_CLIENT
        else (Invoice.employer_id == invoicee.employer_id)
    )
    latest = select(Invoice).where(own, Invoice.invoicee_kind == invoicee.kind, Invoice.occurrence_id == occurrence_id)
    invoice = session.scalars(latest.order_by(Invoice.invoice_date.desc(), Invoice.id.desc()).limit(1)).first()
    return None if invoice is None or invoice.locked else invoice


def _new_invoice(
    session: Session, web: WebEnrolment, enrolment: Enrolment, invoicee: Invoicee, now: datetime.datetime
) -> Invoice:
    """Return an empty invoice dated today, which has no number yet."""
    return Invoice(
        number=provisional_code(),
        invoice_date=datetime.datetime.combine(now.date(), datetime.time()),
        invoicee_kind=invoicee.kind,
        client_id=invoicee.client_id,
        employer_id=invoicee.employer_id,
        employer_contact_id=invoicee.contact_id,
        occurrence_id=enrolment.occurrence_id,
        organisation_id=enrolment.organisation_id or defaults(session).organisation_id,
        order_number=web.purchase_order,
        total_amount=NOTHING,
        total_gst=NOTHING,
        amount_paid=NOTHING,
    )


def _add_invoice(session: Session, invoice: Invoice) -> None:
    session.add(invoice)
    session.flush()
    assign_number(session, invoice)


def _items(enrolled: Enrolled, employees: int) -> list[InvoiceItem]:
    """Return an item per price of an enrolment, its amount being that of all employees."""
    return [
        InvoiceItem(
            enrolment_id=enrolled.enrolment.id,
            owner_client_id=enrolled.enrolment.client_id,
            price_item_id=priced.price.price_item_id,
            description=cut(priced.description, LONGEST_DESCRIPTION),
            quantity=Decimal(times(priced.kind, employees)),
            amount=priced.price.amount * times(priced.kind, employees),
            gst=priced.price.gst * times(priced.kind, employees),
            amount_paid=NOTHING,
            gst_paid=NOTHING,
        )
        for priced in enrolled.prices
    ]


def charge(invoice: Invoice, items: Iterable[InvoiceItem]) -> None:
    """Add up what an invoice comes to with further items."""
    for item in items:
        invoice.total_amount += item.amount
        invoice.total_gst += item.gst
    invoice.payment_status = payment_status(invoice.total_amount, invoice.amount_paid)
