"""The occurrence of another term made after one that has been: all that it has, some days later."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from string import digits
from typing import Any

from sqlalchemy import bindparam, func, inspect, select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput
from vettrak_api.model.base import Stamped, length_of
from vettrak_api.model.occurrences import (
    ClassSession,
    ClassStaff,
    Occurrence,
    OccurrenceEvent,
    OccurrenceInvoiceSchedule,
    OccurrencePrice,
    OccurrenceStaff,
    OccurrenceTask,
    OccurrenceTaskUnit,
    OccurrenceUnit,
)
from vettrak_api.model.statements import Reader, execute
from vettrak_api.rules.occurrences.details import held, hold_code, make_occurrence
from vettrak_api.rules.reference.defaults import defaults

LONGEST_CODE = length_of(Occurrence.__table__.c.code)
MOST_TRIED = 1_000

KEPT = frozenset({*Stamped.__annotations__, "id", "occurrence_id"})
"""Columns that a copy has of its own."""

NOT_COPIED = KEPT | {
    "code",
    "start_date",
    "end_date",
    "status_id",
    "date_of_effect",
    "web_published",
    "lms_publish",
    "lms_status",
    "scheduled_unit_id",
}
"""Of the occurrence itself: what is told anew, and what says how far it has come."""

CODES = select(func.lower(Occurrence.code)).where(func.lower(Occurrence.code).in_(bindparam("codes", expanding=True)))


@dataclass(frozen=True, slots=True)
class Shift:
    """By how many days everything moves."""

    days: int

    @property
    def keeps_weekdays(self) -> bool:
        """Whether all stays on its day of the week."""
        return self.days % 7 == 0

    def moved(self, moment: Any) -> Any:
        """Return a day or a moment so much later; None stays None."""
        return None if moment is None else moment + datetime.timedelta(days=self.days)


def shift_of(source: Occurrence, first_day: datetime.date) -> Shift:
    """Return how far a copy that begins on a day lies from its source; raises InvalidInput when that has no start."""
    if source.start_date is None:
        message = "The occurrence has no first day, so nothing can be moved along with it."
        raise InvalidInput(message)
    return Shift((first_day - source.start_date.date()).days)


def proposed_code(reader: Reader, code: str | None) -> str:
    """Return a code that no occurrence has: the next one in the count at the end of another, else one with a count."""
    code = code or "OCC"
    stem = code.rstrip(digits)
    count = code[len(stem) :]
    if not count:
        stem, count = f"{code}-", "1"
    tried: list[str] = []
    for number in range(int(count) + 1, int(count) + MOST_TRIED + 1):
        counted = str(number).zfill(len(count))
        tried.append(f"{stem[: LONGEST_CODE - len(counted)]}{counted}")
    taken = set(execute(reader, CODES, codes=[one.lower() for one in tried]).scalars())
    return next((one for one in tried if one.lower() not in taken), "")


def copy_occurrence(session: Session, source_id: int, told: Mapping[str, Any]) -> Occurrence:
    """Make an occurrence like another one, and return it; nobody is enrolled in it.

    told: its columns `code`, `start_date`, `web_published` and `lms_publish`; all days move as far as the first one.
    Of schedules nothing is followed: a copy is for itself. Raises as `make_occurrence` and `shift_of`.
    """
    hold_code(session, told["code"])
    source = held(session, source_id)
    shift = shift_of(source, told["start_date"].date())
    common = {name: value for name, value in _values(source).items() if name not in NOT_COPIED}
    days = {"start_date": shift.moved(source.start_date), "end_date": shift.moved(source.end_date)}
    status = {"status_id": defaults(session).status_id, "date_of_effect": days["start_date"]}
    made = make_occurrence(session, {**common, **told, **days, **status})
    for table, moves in MOVED.items():
        _copy_parts(session, table, moves, source.id, made.id, shift)
    _copy_classes(session, source.id, made.id, shift)
    _copy_tasks(session, source.id, made.id)
    return made


MOVED: Mapping[Any, tuple[str, ...]] = {
    OccurrenceUnit: (),
    OccurrencePrice: (),
    OccurrenceStaff: (),
    OccurrenceInvoiceSchedule: ("invoice_date",),
    OccurrenceEvent: ("start", "finish"),
}
"""Parts of an occurrence with those of their columns that move along."""

PARTS = {
    table: select(table).where(table.occurrence_id == bindparam("occurrence")).order_by(table.id)
    for table in (*MOVED, ClassSession, OccurrenceTask)
}
CLASS_STAFF = select(ClassStaff.class_session_id, ClassStaff.client_id).where(
    ClassStaff.class_session_id.in_(
        select(ClassSession.id).where(ClassSession.occurrence_id == bindparam("occurrence"))
    )
)
TASK_UNITS = select(OccurrenceTaskUnit.occurrence_task_id, OccurrenceTaskUnit.unit_id).where(
    OccurrenceTaskUnit.occurrence_task_id.in_(
        select(OccurrenceTask.id).where(OccurrenceTask.occurrence_id == bindparam("occurrence"))
    )
)


def _values(row: Any) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in inspect(type(row)).columns}


def _copied(row: Any, owner: int, moves: tuple[str, ...], shift: Shift) -> Any:
    values = {name: value for name, value in _values(row).items() if name not in KEPT}
    values |= {name: shift.moved(values[name]) for name in moves}
    if "scheduled_fee_id" in values:
        values["scheduled_fee_id"] = None
    return type(row)(occurrence_id=owner, **values)


def _copy_parts(
    session: Session, table: Any, moves: tuple[str, ...], source_id: int, owner: int, shift: Shift
) -> dict[int, Any]:
    """Copy the parts of a kind and return the copies by the numbers of their sources."""
    stored = session.scalars(PARTS[table], {"occurrence": source_id}).all()
    copies = {row.id: _copied(row, owner, moves, shift) for row in stored}
    session.add_all(copies.values())
    session.flush()
    return copies


def _copy_classes(session: Session, source_id: int, owner: int, shift: Shift) -> None:
    copies = _copy_parts(session, ClassSession, ("start", "finish"), source_id, owner, shift)
    teaching = execute(session, CLASS_STAFF, occurrence=source_id).all()
    _join(session, lambda of, person: ClassStaff(class_session_id=copies[of].id, client_id=person), teaching)


def _copy_tasks(session: Session, source_id: int, owner: int) -> None:
    copies = _copy_parts(session, OccurrenceTask, (), source_id, owner, Shift(0))
    linked = execute(session, TASK_UNITS, occurrence=source_id).all()
    _join(session, lambda of, unit: OccurrenceTaskUnit(occurrence_task_id=copies[of].id, unit_id=unit), linked)


def _join(session: Session, made: Callable[[int, int], Any], pairs: Any) -> None:
    session.add_all(made(first, second) for first, second in pairs)
    session.flush()
