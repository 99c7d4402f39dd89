"""The forms of an occurrence and of its parts, and what can be chosen in them."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.programmes import Programme
from vettrak_api.model.reference import Division, EnrolmentStatus, EnrolmentType, Location, PriceItem
from vettrak_api.model.statements import execute
from vettrak_api.rules.occurrences.vacancies import free_statuses
from vettrak_api.transfer.declared import BY_NAME, BY_TABLE
from vettrak_api.web.staff.setup.inputs import CHOICE, TICK, Form, Input, Options, Part

KIND = BY_TABLE[Occurrence.__tablename__]


def _named(listed: Select[int, str]) -> Options:
    return lambda session: {str(number): name for number, name in execute(session, listed)}


def _marked(listed: Select[int, str, str, bool]) -> Options:
    """Return options of number, code, name and whether it is in use; a record may have one that is no more."""

    def options(session: Session) -> dict[str, str]:
        return {
            str(number): f"{code} {name}{'' if active else ' (not in use)'}"
            for number, code, name, active in execute(session, listed)
        }

    return options


PROGRAMMES = _marked(
    select(Programme.id, Programme.code, Programme.name, Programme.active).order_by(Programme.code, Programme.id)
)
LOCATIONS = _marked(
    select(Location.id, Location.code, Location.name, Location.active).order_by(Location.name, Location.id)
)
DIVISIONS = _named(select(Division.id, Division.name).order_by(Division.name, Division.id))
PRICE_ITEMS = _named(select(PriceItem.id, PriceItem.name).order_by(PriceItem.name, PriceItem.id))
ENROLMENT_TYPES = _named(select(EnrolmentType.id, EnrolmentType.name).order_by(EnrolmentType.name))
STATUSES = _named(
    select(EnrolmentStatus.id, EnrolmentStatus.name)
    .where(EnrolmentStatus.id.not_in(free_statuses()))
    .order_by(EnrolmentStatus.id)
)
"""Those of occurrences that take place: calling one off has a page of its own."""

_CODE = (
    Input("code", "Code", "Up to 20 characters, unique", "w-6", is_needed=True),
    Input("description", "Description", "What people read about it"),
)
_QUALIFICATION = Input(
    "qualification_id", "Qualification or course", "Its code. Leave blank for units without one", "w-6"
)
_DATES = (
    Input("start_date", "First day", "Day, month, year: 9/12/2026", "w-6", is_needed=True),
    Input("end_date", "Last day", "May be the same day", "w-6"),
)
_WHERE = (
    Input("location_id", "Location", look=CHOICE, options=LOCATIONS),
    Input("division_id", "Division", look=CHOICE, options=DIVISIONS, is_needed=True),
    Input("delivery_modes", "Delivery", "Internal, External, Workplace-based: as many as apply, with ; between"),
)
_PLACES = Input("maximum_places", "Places", "Leave blank for no limit", "w-3")
_PRICE = (
    Input("amount", "Full price", "In dollars, GST included", "w-6"),
    Input("gst", "GST in it", "0 where it is GST free", "w-6"),
)
_LMS = Input(
    "lms_publish", "Goes to the LMS", "The learning management system fetches it and its enrolments", look=TICK
)
_WEB = Input("web_published", "Open for web enrolment", "Web sites may show it and take bookings", look=TICK)
_PROCESSING = Input(
    "auto_process_reservations",
    "Completed reservations are enrolled at once",
    "Those that are close to somebody on record still wait for you",
    look=TICK,
)
_MORE = Part(
    "More",
    (
        Input("enrolment_type_id", "Type of enrolment", look=CHOICE, options=ENROLMENT_TYPES),
        Input("colour", "Colour", "In timetables: # and six digits or letters, such as #0000FF", "w-6"),
    ),
)
_BOOKING = Part(
    "Booked by an employer",
    (
        Input("is_booking", "An employer has booked the whole occurrence", look=TICK),
        Input("employer_id", "Employer", "Its identifier", "w-6"),
        Input("coordinator_name", "Who looks after it"),
        (
            Input("booking_phone", "Phone", width="w-6"),
            Input("after_hours_number", "Phone after hours", width="w-6"),
        ),
        Input("booking_email", "E-mail address"),
    ),
)
_STATUS = Input("status_id", "Status", look=CHOICE, options=STATUSES, is_needed=True)

NEW = Form(
    KIND,
    (
        Part(
            "What",
            (
                Input("programme_id", "Programme", look=CHOICE, options=PROGRAMMES, is_needed=True),
                _CODE,
                _QUALIFICATION,
            ),
        ),
        Part("When and where", (_DATES, *_WHERE)),
        Part("Places and price", (_PLACES, _PRICE)),
        Part("Who sees it", (_WEB, _LMS, _PROCESSING)),
        _MORE,
        _BOOKING,
    ),
)

STORED = Form(
    KIND,
    (
        Part("What", (_CODE, _QUALIFICATION, _STATUS)),
        Part("When and where", (_DATES, *_WHERE)),
        Part("Places and price", (_PLACES, _PRICE)),
        Part("Who sees it", (_WEB, _LMS, _PROCESSING)),
        _MORE,
        _BOOKING,
    ),
)
"""Of an occurrence that is there: its programme stays."""

SCHEDULED = Form(
    KIND, (Part("What", (_CODE, _STATUS)), Part("Where", _WHERE), Part("Who sees it", (_LMS, _PROCESSING)), _MORE)
)
"""Of a scheduled unit: dates, places, price and the web are the schedule's."""

CANCELLED = Form(KIND, (Part("What", (_CODE, _STATUS)),))
"""Of what has been called off: it may be brought back."""

COPY = Form(
    KIND,
    (
        Part(
            "The new occurrence",
            (Input("code", "Code", "Up to 20 characters, unique", "w-6", is_needed=True), _DATES[0]),
        ),
        Part("Who sees it", (_WEB, _LMS)),
    ),
)

PRICE = Form(
    BY_NAME["occurrence_prices"],
    (
        Part(
            "Price",
            (
                Input("price_item_id", "For what", look=CHOICE, options=PRICE_ITEMS, is_needed=True),
                Input("unit_id", "Unit", "Code of the unit that it is for; leave blank for the whole", "w-6"),
                (
                    Input("amount", "Amount", "In dollars, GST included", "w-6", is_needed=True),
                    Input("gst", "GST in it", "0 where it is GST free", "w-6"),
                ),
                Input("web_published", "Web sites offer it", look=TICK),
            ),
        ),
    ),
)
CLASS = Form(
    BY_NAME["classes"],
    (
        Part(
            "Class",
            (
                (
                    Input("start", "Starts", "Such as 9/12/2026 9:00", "w-20"),
                    Input("finish", "Ends", "Such as 9/12/2026 12:00", "w-20"),
                ),
                Input("location_id", "Location", look=CHOICE, options=LOCATIONS),
                (Input("room_code", "Room", width="w-6"), Input("code", "Code", width="w-6")),
                Input("description", "Description", "What people read about it"),
            ),
        ),
    ),
)
STAFF = Form(
    BY_NAME["occurrence_staff"],
    (
        Part(
            "Who",
            (
                Input("client_id", "Staff member", "The code of the person", "w-6"),
                Input("role", "What they do here", "Such as Trainer or Manager", "w-6"),
                Input("is_primary", "Is the main one", look=TICK),
            ),
        ),
    ),
)
SHARE = Form(
    BY_NAME["occurrence_invoice_schedules"],
    (
        Part(
            "Part of the price",
            (
                (
                    Input("invoice_date", "Day of the invoice", "Day, month, year: 9/12/2026", "w-6"),
                    Input("percentage", "Percent", "Of the price, such as 50", "w-3"),
                ),
                Input("description", "Description", "What the invoice says"),
            ),
        ),
    ),
)
