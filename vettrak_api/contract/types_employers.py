"""Wire types of the area employers."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import ComplexModel, Int, ListOf, String
from vettrak_api.contract.types_common import TAddress, TAuthenticate


class TEmpl(ComplexModel):
    """Names and order observed, scalar types inferred."""

    __type_name__ = "TEmpl"

    Empl_Identifier = String  # employer identifier
    Emty_Code = String  # employer type code, max 10
    Anzs_Code = String  # ANZSIC code, max 10
    Empl_Name = String  # name, max 100
    Empl_LegalName = String  # legal name, max 100
    Empl_EmployerSize = String  # size category, max 10
    Empl_BAddr = String  # business address, flat form, max 170
    Empl_BCity = String  # its city, max 50
    Empl_BPCode = String  # its postcode, max 4
    BusinessState = String  # its state, max 10
    Empl_PAddr = String  # postal address, flat form, max 170
    Empl_PCity = String  # its city, max 50
    Empl_PPCode = String  # its postcode, max 4
    PostalState = String  # its state, max 10
    Empl_Phone = String  # phone, max 20
    Empl_Fax = String  # fax, max 20
    Empl_Mobile = String  # mobile, max 20
    Empl_Email = String  # e-mail, max 100
    Empl_ACN = String  # company number, max 9
    Empl_ABN = String  # business number, max 11
    Empl_Active = Int  # 0/1
    Empl_Parent = String  # identifier of the parent employer
    ParentName = String  # its name
    Empl_Type = String  # type text, max 50
    Empl_Code = String  # external code, max 50
    URL = String  # web site, max 255
    # structured business address; always present, with an empty street name when no address is known, since
    # client programs read its members without asking
    BusinessAddress = TAddress
    # structured postal address; always present, with an empty street name when no address is known, since
    # client programs read its members without asking
    PostalAddress = TAddress


class TAuthEmpl(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthEmpl"

    Auth = TAuthenticate  # outcome of the call
    Empl = TEmpl  # the employer


class TAuthEmplList(ComplexModel):
    """Members observed; class name inferred."""

    __type_name__ = "TAuthEmplList"

    Auth = TAuthenticate  # outcome of the call
    EmplList = ListOf(TEmpl)  # employers
