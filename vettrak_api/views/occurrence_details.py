"""An occurrence with everything that hangs on it (TOccuExtended): its units, staff and tasks, and the lists by name."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select, type_coerce

from vettrak_api.model.clients import Client
from vettrak_api.model.occurrences import (
    ClassSession,
    OccurrencePrice,
    OccurrenceStaff,
    OccurrenceTask,
    OccurrenceUnit,
    Task,
)
from vettrak_api.model.programmes import Unit
from vettrak_api.views.base import Flag, view
from vettrak_api.views.classes import BY_START, CLASSES
from vettrak_api.views.prices import BY_PRICE_ITEM, PRICES
from vettrak_api.views.tasks import BY_CODE, TASKS

OCCURRENCE_UNITS = view(
    "TUnit",
    select(
        Unit.code.label("Unit_Code"),
        Unit.name.label("Unit_Name"),
        Unit.kind.label("Unit_Type"),
        type_coerce(OccurrenceUnit.optional, Flag).label("Unit_Optional"),
    )
    .select_from(OccurrenceUnit)
    .join(Unit, Unit.id == OccurrenceUnit.unit_id),
)

OCCURRENCE_STAFF = view(
    "TStaf",
    select(
        Client.surname.label("Clie_Surname"),
        Client.given_name.label("Clie_Given"),
        Client.code.label("Clie_Code"),
        OccurrenceStaff.role.label("StaffType"),
        type_coerce(OccurrenceStaff.is_primary, Flag).label("PrimaryFlag"),
    )
    .select_from(OccurrenceStaff)
    .join(Client, Client.id == OccurrenceStaff.client_id),
)

OCCURRENCE_TASKS = view(
    "TTask",
    TASKS.select.select_from(OccurrenceTask).join(Task, Task.id == OccurrenceTask.task_id),
)


@dataclass(frozen=True, slots=True)
class DetailList:
    """A list that belongs to an occurrence: its ordered SELECT, and the column that tells whose it is."""

    select: Select[*tuple[Any, ...]]
    occurrence_id: ColumnElement[int]


DETAIL_LISTS = {
    "Classes": DetailList(CLASSES.select.order_by(*BY_START), ClassSession.__table__.c.occurrence_id),
    "Prices": DetailList(PRICES.select.order_by(*BY_PRICE_ITEM), OccurrencePrice.__table__.c.occurrence_id),
    "Staff": DetailList(
        OCCURRENCE_STAFF.select.order_by(Client.surname_key, Client.given_name_key, OccurrenceStaff.id),
        OccurrenceStaff.__table__.c.occurrence_id,
    ),
    "Tasks": DetailList(OCCURRENCE_TASKS.select.order_by(*BY_CODE), OccurrenceTask.__table__.c.occurrence_id),
    "Units": DetailList(OCCURRENCE_UNITS.select.order_by(Unit.code_key), OccurrenceUnit.__table__.c.occurrence_id),
}
"""The lists of TOccuExtended that differ from occurrence to occurrence, by member."""
