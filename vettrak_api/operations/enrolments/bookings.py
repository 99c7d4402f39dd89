"""Area enrolments, bookings: what an employer has booked and who takes part."""

from vettrak_api.calls.call import Call, Record, operation
from vettrak_api.errors import NotFound
from vettrak_api.model.enrolments import EMPLOYEE
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.statements import execute
from vettrak_api.rules.enrolments.booking_prices import price_anew
from vettrak_api.rules.enrolments.bookings import give_employer, lock_booking, name_employee
from vettrak_api.rules.enrolments.enrolling import Terms, enrol
from vettrak_api.rules.lookups import NUMBER, find_client_id, find_referral_source_id, find_study_reason_id
from vettrak_api.views.enrolments import THE_ENROLMENT
from vettrak_api.views.occurrences import BOOKINGS

THE_BOOKING = BOOKINGS.select.where(Occurrence.is_booking, Occurrence.id == NUMBER)


@operation
def GetBookingDetails(call: Call, occurrenceId: int) -> Record:
    """Return an occurrence that is a booking, to any valid token."""
    booking = call.reader.execute(THE_BOOKING, {"wanted_number": occurrenceId}).one_or_none()
    if booking is None:
        raise NotFound("Booking not found.")
    return booking


@operation
def AddEmployeeEnrolmentToBooking(
    call: Call,
    clientCode: str | None,
    enrolmentId: int,
    studyReasonId: int | None,
    description: str | None,
    referralId: int | None,
) -> Record:
    """Enrol an existing client under an employer's booking (an occurrence) or an employer enrolment.

    The employer pays: the price goes on the booking, not on the new enrolment.
    """
    session = call.session
    study_reason_id = find_study_reason_id(session, studyReasonId)
    text = call.texts.optional("description", description)
    referral_source_id = find_referral_source_id(session, referralId)
    client_id = find_client_id(session, clientCode)
    booking = lock_booking(session, enrolmentId)
    terms = Terms(
        kind=EMPLOYEE,
        parent_id=booking.employer_enrolment.id if booking.employer_enrolment else None,
        employer_id=booking.payer.employer_id,
        employer_contact_id=booking.payer.employer_contact_id,
        study_reason_id=study_reason_id,
        referral_source_id=referral_source_id,
        description=text,
        occurrence_locked=True,
        link_enrolments=call.settings.link_enrolments,
    )
    enrolment = enrol(session, client_id, booking.occurrence, terms).enrolment
    give_employer(session, client_id, booking.payer.employer_id)
    name_employee(booking)
    price_anew(session, booking)
    return execute(session, THE_ENROLMENT, wanted_number=enrolment.id).one()
