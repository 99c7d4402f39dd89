"""Invoices that processing makes, one item per price.

Rules: ProcessWebEnrolment, AddWebInvoice, AddWebPayment and AddWebPaymentPlan of the contract.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam
from sqlalchemy.orm import Session

from vettrak_api.model.base import cut, length_of
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.finance import TO_CLIENT, TO_EMPLOYER, Invoice, InvoiceItem, Payment
from vettrak_api.model.rows import add_object, add_row, change_row, rows_of
from vettrak_api.model.statements import execute, for_update
from vettrak_api.rules.clients.codes import assign_number, provisional_code
from vettrak_api.rules.enrolments.booking_prices import times
from vettrak_api.rules.enrolments.enrolling import Enrolled
from vettrak_api.rules.finance.payments import (
    NOTHING,
    Part,
    add_shares,
    change_items,
    credit_enrolments,
    items_of,
    payment_status,
    reckon,
    web_payment_type_id,
)
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


class WebPaid(NamedTuple):
    """What the site collected, in dollars, as its payment provider names it."""

    amount: Decimal
    order_number: str | None
    receipt: str | None


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment that was recorded: its number, and how much it was, with the GST inside."""

    payment_id: int
    amount: Decimal
    gst: Decimal


@dataclass(frozen=True, slots=True)
class Invoiced:
    """What was invoiced and paid for one web enrolment: the items are those that were made now.

    They and the invoice are copies, which no session holds.
    """

    invoice: Invoice
    items: list[InvoiceItem]
    paid: Paid | None

    @property
    def amount(self) -> Decimal:
        """What was invoiced now, GST included."""
        return sum((item.amount for item in self.items), NOTHING)

    @property
    def gst(self) -> Decimal:
        """The GST part of it."""
        return sum((item.gst for item in self.items), NOTHING)


REMEMBERED = ("id", "number", "invoice_date", "total_amount", "total_gst", "amount_paid", "payment_status")
"""What is looked at of an invoice that is charged again."""

BILLED = REMEMBERED[3:]
"""What an invoice comes to."""


def _latest_of(invoicee: Any) -> Select[*tuple[Any, ...]]:
    latest = (
        rows_of(Invoice)
        .where(
            invoicee == bindparam("invoicee"),
            Invoice.invoicee_kind == bindparam("kind"),
            Invoice.occurrence_id == bindparam("occurrence"),
        )
        .order_by(Invoice.invoice_date.desc(), Invoice.id.desc())
        .limit(1)
    )
    # Somebody may be paying it meanwhile.
    return for_update(latest, Invoice)


LATEST = {TO_CLIENT: _latest_of(Invoice.client_id), TO_EMPLOYER: _latest_of(Invoice.employer_id)}


def wants_invoice(web: Any, web_payment: WebPaid | None) -> bool:
    """Tell whether a web enrolment is invoiced: asked for, paid for, or to be paid in instalments."""
    return bool(web.make_invoice) or is_paid(web_payment) or web.plan_frequency is not None


def is_paid(web_payment: WebPaid | None) -> bool:
    """Tell whether the site has recorded a payment; an amount of 0 takes it back."""
    return web_payment is not None and web_payment.amount > 0


def invoice_enrolment(
    session: Session,
    web: Any,
    web_payment: WebPaid | None,
    enrolled: Enrolled,
    invoicee: Invoicee,
    employees: int,
    now: datetime.datetime,
) -> Invoiced:
    """Invoice an enrolment as the web asked, and put the payment that the web recorded on the invoice.

    `web` has the columns of the web enrolment. `employees` are those under an employer enrolment, 1 for a client's
    own.
    """
    enrolment = enrolled.enrolment
    present = _latest_open(session, invoicee, enrolment.occurrence_id) if web.combine_invoice else None
    if present is None:
        invoice = _new_invoice(session, web, enrolment, invoicee, now)
    else:
        invoice = Invoice(**{name: getattr(present, name) for name in REMEMBERED}, **_plan(web))
    items = _items(enrolled, employees)
    charge(invoice, items)
    collected = _collected(session, web_payment)
    earlier = items_of(session, present.id) if present is not None and collected is not None else []
    parts = reckon(invoice, collected.told.amount, [*(item for item, _ in earlier), *items]) if collected else []
    if present is None:
        add_object(session, invoice)
        invoice.number = assign_number(session, invoice.id)
    else:
        change_row(session, Invoice, present, **{name: getattr(invoice, name) for name in BILLED}, **_plan(web))
    for item in items:
        item.invoice_id = invoice.id
        add_object(session, item)
    change_items(session, earlier)
    paid = _paid(session, invoice.id, collected, parts, enrolment, now) if collected is not None else None
    return Invoiced(invoice, items, paid)


class Collected(NamedTuple):
    """What the site collected, and the type that payments of the web have."""

    told: WebPaid
    payment_type_id: int


def _collected(session: Session, web_payment: WebPaid | None) -> Collected | None:
    if web_payment is None or not is_paid(web_payment):
        return None
    return Collected(web_payment, web_payment_type_id(session))


def _paid(
    session: Session,
    invoice_id: int,
    collected: Collected,
    parts: Sequence[Part],
    enrolment: Enrolment,
    now: datetime.datetime,
) -> Paid:
    """Record what the site collected as a payment of the default web type, which pays these parts."""
    number = add_row(
        session,
        Payment,
        invoice_id=invoice_id,
        payment_type_id=collected.payment_type_id,
        recorded=now,
        **collected.told._asdict(),
    )
    add_shares(session, number, parts, [enrolment])
    if not parts:  # it is free, but paid it is
        credit_enrolments(session, {enrolment.id: collected.told.amount}, [enrolment])
    return Paid(number, collected.told.amount, sum((part.gst for part in parts), NOTHING))


def _latest_open(session: Session, invoicee: Invoicee, occurrence_id: int | None) -> Any:
    """Return the row of the latest invoice of an invoicee for an occurrence, None if there is none or it is locked."""
    number = invoicee.client_id if invoicee.kind == TO_CLIENT else invoicee.employer_id
    wanted = {"invoicee": number, "kind": invoicee.kind, "occurrence": occurrence_id}
    invoice = execute(session, LATEST[invoicee.kind], **wanted).first()
    return None if invoice is None or invoice.locked else invoice


def _plan(web: Any) -> dict[str, Any]:
    """Return the columns of the instalments that the web asked for."""
    if web.plan_frequency is None:
        return {}
    return {"plan_frequency": web.plan_frequency, "plan_instalment": web.plan_instalment, "plan_pending": True}


def _new_invoice(
    session: Session, web: Any, enrolment: Enrolment, invoicee: Invoicee, now: datetime.datetime
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
        **_plan(web),
    )


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
