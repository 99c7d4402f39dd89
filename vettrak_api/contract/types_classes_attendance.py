"""Wire types of the area classes_attendance."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import ComplexModel, DateTime, Int, ListOf, Money, String
from vettrak_api.contract.types_common import TAuthenticate, TInst


class TAtte(ComplexModel):
    """All eight members documented, four names inferred; order inferred."""

    __type_name__ = "TAtte"

    Inst_ID = Int  # class ID
    Clie_Code = String  # client code
    Atty_Name = String  # attendance type
    Atty_Type = Int  # -1 negative, 0 neutral, 1 positive
    Start = DateTime  # start
    Finish = DateTime  # finish
    Hours = Money  # (Finish - Start) in decimal hours times Atty_Type
    Description = String  # notes


class TAtty(ComplexModel):
    """Class documented or following the naming pattern; see the provenance of its members."""

    __type_name__ = "TAtty"

    Atty_Name = String  # name
    Atty_Code = String  # code
    Atty_Desc = String  # description
    Atty_Type = Int  # -1 negative, 0 neutral, 1 positive
    Atty_Default = Int  # 1 = default (type inferred)


class TAuthAtteList(ComplexModel):
    """A list class of TAtte is documented; its name and member follow the pattern."""

    __type_name__ = "TAuthAtteList"

    Auth = TAuthenticate  # outcome of the call
    AtteList = ListOf(TAtte)  # attendance records


class TAuthAttyList(ComplexModel):
    """A list class of TAtty is documented; its name and member follow the pattern."""

    __type_name__ = "TAuthAttyList"

    Auth = TAuthenticate  # outcome of the call
    AttyList = ListOf(TAtty)  # attendance types


class TAuthInstList(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthInstList"

    Auth = TAuthenticate  # outcome of the call
    InstList = ListOf(TInst)  # classes
