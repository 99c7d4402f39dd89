"""Keeps two calls from writing about the same enrolment at once."""

import datetime
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.errors import NotFound
from vettrak_api.model.enrolments import EMPLOYER, Enrolment
from vettrak_api.model.statements import execute, for_update
from vettrak_api.rules.lookups import ENROLMENT_NOT_FOUND

_WANTED = (Enrolment.id == bindparam("number"), Enrolment.kind != EMPLOYER)

LOCKED_ENROLMENT = for_update(select(Enrolment).where(*_WANTED), Enrolment)
LOCKED_COLUMNS = for_update(
    select(Enrolment.id, Enrolment.occurrence_id, Enrolment.start_date, Enrolment.end_date).where(*_WANTED), Enrolment
)


@dataclass(frozen=True, slots=True)
class LockedEnrolment:
    """What those need of an enrolment who write about its units."""

    id: int
    occurrence_id: int | None
    start_date: datetime.datetime | None
    end_date: datetime.datetime | None


def lock_enrolment(session: Session, enrolment_id: int) -> LockedEnrolment:
    """Find a client's or employee's enrolment; other writers of it wait until the transaction ends.

    What is read after this is what the other writer left, so that no result goes missing from the history and
    no unit is added twice. Raises NotFound when there is none.
    """
    found = execute(session, LOCKED_COLUMNS, number=enrolment_id).first()
    if found is None:
        raise NotFound(ENROLMENT_NOT_FOUND)
    return LockedEnrolment(*found)


def lock_whole_enrolment(session: Session, enrolment_id: int) -> Enrolment:
    """Do what `lock_enrolment` does, and return the enrolment to be changed itself."""
    found = session.scalars(LOCKED_ENROLMENT, {"number": enrolment_id}).first()
    if found is None:
        raise NotFound(ENROLMENT_NOT_FOUND)
    return found
