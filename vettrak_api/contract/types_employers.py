"""Wire types of the area employers."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import ComplexModel, Int, ListOf, String
from vettrak_api.contract.types_common import TAddress, TAuthenticate


class TEmpl(ComplexModel):
    """The whole record of an employer."""

    __type_name__ = "TEmpl"

    Empl_Identifier = String  # What other operations call the employer by, a text such as EMP001.
    Emty_Code = String  # What kind of employer it is, in the organisation's codes. At most 10 characters.
    Anzs_Code = String  # Which trade it is in. At most 10 characters. Codes: anzsic.
    Empl_Name = String  # What the company is called. At most 100 characters.
    Empl_LegalName = String  # What the company is registered as. At most 100 characters.
    # How large the company is, in the organisation's own words. At most 10 characters.
    Empl_EmployerSize = String
    # Where the company does business: building, unit, number and street on one line. At most 170 characters.
    Empl_BAddr = String
    Empl_BCity = String  # The suburb or town where it does business. At most 50 characters.
    Empl_BPCode = String  # The postcode where it does business; OSPC for overseas. At most 4 characters.
    # Where it does business, by a short name of GetStateList. At most 10 characters. Codes: state.
    BusinessState = String
    # Where letters to the company go: building, unit, number and street, or a box, on one line. At most 170
    # characters.
    Empl_PAddr = String
    Empl_PCity = String  # The suburb or town where letters go. At most 50 characters.
    Empl_PPCode = String  # The postcode where letters go; OSPC for overseas. At most 4 characters.
    # Where letters go, by a short name of GetStateList. At most 10 characters. Codes: state.
    PostalState = String
    Empl_Phone = String  # The telephone of the company. At most 20 characters.
    Empl_Fax = String  # The number for faxes to the company. At most 20 characters.
    Empl_Mobile = String  # The mobile telephone of the company. At most 20 characters.
    Empl_Email = String  # Where e-mails to the company go. At most 100 characters.
    Empl_ACN = String  # The Australian Company Number, nine digits. At most 9 characters.
    Empl_ABN = String  # The Australian Business Number, eleven digits. At most 11 characters.
    Empl_Active = Int  # 1 while the organisation works with it, otherwise 0. Codes: zero-one.
    Empl_Parent = String  # Which employer it belongs to, by identifier.
    ParentName = String  # What the employer that it belongs to is called.
    Empl_Type = String  # What sort of employer it is, in free words. At most 50 characters.
    Empl_Code = String  # What the organisation's accounts call the employer by. At most 50 characters.
    URL = String  # The web site of the company. At most 255 characters.
    # Where the company does business, part by part; always there, with an empty street name when nothing is
    # known.
    BusinessAddress = TAddress
    # Where letters to the company go, part by part; always there, with an empty street name when nothing is
    # known.
    PostalAddress = TAddress


class TAuthEmpl(ComplexModel):
    """The outcome of the call with the employer's record."""

    __type_name__ = "TAuthEmpl"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    Empl = TEmpl  # The record of the company.


class TAuthEmplList(ComplexModel):
    """The outcome of the call with the employers."""

    __type_name__ = "TAuthEmplList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    EmplList = ListOf(TEmpl)  # The employers; empty when nothing was found.
