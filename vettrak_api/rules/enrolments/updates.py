"""Changes of an enrolment's status, dates and type (UpdateEnrolment)."""

import datetime
from dataclasses import dataclass

from sqlalchemy.orm import Session

from vettrak_api.model.enrolments import Enrolment
from vettrak_api.rules.enrolments.locks import lock_whole_enrolment
from vettrak_api.rules.validation import in_order


@dataclass(frozen=True, slots=True)
class EnrolmentChange:
    """What to change; None leaves a thing alone. The type is set, perhaps to none, when `sets_type` says so."""

    status_id: int | None
    date_of_effect: datetime.datetime | None
    start: datetime.datetime | None
    finish: datetime.datetime | None
    sets_type: bool
    type_id: int | None


def update_enrolment(session: Session, enrolment_id: int, change: EnrolmentChange, now: datetime.datetime) -> None:
    """Change an enrolment; a status without a date of effect takes effect today.

    Raises NotFound as `lock_whole_enrolment`, InvalidInput when it would end before it starts.
    """
    enrolment = lock_whole_enrolment(session, enrolment_id)
    effect = change.date_of_effect
    if change.status_id:
        enrolment.status_id = change.status_id
        effect = effect or now.replace(hour=0, minute=0, second=0)
    enrolment.date_of_effect = effect or enrolment.date_of_effect
    _move(enrolment, change.start, change.finish)
    if change.sets_type:
        enrolment.enrolment_type_id = change.type_id


def _move(enrolment: Enrolment, start: datetime.datetime | None, finish: datetime.datetime | None) -> None:
    """Set the dates that are given; dates that were reversed before do not stop other changes."""
    if start or finish:
        in_order(start or enrolment.start_date, finish or enrolment.end_date)
    enrolment.start_date = start or enrolment.start_date
    enrolment.end_date = finish or enrolment.end_date
