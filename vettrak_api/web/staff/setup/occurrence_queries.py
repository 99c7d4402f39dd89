"""The statements behind the pages of occurrences."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, DateTime, Integer, and_, bindparam, func, or_, select

from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.enrolments import ClassClient, Enrolment
from vettrak_api.model.occurrences import (
    ClassSession,
    ClassStaff,
    Occurrence,
    OccurrenceInvoiceSchedule,
    OccurrencePrice,
    OccurrenceStaff,
    OccurrenceUnit,
)
from vettrak_api.model.programmes import Programme, Qualification, QualificationUnit, Unit
from vettrak_api.model.reference import EnrolmentStatus, Location, PriceItem
from vettrak_api.rules.occurrences.vacancies import free_statuses, places_left
from vettrak_api.web.staff.queries import Statement

OCCURRENCE = bindparam("occurrence", type_=Integer)
NOW = bindparam("today", type_=DateTime)

LISTED = (
    select(
        Occurrence.id,
        Occurrence.code,
        Occurrence.description,
        Occurrence.start_date,
        Occurrence.end_date,
        Occurrence.maximum_places,
        Occurrence.web_published,
        Occurrence.lms_publish,
        Occurrence.scheduled_unit_id,
        Programme.name.label("programme"),
        Programme.code.label("programme_code"),
        Location.name.label("location"),
        EnrolmentStatus.name.label("status"),
        EnrolmentStatus.status_type,
        places_left().label("places_left"),
    )
    .select_from(Occurrence)
    .join(Programme, Programme.id == Occurrence.programme_id)
    .join(EnrolmentStatus, EnrolmentStatus.id == Occurrence.status_id)
    .outerjoin(Location, Location.id == Occurrence.location_id)
)
"""Occurrences, one row each."""

HEAD = LISTED.where(Occurrence.id == OCCURRENCE)
SEARCHED = (Occurrence.code, Occurrence.description, Programme.code, Programme.name, Location.code, Location.name)

_CALLED_OFF = Occurrence.status_id.in_(bindparam("free", expanding=True))
_OVER = and_(Occurrence.end_date.is_not(None), Occurrence.end_date < NOW)
_TO_COME = or_(Occurrence.start_date.is_(None), Occurrence.start_date >= NOW)

WHEN: Mapping[str, tuple[str, ColumnElement[bool]]] = {
    "": ("Running and to come", and_(~_CALLED_OFF, ~_OVER)),
    "coming": ("To come", and_(~_CALLED_OFF, ~_OVER, _TO_COME)),
    "running": ("Running", and_(~_CALLED_OFF, ~_OVER, ~_TO_COME)),
    "past": ("Past", and_(~_CALLED_OFF, _OVER)),
    "cancelled": ("Cancelled", _CALLED_OFF),
    "all": ("All", or_(_CALLED_OFF, ~_CALLED_OFF)),
}
"""What a list may show, as people read it; `today` is the midnight that began the day, `free` all of FREE_STATUSES.

These are asked before: of a value databases know how many rows have it, of a subquery they do not, and then look
through all courses for the one that was cancelled.
"""

FREE_STATUSES = free_statuses()

UNITS = (
    select(OccurrenceUnit.unit_id, OccurrenceUnit.optional, Unit.code, Unit.name, Unit.hours)
    .join(Unit, Unit.id == OccurrenceUnit.unit_id)
    .where(OccurrenceUnit.occurrence_id == OCCURRENCE)
    .order_by(Unit.code_key)
)
OFFERED_UNITS = (
    select(Unit.id.label("unit_id"), QualificationUnit.core, Unit.code, Unit.name, Unit.hours)
    .select_from(Occurrence)
    .join(
        Qualification,
        or_(Qualification.id == Occurrence.qualification_id, Qualification.programme_id == Occurrence.programme_id),
    )
    .join(QualificationUnit, QualificationUnit.qualification_id == Qualification.id)
    .join(Unit, Unit.id == QualificationUnit.unit_id)
    .where(Occurrence.id == OCCURRENCE, QualificationUnit.constraint_type.is_(None), Unit.active)
    .order_by(Unit.code_key)
)
"""The units of the qualification of an occurrence, and of what its programme sells."""

CLASSES = (
    select(
        ClassSession.id,
        ClassSession.start,
        ClassSession.finish,
        ClassSession.room_code,
        ClassSession.description,
        Location.name.label("location"),
        select(func.count())
        .select_from(ClassClient)
        .where(ClassClient.class_session_id == ClassSession.id)
        .correlate(ClassSession)
        .scalar_subquery()
        .label("seats"),
    )
    .outerjoin(Location, Location.id == ClassSession.location_id)
    .where(ClassSession.occurrence_id == OCCURRENCE)
    .order_by(ClassSession.start, ClassSession.id)
)
TEACHING = (
    select(ClassStaff.class_session_id, Client.id, Client.code, Client.surname, Client.given_name)
    .join(Client, Client.id == ClassStaff.client_id)
    .join(ClassSession, ClassSession.id == ClassStaff.class_session_id)
    .where(ClassSession.occurrence_id == OCCURRENCE)
    .order_by(Client.surname_key, Client.id)
)
PRICES = (
    select(
        OccurrencePrice.id,
        OccurrencePrice.amount,
        OccurrencePrice.gst,
        OccurrencePrice.web_published,
        OccurrencePrice.scheduled_fee_id,
        PriceItem.name,
        Unit.code.label("unit"),
    )
    .join(PriceItem, PriceItem.id == OccurrencePrice.price_item_id)
    .outerjoin(Unit, Unit.id == OccurrencePrice.unit_id)
    .where(OccurrencePrice.occurrence_id == OCCURRENCE)
    .order_by(PriceItem.name, OccurrencePrice.id)
)
STAFF = (
    select(
        OccurrenceStaff.id,
        OccurrenceStaff.role,
        OccurrenceStaff.is_primary,
        Client.code,
        Client.surname,
        Client.given_name,
    )
    .join(Client, Client.id == OccurrenceStaff.client_id)
    .where(OccurrenceStaff.occurrence_id == OCCURRENCE)
    .order_by(Client.surname_key, OccurrenceStaff.id)
)
SHARES = (
    select(
        OccurrenceInvoiceSchedule.id,
        OccurrenceInvoiceSchedule.invoice_date,
        OccurrenceInvoiceSchedule.percentage,
        OccurrenceInvoiceSchedule.description,
    )
    .where(OccurrenceInvoiceSchedule.occurrence_id == OCCURRENCE)
    .order_by(OccurrenceInvoiceSchedule.invoice_date, OccurrenceInvoiceSchedule.id)
)
ENROLLED: Statement = (
    select(
        Enrolment.id,
        Enrolment.start_date,
        Enrolment.amount,
        Enrolment.amount_paid,
        Client.code,
        Client.surname,
        Client.given_name,
        Employer.name.label("employer"),
        EnrolmentStatus.name.label("status"),
    )
    .join(EnrolmentStatus, EnrolmentStatus.id == Enrolment.status_id)
    .outerjoin(Client, Client.id == Enrolment.client_id)
    .outerjoin(Employer, Employer.id == Enrolment.employer_id)
    .where(Enrolment.occurrence_id == OCCURRENCE)
    .order_by(Client.surname_key, Client.given_name_key, Enrolment.id)
)
SEARCHED_ENROLLED = (Client.surname, Client.given_name, Client.code, Employer.name)
STAFF_MEMBERS = (
    select(Client.id, Client.code, Client.surname, Client.given_name)
    .join(OccurrenceStaff, OccurrenceStaff.client_id == Client.id)
    .where(OccurrenceStaff.occurrence_id == OCCURRENCE)
    .order_by(Client.surname_key, Client.id)
)
