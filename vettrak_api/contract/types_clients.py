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
    """Class name documented."""

    __type_name__ = "TAuthClie"

    Auth = TAuthenticate  # outcome of the call
    Clie = TClie  # the client; three empty strings when there is none


class TClieDetail(TClie):
    """Up to Clie_Passport documented order, then order of a real response; TClie members come first
    (observed; the ASMX sample lists own members first).
    """

    __type_name__ = "TClieDetail"

    Empl_Identifier = String  # employer of the primary employment
    Clie_Other = String  # other names, max 50
    Clie_Username = String  # read only
    Clie_DOB = NullableDay  # birth date
    Clie_RAddr = String  # usual address, flat form, max 170
    Clie_RCity = String  # its city, max 50
    Clie_RPCode = String  # its postcode, max 4
    Stat_RShortName = String  # its state, max 10
    Clie_PAddr = String  # postal address, flat form, max 170
    Clie_PCity = String  # its city, max 50
    Clie_PPCode = String  # its postcode, max 4
    Stat_PShortName = String  # its state, max 10
    Clie_Address_Type = Int  # 0 normal, 1 international
    Clie_Email = String  # e-mail, max 100
    Clie_FaxPhone = String  # fax, max 20
    Clie_HomePhone = String  # home phone, max 20
    Clie_WorkPhone = String  # work phone, max 20
    Clie_MobilePhone = String  # mobile phone, max 20
    Clie_EmergencyName = String  # emergency contact, max 100
    Clie_EmergencyPhone = String  # the emergency contact's phone, max 20
    Clie_Title = String  # title, such as Ms, max 10
    Gender = String  # M, F or X
    PositionName = String  # position of the primary employment
    PositionCode = String  # its code
    Clie_Passport = String  # passport number, max 50
    Clie_Visa = String  # visa number, max 20
    Vity_Name = String  # visa type name, max 50
    Clie_VisaExpiry = NullableDay  # visa expiry
    Clie_DateLastAssessed = NullableDay  # on the primary employment
    Clie_Commenced = NullableDay  # start of the primary employment
    TerminationDate = NullableDay  # end of the primary employment
    Clie_Salary = NullableMoney  # salary of the primary employment
    DivisionId = Int  # division; 0 on update = keep
    UsualAddress = TAddress  # structured usual address
    PostalAddress = TAddress  # structured postal address
    USI = String  # Unique Student Identifier
    USIExempt = Boolean  # exempt from having one (type inferred)


class TAuthClieAVETMISS(ComplexModel):
    """Members observed; class name inferred."""

    __type_name__ = "TAuthClieAVETMISS"

    Auth = TAuthenticate  # outcome of the call
    ClieAVETMISS = TClieAVETMISS  # AVETMISS data


class TAuthClieDetail(ComplexModel):
    """Members observed; class name inferred."""

    __type_name__ = "TAuthClieDetail"

    Auth = TAuthenticate  # outcome of the call
    ClieDetail = TClieDetail  # the details


class TAuthClieRelationshipList(ComplexModel):
    """Class name documented."""

    __type_name__ = "TAuthClieRelationshipList"

    Auth = TAuthenticate  # outcome of the call
    ClieRelationshipList = ListOf(TClieRelationship)  # relationships


class TClieExtended(ComplexModel):
    """Inferred from TOccuExtended."""

    __type_name__ = "TClieExtended"

    ClientDetail = TClieDetail  # the client
    Classes = ListOf(TInst)  # classes in the range
    Enrolments = ListOf(TClieEnro)  # enrolments overlapping it
    Contracts = ListOf(TCont)  # contracts overlapping it
    Events = ListOf(TEven)  # events overlapping it


class TAuthClieExtended(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthClieExtended"

    Auth = TAuthenticate  # outcome of the call
    ClieExtended = TClieExtended  # details and lists
