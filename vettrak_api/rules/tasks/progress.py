"""How far enrolled tasks are (UpdateEnrolledTask, UpdateClientTasks)."""

import datetime
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Row, Select, String, bindparam, func, or_, select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput, NotFound
from vettrak_api.model.base import fold
from vettrak_api.model.enrolments import EnrolledTask, Enrolment
from vettrak_api.model.occurrences import OccurrenceTask, Task, TaskStatus
from vettrak_api.model.reference import EnrolmentStatus
from vettrak_api.model.rows import change_rows
from vettrak_api.model.statements import Reader, execute, for_update, hold
from vettrak_api.rules.enrolments.locks import lock_enrolment
from vettrak_api.rules.enrolments.told_results import FULL_SCORE
from vettrak_api.rules.reference.defaults import ACTIVE

COMPLETE = 2
"""The kind of the statuses of tasks that are done."""

CLIENT, TASK = bindparam("wanted_client", type_=Integer), bindparam("wanted_task", type_=Integer)
ENROLMENT = bindparam("wanted_enrolment", type_=Integer)

STATUSES = select(TaskStatus.id, TaskStatus.code, TaskStatus.kind).order_by(TaskStatus.id)
TASKS = select(Task.id).where(func.lower(Task.code) == bindparam("wanted_code", type_=String)).order_by(Task.id)

_ACTIVE_OF_CLIENT = (
    Enrolment.client_id == CLIENT,
    Enrolment.status_id.in_(select(EnrolmentStatus.id).where(EnrolmentStatus.status_type == ACTIVE)),
)
LOCKED_ENROLMENTS = for_update(select(Enrolment.id).where(*_ACTIVE_OF_CLIENT).order_by(Enrolment.id), Enrolment)


@dataclass(frozen=True, slots=True)
class Progress:
    """What is recorded of an enrolled task: its status, dates, a score from 0 to 100 and notes; None = nothing."""

    task_status_id: int
    start_date: datetime.datetime | None
    due_date: datetime.datetime | None
    status_date: datetime.datetime | None
    complete_date: datetime.datetime | None
    percentage: int | None
    description: str | None


RECORDED = tuple(Progress.__dataclass_fields__)

_STORED = select(EnrolledTask.id, *(getattr(EnrolledTask, name) for name in RECORDED))
OWN_TASK = _STORED.where(EnrolledTask.enrolment_id == ENROLMENT, EnrolledTask.task_id == TASK)
OPEN_TASKS = (
    _STORED.join(Enrolment, Enrolment.id == EnrolledTask.enrolment_id)
    .outerjoin(TaskStatus, TaskStatus.id == EnrolledTask.task_status_id)
    .where(*_ACTIVE_OF_CLIENT, EnrolledTask.task_id == TASK, or_(TaskStatus.id.is_(None), TaskStatus.kind != COMPLETE))
    .order_by(EnrolledTask.id)
)
"""The enrolled tasks of a client's active enrolments that are not complete."""

TASK_OF_ENROLMENT = TASKS.join(EnrolledTask, EnrolledTask.task_id == Task.id).where(
    EnrolledTask.enrolment_id == ENROLMENT
)
TASK_OF_OCCURRENCE = TASKS.join(OccurrenceTask, OccurrenceTask.task_id == Task.id).where(
    OccurrenceTask.occurrence_id == bindparam("wanted_occurrence", type_=Integer)
)


def find_task_status(session: Session, code: str | None) -> Row[Any]:
    """Return the task status (`id`, `kind`) of a code, as GetTaskStatuses lists them.

    Raises InvalidInput when there is none. The list is short, so it is read whole: no database compares codes alike.
    """
    wanted = fold(code)
    found: Row[Any] | None = next((row for row in execute(session, STATUSES) if fold(row.code) == wanted), None)
    if found is None:
        raise InvalidInput("Unknown task status.")
    return found


def complete_date_within(
    kind: int, complete_date: datetime.datetime | None, today: datetime.date, *, future_allowed: bool
) -> datetime.datetime | None:
    """Return when a task was completed; only statuses of the completed kind have such a date, and must have it.

    Raises InvalidInput where that is not so, and for a day that is still to come unless such are allowed.
    """
    if kind == COMPLETE and complete_date is None:
        raise InvalidInput("Completion date is required.")
    if kind != COMPLETE and complete_date is not None:
        raise InvalidInput("Completion date is not allowed.")
    if complete_date is not None and complete_date.date() > today and not future_allowed:
        raise InvalidInput("Future dates are not allowed.")
    return complete_date


def percentage_of_task(percentage: int | None) -> int | None:
    """Return a score, None for none; raises InvalidInput when it is not 0 to 100."""
    if percentage is not None and not 0 <= percentage <= FULL_SCORE:
        raise InvalidInput("Percentage must be 0 to 100.")
    return percentage


def require_task(reader: Reader, code: str) -> int:
    """Return the number of the task with a code; raises NotFound when there is none."""
    return _task(reader, TASKS, "Task not found.", wanted_code=fold(code))


def require_task_of_enrolment(reader: Reader, enrolment_id: int, code: str) -> int:
    """Return the number of the task with a code that an enrolment has; raises NotFound when it has none."""
    wanted = {"wanted_enrolment": enrolment_id, "wanted_code": fold(code)}
    return _task(reader, TASK_OF_ENROLMENT, "Task not found in this enrolment.", **wanted)


def require_task_of_occurrence(reader: Reader, occurrence_id: int, code: str) -> int:
    """Return the number of the task with a code that an occurrence has; raises NotFound when it has none."""
    wanted = {"wanted_occurrence": occurrence_id, "wanted_code": fold(code)}
    return _task(reader, TASK_OF_OCCURRENCE, "Task not found in this enrolment.", **wanted)


def update_enrolled_task(session: Session, enrolment_id: int, code: str, progress: Progress) -> None:
    """Record how far a task of an enrolment is, complete or not; equal values change nothing.

    Raises NotFound when there is no such enrolment of a client, or it does not have the task.
    """
    enrolment = lock_enrolment(session, enrolment_id)
    task_id = require_task_of_enrolment(session, enrolment.id, code)
    _write(session, OWN_TASK, progress, wanted_enrolment=enrolment.id, wanted_task=task_id)


def update_open_tasks(session: Session, client_id: int, task_id: int, progress: Progress) -> None:
    """Record how far a task is in all active enrolments of a client; what is complete stays as it is.

    Other writers of these enrolments wait, so that nothing becomes complete in between.
    """
    hold(session, LOCKED_ENROLMENTS, wanted_client=client_id)
    _write(session, OPEN_TASKS, progress, wanted_client=client_id, wanted_task=task_id)


def _write(session: Session, stored: Select[*tuple[Any, ...]], progress: Progress, **wanted: int) -> None:
    values = {name: getattr(progress, name) for name in RECORDED}
    former = {row.id: {name: getattr(row, name) for name in RECORDED} for row in execute(session, stored, **wanted)}
    changed = {number: values for number, had in former.items() if had != values}
    change_rows(session, EnrolledTask, changed, former)


def _task(reader: Reader, wanted: Select[*tuple[Any, ...]], message: str, **values: Any) -> int:
    found = execute(reader, wanted, **values).first()
    if found is None:
        raise NotFound(message)
    return int(found[0])
