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
    """A type of award."""

    __type_name__ = "TAwty"

    AwardTypeName = String  # What AddAward takes as awardTypeName. Codes: award-type.
    AwardTypeCode = String  # The short form that the organisation uses.
    Awty_Type = String  # What such an award stands for. Codes: award-kind.


class TAuthAddAwardResult(ComplexModel):
    """The outcome of the call with what was stored of the award."""

    __type_name__ = "TAuthAddAwardResult"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    ParchmentNumber = String  # The number printed on the award, as it was given or made.
    ExpiryDate = NullableDateTime  # The last day on which the award holds good; null when it does not end.


class TAuthAwtyList(ComplexModel):
    """The outcome of the call with the types of award."""

    __type_name__ = "TAuthAwtyList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    AwtyList = ListOf(TAwty)  # The types of award; empty when nothing was found.


class TQucl(ComplexModel):
    """An award: what a person has received for what was completed."""

    __type_name__ = "TQucl"

    Qucl_ID = Int  # The number of the award.
    Qual_Code = String  # What it was given for, by national code.
    Qual_Name = String  # What the qualification or course is called.
    Clie_Code = String  # Who has it, by client code.
    Loca_Code = String  # Where the training took place, by code in GetLocations.
    Qucl_Cert = String  # The number printed on it (parchment number).
    Qucl_Recorded = NullableDateTime  # When it was entered.
    Staf_Code = String  # Which staff member entered it, by client code.
    Awty_Type = String  # What it stands for. Codes: award-kind.
    AwardTypeName = String  # Which kind it is, as GetAwardTypes calls it. Codes: award-type.
    AwardTypeCode = String  # The short form of its type.
    Expiry = NullableDateTime  # The last day on which it holds good; null when it does not end.
    OrganisationId = NullableInt  # Which training organisation gave it, by number in GetOrganisations.
    DocumentReference = String  # Where a copy is kept, such as a web address.
    EnrolmentId = NullableInt  # Which enrolment it was earned with, by number.
    DateCompleted = NullableDateTime  # When the person had done everything for it.
    Issued = Boolean  # Whether the person has been given it.
    IssuedDate = NullableDateTime  # When the person was given it.
    LicenceNumber = String  # The number of what it permits, where it comes with a licence.
    Description = String  # Notes on the award.
    CompletionStatement = Boolean  # Whether a statement says that the whole course was completed.
    UnitList = ListOf(TUnit)  # What was achieved with it, unit by unit.


class TAuthQucl(ComplexModel):
    """The outcome of the call with the award that fits."""

    __type_name__ = "TAuthQucl"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    Award = TQucl  # The award that fits.


class TAuthQuclList(ComplexModel):
    """The outcome of the call with the awards, each with its units."""

    __type_name__ = "TAuthQuclList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    QuclList = ListOf(TQucl)  # The awards, each with its units; empty when nothing was found.
