"""Wire types of the area web_catalogue."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import ComplexModel, Int, ListOf, String
from vettrak_api.contract.types_common import (
    TAuthenticate,
    TClie,
    TInst,
    TOccu,
    TPric,
    TStudyReason,
    TTask,
    TUnit,
)


class TPrgt(ComplexModel):
    """Inferred."""

    __type_name__ = "TPrgt"

    Prgt_Name = String  # programme type name (from parameter sPrgt_Name)
    Prgt_Code = String  # code
    Prgt_Desc = String  # description


class TProg(ComplexModel):
    """Order of the first four observed."""

    __type_name__ = "TProg"

    Prog_ID = Int  # programme ID
    Prog_Name = String  # name
    Prog_Code = String  # code
    Prog_Desc = String  # description
    WaitlistFlag = Int  # 1 = takes waitlist entries (type inferred)


class TAuthPrgtList(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthPrgtList"

    Auth = TAuthenticate  # outcome of the call
    PrgtList = ListOf(TPrgt)  # programme types


class TAuthPricList(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthPricList"

    Auth = TAuthenticate  # outcome of the call
    PricList = ListOf(TPric)  # pricing items


class TAuthProgList(ComplexModel):
    """Members observed; class name inferred."""

    __type_name__ = "TAuthProgList"

    Auth = TAuthenticate  # outcome of the call
    ProgList = ListOf(TProg)  # programmes


class TAuthUnitList(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthUnitList"

    Auth = TAuthenticate  # outcome of the call
    UnitList = ListOf(TUnit)  # units


class TStaf(TClie):
    """Staff item of TOccuExtended; inferred (TQucl.Staf_Code shows the prefix)."""

    __type_name__ = "TStaf"

    StaffType = String  # staff type (role) name
    PrimaryFlag = Int  # 1 = primary staff member


class TOccuExtended(ComplexModel):
    """Names taken from the documented request keywords; Classes observed."""

    __type_name__ = "TOccuExtended"

    OccurrenceDetail = TOccu  # the occurrence, always filled
    Classes = ListOf(TInst)  # its classes
    Prices = ListOf(TPric)  # its pricing items
    Staff = ListOf(TStaf)  # its staff
    StudyReasons = ListOf(TStudyReason)  # reasons for study offered
    Tasks = ListOf(TTask)  # its tasks
    Units = ListOf(TUnit)  # its units


class TAuthOccuExtended(ComplexModel):
    """Members observed; class name inferred."""

    __type_name__ = "TAuthOccuExtended"

    Auth = TAuthenticate  # outcome of the call
    OccuExtended = TOccuExtended  # the occurrence with its lists


class TAuthOccuExtendedList(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthOccuExtendedList"

    Auth = TAuthenticate  # outcome of the call
    OccuExtendedList = ListOf(TOccuExtended)  # occurrences with lists
