"""Invoices with their items, payments with their shares. Amounts include GST; GST is the part inside."""

import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from vettrak_api.model.base import Audited, Base, Code, Key, Stamped, Words

TO_CLIENT, TO_EMPLOYER = 0, 1
"""Kinds of invoicee."""


class PaymentType(Base, Audited):
    """A type of payment.

    Flags: -3 reversal, -2 transfer, -1 refund, 0 cash, 1 cheque, 2 card, 3 EFT, 4 credit note. One type is the
    default of payments that come from the web.
    """

    __tablename__ = "payment_type"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    code: Mapped[str] = mapped_column(Code(10), unique=True)
    name: Mapped[str] = mapped_column(Words(50), unique=True)
    flag: Mapped[int]
    web_default: Mapped[bool] = mapped_column(default=False)


class Invoice(Base, Stamped):
    """An invoice to a client or an employer; payment status 0 none, 1 part, 2 full, 3 overpaid, 4 credited out.

    locked: exported to the accounts; nothing may be added any more.
    """

    __tablename__ = "invoice"
    # For SQL Server two nulls would be the same.
    __table_args__ = (Index("ix_invoice_number", "number", unique=True, mssql_where=text("number IS NOT NULL")),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    number: Mapped[str | None] = mapped_column(Code(20))
    invoice_date: Mapped[datetime.datetime] = mapped_column(index=True)
    due_date: Mapped[datetime.datetime | None]
    invoicee_kind: Mapped[int] = mapped_column(default=TO_CLIENT)
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"), index=True)
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employer.id"), index=True)
    employer_contact_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"), index=True)
    occurrence_id: Mapped[int | None] = mapped_column(ForeignKey("occurrence.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    order_number: Mapped[str | None] = mapped_column(Words(20))
    description: Mapped[str | None] = mapped_column(Words(2000))
    total_amount: Mapped[Decimal] = mapped_column(default=Decimal("0.00"))
    total_gst: Mapped[Decimal] = mapped_column(default=Decimal("0.00"))
    amount_paid: Mapped[Decimal] = mapped_column(default=Decimal("0.00"))
    payment_status: Mapped[int] = mapped_column(default=0)
    locked: Mapped[bool] = mapped_column(default=False)
    plan_frequency: Mapped[int | None]
    plan_instalment: Mapped[Decimal | None]
    plan_pending: Mapped[bool] = mapped_column(default=False)


class InvoiceItem(Base, Stamped):
    """A line of an invoice: one price of one enrolment."""

    __tablename__ = "invoice_item"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"), index=True)
    owner_client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"), index=True)
    price_item_id: Mapped[int | None] = mapped_column(ForeignKey("price_item.id"))
    description: Mapped[str | None] = mapped_column(Words(255))
    quantity: Mapped[Decimal] = mapped_column(default=Decimal("1.00"))
    amount: Mapped[Decimal]
    gst: Mapped[Decimal] = mapped_column(default=Decimal("0.00"))
    amount_paid: Mapped[Decimal] = mapped_column(default=Decimal("0.00"))
    gst_paid: Mapped[Decimal] = mapped_column(default=Decimal("0.00"))
    ledger_code: Mapped[str | None] = mapped_column(Code(20))
    ledger_name: Mapped[str | None] = mapped_column(Words(100))


class Payment(Base, Stamped):
    """A payment on an invoice."""

    __tablename__ = "payment"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    payment_type_id: Mapped[int] = mapped_column(ForeignKey("payment_type.id"))
    recorded: Mapped[datetime.datetime]
    amount: Mapped[Decimal]
    order_number: Mapped[str | None] = mapped_column(Words(20))
    receipt: Mapped[str | None] = mapped_column(Words(20))
    external_identifier: Mapped[str | None] = mapped_column(Words(50))
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"))
    description: Mapped[str | None] = mapped_column(Words(2000))


class PaymentShare(Base, Audited):
    """How much of a payment went to which item."""

    __tablename__ = "payment_share"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"), index=True)
    invoice_item_id: Mapped[int] = mapped_column(ForeignKey("invoice_item.id"), index=True)
    amount: Mapped[Decimal]
    gst: Mapped[Decimal]
