"""What a learning management system has of occurrences and enrolments (R-LMS)."""

from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput
from vettrak_api.model.occurrences import LMS_PUBLISHED, Occurrence
from vettrak_api.model.statements import execute
from vettrak_api.rules.lookups import LMS_FLAG, find_enrolment, find_lms_occurrence, published_to_lms
from vettrak_api.rules.occurrences.vacancies import LOCKED_OCCURRENCE


def lock_lms_occurrence(session: Session, occurrence_id: int) -> Occurrence:
    """Return an occurrence that is published to the LMS, and hold its places until the transaction ends.

    Raises NotFound and InvalidInput as `find_lms_occurrence`.
    """
    return published_to_lms(session.scalar(LOCKED_OCCURRENCE, {"number": occurrence_id}))


def set_occurrence_status(session: Session, occurrence_id: int, status: int) -> None:
    """Record whether an occurrence exists in the LMS (1) or not (0); its enrolments are not touched.

    Raises NotFound and InvalidInput as `find_lms_occurrence`.
    """
    find_lms_occurrence(session, occurrence_id).lms_status = status


def set_enrolment_status(session: Session, enrolment_id: int, status: int) -> None:
    """Record whether an enrolment exists in the LMS (1) or not (0); its occurrence's flag must allow it.

    Raises NotFound as `find_enrolment`, InvalidInput when its occurrence is not published to the LMS.
    """
    enrolment = find_enrolment(session, enrolment_id)
    flag = execute(session, LMS_FLAG, wanted_number=enrolment.occurrence_id).scalar()
    if flag != LMS_PUBLISHED:
        raise InvalidInput("Enrolment is not in an LMS occurrence.")
    enrolment.lms_status = status
