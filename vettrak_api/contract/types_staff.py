"""Wire types of the area staff."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import ComplexModel, Int, ListOf, String
from vettrak_api.contract.types_common import TAuthenticate, TClie, TDivision, TEnro


class TStaffLink(ComplexModel):
    """Four members documented, three of the names inferred from meaning and alphabetical place."""

    __type_name__ = "TStaffLink"

    LinkId = Int  # ID of the occurrence, class, enrolment, contract or event
    LinkType = Int  # 0 occurrence, 1 class, 2 enrolment, 3 contract, 4 event
    PrimaryFlag = Int  # 0/1; 0 for link types 1 and 4
    StaffType = String  # staff type name; empty for link types 1 and 4


class TClieStaffLinks(ComplexModel):
    """Content documented, names inferred."""

    __type_name__ = "TClieStaffLinks"

    Clie = TClie  # the linked person
    StaffLinkList = ListOf(TStaffLink)  # one per way of being linked


class TDivisionTree(TDivision):
    """Base class inferred."""

    __type_name__ = "TDivisionTree"


TDivisionTree.insert_field(0, "ChildDivisions", ListOf(TDivisionTree))  # sub-divisions, recursive


class TEnroStaff(ComplexModel):
    """Content documented, names inferred."""

    __type_name__ = "TEnroStaff"

    Clie = TClie  # the student
    Enro = TEnro  # the enrolment
    Role = String  # role of the staff member


class TAuthClieStaffLinksList(ComplexModel):
    """Class name documented."""

    __type_name__ = "TAuthClieStaffLinksList"

    Auth = TAuthenticate  # outcome of the call
    ClieStaffLinksList = ListOf(TClieStaffLinks)  # persons with links


class TAuthDivisionTreeList(ComplexModel):
    """Class name documented."""

    __type_name__ = "TAuthDivisionTreeList"

    Auth = TAuthenticate  # outcome of the call
    DivisionTreeList = ListOf(TDivisionTree)  # topmost accessible divisions


class TAuthEnroStaffList(ComplexModel):
    """Class name documented."""

    __type_name__ = "TAuthEnroStaffList"

    Auth = TAuthenticate  # outcome of the call
    EnroStaffList = ListOf(TEnroStaff)  # enrolments with roles
