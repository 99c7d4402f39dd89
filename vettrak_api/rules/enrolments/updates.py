"""Changes of an enrolment's status, dates and type (UpdateEnrolment)."""

import datetime
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict
from vettrak_api.model.enrolments import EMPLOYER, Enrolment
from vettrak_api.model.occurrences import LMS_PUBLISHED, Occurrence
from vettrak_api.model.statements import execute
from vettrak_api.rules.enrolments.locks import lock_whole_enrolment
from vettrak_api.rules.occurrences.vacancies import FREE_STATUS_TYPES, lock_places, require_places, takes_place
from vettrak_api.rules.validation import in_order

GONE = (
    select(Enrolment.client_id, Enrolment.occurrence_id, Occurrence.lms_publish)
    .join(Occurrence, Occurrence.id == Enrolment.occurrence_id)
    .where(Enrolment.id == bindparam("number"), Enrolment.kind != EMPLOYER, ~takes_place())
)
"""An enrolment in an occurrence that takes no place now."""

ANOTHER = (
    select(Enrolment.id)
    .where(
        Enrolment.occurrence_id == bindparam("occurrence"),
        Enrolment.client_id == bindparam("client"),
        Enrolment.id != bindparam("number"),
        takes_place(),
    )
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class EnrolmentChange:
    """What to change; None leaves a thing alone. The type is set, perhaps to none, when `sets_type` says so.

    status: a row with id and status_type.
    """

    status: Any
    date_of_effect: datetime.datetime | None
    start: datetime.datetime | None
    finish: datetime.datetime | None
    sets_type: bool
    type_id: int | None


def update_enrolment(session: Session, enrolment_id: int, change: EnrolmentChange, now: datetime.datetime) -> None:
    """Change an enrolment; a status without a date of effect takes effect today.

    What was withdrawn or cancelled takes a place again when it goes on (R-STATUS). Raises NotFound as
    `lock_whole_enrolment`, InvalidInput when it would end before it starts, and as `_come_back`.
    """
    if change.status and change.status.status_type not in FREE_STATUS_TYPES:
        _come_back(session, enrolment_id)
    enrolment = lock_whole_enrolment(session, enrolment_id)
    effect = change.date_of_effect
    if change.status:
        enrolment.status_id = change.status.id
        effect = effect or now.replace(hour=0, minute=0, second=0)
    enrolment.date_of_effect = effect or enrolment.date_of_effect
    _move(enrolment, change.start, change.finish)
    if change.sets_type:
        enrolment.enrolment_type_id = change.type_id


def _come_back(session: Session, enrolment_id: int) -> None:
    """Make sure that an enrolment, if it takes no place now, may take one again.

    Raises Conflict when the client has another enrolment in the occurrence that takes one, and InvalidInput when no
    place is left; the LMS has admitted its people already, so that its occurrences are not asked for places.
    """
    gone = execute(session, GONE, number=enrolment_id).first()
    if gone is None:
        return
    # The occurrence before the enrolment, as everybody does who takes a place.
    lock_places(session, gone.occurrence_id)
    others = {"client": gone.client_id, "occurrence": gone.occurrence_id, "number": enrolment_id}
    if execute(session, ANOTHER, **others).first() is not None:
        raise Conflict("Client is already enrolled in this occurrence.")
    if gone.lms_publish != LMS_PUBLISHED:
        require_places(session, gone.occurrence_id)


def _move(enrolment: Enrolment, start: datetime.datetime | None, finish: datetime.datetime | None) -> None:
    """Set the dates that are given; dates that were reversed before do not stop other changes."""
    if start or finish:
        in_order(start or enrolment.start_date, finish or enrolment.end_date)
    enrolment.start_date = start or enrolment.start_date
    enrolment.end_date = finish or enrolment.end_date
