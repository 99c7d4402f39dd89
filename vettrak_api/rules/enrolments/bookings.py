"""Bookings and employer enrolments: what employees are enrolled under (AddEmployeeEnrolmentToBooking)."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from vettrak_api.errors import NotFound
from vettrak_api.model.clients import Employment
from vettrak_api.model.enrolments import EMPLOYER, Enrolment
from vettrak_api.model.occurrences import Occurrence


@dataclass(frozen=True, slots=True)
class Booking:
    """An occurrence that is a booking, or an employer's enrolment in an occurrence."""

    occurrence: Occurrence
    employer_enrolment: Enrolment | None

    @property
    def payer(self) -> Occurrence | Enrolment:
        """The record that names the employer and carries the price."""
        return self.employer_enrolment or self.occurrence


def find_booking(session: Session, number: int) -> Booking:
    """Return what a number of the space that occurrences and enrolments share names; raises NotFound."""
    occurrence = session.get(Occurrence, number)
    if occurrence is not None and occurrence.is_booking:
        return Booking(occurrence, None)
    enrolment = session.get(Enrolment, number)
    if enrolment is not None and enrolment.kind == EMPLOYER and enrolment.occurrence_id:
        return Booking(session.get_one(Occurrence, enrolment.occurrence_id), enrolment)
    raise NotFound("Booking or employer enrolment not found.")


def give_employer(session: Session, client_id: int, employer_id: int | None) -> None:
    """Make an employer the primary one of a client who has none now; without an employer do nothing."""
    employments = session.scalars(select(Employment).where(Employment.client_id == client_id, Employment.active)).all()
    if employer_id is None or any(employment.employer_id for employment in employments):
        return
    unnamed = next((employment for employment in employments if employment.is_primary), None)
    if unnamed is not None:
        # A position without employer may be known; a client has one primary employment only.
        unnamed.employer_id = employer_id
        return
    session.add(Employment(client_id=client_id, employer_id=employer_id, is_primary=True, active=True))
