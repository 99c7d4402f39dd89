"""Wire types of the area employers."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import ComplexModel, Int, ListOf, String
from vettrak_api.contract.types_common import TAddress, TAuthenticate


class TEmpl(ComplexModel):
    """Names and order observed, scalar types inferred."""

    __type_name__ = "TEmpl"

    Empl_Identifier = String  # employer identifier
    Emty_Code = String  # employer type code
    Anzs_Code = String  # ANZSIC code
    Empl_Name = String  # name, max 100
    Empl_LegalName = String  # legal name
    Empl_EmployerSize = String  # size category
    Empl_BAddr = String  # business address, flat form
    Empl_BCity = String  # its city
    Empl_BPCode = String  # its postcode
    BusinessState = String  # its state
    Empl_PAddr = String  # postal address, flat form
    Empl_PCity = String  # its city
    Empl_PPCode = String  # its postcode
    PostalState = String  # its state
    Empl_Phone = String  # phone
    Empl_Fax = String  # fax
    Empl_Mobile = String  # mobile
    Empl_Email = String  # e-mail
    Empl_ACN = String  # company number
    Empl_ABN = String  # business number
    Empl_Active = Int  # 0/1
    Empl_Parent = String  # identifier of the parent employer
    ParentName = String  # its name
    Empl_Type = String  # type text
    Empl_Code = String  # external code
    URL = String  # web site
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
