"""Area finance: payments on invoices."""

import datetime

from sqlalchemy import select

from vettrak_api.calls.call import Call, Number, Records, operation
from vettrak_api.contract.parameters import RecordPaymentForInvoiceParameters
from vettrak_api.errors import InvalidInput, NotFound
from vettrak_api.model.finance import Invoice
from vettrak_api.rules.finance.money import in_cents
from vettrak_api.rules.finance.payments import INVOICE_NOT_FOUND, PaymentFacts, record_payment
from vettrak_api.rules.lookups import NUMBER
from vettrak_api.rules.validation import moment, trimmed
from vettrak_api.views.invoices import PAYMENTS_OF_INVOICE

INVOICE_ID = select(Invoice.id).where(Invoice.id == NUMBER)


@operation
def GetPaymentsForInvoice(call: Call, invoiceId: int) -> Records:
    """List the payments on an invoice, by when they were recorded and by number."""
    if call.reader.scalar(INVOICE_ID, {"wanted_number": invoiceId}) is None:
        raise NotFound(INVOICE_NOT_FOUND)
    return call.reader.execute(PAYMENTS_OF_INVOICE, {"wanted_number": invoiceId}).all()


@operation
def RecordPaymentForInvoice(call: Call, parameters: RecordPaymentForInvoiceParameters) -> Number:
    """Record what somebody paid on an invoice; every call is a payment of its own."""
    if parameters.amount <= 0:
        raise InvalidInput("Amount must be positive.")
    facts = PaymentFacts(
        type_name=trimmed(parameters.paymentTypeName) or None,
        location_code=trimmed(parameters.paymentLocationCode) or None,
        amount=in_cents("amount", parameters.amount),
        order_number=call.texts.optional("paymentOrder", parameters.paymentOrder),
        receipt=call.texts.optional("RRN", parameters.RRN),
        description=call.texts.optional("description", parameters.description),
        external_identifier=call.texts.optional("externalIdentifier", parameters.externalIdentifier),
        recorded=moment(parameters.recordedDate) or datetime.datetime.combine(call.now.date(), datetime.time()),
    )
    return record_payment(call.session, parameters.invoiceId, facts)
