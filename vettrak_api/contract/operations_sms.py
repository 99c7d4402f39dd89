"""Operations of the area sms."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import (
    Boolean,
    ListOf,
    NullableBoolean,
    NullableDateTime,
    ServiceBase,
    String,
    rpc,
)
from vettrak_api.contract.types_sms import TAuthSMSResult, TAuthSMSStatus, TSMSRecipient


class SmsOperations(ServiceBase):
    """Every operation of the area sms, whichever product exposes it."""

    @rpc(String, _returns=TAuthSMSStatus)
    def GetSMSStatus(ctx, token):
        """Tell whether text messages can be sent, and how many."""
        return ctx.udc.perform(ctx, "GetSMSStatus", (token,))

    @rpc(String, String, String, String, String, NullableDateTime, _returns=TAuthSMSResult)
    def SendSMSMessageToNumber(ctx, token, messageContent, sender, mobileNumber, providerId, scheduleDate):
        """Send one text to one mobile number."""
        return ctx.udc.perform(
            ctx,
            "SendSMSMessageToNumber",
            (token, messageContent, sender, mobileNumber, providerId, scheduleDate),
        )

    @rpc(
        String,
        String,
        String,
        ListOf(TSMSRecipient),
        Boolean,
        String,
        NullableBoolean,
        NullableDateTime,
        _returns=TAuthSMSResult,
    )
    def SendSMSMessages(
        ctx,
        token,
        messageContent,
        sender,
        smsRecipients,
        isMarketing,
        providerId,
        acceptReplies,
        scheduleDate,
    ):
        """Send one text to several clients and/or mobile numbers."""
        return ctx.udc.perform(
            ctx,
            "SendSMSMessages",
            (
                token,
                messageContent,
                sender,
                smsRecipients,
                isMarketing,
                providerId,
                acceptReplies,
                scheduleDate,
            ),
        )
