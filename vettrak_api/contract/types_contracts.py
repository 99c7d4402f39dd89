"""Wire types of the area contracts."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import ComplexModel, ListOf, String
from vettrak_api.contract.types_common import TAuthenticate, TClie, TCont


class TAuthContList(ComplexModel):
    """The outcome of the call with the training contracts."""

    __type_name__ = "TAuthContList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    ContList = ListOf(TCont)  # The training contracts; empty when nothing was found.


class TClieCont(TCont):
    """A training contract with its client."""

    __type_name__ = "TClieCont"

    Clie_Code = String  # The code of the client, a text such as 00042, never a number.
    GivenName = String  # The first part of the client's name; blank for a single name.
    Surname = String  # The family name of the client.


class TContEnro(TCont):
    """A contract or an enrolment, in a list of both."""

    __type_name__ = "TContEnro"

    Rec_Type = String  # Which of the two it is. Codes: contract-or-enrolment.
    Loca_Code = String  # Where the training takes place; empty for a contract.


class TContStaff(ComplexModel):
    """A contract with the role that a staff member has in it."""

    __type_name__ = "TContStaff"

    Clie = TClie  # The apprentice or trainee.
    Cont = TCont  # The training contract.
    Role = String  # What the staff member does for it, such as Trainer.


class TAuthClieContList(ComplexModel):
    """The outcome of the call with the contracts, each with its client."""

    __type_name__ = "TAuthClieContList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    ClieContList = ListOf(TClieCont)  # The contracts, each with its client; empty when nothing was found.


class TAuthContEnroList(ComplexModel):
    """The outcome of the call with contracts and enrolments in one list."""

    __type_name__ = "TAuthContEnroList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    ContEnroList = ListOf(TContEnro)  # Contracts and enrolments in one list; empty when nothing was found.


class TAuthContStaffList(ComplexModel):
    """The outcome of the call with the contracts, each with its client and the staff member's role."""

    __type_name__ = "TAuthContStaffList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    # The contracts, each with its client and the staff member's role; empty when nothing was found.
    ContStaffList = ListOf(TContStaff)
