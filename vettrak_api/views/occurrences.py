"""Occurrences (TOccu) and bookings of employers."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Dialect, Integer, case, func, literal_column, select, type_coerce
from sqlalchemy.types import TypeDecorator

from vettrak_api.model.occurrences import LMS_PUBLISHED, Occurrence
from vettrak_api.model.programmes import Programme
from vettrak_api.rules.occurrences.vacancies import places_left
from vettrak_api.views.base import Flag, view
from vettrak_api.views.enrolment_members import joined, shared_members


class NoMoney(TypeDecorator[Decimal]):
    """The amount 0.00, whatever the column holds; nothing is converted row by row."""

    impl = Integer
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Decimal]:
        """Return the constant."""
        del dialect, coltype
        amount = Decimal("0.00")
        return lambda _value: amount


NOTHING: ColumnElement[Decimal] = type_coerce(literal_column("0"), NoMoney)
"""What an occurrence has been paid and credited: only enrolments are paid."""

UPLOADED = case((Occurrence.lms_publish == LMS_PUBLISHED, func.coalesce(Occurrence.lms_status, 0)), else_=0)
"""The LMS status of an LMS occurrence; 0 for others, whatever they were before."""

OCCURRENCES = view(
    "TOccu",
    joined(
        select(
            *shared_members(Occurrence),
            NOTHING.label("AmountPaid"),
            NOTHING.label("AmountCredited"),
            Programme.code.label("Prog_Code"),
            Programme.name.label("Prog_Name"),
            Occurrence.reportable.label("Reportable"),
            type_coerce(Occurrence.web_published, Flag).label("WebPublished"),
            UPLOADED.label("Uploaded"),
            places_left().label("Vacancies"),
            Occurrence.colour.label("Colour"),
            Programme.id.label("Prog_ID"),
        )
        .select_from(Occurrence)
        .join(Programme, Programme.id == Occurrence.programme_id),
        Occurrence,
    ),
)

BOOKINGS = view(
    "TBooking",
    OCCURRENCES.select.add_columns(
        Occurrence.booking_status.label("BookingStatus"),
        Occurrence.coordinator_name.label("CoordinatorName"),
        Occurrence.booking_phone.label("Phone"),
        Occurrence.after_hours_number.label("AfterHoursNumber"),
        Occurrence.booking_email.label("Email"),
    ),
)
