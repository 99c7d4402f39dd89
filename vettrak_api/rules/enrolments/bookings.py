"""Bookings and employer enrolments: what employees are enrolled under (AddEmployeeEnrolmentToBooking)."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.errors import NotFound
from vettrak_api.model.clients import Employment
from vettrak_api.model.enrolments import EMPLOYER, Enrolment
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.rules.occurrences.vacancies import lock_occurrence

EMPLOYER_ENROLMENT = select(Enrolment).where(
    Enrolment.id == bindparam("number"), Enrolment.kind == EMPLOYER, Enrolment.occurrence_id.is_not(None)
)
EMPLOYMENTS = select(Employment).where(Employment.client_id == bindparam("client"), Employment.active)


@dataclass(frozen=True, slots=True)
class Booking:
    """An occurrence that is a booking, or an employer's enrolment in an occurrence."""

    occurrence: Occurrence
    employer_enrolment: Enrolment | None

    @property
    def payer(self) -> Occurrence | Enrolment:
        """The record that names the employer and carries the price."""
        return self.employer_enrolment or self.occurrence


def lock_booking(session: Session, number: int) -> Booking:
    """Return what a number of the space that occurrences and enrolments share names; raises NotFound.

    Holds the places of the occurrence: whoever else enrols in it waits until the transaction ends.
    """
    enrolment = session.scalar(EMPLOYER_ENROLMENT, {"number": number})
    wanted = enrolment.occurrence_id if enrolment is not None else number
    occurrence = lock_occurrence(session, wanted)
    if occurrence is None or (enrolment is None and not occurrence.is_booking):
        raise NotFound("Booking or employer enrolment not found.")
    if enrolment is not None and enrolment.held_places:
        session.refresh(enrolment)  # somebody else may have named an employee while this call waited
    return Booking(occurrence, enrolment)


def name_employee(booking: Booking) -> None:
    """Give one of the places that are held for employees to come, if any, to one who has been named."""
    above = booking.employer_enrolment
    if above is not None and above.held_places:
        above.held_places -= 1


def give_employer(session: Session, client_id: int, employer_id: int | None) -> None:
    """Make an employer the primary one of a client who has none now; without an employer do nothing."""
    if employer_id is None:
        return
    employments = session.scalars(EMPLOYMENTS, {"client": client_id}).all()
    if any(employment.employer_id for employment in employments):
        return
    unnamed = next((employment for employment in employments if employment.is_primary), None)
    if unnamed is not None:
        # A position without employer may be known; a client has one primary employment only.
        unnamed.employer_id = employer_id
        return
    session.add(Employment(client_id=client_id, employer_id=employer_id, is_primary=True, active=True))
