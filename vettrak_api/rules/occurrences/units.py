"""Units of an occurrence: which there are, and that none goes in which somebody is enrolled."""

from collections.abc import Mapping

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Fault, InvalidFields
from vettrak_api.model.enrolments import EnrolledUnit, Enrolment
from vettrak_api.model.occurrences import Occurrence, OccurrencePrice, OccurrenceUnit
from vettrak_api.model.programmes import Unit
from vettrak_api.model.quarantine import PENDING, WebEnrolment, WebUnitChoice
from vettrak_api.model.statements import execute
from vettrak_api.rules.occurrences.details import FOLLOWS

_OCCURRENCE = bindparam("occurrence", type_=Integer)
OF_OCCURRENCE = select(OccurrenceUnit).where(OccurrenceUnit.occurrence_id == _OCCURRENCE)

USES = (
    (
        "Somebody is enrolled in {code}, so it stays.",
        select(EnrolledUnit.unit_id)
        .join(Enrolment, Enrolment.id == EnrolledUnit.enrolment_id)
        .where(Enrolment.occurrence_id == _OCCURRENCE),
    ),
    (
        "A web enrolment that waits has chosen {code}, so it stays.",
        select(WebUnitChoice.unit_id)
        .join(WebEnrolment, WebEnrolment.id == WebUnitChoice.web_enrolment_id)
        .where(WebEnrolment.occurrence_id == _OCCURRENCE, WebEnrolment.state == PENDING),
    ),
    (
        "{code} has a price of its own. Remove that first.",
        select(OccurrencePrice.unit_id).where(OccurrencePrice.occurrence_id == _OCCURRENCE),
    ),
)
"""What keeps a unit in its occurrence, with the sentence."""

CODES = select(Unit.id, Unit.code).where(Unit.id.in_(bindparam("units", expanding=True)))


def set_units(session: Session, occurrence: Occurrence, wanted: Mapping[int, bool]) -> None:
    """Let a held occurrence have these units, told with whether each is optional.

    Raises InvalidFields, with a fault for each, when a unit would go that somebody needs.
    """
    stored = {row.unit_id: row for row in session.scalars(OF_OCCURRENCE, {"occurrence": occurrence.id})}
    gone = stored.keys() - wanted.keys()
    if occurrence.scheduled_unit_id is not None and gone ^ (wanted.keys() - stored.keys()):
        raise InvalidFields(Fault("units", "schedule", FOLLOWS))
    _require_unused(session, occurrence.id, gone)
    for unit_id in gone:
        session.delete(stored[unit_id])
    for unit_id, is_optional in wanted.items():
        if unit_id not in stored:
            session.add(OccurrenceUnit(occurrence_id=occurrence.id, unit_id=unit_id, optional=is_optional))
        elif stored[unit_id].optional != is_optional:
            stored[unit_id].optional = is_optional
    session.flush()


def _require_unused(session: Session, occurrence_id: int, units: set[int]) -> None:
    if not units:
        return
    codes = {row.id: row.code for row in execute(session, CODES, units=sorted(units))}
    faults = [
        Fault("units", "used", sentence.format(code=codes[unit_id]))
        for sentence, used in USES
        for unit_id in sorted(units & set(execute(session, used, occurrence=occurrence_id).scalars()))
    ]
    if faults:
        raise InvalidFields(*faults)
