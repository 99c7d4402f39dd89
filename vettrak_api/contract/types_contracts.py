"""Wire types of the area contracts."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import ComplexModel, ListOf, String
from vettrak_api.contract.types_common import TAuthenticate, TClie, TCont


class TAuthContList(ComplexModel):
    """Members observed; class name inferred."""

    __type_name__ = "TAuthContList"

    Auth = TAuthenticate  # outcome of the call
    ContList = ListOf(TCont)  # contracts


class TClieCont(TCont):
    """Inferred after TClieEnro."""

    __type_name__ = "TClieCont"

    Clie_Code = String  # client code
    GivenName = String  # given name
    Surname = String  # surname


class TContEnro(TCont):
    """Order observed."""

    __type_name__ = "TContEnro"

    Rec_Type = String  # C contract, E enrolment
    Loca_Code = String  # location of the enrolment; empty for a contract


class TContStaff(ComplexModel):
    """Content documented, names inferred."""

    __type_name__ = "TContStaff"

    Clie = TClie  # the trainee
    Cont = TCont  # the contract
    Role = String  # role of the staff member


class TAuthClieContList(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthClieContList"

    Auth = TAuthenticate  # outcome of the call
    ClieContList = ListOf(TClieCont)  # contracts with clients


class TAuthContEnroList(ComplexModel):
    """Members observed; class name inferred."""

    __type_name__ = "TAuthContEnroList"

    Auth = TAuthenticate  # outcome of the call
    ContEnroList = ListOf(TContEnro)  # contracts and enrolments


class TAuthContStaffList(ComplexModel):
    """Class name documented."""

    __type_name__ = "TAuthContStaffList"

    Auth = TAuthenticate  # outcome of the call
    ContStaffList = ListOf(TContStaff)  # contracts with roles
