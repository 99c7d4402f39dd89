"""Wire types of the area sms."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import ComplexModel, Int, ListOf, String
from vettrak_api.contract.types_common import TAuthenticate


class TSMSRecipient(ComplexModel):
    """Whoever is to get a text message."""

    __type_name__ = "TSMSRecipient"

    ClientCode = String  # The client, by code; the history then keeps the message.
    MobilePhone = String  # The number to be used, or blank for the client's own.


class TSMSResult(ComplexModel):
    """What became of one recipient."""

    __type_name__ = "TSMSResult"

    ClientCode = String  # The client as it was sent.
    MobilePhone = String  # The number that was used, or else that was sent.
    Status = Int  # How it fared. Codes: sms-outcome.
    StatusMessage = String  # The same in words.


class TAuthSMSResult(ComplexModel):
    """The outcome of the call with what became of the recipients."""

    __type_name__ = "TAuthSMSResult"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    SmsSent = Int  # How many messages wait to be sent.
    SmsBalance = Int  # How many more can be sent; 9999 where nobody counts them.
    # One result for each recipient, in the order of the call; absent when the call failed.
    SMSResultList = ListOf(TSMSResult)


class TAuthSMSStatus(ComplexModel):
    """The outcome of the call with the state of the message service."""

    __type_name__ = "TAuthSMSStatus"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    SmsStatus = Int  # Whether messages can be sent now. Codes: sms-status.
    StatusMessage = String  # The same in words.
    SmsBalance = Int  # How many messages can still be sent; 9999 where nobody counts them.
