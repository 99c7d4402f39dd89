"""Area finance: payments on invoices."""

from sqlalchemy import select

from vettrak_api.calls.call import Call, Records, operation
from vettrak_api.errors import NotFound
from vettrak_api.model.finance import Invoice
from vettrak_api.rules.lookups import NUMBER
from vettrak_api.views.invoices import PAYMENTS_OF_INVOICE

INVOICE_ID = select(Invoice.id).where(Invoice.id == NUMBER)


@operation
def GetPaymentsForInvoice(call: Call, invoiceId: int) -> Records:
    """List the payments on an invoice, by when they were recorded and by number."""
    if call.reader.scalar(INVOICE_ID, {"wanted_number": invoiceId}) is None:
        raise NotFound("Invoice not found.")
    return call.reader.execute(PAYMENTS_OF_INVOICE, {"wanted_number": invoiceId}).all()
