"""Operations of the area finance."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import DateTime, Int, Money, NullableDateTime, ServiceBase, String, rpc
from vettrak_api.contract.types_common import TAuthID
from vettrak_api.contract.types_finance import TAuthInvoiceList, TAuthPaymentList


class FinanceOperations(ServiceBase):
    """Every operation of the area finance, whichever product exposes it."""

    @rpc(String, DateTime, DateTime, Int, _returns=TAuthInvoiceList)
    def GetInvoices(ctx, token, startDate, endDate, status):
        """List invoices to clients and employers in a date range."""
        return ctx.udc.perform(ctx, "GetInvoices", (token, startDate, endDate, status))

    @rpc(String, String, DateTime, DateTime, Int, _returns=TAuthInvoiceList)
    def GetInvoicesForClient(ctx, token, clientCode, startDate, endDate, status):
        """List invoices made out to a client."""
        return ctx.udc.perform(ctx, "GetInvoicesForClient", (token, clientCode, startDate, endDate, status))

    @rpc(String, String, DateTime, DateTime, Int, _returns=TAuthInvoiceList)
    def GetInvoicesForEmployer(ctx, token, employerIdentifier, startDate, endDate, status):
        """List invoices made out to an employer."""
        return ctx.udc.perform(
            ctx,
            "GetInvoicesForEmployer",
            (token, employerIdentifier, startDate, endDate, status),
        )

    @rpc(String, DateTime, _returns=TAuthInvoiceList)
    def GetInvoicesModifiedSince(ctx, token, sinceDate):
        """List invoices to clients and employers that were created or changed after a date."""
        return ctx.udc.perform(ctx, "GetInvoicesModifiedSince", (token, sinceDate))

    @rpc(String, Int, _returns=TAuthPaymentList)
    def GetPaymentsForInvoice(ctx, token, invoiceId):
        """List the payments on an invoice."""
        return ctx.udc.perform(ctx, "GetPaymentsForInvoice", (token, invoiceId))

    @rpc(
        String,
        Int,
        String,
        String,
        Money,
        String,
        String,
        String,
        String,
        NullableDateTime,
        _returns=TAuthID,
    )
    def RecordPaymentForInvoice(
        ctx,
        token,
        invoiceId,
        paymentTypeName,
        paymentLocationCode,
        amount,
        paymentOrder,
        RRN,
        description,
        externalIdentifier,
        recordedDate,
    ):
        """Record a payment on an invoice."""
        return ctx.udc.perform(
            ctx,
            "RecordPaymentForInvoice",
            (
                token,
                invoiceId,
                paymentTypeName,
                paymentLocationCode,
                amount,
                paymentOrder,
                RRN,
                description,
                externalIdentifier,
                recordedDate,
            ),
        )
