"""Wire types of the area sms."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import ComplexModel, Int, ListOf, String
from vettrak_api.contract.types_common import TAuthenticate


class TSMSRecipient(ComplexModel):
    """Documented order."""

    __type_name__ = "TSMSRecipient"

    ClientCode = String  # client
    MobilePhone = String  # number


class TSMSResult(ComplexModel):
    """Status -1 and -2 documented."""

    __type_name__ = "TSMSResult"

    ClientCode = String  # client as sent
    MobilePhone = String  # number used, else as sent
    Status = Int  # 1 queued, 0 left out, -1 no usable number, -2 client unknown
    StatusMessage = String  # explanation


class TAuthSMSResult(ComplexModel):
    """Documented order."""

    __type_name__ = "TAuthSMSResult"

    Auth = TAuthenticate  # outcome of the call
    SmsSent = Int  # messages queued
    SmsBalance = Int  # messages left
    SMSResultList = ListOf(TSMSResult)  # one per recipient


class TAuthSMSStatus(ComplexModel):
    """Class documented or following the naming pattern; see the provenance of its members."""

    __type_name__ = "TAuthSMSStatus"

    Auth = TAuthenticate  # outcome of the call
    SmsStatus = Int  # 0 not set up, 1 online, 2 offline (type and values inferred)
    StatusMessage = String  # explanation
    SmsBalance = Int  # messages left
