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
    """A type of programmes."""

    __type_name__ = "TPrgt"

    Prgt_Name = String  # What GetWebProgrammesForProgType takes as sPrgt_Name.
    Prgt_Code = String  # The organisation's short form.
    Prgt_Desc = String  # What belongs to it.


class TProg(ComplexModel):
    """A programme: what is offered again and again."""

    __type_name__ = "TProg"

    Prog_ID = Int  # The number that other operations take.
    Prog_Name = String  # What is taught.
    Prog_Code = String  # The organisation's short form.
    Prog_Desc = String  # What a web site may say about it.
    WaitlistFlag = Int  # 1 when people can be put on its waitlist, otherwise 0. Codes: zero-one.


class TAuthPrgtList(ComplexModel):
    """The outcome of the call with the programme types."""

    __type_name__ = "TAuthPrgtList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    PrgtList = ListOf(TPrgt)  # The programme types; empty when nothing was found.


class TAuthPricList(ComplexModel):
    """The outcome of the call with the prices of the occurrence."""

    __type_name__ = "TAuthPricList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    PricList = ListOf(TPric)  # The prices of the occurrence; empty when nothing was found.


class TAuthProgList(ComplexModel):
    """The outcome of the call with the programmes."""

    __type_name__ = "TAuthProgList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    ProgList = ListOf(TProg)  # The programmes; empty when nothing was found.


class TAuthUnitList(ComplexModel):
    """The outcome of the call with the units of the occurrence."""

    __type_name__ = "TAuthUnitList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    UnitList = ListOf(TUnit)  # What the occurrence delivers, unit by unit; empty when nothing was found.


class TStaf(TClie):
    """A staff member of an occurrence."""

    __type_name__ = "TStaf"

    StaffType = String  # What the person does for it, such as Trainer.
    PrimaryFlag = Int  # 1 for whoever leads it, otherwise 0. Codes: zero-one.


class TOccuExtended(ComplexModel):
    """An occurrence with its lists."""

    __type_name__ = "TOccuExtended"

    OccurrenceDetail = TOccu  # The offering itself; always filled.
    Classes = ListOf(TInst)  # When it meets.
    Prices = ListOf(TPric)  # What it costs.
    Staff = ListOf(TStaf)  # Who teaches or runs it.
    StudyReasons = ListOf(TStudyReason)  # Which reasons for study a form may offer.
    Tasks = ListOf(TTask)  # What students have to do.
    Units = ListOf(TUnit)  # What students learn, unit by unit.


class TAuthOccuExtended(ComplexModel):
    """The outcome of the call with the occurrence and its lists."""

    __type_name__ = "TAuthOccuExtended"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    OccuExtended = TOccuExtended  # The occurrence and its lists.


class TAuthOccuExtendedList(ComplexModel):
    """The outcome of the call with the occurrences that were found, each with the lists asked for."""

    __type_name__ = "TAuthOccuExtendedList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    # The occurrences that were found, each with the lists asked for; empty when nothing was found.
    OccuExtendedList = ListOf(TOccuExtended)
