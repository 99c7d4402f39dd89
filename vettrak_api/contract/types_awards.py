"""Wire types of the area awards."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import (
    Boolean,
    ComplexModel,
    Int,
    ListOf,
    NullableDateTime,
    NullableInt,
    String,
)
from vettrak_api.contract.types_common import TAuthenticate, TUnit


class TAwty(ComplexModel):
    """Names from TQucl."""

    __type_name__ = "TAwty"

    AwardTypeName = String  # name
    AwardTypeCode = String  # code
    Awty_Type = String  # C certificate, S statement, O other


class TAuthAddAwardResult(ComplexModel):
    """Documented order."""

    __type_name__ = "TAuthAddAwardResult"

    Auth = TAuthenticate  # outcome of the call
    ParchmentNumber = String  # number used
    ExpiryDate = NullableDateTime  # expiry stored


class TAuthAwtyList(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthAwtyList"

    Auth = TAuthenticate  # outcome of the call
    AwtyList = ListOf(TAwty)  # award types


class TQucl(ComplexModel):
    """First fourteen in documented order."""

    __type_name__ = "TQucl"

    Qucl_ID = Int  # award ID
    Qual_Code = String  # qualification or course
    Qual_Name = String  # its name
    Clie_Code = String  # client
    Loca_Code = String  # location
    Qucl_Cert = String  # parchment number
    Qucl_Recorded = NullableDateTime  # recorded date
    Staf_Code = String  # staff member who recorded it
    Awty_Type = String  # kind: C certificate, S statement, O other (values inferred)
    AwardTypeName = String  # award type
    AwardTypeCode = String  # its code
    Expiry = NullableDateTime  # expiry date
    OrganisationId = NullableInt  # organisation
    DocumentReference = String  # reference link
    EnrolmentId = NullableInt  # enrolment (an element starting with "Enrol" is documented here)
    DateCompleted = NullableDateTime  # completion
    Issued = Boolean  # issued
    IssuedDate = NullableDateTime  # issue date
    LicenceNumber = String  # licence number
    Description = String  # description
    CompletionStatement = Boolean  # statement of full completion
    UnitList = ListOf(TUnit)  # the award's units (documented, name inferred)


class TAuthQucl(ComplexModel):
    """Class name documented."""

    __type_name__ = "TAuthQucl"

    Auth = TAuthenticate  # outcome of the call
    Award = TQucl  # the award


class TAuthQuclList(ComplexModel):
    """Members documented, class name by pattern."""

    __type_name__ = "TAuthQuclList"

    Auth = TAuthenticate  # outcome of the call
    QuclList = ListOf(TQucl)  # awards
