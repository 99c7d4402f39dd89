"""Wire types of the area finance."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import ComplexModel, DateTime, Int, ListOf, Money, NullableDateTime, String
from vettrak_api.contract.types_common import TAuthenticate, TClie


class TInvoiceItem(ComplexModel):
    """One line of an invoice."""

    __type_name__ = "TInvoiceItem"

    InvoiceItemId = Int  # The number of the line.
    Description = String  # What is charged for.
    Quantity = Money  # How many of it.
    Amount = Money  # What the line comes to, GST included.
    GST = Money  # How much of it is tax.
    AmountPaid = Money  # What has been received for it, GST included.
    GSTPaid = Money  # How much of what was received is tax.
    LedgerCode = String  # Which account of the organisation's books it goes to.
    LedgerName = String  # What that account is called.
    OwnerClientCode = String  # Whose enrolment or purchase it is, by client code; may be empty.


class TPayment(ComplexModel):
    """A payment on an invoice."""

    __type_name__ = "TPayment"

    PaymentId = Int  # The number under which the server keeps it.
    InvoiceId = Int  # Which invoice it is on, by the server's number.
    RecordedDate = DateTime  # When it was received or entered.
    Amount = Money  # How much it is, GST included; below zero where money went back.
    PaymentTypeCode = String  # How it was paid, as a short form.
    PaymentTypeFlag = Int  # What the way of paying means to the server. Codes: payment-type-flag.
    PaymentTypeName = String  # How it was paid, in words. Codes: payment-type.
    OrderNumber = String  # What was sent to the payment gateway as the order.
    RRN = String  # What the payment gateway gave as the receipt (retrieval reference number).
    ExternalIdentifier = String  # What another system, such as the accounts, calls it by.
    Description = String  # Notes on the payment.


class TAuthPaymentList(ComplexModel):
    """The outcome of the call with the payments on the invoice."""

    __type_name__ = "TAuthPaymentList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    PaymentList = ListOf(TPayment)  # The payments on the invoice; empty when nothing was found.


class TInvoice(ComplexModel):
    """An invoice with its items."""

    __type_name__ = "TInvoice"

    InvoiceId = Int  # The number under which the server keeps it.
    InvoiceNumber = String  # What is printed on it.
    InvoiceDate = DateTime  # The day that it bears.
    InvoiceeType = Int  # Whether a client or an employer is to pay. Codes: client-or-employer.
    InvoiceeIdentifier = String  # Who is to pay: the client code, or the employer's identifier.
    InvoiceeName = String  # What whoever is to pay is called.
    OrderNumber = String  # The purchase order that it names.
    DueDate = NullableDateTime  # By when it is to be paid.
    Description = String  # Notes on the invoice.
    PaymentStatus = Int  # How far it is paid. Codes: invoice-status.
    TotalAmount = Money  # What all items come to, GST included.
    TotalGST = Money  # How much of it is tax.
    AmountPaid = Money  # What has been received for it.
    OrganisationId = Int  # Which training organisation issued it, by number in GetOrganisations.
    InvoiceItems = ListOf(TInvoiceItem)  # What is charged, line by line.
    EmployerContact = TClie  # Whom it went to at the employer; absent on invoices to clients.


class TAuthInvoiceList(ComplexModel):
    """The outcome of the call with the invoices, each with its items."""

    __type_name__ = "TAuthInvoiceList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    InvoiceList = ListOf(TInvoice)  # The invoices, each with its items; empty when nothing was found.
