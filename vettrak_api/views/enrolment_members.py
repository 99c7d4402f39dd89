"""Occurrences (TOccu) and enrolments (TClieEnro), which share the members of TEnro."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Dialect, Integer, Select, case, func, literal_column, select, type_coerce
from sqlalchemy.orm import aliased
from sqlalchemy.types import TypeDecorator

from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.programmes import Programme, Qualification
from vettrak_api.model.reference import EnrolmentStatus, EnrolmentType, Location
from vettrak_api.rules.lookups import LMS_PUBLISHED
from vettrak_api.rules.occurrences.vacancies import places_left
from vettrak_api.views.base import Flag, view

Contact = aliased(Client)


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

BY_NAME = (Client.surname_key, Client.given_name_key, Enrolment.id)
"""The order of enrolments by person."""


def by_start(table: Any) -> tuple[ColumnElement[Any], ...]:
    """Return the order by start and number; what has no start comes first on every database."""
    return (case((table.start_date.is_(None), 0), else_=1), table.start_date, table.id)


def _shared_members(table: Any) -> list[ColumnElement[Any]]:
    """Return the TEnro members that an occurrence and an enrolment both have."""
    return [
        table.id.label("ID"),
        table.code.label("Code"),
        table.start_date.label("StartDate"),
        table.end_date.label("EndDate"),
        EnrolmentStatus.name.label("Status"),
        EnrolmentStatus.status_type.label("StatusType"),
        table.date_of_effect.label("DateOfEffect"),
        Qualification.code.label("Qual_Code"),
        Qualification.name.label("Qual_Name"),
        table.organisation_id.label("OrganisationId"),
        table.description.label("Description"),
        Location.code.label("Loca_Code"),
        table.delivery_type.label("DeliveryType"),
        table.delivery_modes.label("DeliveryModes"),
        Employer.identifier.label("EmployerIdentifier"),
        Employer.name.label("EmployerName"),
        Contact.code.label("EmployerContactCode"),
        table.amount.label("Amount"),
        table.gst.label("GST"),
        table.division_id.label("DivisionId"),
        EnrolmentType.name.label("EnrolmentType"),
        EnrolmentType.code.label("EnrolmentTypeCode"),
    ]


def _joined(statement: Select[Any], table: Any) -> Select[Any]:
    """Join the tables that the shared members come from."""
    return (
        statement.join(EnrolmentStatus, EnrolmentStatus.id == table.status_id)
        .outerjoin(Qualification, Qualification.id == table.qualification_id)
        .outerjoin(Location, Location.id == table.location_id)
        .outerjoin(Employer, Employer.id == table.employer_id)
        .outerjoin(Contact, Contact.id == table.employer_contact_id)
        .outerjoin(EnrolmentType, EnrolmentType.id == table.enrolment_type_id)
    )


OCCURRENCES = view(
    "TOccu",
    _joined(
        select(
            *_shared_members(Occurrence),
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

ENROLMENTS = view(
    "TClieEnro",
    _joined(
        select(
            *_shared_members(Enrolment),
            Enrolment.amount_paid.label("AmountPaid"),
            Enrolment.amount_credited.label("AmountCredited"),
            Client.code.label("Clie_Code"),
            Client.given_name.label("GivenName"),
            Client.surname.label("Surname"),
        )
        .select_from(Enrolment)
        .join(Client, Client.id == Enrolment.client_id),
        Enrolment,
    ),
)
