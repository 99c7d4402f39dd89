"""What a learning management system has of occurrences and enrolments (R-LMS)."""

from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput, NotFound
from vettrak_api.model.enrolments import EMPLOYER, Enrolment
from vettrak_api.model.occurrences import LMS_PUBLISHED, Occurrence
from vettrak_api.model.rows import change_rows
from vettrak_api.model.statements import execute
from vettrak_api.rules.lookups import ENROLMENT_NOT_FOUND, NUMBER, published_to_lms
from vettrak_api.rules.occurrences.vacancies import lock_occurrence

FLAGS_OF_OCCURRENCE = select(Occurrence.id, Occurrence.lms_publish, Occurrence.lms_status).where(
    Occurrence.id == NUMBER
)
FLAGS_OF_ENROLMENT = (
    select(Enrolment.id, Occurrence.lms_publish, Enrolment.lms_status)
    .outerjoin(Occurrence, Occurrence.id == Enrolment.occurrence_id)
    .where(Enrolment.id == NUMBER, Enrolment.kind != EMPLOYER)
)


def lock_lms_occurrence(session: Session, occurrence_id: int) -> Occurrence:
    """Return an occurrence that is published to the LMS, and hold its places until the transaction ends.

    Raises NotFound when there is none, InvalidInput when it is not published to the LMS.
    """
    return published_to_lms(lock_occurrence(session, occurrence_id))


def set_occurrence_status(session: Session, occurrence_id: int, status: int) -> None:
    """Record whether an occurrence exists in the LMS (1) or not (0); its enrolments are not touched.

    Raises as `lock_lms_occurrence`.
    """
    found = execute(session, FLAGS_OF_OCCURRENCE, wanted_number=occurrence_id).first()
    _set_status(session, Occurrence, published_to_lms(found), status)


def set_enrolment_status(session: Session, enrolment_id: int, status: int) -> None:
    """Record whether an enrolment exists in the LMS (1) or not (0); its occurrence's flag must allow it.

    Raises NotFound when there is none, InvalidInput when its occurrence is not published to the LMS.
    """
    found = execute(session, FLAGS_OF_ENROLMENT, wanted_number=enrolment_id).first()
    if found is None:
        raise NotFound(ENROLMENT_NOT_FOUND)
    if found.lms_publish != LMS_PUBLISHED:
        raise InvalidInput("Enrolment is not in an LMS occurrence.")
    _set_status(session, Enrolment, found, status)


def _set_status(session: Session, table: type[Any], found: Row[Any], status: int) -> None:
    """Change the status where it differs; the same again is no change."""
    if found.lms_status != status:
        change_rows(session, table, {found.id: {"lms_status": status}}, {found.id: {"lms_status": found.lms_status}})
