"""Area tasks: what students have to do, and how far they are."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func

from vettrak_api.calls.call import Call, Confirmation, Records, operation
from vettrak_api.contract.parameters import UpdateClientTasksParameters, UpdateEnrolledTaskParameters
from vettrak_api.errors import NotFound
from vettrak_api.model.enrolments import EnrolledTask
from vettrak_api.model.occurrences import OccurrenceTask, TaskStatus
from vettrak_api.model.programmes import Unit
from vettrak_api.model.statements import execute
from vettrak_api.rules.lookups import ENROLMENT_ID, ENROLMENT_NOT_FOUND, NUMBER, OCCURRENCE_ID, find_client_id
from vettrak_api.rules.tasks.progress import (
    TASK,
    Progress,
    complete_date_within,
    find_task_status,
    percentage_of_task,
    require_task,
    require_task_of_enrolment,
    require_task_of_occurrence,
    update_enrolled_task,
    update_open_tasks,
)
from vettrak_api.rules.validation import moment, trimmed
from vettrak_api.views.tasks import (
    BY_CODE,
    ENROLLED_TASKS,
    TASK_STATUSES,
    TASK_UNITS_OF_OCCURRENCES,
    TASKS,
    held_by,
    is_active,
    of_client,
    units_of_task,
)

STATUSES = TASK_STATUSES.select.order_by(func.lower(TaskStatus.name), TaskStatus.id)
CLIENTS_ENROLLED_TASKS = ENROLLED_TASKS.select.where(of_client(NUMBER)).order_by(EnrolledTask.enrolment_id, *BY_CODE)
CLIENTS_TASKS = TASKS.select.where(held_by(NUMBER)).order_by(*BY_CODE)
ACTIVE_ENROLLED_TASKS = CLIENTS_ENROLLED_TASKS.where(is_active())
ACTIVE_TASKS = TASKS.select.where(held_by(NUMBER, is_active())).order_by(*BY_CODE)
UNITS_OF_TASK = units_of_task(NUMBER, TASK)
UNITS_OF_OCCURRENCES_TASK = TASK_UNITS_OF_OCCURRENCES.select.where(
    OccurrenceTask.occurrence_id == NUMBER, OccurrenceTask.task_id == TASK
).order_by(Unit.code_key)


@operation
def GetTaskStatuses(call: Call) -> Records:
    """List the task statuses, by name."""
    return call.reader.execute(STATUSES).all()


@operation
def GetEnrolledTasksForClient(
    call: Call,
    clientCode: str | None,
    activeEnrolmentsOnly: bool,  # noqa: FBT001 - the interface has it here
) -> Records:
    """List the tasks of a client's enrolments, or of the active ones, by enrolment and code."""
    return _of_client(call, clientCode, ACTIVE_ENROLLED_TASKS if activeEnrolmentsOnly else CLIENTS_ENROLLED_TASKS)


@operation
def GetTasksForClient(
    call: Call,
    clientCode: str | None,
    activeEnrolmentsOnly: bool,  # noqa: FBT001 - the interface has it here
) -> Records:
    """List the tasks that a client's enrolments, or the active ones, hold: each once, by code."""
    return _of_client(call, clientCode, ACTIVE_TASKS if activeEnrolmentsOnly else CLIENTS_TASKS)


@operation
def GetEnrolledUnitsForEnrolledTask(call: Call, enrolmentId: int, taskCode: str | None) -> Records:
    """List the units that a task of an enrolment, or of an occurrence, belongs to, by code."""
    reader, code = call.reader, trimmed(taskCode)
    wanted = {"wanted_number": enrolmentId}
    if execute(reader, ENROLMENT_ID, **wanted).first() is not None:
        task_id = require_task_of_enrolment(reader, enrolmentId, code)
        return reader.execute(UNITS_OF_TASK, {**wanted, "wanted_task": task_id}).all()
    if execute(reader, OCCURRENCE_ID, **wanted).first() is None:
        raise NotFound(ENROLMENT_NOT_FOUND)
    task_id = require_task_of_occurrence(reader, enrolmentId, code)
    return reader.execute(UNITS_OF_OCCURRENCES_TASK, {**wanted, "wanted_task": task_id}).all()


@operation
def UpdateEnrolledTask(call: Call, parameters: UpdateEnrolledTaskParameters) -> Confirmation:
    """Record status, dates, score and notes of a task of an enrolment; a completed one may be undone."""
    code = call.texts.trimmed("taskCode", parameters.taskCode)
    update_enrolled_task(call.session, parameters.enrolmentId, code, _progress(call, parameters))


@operation
def UpdateClientTasks(call: Call, parameters: UpdateClientTasksParameters) -> Confirmation:
    """Record status, dates, score and notes of a task in all active enrolments in which it is not complete."""
    code = call.texts.trimmed("taskCode", parameters.taskCode)
    progress = _progress(call, parameters)
    client_id = find_client_id(call.session, parameters.clientCode)
    update_open_tasks(call.session, client_id, require_task(call.session, code), progress)


def _of_client(call: Call, code: str | None, tasks: Any) -> Sequence[Any]:
    found: Sequence[Any] = call.reader.execute(tasks, {"wanted_number": find_client_id(call.reader, code)}).all()
    return found


def _progress(call: Call, told: UpdateEnrolledTaskParameters | UpdateClientTasksParameters) -> Progress:
    """Judge what is told of a task; every value overwrites the stored one."""
    status = find_task_status(call.session, told.tastCode)
    completed = complete_date_within(
        status.kind,
        moment(told.completeDate),
        call.now.date(),
        future_allowed=call.settings.future_task_completion,
    )
    return Progress(
        task_status_id=status.id,
        start_date=moment(told.startDate),
        due_date=moment(told.dueDate),
        status_date=moment(told.statusDate),
        complete_date=completed,
        percentage=percentage_of_task(told.percentage),
        description=call.texts.optional("description", told.description),
    )
