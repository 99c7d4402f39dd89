"""Classes (TInst)."""

from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, select

from vettrak_api.model.enrolments import ClassClient, Enrolment
from vettrak_api.model.occurrences import ClassSession, ClassStaff, Occurrence
from vettrak_api.model.programmes import Programme
from vettrak_api.model.reference import Location
from vettrak_api.rules.occurrences.vacancies import takes_place
from vettrak_api.views.base import view
from vettrak_api.views.ranges import overlaps

CLASSES = view(
    "TInst",
    select(
        ClassSession.id.label("Inst_ID"),
        ClassSession.start.label("Inst_Start"),
        ClassSession.finish.label("Inst_Finish"),
        ClassSession.room_code.label("Room_Code"),
        # Always told: what a class without a code is known by.
        func.coalesce(ClassSession.code, Occurrence.code, cast(ClassSession.id, String(20))).label("Inst_Code"),
        Programme.name.label("Prog_Name"),
        ClassSession.description.label("Inst_Desc"),
        Location.code.label("Loca_Code"),
        ClassSession.occurrence_id.label("OccurrenceId"),
    )
    .select_from(ClassSession)
    .join(Occurrence, Occurrence.id == ClassSession.occurrence_id)
    .join(Programme, Programme.id == Occurrence.programme_id)
    .outerjoin(Location, Location.id == ClassSession.location_id),
)

BY_START = (ClassSession.start, ClassSession.id)
"""The order of classes by start."""

WITHIN = overlaps(ClassSession.start, ClassSession.finish)
"""Whether a class overlaps the range of dates (`views/ranges.py`)."""


def of_client(client: Any) -> ColumnElement[bool]:
    """Return the condition under which a client is in a class; withdrawn enrolments take no seat (R-STATUS)."""
    return ClassSession.id.in_(
        select(ClassClient.class_session_id)
        .join(Enrolment, Enrolment.id == ClassClient.enrolment_id)
        .where(Enrolment.client_id == client, takes_place())
    )


def of_staff(staff: Any) -> ColumnElement[bool]:
    """Return the condition under which a staff member is assigned to a class."""
    return ClassSession.id.in_(select(ClassStaff.class_session_id).where(ClassStaff.client_id == staff))
