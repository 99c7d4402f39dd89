"""Payments on invoices: how an amount is spread over items, and what that makes of invoice and enrolments.

Rules: RecordPaymentForInvoice and ProcessWebEnrolment of the contract. Amounts in Australian dollars, GST inside.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from vettrak_api.errors import Conflict, InvalidInput, NotFound
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.finance import Invoice, InvoiceItem, Payment, PaymentShare
from vettrak_api.model.rows import add_row, change_row, rows_of
from vettrak_api.model.statements import execute, for_update
from vettrak_api.rules.lookups import NUMBER, find_payment_location_id
from vettrak_api.rules.reference.defaults import defaults
from vettrak_api.rules.reference.vocabularies import UNKNOWN_PAYMENT_TYPE, find_payment_type

NOTHING = Decimal("0.00")
CENT = Decimal("0.01")

NOT_PAID, PARTLY_PAID, PAID, OVERPAID = 0, 1, 2, 3
"""Payment statuses; the fourth, credited out, is never set by a payment."""

RECEIVING = range(4)
"""Flags of the payment types by which money comes in: cash, cheque, card and transfer."""

INVOICE_NOT_FOUND = "Invoice not found."

INVOICE = for_update(
    select(Invoice.id, Invoice.total_amount, Invoice.amount_paid, Invoice.payment_status).where(Invoice.id == NUMBER),
    Invoice,
)
ITEM_ROWS = rows_of(InvoiceItem).where(InvoiceItem.invoice_id == bindparam("invoice")).order_by(InvoiceItem.id)
CREDITED = for_update(select(Enrolment.id, Enrolment.amount_paid).where(Enrolment.id == bindparam("number")), Enrolment)


def web_payment_type_id(session: Session) -> int:
    """Return the type of payments that come from the web; raises Conflict when the RTO has flagged none."""
    number = defaults(session).web_payment_type_id
    if number is None:
        raise Conflict("No payment type is the default of web payments.")
    return number


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """What is told of a payment.

    type_name: as GetPaymentsForInvoice tells it, None for the default of web payments. location_code: where it was
    paid, None for the default place. amount: dollars above 0, GST included. recorded: local moment.
    """

    type_name: str | None
    location_code: str | None
    amount: Decimal
    order_number: str | None
    receipt: str | None
    description: str | None
    external_identifier: str | None
    recorded: datetime.datetime


def record_payment(session: Session, invoice_id: int, facts: PaymentFacts) -> int:
    """Record a payment on an invoice and return its number.

    The amount goes to the items not fully paid in item order; what is left over makes the invoice overpaid, and
    belongs to its last item. Whoever else pays or charges the invoice waits. A locked invoice takes payments: what it
    comes to stays the same. Raises NotFound when there is no such invoice; InvalidInput for a type that receives
    nothing and for an unknown place; Conflict when no type is the default of web payments.
    """
    stored = execute(session, INVOICE, wanted_number=invoice_id).first()
    if stored is None:
        raise NotFound(INVOICE_NOT_FOUND)
    kind = web_payment_type_id(session) if facts.type_name is None else _receiving_type_id(session, facts.type_name)
    location = find_payment_location_id(session, facts.location_code)
    items = items_of(session, invoice_id)
    invoice = Invoice(total_amount=stored.total_amount, amount_paid=stored.amount_paid)
    parts = reckon(invoice, facts.amount, [item for item, _ in items])
    change_row(session, Invoice, stored, amount_paid=invoice.amount_paid, payment_status=invoice.payment_status)
    change_items(session, items)
    number = add_row(
        session,
        Payment,
        invoice_id=invoice_id,
        payment_type_id=kind,
        recorded=facts.recorded,
        amount=facts.amount,
        order_number=facts.order_number,
        receipt=facts.receipt,
        external_identifier=facts.external_identifier,
        location_id=location,
        description=facts.description,
    )
    add_shares(session, number, parts)
    return number


def _receiving_type_id(session: Session, name: str) -> int:
    found = find_payment_type(session, name)
    if found.flag not in RECEIVING:
        raise InvalidInput(UNKNOWN_PAYMENT_TYPE)
    return int(found.id)


def items_of(session: Session, invoice_id: int) -> list[tuple[InvoiceItem, Any]]:
    """Return copies of an invoice's items, in item order, each beside its row; no session holds them."""
    found = execute(session, ITEM_ROWS, invoice=invoice_id)
    names = tuple(found.keys())
    return [(InvoiceItem(**dict(zip(names, row, strict=True))), row) for row in found]


def change_items(session: Session, items: Iterable[tuple[InvoiceItem, Any]]) -> None:
    """Write what copies of items say is paid to their rows."""
    for item, stored in items:
        change_row(session, InvoiceItem, stored, amount_paid=item.amount_paid, gst_paid=item.gst_paid)


@dataclass(frozen=True, slots=True)
class Part:
    """What an item gets of a payment, and the GST inside."""

    item: Any
    amount: Decimal
    gst: Decimal


def reckon(invoice: Any, amount: Decimal, items: Iterable[Any]) -> list[Part]:
    """Count an amount as paid on an invoice and its items, stored or to be stored, and return the parts.

    Adds no row.
    """
    parts = list(_parts(amount, items))
    invoice.amount_paid += amount
    invoice.payment_status = payment_status(invoice.total_amount, invoice.amount_paid)
    return parts


def add_shares(session: Session, payment_id: int, parts: Iterable[Part], enrolments: Iterable[Enrolment] = ()) -> None:
    """Add the shares of a payment and count them as paid for the enrolments, some of which the session may hold."""
    credit: dict[int, Decimal] = {}
    for part in parts:
        item = part.item
        add_row(
            session,
            PaymentShare,
            payment_id=payment_id,
            invoice_item_id=item.id,
            amount=part.amount,
            gst=part.gst,
        )
        if item.enrolment_id is not None:
            credit[item.enrolment_id] = credit.get(item.enrolment_id, NOTHING) + part.amount
    credit_enrolments(session, credit, enrolments)


def payment_status(total: Decimal, paid: Decimal) -> int:
    """Return the payment status of an invoice; one over nothing is fully paid."""
    if paid >= total:
        return OVERPAID if paid > total else PAID
    return PARTLY_PAID if paid else NOT_PAID


def _parts(amount: Decimal, items: Iterable[Any]) -> Iterator[Part]:
    """Take from each item what is still owed, as far as the amount reaches; what is left over goes to the last one.

    So what items and enrolments say is paid adds up to what was paid. Nothing is sold for a surplus: it has no GST.
    """
    left = amount
    waiting = list(items)
    for place, item in enumerate(waiting, start=1):
        owed = item.amount - item.amount_paid
        taken = max(min(left, owed), NOTHING)
        left -= taken
        gst = gst_part(taken, owed, item.gst - item.gst_paid) if taken else NOTHING
        surplus = left if place == len(waiting) else NOTHING
        if taken or surplus:
            item.amount_paid += taken + surplus
            item.gst_paid += gst
            yield Part(item, taken + surplus, gst)


def gst_part(amount: Decimal, owed: Decimal, owed_gst: Decimal) -> Decimal:
    """Return the GST inside a part of what is owed, to the cent; the last part takes what is left of it."""
    if amount == owed:
        return owed_gst
    return (owed_gst * amount / owed).quantize(CENT, ROUND_HALF_UP)


def credit_enrolments(session: Session, amounts: Mapping[int, Decimal], enrolments: Iterable[Enrolment] = ()) -> None:
    """Count amounts as paid for enrolments by their numbers; a negative one takes it back.

    Those of the enrolments that the session holds are to be given.
    """
    held = {enrolment.id: enrolment for enrolment in enrolments}
    for number, amount in amounts.items():
        enrolment: Any = held.get(number) or execute(session, CREDITED, number=number).one()
        paid = enrolment.amount_paid + amount
        change_row(session, Enrolment, enrolment, amount_paid=paid)
        if number in held:
            set_committed_value(enrolment, "amount_paid", paid)
