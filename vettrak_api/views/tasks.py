"""Tasks (TTask), their statuses (TTast), and the tasks of enrolments (TEnta) with their units (TEnun)."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select

from vettrak_api.model.enrolments import EnrolledTask, EnrolledTaskUnit, EnrolledUnit, Enrolment
from vettrak_api.model.occurrences import OccurrenceTask, OccurrenceTaskUnit, Task, TaskStatus
from vettrak_api.model.programmes import Unit
from vettrak_api.model.reference import EnrolmentStatus
from vettrak_api.rules.enrolments.links import own_or_linked
from vettrak_api.rules.enrolments.results import NOT_SCORED
from vettrak_api.rules.reference.defaults import ACTIVE
from vettrak_api.views.base import view
from vettrak_api.views.enrolled_units import BY_UNIT, ENROLLED_UNITS

TASKS = view(
    "TTask",
    select(Task.code.label("Task_Code"), Task.name.label("Task_Name"), Task.description.label("Task_Desc")),
)

BY_CODE = (func.lower(Task.code), Task.id)
"""The order of tasks by code."""

TASK_STATUSES = view(
    "TTast",
    select(TaskStatus.name.label("Tast_Name"), TaskStatus.code.label("Tast_Code"), TaskStatus.kind.label("Tast_Type")),
)

ENROLLED_TASKS = view(
    "TEnta",
    select(
        EnrolledTask.enrolment_id.label("EnrolmentId"),
        Task.code.label("Task_Code"),
        Task.name.label("Task_Name"),
        TaskStatus.code.label("Tast_Code"),
        TaskStatus.name.label("Tast_Name"),
        EnrolledTask.start_date.label("StartDate"),
        EnrolledTask.due_date.label("DueDate"),
        EnrolledTask.status_date.label("StatusDate"),
        EnrolledTask.complete_date.label("CompleteDate"),
        EnrolledTask.percentage.label("Percentage"),
        EnrolledTask.description.label("Description"),
    )
    .select_from(EnrolledTask)
    .join(Enrolment, Enrolment.id == EnrolledTask.enrolment_id)
    .join(Task, Task.id == EnrolledTask.task_id)
    .outerjoin(TaskStatus, TaskStatus.id == EnrolledTask.task_status_id),
)

TASK_UNITS_OF_OCCURRENCES = view(
    "TEnun",
    select(
        OccurrenceTask.occurrence_id.label("ID"),
        Unit.code.label("Unit_Code"),
        Unit.name.label("Unit_Name"),
        Unit.kind.label("Unit_Type"),
        literal(NOT_SCORED).label("Percentage"),
        Unit.hours.label("Hours"),
    )
    .select_from(OccurrenceTaskUnit)
    .join(OccurrenceTask, OccurrenceTask.id == OccurrenceTaskUnit.occurrence_task_id)
    .join(Unit, Unit.id == OccurrenceTaskUnit.unit_id),
)
"""The units of a task in an occurrence, of which nobody has a result."""


def is_active() -> ColumnElement[bool]:
    """Return the condition under which an enrolment has an active status."""
    return Enrolment.status_id.in_(select(EnrolmentStatus.id).where(EnrolmentStatus.status_type == ACTIVE))


def of_client(client: Any) -> ColumnElement[bool]:
    """Return the condition under which an enrolled task is a client's; its enrolment has to be joined."""
    condition: ColumnElement[bool] = Enrolment.client_id == client
    return condition


def held_by(client: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition under which enrolments of a client, for which the conditions hold, have a task."""
    return Task.id.in_(
        select(EnrolledTask.task_id)
        .join(Enrolment, Enrolment.id == EnrolledTask.enrolment_id)
        .where(of_client(client), *conditions)
    )


def units_of_task(enrolment: Any, task: Any) -> Select[*tuple[Any, ...]]:
    """Return the statement that finds the units of a task of an enrolment.

    Those that a linked enrolment holds for it count as well, as nobody is enrolled in a unit twice.
    """
    mapped = (
        select(EnrolledTaskUnit.unit_id)
        .join(EnrolledTask, EnrolledTask.id == EnrolledTaskUnit.enrolled_task_id)
        .where(EnrolledTask.enrolment_id == enrolment, EnrolledTask.task_id == task)
    )
    return ENROLLED_UNITS.select.where(own_or_linked(enrolment), EnrolledUnit.unit_id.in_(mapped)).order_by(*BY_UNIT)
