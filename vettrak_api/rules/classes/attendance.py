"""Attendance of clients at classes (UpdateAttendanceForClientClass)."""

import datetime
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Row, bindparam, func, select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput
from vettrak_api.model.enrolments import ClassAttendance, ClassClient, EnrolledTask, Enrolment
from vettrak_api.model.occurrences import TaskStatus
from vettrak_api.model.reference import ResultType
from vettrak_api.model.rows import add_row, change_row, change_rows, rows_of
from vettrak_api.model.statements import execute, for_update
from vettrak_api.rules.enrolments.results import RecordedUnit, Recorder, Result, record
from vettrak_api.rules.enrolments.units import not_yet_started, recorded_units
from vettrak_api.rules.occurrences.vacancies import takes_place
from vettrak_api.rules.reference.defaults import NOT_YET_STARTED
from vettrak_api.settings import Settings

POSITIVE = 1
"""The sign of an attendance type that tells that somebody was there."""

CONTINUING = 1
"""The kind of the results, and of the task statuses, of what has begun."""

CLASS, CLIENT = bindparam("wanted_class", type_=Integer), bindparam("wanted_client", type_=Integer)

SEATS = (
    select(Enrolment.id)
    .join(ClassClient, ClassClient.enrolment_id == Enrolment.id)
    .where(ClassClient.class_session_id == CLASS, Enrolment.client_id == CLIENT, takes_place())
)
"""The enrolments through which a client is in a class; withdrawn ones take no seat (R-STATUS)."""

LOCKED_SEATS = for_update(SEATS.order_by(Enrolment.id), Enrolment)
RECORDED = rows_of(ClassAttendance).where(
    ClassAttendance.class_session_id == CLASS, ClassAttendance.client_id == CLIENT
)
BEGUN = select(
    select(func.min(ResultType.id)).where(ResultType.kind == CONTINUING).scalar_subquery().label("result"),
    select(func.min(TaskStatus.id)).where(TaskStatus.kind == CONTINUING).scalar_subquery().label("task_status"),
)
"""The first result and the first task status of what has begun; null where the RTO has none."""

UNITS_TO_START = not_yet_started(SEATS)
TASKS_TO_START = (
    select(EnrolledTask.id, EnrolledTask.task_status_id, EnrolledTask.status_date, EnrolledTask.start_date)
    .join(TaskStatus, TaskStatus.id == EnrolledTask.task_status_id)
    .where(EnrolledTask.enrolment_id.in_(SEATS), TaskStatus.kind == NOT_YET_STARTED)
    .order_by(EnrolledTask.id)
)


@dataclass(frozen=True, slots=True)
class Attendance:
    """A client's attendance at a class: its type (`id`, `sign`), from when until when, and notes (None = as before)."""

    client_id: int
    class_id: int
    kind: Row[Any]
    start: datetime.datetime
    finish: datetime.datetime
    notes: str | None


def record_attendance(session: Session, attendance: Attendance, recorder: Recorder, settings: Settings) -> None:
    """Write the one record of a client and a class, and start what the settings say; equal values change nothing.

    Two who mark the same client wait for each other at the client's enrolment, so that there is one record.
    Raises InvalidInput when the client is not in the class.
    """
    start = attendance.start
    wanted = {"wanted_class": attendance.class_id, "wanted_client": attendance.client_id}
    if not execute(session, LOCKED_SEATS, **wanted).all():
        raise InvalidInput("Client is not in the class.")
    _write(session, attendance, wanted)
    if attendance.kind.sign == POSITIVE and (settings.attendance_starts_units or settings.attendance_starts_tasks):
        begun = execute(session, BEGUN).one()
        if settings.attendance_starts_units and begun.result is not None:
            units = recorded_units(execute(session, UNITS_TO_START, **wanted))
            record(session, [(unit, _begun(unit, begun.result, start)) for unit in units], recorder)
        if settings.attendance_starts_tasks and begun.task_status is not None:
            _start_tasks(session, begun.task_status, start, wanted)


def _write(session: Session, attendance: Attendance, wanted: dict[str, int]) -> None:
    told = {"attendance_type_id": attendance.kind.id, "start": attendance.start, "finish": attendance.finish}
    stored = execute(session, RECORDED, **wanted).first()
    if stored is None:
        whose = {"class_session_id": attendance.class_id, "client_id": attendance.client_id}
        add_row(session, ClassAttendance, **whose, **told, description=attendance.notes)
    else:
        change_row(session, ClassAttendance, stored, **told, description=attendance.notes or stored.description)


def _begun(unit: RecordedUnit, result_type_id: int, start: datetime.datetime) -> Result:
    """Return a unit's result as it is once study has begun: at the class, unless that is after the unit's end."""
    former = unit.result
    is_over = former.finish_date is not None and start > former.finish_date
    began = former.start_date if is_over else start
    return Result(result_type_id, began, former.finish_date, former.percentage, former.comment)


def _start_tasks(session: Session, status_id: int, start: datetime.datetime, wanted: dict[str, int]) -> None:
    tasks = {task.id: task for task in execute(session, TASKS_TO_START, **wanted)}
    changes = {
        number: {"task_status_id": status_id, "status_date": start, "start_date": task.start_date or start}
        for number, task in tasks.items()
    }
    change_rows(session, EnrolledTask, changes, {number: task._asdict() for number, task in tasks.items()})
