"""Wire types of the area enrolments."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import ComplexModel, String
from vettrak_api.contract.types_common import TAuthenticate, TOccu


class TBooking(TOccu):
    """An occurrence that an employer has booked as a whole."""

    __type_name__ = "TBooking"

    BookingStatus = String  # How far the booking has come, in the organisation's words.
    CoordinatorName = String  # Who looks after the booking.
    Phone = String  # The number to call about the booking.
    AfterHoursNumber = String  # The telephone to call when the office is closed.
    Email = String  # The address to write to about the booking.


class TAuthBooking(ComplexModel):
    """The outcome of the call with the occurrence that was booked as a whole."""

    __type_name__ = "TAuthBooking"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    Booking = TBooking  # The occurrence, and whom to turn to about it.
