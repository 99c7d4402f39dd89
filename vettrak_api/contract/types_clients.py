"""Wire types of the area clients."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import Boolean, ComplexModel, Int, ListOf, NullableDay, NullableMoney, String
from vettrak_api.contract.types_common import (
    TAddress,
    TAuthenticate,
    TClie,
    TClieAVETMISS,
    TClieEnro,
    TClieRelationship,
    TCont,
    TEven,
    TInst,
)


class TAuthClie(ComplexModel):
    """The outcome of the call with the name and code of a client."""

    __type_name__ = "TAuthClie"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    Clie = TClie  # Who it is; there with three empty texts when there is nobody.


class TClieDetail(TClie):
    """The whole personal record of a client."""

    __type_name__ = "TClieDetail"

    Empl_Identifier = String  # Whom the client mainly works for, by identifier.
    Clie_Other = String  # Middle names and any further ones. At most 50 characters.
    Clie_Username = String  # What the client logs in with; it is told, and never written here.
    Clie_DOB = NullableDay  # The day on which the client was born.
    # Where the client lives: building, unit, number and street on one line. At most 170 characters.
    Clie_RAddr = String
    Clie_RCity = String  # The suburb or town where the client lives. At most 50 characters.
    Clie_RPCode = String  # The postcode where the client lives; OSPC for overseas. At most 4 characters.
    # The state or territory where the client lives. At most 10 characters. Codes: state.
    Stat_RShortName = String
    # Where letters to the client go: building, unit, number and street, or a box, on one line. At most 170
    # characters.
    Clie_PAddr = String
    Clie_PCity = String  # The suburb or town where letters go. At most 50 characters.
    Clie_PPCode = String  # The postcode where letters go; OSPC for overseas. At most 4 characters.
    Stat_PShortName = String  # The state or territory where letters go. At most 10 characters. Codes: state.
    Clie_Address_Type = Int  # Whether the client lives in Australia. Codes: address-type.
    Clie_Email = String  # Where e-mails to the client go. At most 100 characters.
    Clie_FaxPhone = String  # The number for faxes. At most 20 characters.
    Clie_HomePhone = String  # The telephone at home. At most 20 characters.
    Clie_WorkPhone = String  # The telephone at the workplace. At most 20 characters.
    Clie_MobilePhone = String  # The telephone that text messages go to. At most 20 characters.
    Clie_EmergencyName = String  # Who is to be called when something has happened. At most 100 characters.
    # The number of whoever is to be called when something has happened. At most 20 characters.
    Clie_EmergencyPhone = String
    Clie_Title = String  # How the client is addressed, such as Ms or Dr. At most 10 characters.
    Gender = String  # M, F or X, as the client has told. Codes: gender.
    PositionName = String  # What the client does in the main employment.
    PositionCode = String  # The same as a code of GetPositions.
    Clie_Passport = String  # The number of the client's passport. At most 50 characters.
    Clie_Visa = String  # The number of the client's visa. At most 20 characters.
    Vity_Name = String  # What kind of visa the client has. At most 50 characters.
    Clie_VisaExpiry = NullableDay  # The last day of the visa.
    Clie_DateLastAssessed = NullableDay  # When the client was last looked at in the main employment.
    Clie_Commenced = NullableDay  # The first day of the main employment.
    TerminationDate = NullableDay  # The last day of the main employment; null while it goes on.
    Clie_Salary = NullableMoney  # What the main employment pays, in dollars with two decimals.
    # The part of the organisation that the client belongs to, by its number in GetDivisions; 0 in an update
    # keeps it.
    DivisionId = Int
    UsualAddress = TAddress  # Where the client lives, part by part.
    PostalAddress = TAddress  # Where letters to the client go, part by part.
    USI = String  # The Unique Student Identifier of the national registry, ten characters.
    USIExempt = Boolean  # Whether the organisation has seen that the client need not have a USI.


class TAuthClieAVETMISS(ComplexModel):
    """The outcome of the call with the client's national statistics."""

    __type_name__ = "TAuthClieAVETMISS"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    ClieAVETMISS = TClieAVETMISS  # The client's national statistics.


class TAuthClieDetail(ComplexModel):
    """The outcome of the call with the whole record of a client."""

    __type_name__ = "TAuthClieDetail"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    ClieDetail = TClieDetail  # The personal record; there with empty names and code when the call failed.


class TAuthClieRelationshipList(ComplexModel):
    """The outcome of the call with the client's relationships."""

    __type_name__ = "TAuthClieRelationshipList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    # The client's relationships; empty when nothing was found.
    ClieRelationshipList = ListOf(TClieRelationship)


class TClieExtended(ComplexModel):
    """A client with what falls into a range of dates."""

    __type_name__ = "TClieExtended"

    ClientDetail = TClieDetail  # The personal record, as GetClientDetails gives it.
    Classes = ListOf(TInst)  # The meetings that the client is in and that overlap the range.
    Enrolments = ListOf(TClieEnro)  # What the client is enrolled in during the range.
    Contracts = ListOf(TCont)  # The training contracts of the client that overlap the range.
    Events = ListOf(TEven)  # What happened to the client, or is planned, in the range.


class TAuthClieExtended(ComplexModel):
    """The outcome of the call with the client's details and what falls into the range."""

    __type_name__ = "TAuthClieExtended"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    ClieExtended = TClieExtended  # The client's details and what falls into the range.
