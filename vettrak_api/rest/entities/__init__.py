"""The twelve entities of the curriculum API, with all their fields."""

from collections.abc import Mapping

from vettrak_api.rest.entities.assessments import SCHEDULED_ASSESSMENT, UNIT_ASSESSMENT, UNIT_COMPETENCY
from vettrak_api.rest.entities.codes import CODE_ITEM, COMPETENCY, STATUS_ITEM
from vettrak_api.rest.entities.programs import PROGRAM, PROGRAM_UNIT_CONSTRAINT
from vettrak_api.rest.entities.schedules import SCHEDULED_FEE, SCHEDULED_UNIT, SCHEDULED_UNIT_FEE
from vettrak_api.rest.entities.units import UNIT
from vettrak_api.rest.records import Entity

ENTITIES: Mapping[str, Entity] = {
    entity.name: entity
    for entity in (
        PROGRAM,
        UNIT,
        PROGRAM_UNIT_CONSTRAINT,
        SCHEDULED_UNIT,
        SCHEDULED_FEE,
        SCHEDULED_UNIT_FEE,
        SCHEDULED_ASSESSMENT,
        UNIT_ASSESSMENT,
        UNIT_COMPETENCY,
        COMPETENCY,
        CODE_ITEM,
        STATUS_ITEM,
    )
}
"""All of them by the names in addresses."""
