"""Wire types of the area tasks."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import ComplexModel, Int, ListOf, NullableDateTime, NullableInt, String
from vettrak_api.contract.types_common import TAuthenticate, TTask


class TEnta(ComplexModel):
    """A task of an enrolment, and how far it is."""

    __type_name__ = "TEnta"

    EnrolmentId = Int  # Which enrolment has the task, by number.
    Task_Code = String  # What the updates of tasks call it by.
    Task_Name = String  # What is to be done.
    Tast_Code = String  # How far it is, as a code. Codes: task-status.
    Tast_Name = String  # How far it is, in words.
    StartDate = NullableDateTime  # When the person began.
    DueDate = NullableDateTime  # By when it is to be done.
    StatusDate = NullableDateTime  # Since when it is that far.
    CompleteDate = NullableDateTime  # When it was done; null until then.
    Percentage = NullableInt  # The score, 0 to 100; null when nothing was scored.
    Description = String  # Notes on the task.


class TTast(ComplexModel):
    """A status that tasks may have."""

    __type_name__ = "TTast"

    Tast_Name = String  # How far the task is, in words.
    Tast_Code = String  # What the updates of tasks take as tastCode. Codes: task-status.
    Tast_Type = Int  # What it means to the server. Codes: task-status-kind.


class TAuthEntaList(ComplexModel):
    """The outcome of the call with the enrolled tasks, each with how far it is."""

    __type_name__ = "TAuthEntaList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    EntaList = ListOf(TEnta)  # The enrolled tasks, each with how far it is; empty when nothing was found.


class TAuthTaskList(ComplexModel):
    """The outcome of the call with the tasks."""

    __type_name__ = "TAuthTaskList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    TaskList = ListOf(TTask)  # What is to be done, each once; empty when nothing was found.


class TAuthTastList(ComplexModel):
    """The outcome of the call with the statuses that tasks may have."""

    __type_name__ = "TAuthTastList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    TastList = ListOf(TTast)  # The statuses that tasks may have; empty when nothing was found.
