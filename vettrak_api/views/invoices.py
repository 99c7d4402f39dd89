"""Invoices with their items and the contact of the employer (TInvoice), and the payments on them (TPayment)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, case, func, select, union_all
from sqlalchemy.orm import aliased

from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.finance import TO_CLIENT, TO_EMPLOYER, Invoice, InvoiceItem, Payment, PaymentType
from vettrak_api.model.reference import Organisation
from vettrak_api.rules.finance.payments import NOT_PAID, PARTLY_PAID
from vettrak_api.rules.lookups import CLIENT_NUMBER, EMPLOYER_NUMBER, NUMBER
from vettrak_api.rules.since import each_changed_since
from vettrak_api.views.base import nested, view, with_objects
from vettrak_api.views.ranges import lies_within

OF_CLIENT = (Invoice.invoicee_kind == TO_CLIENT) & (Invoice.client_id == CLIENT_NUMBER)
OF_EMPLOYER = (Invoice.invoicee_kind == TO_EMPLOYER) & (Invoice.employer_id == EMPLOYER_NUMBER)
"""To whom invoices are made out."""

DATED = lies_within(Invoice.invoice_date)
"""They are dated within the range, both ends included."""

OWING, SETTLED = (
    Invoice.payment_status.in_((NOT_PAID, PARTLY_PAID)),
    Invoice.payment_status.not_in((NOT_PAID, PARTLY_PAID)),
)
"""They are not fully paid, or they are: paid, overpaid or credited out."""

BY_DATE = (Invoice.invoice_date, Invoice.id)

FIRST_ORGANISATION = select(func.min(Organisation.id)).scalar_subquery()
"""Stands for the organisation of invoices that name none."""

InvoiceContact, Owner = aliased(Client), aliased(Client)

INVOICES = view(
    "TInvoice",
    select(
        Invoice.id.label("InvoiceId"),
        Invoice.number.label("InvoiceNumber"),
        Invoice.invoice_date.label("InvoiceDate"),
        Invoice.invoicee_kind.label("InvoiceeType"),
        func.coalesce(Client.code, Employer.identifier).label("InvoiceeIdentifier"),
        case(
            (Employer.id.is_not(None), Employer.name),
            (Client.given_name == "", Client.surname),
            else_=Client.given_name + " " + Client.surname,
        ).label("InvoiceeName"),
        Invoice.order_number.label("OrderNumber"),
        Invoice.due_date.label("DueDate"),
        Invoice.description.label("Description"),
        Invoice.payment_status.label("PaymentStatus"),
        Invoice.total_amount.label("TotalAmount"),
        Invoice.total_gst.label("TotalGST"),
        Invoice.amount_paid.label("AmountPaid"),
        func.coalesce(Invoice.organisation_id, FIRST_ORGANISATION, 0).label("OrganisationId"),
    )
    .select_from(Invoice)
    .outerjoin(Client, (Client.id == Invoice.client_id) & (Invoice.invoicee_kind == TO_CLIENT))
    .outerjoin(Employer, (Employer.id == Invoice.employer_id) & (Invoice.invoicee_kind == TO_EMPLOYER)),
)

_CONTACTS = view(
    "TClie",
    select(
        InvoiceContact.surname.label("Clie_Surname"),
        InvoiceContact.given_name.label("Clie_Given"),
        InvoiceContact.code.label("Clie_Code"),
    ),
)

CONTACT = "EmployerContact"

INVOICES_WITH_CONTACTS = INVOICES.select.add_columns(*nested(CONTACT, _CONTACTS)).outerjoin(
    InvoiceContact, (InvoiceContact.id == Invoice.employer_contact_id) & (Invoice.invoicee_kind == TO_EMPLOYER)
)
"""Invoices as they are answered, by `with_items`."""

ITEMS = view(
    "TInvoiceItem",
    select(
        InvoiceItem.id.label("InvoiceItemId"),
        InvoiceItem.description.label("Description"),
        InvoiceItem.quantity.label("Quantity"),
        InvoiceItem.amount.label("Amount"),
        InvoiceItem.gst.label("GST"),
        InvoiceItem.amount_paid.label("AmountPaid"),
        InvoiceItem.gst_paid.label("GSTPaid"),
        InvoiceItem.ledger_code.label("LedgerCode"),
        InvoiceItem.ledger_name.label("LedgerName"),
        Owner.code.label("OwnerClientCode"),
    )
    .select_from(InvoiceItem)
    .outerjoin(Owner, Owner.id == InvoiceItem.owner_client_id),
)

ITEMS_OF_INVOICES = ITEMS.select.add_columns(InvoiceItem.invoice_id.label("of_invoice")).order_by(InvoiceItem.id)
"""The items of invoices in item order, each with the number of its invoice."""


def _changes(invoice_id: Any, table: Any) -> list[Select[Any, Any]]:
    return each_changed_since(table, invoice_id.label("invoice_id"), table.modified_at.label("changed_at"))


_EACH = union_all(
    *_changes(Invoice.id, Invoice),
    *_changes(InvoiceItem.invoice_id, InvoiceItem),
    *_changes(Payment.invoice_id, Payment),
).subquery("each_change")

CHANGES = (
    select(_EACH.c.invoice_id, func.max(_EACH.c.changed_at).label("changed_at")).group_by(_EACH.c.invoice_id)
).subquery("changes")
"""The invoices that were made or changed since a moment, themselves, an item or a payment, and when last."""

BY_CHANGE = (case((CHANGES.c.changed_at.is_(None), 0), else_=1), CHANGES.c.changed_at, Invoice.id)

PAYMENTS = view(
    "TPayment",
    select(
        Payment.id.label("PaymentId"),
        Payment.invoice_id.label("InvoiceId"),
        Payment.recorded.label("RecordedDate"),
        Payment.amount.label("Amount"),
        PaymentType.code.label("PaymentTypeCode"),
        PaymentType.flag.label("PaymentTypeFlag"),
        PaymentType.name.label("PaymentTypeName"),
        Payment.order_number.label("OrderNumber"),
        Payment.receipt.label("RRN"),
        Payment.external_identifier.label("ExternalIdentifier"),
        Payment.description.label("Description"),
    )
    .select_from(Payment)
    .join(PaymentType, PaymentType.id == Payment.payment_type_id),
)

PAYMENTS_OF_INVOICE = PAYMENTS.select.where(Payment.invoice_id == NUMBER).order_by(Payment.recorded, Payment.id)
"""The payments on one invoice, by when they were recorded."""


def with_items(invoices: Sequence[Any], items: Iterable[Any]) -> list[dict[str, Any]]:
    """Return rows of invoices as records, each with those of the items that are its own; no contact is null."""
    of_all: dict[int, list[Any]] = defaultdict(list)
    for item in items:
        of_all[item.of_invoice].append(item)
    records = with_objects(invoices)
    for record in records:
        if record[CONTACT]["Clie_Code"] is None:
            record[CONTACT] = None
        record["InvoiceItems"] = of_all.get(record["InvoiceId"], ())
    return records
