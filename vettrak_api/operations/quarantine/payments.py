"""Area web_enrolments: what was paid for a web enrolment, and how the rest shall be invoiced and paid."""

from decimal import Decimal

from vettrak_api.calls.call import Call, Confirmation, operation
from vettrak_api.errors import InvalidInput
from vettrak_api.operations.quarantine.caller import quarantine
from vettrak_api.rules.finance.money import in_cents
from vettrak_api.rules.quarantine.payments import plan_payments, record_payment, request_invoice
from vettrak_api.rules.validation import zero_or_one

FREQUENCIES = range(1, 8)
"""Weekly, fortnightly, monthly, every 4 weeks, quarterly, half-yearly, yearly."""


@operation
def AddWebInvoice(
    call: Call, webEnrolId: int, purchaseOrder: str | None, webEmployerId: int | None, combineInvoices: int
) -> Confirmation:
    """Ask for an invoice at processing, to the enrolee or a loose web employer; a later call replaces it all."""
    order = call.texts.optional("purchaseOrder", purchaseOrder, called="Purchase order")
    zero_or_one(combineInvoices, "Combine flag must be 0 or 1.")
    pending = quarantine(call)
    web_enrolment = pending.web_enrolment(webEnrolId)
    invoicee_id = pending.loose_employer_id(webEmployerId)
    request_invoice(call.session, web_enrolment, invoicee_id, order, combined=bool(combineInvoices))


@operation
def AddWebPayment(
    call: Call, iWebe_ID: int, sOrder: str | None, sRRN: str | None, cAmountPaid: Decimal
) -> Confirmation:
    """Record all that was paid so far; it overwrites what was recorded, and 0 takes the payment back."""
    order = call.texts.optional("sOrder", sOrder)
    receipt = call.texts.optional("sRRN", sRRN)
    if cAmountPaid < 0:
        raise InvalidInput("Amount may not be negative.")
    amount = in_cents("cAmountPaid", cAmountPaid)
    record_payment(call.session, quarantine(call).web_enrolment(iWebe_ID), order, receipt, amount)


@operation
def AddWebPaymentPlan(call: Call, webEnrolId: int, frequency: int, instalmentAmount: Decimal) -> Confirmation:
    """Record the instalments that the enrolee wants; a later call replaces them."""
    if frequency not in FREQUENCIES:
        raise InvalidInput("Unknown payment frequency.")
    if instalmentAmount <= 0:
        raise InvalidInput("Instalment amount must be positive.")
    instalment = in_cents("instalmentAmount", instalmentAmount)
    plan_payments(call.session, quarantine(call).web_enrolment(webEnrolId), frequency, instalment)
