"""Invoices for enrolments and what was paid on them: in full, in part, late, not at all, too much, and credited."""

import datetime
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import Connection, select

from vettrak_api.demo.data.offers import Offer
from vettrak_api.model.finance import (
    TO_CLIENT,
    TO_EMPLOYER,
    Invoice,
    InvoiceItem,
    Payment,
    PaymentShare,
    PaymentType,
)
from vettrak_api.rules.bulk import Batch

NOTHING = Decimal("0.00")
CENT = Decimal("0.01")
EXTRA = Decimal("20.00")
"""What some pay too much and get back."""

NOT_PAID, PARTLY_PAID, PAID, CREDITED = 0, 1, 2, 4
CASH, CREDIT_NOTE = "CASH", "CRN"
GIVING_BACK = ("REF", "REV", "TRF")
TERM = datetime.timedelta(days=14)


@dataclass(slots=True)
class _Line:
    """An enrolment on an invoice: whose it is, what it costs, and what is paid of it."""

    enrolment_id: int
    client_id: int
    amount: Decimal
    gst: Decimal
    paid: Decimal

    @property
    def gst_paid(self) -> Decimal:
        """The part of the tax that is paid."""
        return (self.gst * self.paid / self.amount).quantize(CENT, ROUND_HALF_UP)


@dataclass(slots=True)
class _Bill:
    """An invoice that is being put together."""

    owner: dict[str, Any]
    offer: Offer
    when: datetime.datetime
    is_credited: bool = False
    lines: list[_Line] = field(default_factory=list)


class Accounts:
    """Invoices the enrolments of one batch: a client's own each for itself, those of an employer's booking together."""

    def __init__(self, connection: Connection, batch: Batch) -> None:
        self._batch = batch
        self._bills: list[_Bill] = []
        self._shared: dict[int, _Bill] = {}
        types = connection.execute(select(PaymentType.code, PaymentType.id, PaymentType.flag).order_by(PaymentType.id))
        flags = {code: (number, flag) for code, number, flag in types}
        self._types = {code: number for code, (number, _) in flags.items()}
        self._receiving = [code for code, (_, flag) in flags.items() if 0 <= flag < flags[CREDIT_NOTE][1]]

    def charge(self, offer: Offer, enrolment_id: int, client_id: int, terms: dict[str, Any], *, gone: bool) -> None:
        """Invoice an enrolment, and settle in its terms what is paid of it: every third that owes has paid half."""
        if not offer.amount:
            return
        employer = offer.plan.employer_id
        is_credited = gone and employer is None and not terms["amount_paid"]
        if is_credited:
            terms["amount_credited"] = offer.amount
        elif not terms["amount_paid"] and enrolment_id % 3 == 0:
            terms["amount_paid"] = (offer.amount / 2).quantize(CENT, ROUND_HALF_UP)
        line = _Line(enrolment_id, client_id, offer.amount, offer.gst, terms["amount_paid"])
        self._bill(offer, client_id, employer, terms["created_at"], is_credited=is_credited).lines.append(line)

    def _bill(
        self, offer: Offer, client_id: int, employer: int | None, when: datetime.datetime, *, is_credited: bool
    ) -> _Bill:
        """Return the invoice for an enrolment: the one of the employer's booking, else a new one."""
        if employer is not None and offer.id in self._shared:
            return self._shared[offer.id]
        owner: dict[str, Any] = {"invoicee_kind": TO_CLIENT, "client_id": client_id}
        if employer is not None:
            contact = {"employer_contact_id": offer.plan.contact_id, "order_number": f"PO-{offer.id}"}
            owner = {"invoicee_kind": TO_EMPLOYER, "employer_id": employer, **contact}
        bill = _Bill(owner, offer, when.replace(hour=0, minute=0, second=0), is_credited)
        self._bills.append(bill)
        if employer is not None:
            self._shared[offer.id] = bill
        return bill

    def close(self) -> None:
        """Add the invoices with their items and payments."""
        for bill in self._bills:
            self._add(bill)
        self._bills.clear()
        self._shared.clear()

    def _add(self, bill: _Bill) -> None:
        batch, lines = self._batch, bill.lines
        total, paid = sum((line.amount for line in lines), NOTHING), sum((line.paid for line in lines), NOTHING)
        status = PAID if paid == total else PARTLY_PAID if paid else NOT_PAID
        invoice = batch.next_number(Invoice)
        batch.add(
            Invoice,
            id=invoice,
            number=f"{invoice:05d}",
            invoice_date=bill.when,
            due_date=bill.when + TERM,
            occurrence_id=bill.offer.id,
            organisation_id=bill.offer.organisation_id,
            total_amount=total,
            total_gst=sum((line.gst for line in lines), NOTHING),
            amount_paid=total if bill.is_credited else paid,
            payment_status=CREDITED if bill.is_credited else status,
            created_at=bill.when,
            modified_at=bill.when,
            **bill.owner,
        )
        items = [self._item(bill, invoice, line) for line in lines]
        if bill.is_credited:
            self._pay(bill, invoice, CREDIT_NOTE, [(items[0], total, lines[0].gst)])
            return
        if not paid:
            return
        shares = [(item, line.paid, line.gst_paid) for item, line in zip(items, lines, strict=True) if line.paid]
        if status == PAID and invoice % 10 == 0:
            # Too much, and given back: the first item has both.
            self._pay(bill, invoice, CASH, [(items[0], lines[0].paid + EXTRA, lines[0].gst_paid), *shares[1:]])
            self._pay(bill, invoice, GIVING_BACK[invoice // 10 % len(GIVING_BACK)], [(items[0], -EXTRA, NOTHING)])
        else:
            self._pay(bill, invoice, self._receiving[invoice % len(self._receiving)], shares)

    def _item(self, bill: _Bill, invoice: int, line: _Line) -> int:
        paid = (line.amount, line.gst) if bill.is_credited else (line.paid, line.gst_paid)
        return self._batch.add(
            InvoiceItem,
            invoice_id=invoice,
            enrolment_id=line.enrolment_id,
            owner_client_id=line.client_id,
            price_item_id=bill.offer.price_item_id,
            description=f"Full fee, {bill.offer.code}",
            amount=line.amount,
            gst=line.gst,
            amount_paid=paid[0],
            gst_paid=paid[1],
            ledger_code="4-1000",
            ledger_name="Course fees",
            created_at=bill.when,
            modified_at=bill.when,
        )

    def _pay(self, bill: _Bill, invoice: int, code: str, shares: list[tuple[int, Decimal, Decimal]]) -> None:
        recorded = min(self._batch.now, bill.when + datetime.timedelta(days=invoice % 12, hours=10))
        payment = self._batch.add(
            Payment,
            invoice_id=invoice,
            payment_type_id=self._types[code],
            recorded=recorded,
            amount=sum((amount for _, amount, _ in shares), NOTHING),
            location_id=bill.offer.location_id,
            receipt=f"R{invoice:07d}",
            created_at=recorded,
            modified_at=recorded,
        )
        for item, amount, gst in shares:
            self._batch.add(PaymentShare, payment_id=payment, invoice_item_id=item, amount=amount, gst=gst)
