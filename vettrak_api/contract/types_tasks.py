"""Wire types of the area tasks."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import ComplexModel, Int, ListOf, NullableDateTime, NullableInt, String
from vettrak_api.contract.types_common import TAuthenticate, TTask


class TEnta(ComplexModel):
    """Inferred from the parameters of UpdateEnrolledTask."""

    __type_name__ = "TEnta"

    EnrolmentId = Int  # enrolment holding the task
    Task_Code = String  # task code
    Task_Name = String  # name
    Tast_Code = String  # status code
    Tast_Name = String  # status name
    StartDate = NullableDateTime  # start
    DueDate = NullableDateTime  # due
    StatusDate = NullableDateTime  # date of the status
    CompleteDate = NullableDateTime  # completed
    Percentage = NullableInt  # score
    Description = String  # notes


class TTast(ComplexModel):
    """Inferred."""

    __type_name__ = "TTast"

    Tast_Name = String  # status name
    Tast_Code = String  # status code (from parameter tastCode)
    Tast_Type = Int  # 0 not started, 1 in progress, 2 completed


class TAuthEntaList(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthEntaList"

    Auth = TAuthenticate  # outcome of the call
    EntaList = ListOf(TEnta)  # enrolled tasks


class TAuthTaskList(ComplexModel):
    """Class name documented."""

    __type_name__ = "TAuthTaskList"

    Auth = TAuthenticate  # outcome of the call
    TaskList = ListOf(TTask)  # task definitions


class TAuthTastList(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthTastList"

    Auth = TAuthenticate  # outcome of the call
    TastList = ListOf(TTast)  # task statuses
