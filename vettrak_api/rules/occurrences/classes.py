"""Classes of an occurrence: adding, moving and removing them."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict, Fault, InvalidFields, NotFound
from vettrak_api.model.enrolments import EMPLOYER, ClassAttendance, ClassClient, Enrolment
from vettrak_api.model.occurrences import ClassSession, ClassStaff, Occurrence
from vettrak_api.model.quarantine import WebClassChoice
from vettrak_api.model.rows import add_rows, removal_of, remove_rows
from vettrak_api.model.statements import execute
from vettrak_api.rules.judging import Values
from vettrak_api.rules.occurrences.arrangements import touch
from vettrak_api.rules.occurrences.setup import broken_of_class
from vettrak_api.rules.occurrences.vacancies import takes_place

Times = Sequence[tuple[datetime.datetime, datetime.datetime]]

ONE = select(ClassSession).where(
    ClassSession.id == bindparam("number"), ClassSession.occurrence_id == bindparam("occurrence")
)
SEATED = select(Enrolment.id).where(
    Enrolment.occurrence_id == bindparam("occurrence"), Enrolment.kind != EMPLOYER, takes_place()
)
STAFF = select(ClassStaff.client_id).where(ClassStaff.class_session_id == bindparam("number"))

_NUMBER = bindparam("number", type_=Integer)
ATTENDED = select(ClassAttendance.id).where(ClassAttendance.class_session_id == _NUMBER).limit(1)
CHOSEN = select(WebClassChoice.class_session_id).where(WebClassChoice.class_session_id == _NUMBER).limit(1)
STAFF_REMOVAL = removal_of(ClassStaff, ClassStaff.class_session_id == _NUMBER)
REMOVALS = (removal_of(ClassClient, ClassClient.class_session_id == _NUMBER), STAFF_REMOVAL)


def add_classes(
    session: Session, occurrence: Occurrence, times: Times, common: Values, staff: Sequence[int], *, seats: bool
) -> list[int]:
    """Add classes to a held occurrence, all with the same place and staff, and return their numbers.

    seats: whether those who are enrolled already join them.
    """
    added = [ClassSession(occurrence_id=occurrence.id, start=start, finish=finish, **common) for start, finish in times]
    for each in added:
        _require_ordered({"start": each.start, "finish": each.finish})
    session.add_all(added)
    session.flush()
    numbers = [each.id for each in added]
    session.add_all(ClassStaff(class_session_id=number, client_id=person) for number in numbers for person in staff)
    session.flush()
    if seats:
        enrolled = list(execute(session, SEATED, occurrence=occurrence.id).scalars())
        add_rows(
            session,
            ClassClient,
            [{"class_session_id": number, "enrolment_id": one} for number in numbers for one in enrolled],
        )
    return numbers


def change_class(
    session: Session, occurrence: Occurrence, number: int, told: Mapping[str, Any], staff: Sequence[int]
) -> None:
    """Change a class of a held occurrence and who teaches it; raises NotFound and InvalidFields."""
    found = class_of(session, occurrence.id, number)
    _require_ordered({"start": told.get("start", found.start), "finish": told.get("finish", found.finish)})
    for column, value in told.items():
        if getattr(found, column) != value:
            setattr(found, column, value)
    if set(execute(session, STAFF, number=number).scalars()) != set(staff):
        remove_rows(session, STAFF_REMOVAL, number=number)
        session.add_all(ClassStaff(class_session_id=number, client_id=person) for person in staff)
        touch(session, occurrence)
    session.flush()


def remove_class(session: Session, occurrence: Occurrence, number: int) -> None:
    """Remove a class of a held occurrence with the seats in it; raises NotFound and Conflict, as `why_kept`."""
    found = class_of(session, occurrence.id, number)
    if reason := why_kept(session, number):
        raise Conflict(reason)
    for removal in REMOVALS:
        remove_rows(session, removal, number=number)
    session.delete(found)
    session.flush()


def why_kept(session: Session, number: int) -> str:
    """Return why a class can not be removed; blank when it can."""
    if execute(session, ATTENDED, number=number).first() is not None:
        return "Attendance is recorded at this class, so it stays."
    if execute(session, CHOSEN, number=number).first() is not None:
        return "A web enrolment has chosen this class, so it stays."
    return ""


def class_of(session: Session, occurrence_id: int, number: int) -> ClassSession:
    """Return a class of an occurrence; raises NotFound when there is none."""
    found = session.scalar(ONE, {"number": number, "occurrence": occurrence_id})
    if found is None:
        raise NotFound("Class not found.")
    return found


def _require_ordered(values: Values) -> None:
    if any(True for _ in broken_of_class(values)):
        raise InvalidFields(Fault("finish_time", "order", "The class ends before it starts."))
