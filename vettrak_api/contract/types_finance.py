"""Wire types of the area finance."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import ComplexModel, DateTime, Int, ListOf, Money, NullableDateTime, String
from vettrak_api.contract.types_common import TAuthenticate, TClie


class TInvoiceItem(ComplexModel):
    """All ten members documented, names inferred from meaning and alphabetical place; order inferred."""

    __type_name__ = "TInvoiceItem"

    InvoiceItemId = Int  # item ID
    Description = String  # description
    Quantity = Money  # quantity
    Amount = Money  # amount incl. GST
    GST = Money  # GST part
    AmountPaid = Money  # paid incl. GST
    GSTPaid = Money  # GST part of it
    LedgerCode = String  # ledger code
    LedgerName = String  # ledger name
    OwnerClientCode = String  # client whose enrolment or item was invoiced; may be empty


class TPayment(ComplexModel):
    """All eleven members documented, names but RRN inferred; order inferred."""

    __type_name__ = "TPayment"

    PaymentId = Int  # payment ID
    InvoiceId = Int  # invoice
    RecordedDate = DateTime  # when recorded
    Amount = Money  # total
    PaymentTypeCode = String  # type code
    # -3 reversal, -2 transfer, -1 refund, 0 cash, 1 cheque, 2 card, 3 EFT, 4 credit note
    PaymentTypeFlag = Int
    PaymentTypeName = String  # type name
    OrderNumber = String  # gateway order
    RRN = String  # gateway receipt
    ExternalIdentifier = String  # external number
    Description = String  # notes


class TAuthPaymentList(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthPaymentList"

    Auth = TAuthenticate  # outcome of the call
    PaymentList = ListOf(TPayment)  # payments


class TInvoice(ComplexModel):
    """Documented order up to TotalAmount; places of the rest inferred."""

    __type_name__ = "TInvoice"

    InvoiceId = Int  # invoice ID
    InvoiceNumber = String  # number
    InvoiceDate = DateTime  # date
    InvoiceeType = Int  # 0 client, 1 employer
    InvoiceeIdentifier = String  # client code or employer identifier
    InvoiceeName = String  # name
    OrderNumber = String  # purchase order
    DueDate = NullableDateTime  # due
    Description = String  # description
    PaymentStatus = Int  # 0 none, 1 part, 2 full, 3 overpaid, 4 credited out
    TotalAmount = Money  # incl. GST
    TotalGST = Money  # GST part (element starts with "To")
    AmountPaid = Money  # paid
    OrganisationId = Int  # organisation, always set
    InvoiceItems = ListOf(TInvoiceItem)  # lines
    EmployerContact = TClie  # employer invoices only; null otherwise


class TAuthInvoiceList(ComplexModel):
    """Class name documented."""

    __type_name__ = "TAuthInvoiceList"

    Auth = TAuthenticate  # outcome of the call
    InvoiceList = ListOf(TInvoice)  # invoices
