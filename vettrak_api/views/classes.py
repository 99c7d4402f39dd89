"""Classes (TInst)."""

from sqlalchemy import select

from vettrak_api.model.occurrences import ClassSession, Occurrence
from vettrak_api.model.programmes import Programme
from vettrak_api.model.reference import Location
from vettrak_api.views.base import view

CLASSES = view(
    "TInst",
    select(
        ClassSession.id.label("Inst_ID"),
        ClassSession.start.label("Inst_Start"),
        ClassSession.finish.label("Inst_Finish"),
        ClassSession.room_code.label("Room_Code"),
        ClassSession.code.label("Inst_Code"),
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
