"""Wire types of the area classes_attendance."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import ComplexModel, DateTime, Int, ListOf, Money, String
from vettrak_api.contract.types_common import TAuthenticate, TInst


class TAtte(ComplexModel):
    """One record of attendance: a client at a class."""

    __type_name__ = "TAtte"

    Inst_ID = Int  # The number of the class.
    Clie_Code = String  # The code of the client, a text such as 00042, never a number.
    Atty_Name = String  # How the client attended. Codes: attendance-type.
    Atty_Type = Int  # What the attendance counts for. Codes: attendance-sign.
    Start = DateTime  # The moment at which the client arrived.
    Finish = DateTime  # The moment at which the client left.
    # How long that was, in hours with decimals: counted as it is for positive attendance, below zero for
    # negative, 0 for neutral.
    Hours = Money
    Description = String  # Notes on the attendance.


class TAtty(ComplexModel):
    """A type of attendance."""

    __type_name__ = "TAtty"

    Atty_Name = String  # What UpdateAttendanceForClientClass takes as sAtty_Name. Codes: attendance-type.
    Atty_Code = String  # A short form, such as for a roll.
    Atty_Desc = String  # When the type is to be used.
    Atty_Type = Int  # What such attendance counts for. Codes: attendance-sign.
    Atty_Default = Int  # 1 for the type that is offered first, otherwise 0. Codes: zero-one.


class TAuthAtteList(ComplexModel):
    """The outcome of the call with the records of attendance."""

    __type_name__ = "TAuthAtteList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    AtteList = ListOf(TAtte)  # The records of attendance; empty when nothing was found.


class TAuthAttyList(ComplexModel):
    """The outcome of the call with the types of attendance."""

    __type_name__ = "TAuthAttyList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    AttyList = ListOf(TAtty)  # The types of attendance; empty when nothing was found.


class TAuthInstList(ComplexModel):
    """The outcome of the call with the classes."""

    __type_name__ = "TAuthInstList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    InstList = ListOf(TInst)  # The classes; empty when nothing was found.
