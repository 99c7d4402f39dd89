"""Wire types of the area enrolments."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import ComplexModel, String
from vettrak_api.contract.types_common import TAuthenticate, TOccu


class TBooking(TOccu):
    """Meanings documented (not Phone), names inferred from meaning and alphabetical place."""

    __type_name__ = "TBooking"

    BookingStatus = String  # status of the booking
    CoordinatorName = String  # co-ordinator
    Phone = String  # contact phone
    AfterHoursNumber = String  # after-hours contact
    Email = String  # contact e-mail


class TAuthBooking(ComplexModel):
    """Class name documented."""

    __type_name__ = "TAuthBooking"

    Auth = TAuthenticate  # outcome of the call
    Booking = TBooking  # the booking
