"""Wire types of the area staff."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import ComplexModel, Int, ListOf, String
from vettrak_api.contract.types_common import TAuthenticate, TClie, TDivision, TEnro


class TStaffLink(ComplexModel):
    """One way in which a client and a staff member are linked."""

    __type_name__ = "TStaffLink"

    LinkId = Int  # The number of the occurrence, class, enrolment, contract or event.
    LinkType = Int  # By which of these they are linked. Codes: staff-link-type.
    # 1 when the staff member leads it; 0 otherwise, and for classes and events. Codes: zero-one.
    PrimaryFlag = Int
    StaffType = String  # What the staff member does for it; empty for classes and events.


class TClieStaffLinks(ComplexModel):
    """A person with the ways of being linked."""

    __type_name__ = "TClieStaffLinks"

    Clie = TClie  # Who is linked: the client, or the staff member.
    StaffLinkList = ListOf(TStaffLink)  # The ways in which they are linked, one each.


class TDivisionTree(TDivision):
    """A division with all below it."""

    __type_name__ = "TDivisionTree"


TDivisionTree.insert_field(0, "ChildDivisions", ListOf(TDivisionTree))  # The divisions right below this one, each with all below it.


class TEnroStaff(ComplexModel):
    """An enrolment with the role that a staff member has in it."""

    __type_name__ = "TEnroStaff"

    Clie = TClie  # The student.
    Enro = TEnro  # What the student is enrolled in.
    Role = String  # What the staff member does for it, such as Trainer.


class TAuthClieStaffLinksList(ComplexModel):
    """The outcome of the call with the people, each with the ways of being linked."""

    __type_name__ = "TAuthClieStaffLinksList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    # The people, each with the ways of being linked; empty when nothing was found.
    ClieStaffLinksList = ListOf(TClieStaffLinks)


class TAuthDivisionTreeList(ComplexModel):
    """The outcome of the call with the topmost divisions, each with all below it."""

    __type_name__ = "TAuthDivisionTreeList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    # The topmost divisions, each with all below it; empty when nothing was found.
    DivisionTreeList = ListOf(TDivisionTree)


class TAuthEnroStaffList(ComplexModel):
    """The outcome of the call with the enrolments, each with its client and the staff member's role."""

    __type_name__ = "TAuthEnroStaffList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    # The enrolments, each with its client and the staff member's role; empty when nothing was found.
    EnroStaffList = ListOf(TEnroStaff)
