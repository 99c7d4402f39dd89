"""Area lms: occurrences and enrolments on their way to and from a learning management system."""

import datetime

from sqlalchemy import and_, func, or_

from vettrak_api.calls.call import Call, Confirmation, Record, Records, operation
from vettrak_api.model.enrolments import EMPLOYER, Enrolment
from vettrak_api.model.occurrences import IN_LMS, LMS_PUBLISHED, Occurrence
from vettrak_api.model.planning import constant, not_before
from vettrak_api.model.statements import execute
from vettrak_api.rules.enrolments.enrolling import Terms, enrol
from vettrak_api.rules.enrolments.lms import lock_lms_occurrence, set_enrolment_status, set_occurrence_status
from vettrak_api.rules.lookups import (
    NUMBER,
    find_client_id,
    find_referral_source_id,
    find_study_reason_id,
    require_lms_occurrence,
)
from vettrak_api.rules.validation import in_order, zero_or_one
from vettrak_api.views.enrolments import BY_NAME, ENROLMENTS, THE_ENROLMENT
from vettrak_api.views.occurrences import OCCURRENCES
from vettrak_api.views.ranges import END, START, by_start

STATUS_MESSAGE = "LMS status must be 0 or 1."

PUBLISHED = Occurrence.lms_publish == constant(LMS_PUBLISHED)
LMS_OCCURRENCES = OCCURRENCES.select.order_by(*by_start(Occurrence.start_date))
# Each alternative says all that an index holds: SQLite would otherwise find what is published and look through it,
# which are the courses of all years. And not `!=`, for which no database uses an index.
NEW_OCCURRENCES = LMS_OCCURRENCES.where(
    or_(
        and_(PUBLISHED, Occurrence.lms_status.is_(None)),
        and_(PUBLISHED, Occurrence.lms_status < constant(IN_LMS)),
        and_(PUBLISHED, Occurrence.lms_status > constant(IN_LMS)),
    )
)
OVERLAPPING = LMS_OCCURRENCES.where(
    func.coalesce(Occurrence.start_date, END) <= END,
    or_(
        # In other words, or SQLite would take what both alternatives say and look through it.
        and_(Occurrence.lms_publish == LMS_PUBLISHED, Occurrence.end_date.is_(None)),
        and_(PUBLISHED, not_before(Occurrence.end_date, START)),
    ),
)
NEW_ENROLMENTS = ENROLMENTS.select.where(
    Enrolment.occurrence_id == NUMBER,
    Enrolment.kind != EMPLOYER,
    Enrolment.lms_publish == LMS_PUBLISHED,
    or_(Enrolment.lms_status.is_(None), Enrolment.lms_status != IN_LMS),
).order_by(*BY_NAME)


@operation
def GetLMSNewOccurrences(call: Call) -> Records:
    """List LMS occurrences that the LMS does not have yet, whatever their dates, by start and number."""
    return call.reader.execute(NEW_OCCURRENCES).all()


@operation
def GetLMSOccurrencesInDateRange(call: Call, xsdStart: datetime.datetime, xsdEnd: datetime.datetime) -> Records:
    """List LMS occurrences that run within a range, uploaded or not; an open end runs for ever."""
    in_order(xsdStart, xsdEnd)
    return call.reader.execute(OVERLAPPING, {"range_start": xsdStart, "range_end": xsdEnd}).all()


@operation
def UpdateLMSOccurrenceStatus(call: Call, iID: int, iStatus: int) -> Confirmation:
    """Record whether an occurrence exists in the LMS (1) or not (0); its enrolments are not touched."""
    zero_or_one(iStatus, STATUS_MESSAGE)
    set_occurrence_status(call.session, iID, iStatus)


@operation
def GetLMSNewEnrolmentsForOccurrence(call: Call, iID: int) -> Records:
    """List enrolments of an LMS occurrence that the LMS does not have yet, of every status, by name."""
    require_lms_occurrence(call.reader, iID)
    return call.reader.execute(NEW_ENROLMENTS, {"wanted_number": iID}).all()


@operation
def UpdateLMSEnrolmentStatus(call: Call, iID: int, iStatus: int) -> Confirmation:
    """Record whether an enrolment exists in the LMS (1) or not (0); its occurrence's flag must allow it."""
    zero_or_one(iStatus, STATUS_MESSAGE)
    set_enrolment_status(call.session, iID, iStatus)


@operation
def AddLMSClientEnrolmentToOccurrence(
    call: Call,
    sClie_Code: str | None,
    iOccurrenceId: int,
    studyReasonId: int | None,
    description: str | None,
    referralId: int | None,
) -> Record:
    """Enrol an existing client straight into an LMS occurrence; the LMS has admitted the person already."""
    session = call.session
    terms = Terms(
        study_reason_id=find_study_reason_id(session, studyReasonId),
        description=call.texts.optional("description", description),
        referral_source_id=find_referral_source_id(session, referralId),
        known_to_lms=True,
        occurrence_locked=True,
        link_enrolments=call.settings.link_enrolments,
    )
    client_id = find_client_id(session, sClie_Code)
    occurrence = lock_lms_occurrence(session, iOccurrenceId)
    enrolment = enrol(session, client_id, occurrence, terms).enrolment
    return execute(session, THE_ENROLMENT, wanted_number=enrolment.id).one()
