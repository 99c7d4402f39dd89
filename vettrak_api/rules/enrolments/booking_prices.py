"""What an employer pays for a booking or an employer enrolment, by the employees who are really enrolled.

Employees whom it has paid for and not named yet count, too: their places are held for them.

A corporate price (kind 5) is for the whole group and counts once; every other price counts once per employee.
The contract says "price items times number of employees, corporate prices once" of ProcessWebEnrolment; the same
rule serves AddEmployeeEnrolmentToBooking, which gives none.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, func, select
from sqlalchemy.orm import Session

from vettrak_api.model.enrolments import EMPLOYEE, Enrolment, EnrolmentPrice
from vettrak_api.model.occurrences import OccurrencePrice
from vettrak_api.model.reference import PriceItem
from vettrak_api.model.statements import execute
from vettrak_api.rules.enrolments.bookings import Booking
from vettrak_api.rules.occurrences.vacancies import takes_place

CORPORATE = 5

_OCCURRENCE: BindParameter[int] = bindparam("occurrence")
_ENROLMENT: BindParameter[int] = bindparam("enrolment")


def _priced(table: Any) -> Select[Any]:
    statement = select(table.amount, table.gst, PriceItem.kind).join(PriceItem, PriceItem.id == table.price_item_id)
    return statement.order_by(table.id)


OWN_PRICES = _priced(EnrolmentPrice).where(EnrolmentPrice.enrolment_id == _ENROLMENT)
PUBLISHED_PRICES = _priced(OccurrencePrice).where(
    OccurrencePrice.occurrence_id == _OCCURRENCE, OccurrencePrice.web_published
)

_EMPLOYEES = (
    select(func.count())
    .select_from(Enrolment)
    .where(Enrolment.occurrence_id == _OCCURRENCE, Enrolment.kind == EMPLOYEE, takes_place())
)
EMPLOYEES_OF_BOOKING = _EMPLOYEES.where(Enrolment.parent_id.is_(None))
EMPLOYEES_BELOW = _EMPLOYEES.where(Enrolment.parent_id == _ENROLMENT)


def price_anew(session: Session, booking: Booking) -> None:
    """Set amount and GST of the booking or employer enrolment; where no prices are kept, an agreed sum stays."""
    prices = _prices(session, booking)
    if prices:
        employees = _employees(session, booking)
        booking.payer.amount = _total(employees, ((row.amount, row.kind) for row in prices))
        booking.payer.gst = _total(employees, ((row.gst, row.kind) for row in prices))


def _total(employees: int, prices: Iterable[tuple[Decimal, int]]) -> Decimal:
    return sum((amount * times(kind, employees) for amount, kind in prices), Decimal("0.00"))


def times(kind: int, employees: int) -> int:
    """Return how often a price of a kind counts for so many employees."""
    return 1 if kind == CORPORATE else employees


def _prices(session: Session, booking: Booking) -> Sequence[Any]:
    """Return the employer enrolment's own prices, else those that the occurrence publishes."""
    parent = booking.employer_enrolment
    prices: Sequence[Any] = ()
    if parent is not None:
        prices = execute(session, OWN_PRICES, enrolment=parent.id).all()
    return prices or execute(session, PUBLISHED_PRICES, occurrence=booking.occurrence.id).all()


def _employees(session: Session, booking: Booking) -> int:
    """Count the employees enrolled under it, without those withdrawn or cancelled (R-STATUS), and those to come."""
    parent, occurrence = booking.employer_enrolment, booking.occurrence
    if parent is None:
        return int(execute(session, EMPLOYEES_OF_BOOKING, occurrence=occurrence.id).scalar_one())
    named = int(execute(session, EMPLOYEES_BELOW, occurrence=occurrence.id, enrolment=parent.id).scalar_one())
    return named + parent.held_places
