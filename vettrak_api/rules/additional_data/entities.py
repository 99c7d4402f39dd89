"""The eleven entities of the catalogue: their fields, and for each field where its value comes from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import aliased

from vettrak_api.catalogue.entities import EntityField
from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.errors import InvalidInput
from vettrak_api.model.base import Stamped
from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer, EmployerContact
from vettrak_api.model.enrolments import EMPLOYER, ClassAttendance, Contract, EnrolledUnit, Enrolment
from vettrak_api.model.events import Award, Event
from vettrak_api.model.occurrences import LMS_PUBLISHED, ClassSession, Occurrence
from vettrak_api.model.programmes import Qualification, Unit
from vettrak_api.model.quarantine import EnrolmentCohort
from vettrak_api.model.reference import (
    AttendanceType,
    AwardType,
    EnrolmentStatus,
    EnrolmentType,
    EventType,
    Location,
    ReferralSource,
    ResultType,
    State,
    StudyReason,
)
from vettrak_api.rules.additional_data.hours import hours_between
from vettrak_api.rules.additional_data.people import CLIENT_SOURCES, EMPLOYER_SOURCES
from vettrak_api.rules.additional_data.sources import (
    Join,
    Source,
    coded,
    column,
    computed,
    constant,
    flag,
    joined,
    worded,
)

_Staff = aliased(Client)


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A field of an entity: what the catalogue says of it, and where its value comes from."""

    definition: EntityField
    source: Source

    @property
    def name(self) -> str:
        """The field's own spelling of its name."""
        return self.definition.name

    @property
    def type(self) -> str:
        """String, Integer, Decimal, Date or DateTime."""
        return self.definition.type


@dataclass(frozen=True, slots=True, eq=False)
class Entity:
    """An entity: its table, the records of it that count, and its fields by lower-case name, the key first."""

    name: str
    table: Any
    restriction: ColumnElement[bool] | None
    fields: Mapping[str, Field]

    @property
    def key(self) -> Field:
        """The field that identifies a record."""
        return next(iter(self.fields.values()))

    def field(self, name: str | None) -> Field:
        """Return the field of a name, ignoring case; raises InvalidInput when there is none."""
        wanted = (name or "").strip()
        found = self.fields.get(wanted.lower())
        if found is None:
            raise InvalidInput(f"Unknown field: {shortened(wanted)}.")
        return found


LONGEST_ECHO = 60


def shortened(text: str) -> str:
    """Return a client's text as a message repeats it: at most 60 characters."""
    return text if len(text) <= LONGEST_ECHO else f"{text[:LONGEST_ECHO]}..."


def find_entity(name: str | None) -> Entity:
    """Return the entity of a name, ignoring case; raises InvalidInput when there is none."""
    found = entities().get((name or "").strip().lower())
    if found is None:
        raise InvalidInput("Unknown entity.")
    return found


@cache
def entities() -> Mapping[str, Entity]:
    """Return all entities by lower-case name, in the catalogue's order."""
    return {name.lower(): _entity(name) for name in load_catalogue().additional_data.entities}


def _entity(name: str) -> Entity:
    table, sources, restriction = _SOURCES[name]
    declared = load_catalogue().additional_data.entities[name].fields
    fields = {definition.name.lower(): Field(definition, sources[definition.name]) for definition in declared}
    return Entity(name, table, restriction, fields)


def unused_sources() -> Iterator[str]:
    """List sources that no field of the catalogue asks for; there should be none."""
    for name, (_, sources, _) in _SOURCES.items():
        yield from (f"{name}.{field}" for field in sources if field.lower() not in entities()[name.lower()].fields)


def _stamps(table: type[Stamped]) -> dict[str, Source]:
    return {"CreatedDate": column(table.created_at), "ModifiedDate": column(table.modified_at)}


def _client_code(on: Any, after: Join | None = None) -> Source:
    return coded(Client.code, Client.code_key, Join(Client, Client.id == on, after))


def _employer_identifier(on: Any) -> Source:
    return coded(Employer.identifier, Employer.identifier_key, Join(Employer, Employer.id == on))


def _qualification_code(on: Any) -> Source:
    return coded(Qualification.code, Qualification.code_key, Join(Qualification, Qualification.id == on))


def _location_code(on: Any) -> Source:
    return joined(Join(Location, Location.id == on), Location.code)


def _enrolment() -> Mapping[str, Source]:
    status = Join(EnrolmentStatus, EnrolmentStatus.id == Enrolment.status_id)
    return {
        "EnrolmentId": column(Enrolment.id),
        "EnrolmentCode": column(Enrolment.code),
        "ClientCode": _client_code(Enrolment.client_id),
        "OccurrenceId": column(Enrolment.occurrence_id),
        "ProgrammeId": joined(Join(Occurrence, Occurrence.id == Enrolment.occurrence_id), Occurrence.programme_id),
        "QualificationCode": _qualification_code(Enrolment.qualification_id),
        "StartDate": column(Enrolment.start_date),
        "EndDate": column(Enrolment.end_date),
        "StatusName": joined(status, EnrolmentStatus.name),
        "StatusType": joined(status, EnrolmentStatus.status_type),
        "DateOfEffect": column(Enrolment.date_of_effect),
        "EmployerIdentifier": _employer_identifier(Enrolment.employer_id),
        "LocationCode": _location_code(Enrolment.location_id),
        "EnrolmentTypeName": joined(
            Join(EnrolmentType, EnrolmentType.id == Enrolment.enrolment_type_id), EnrolmentType.name
        ),
        "Amount": column(Enrolment.amount),
        "AmountPaid": column(Enrolment.amount_paid),
        "DivisionId": column(Enrolment.division_id),
        "LMSPublishFlag": worded(Enrolment.lms_publish == constant(LMS_PUBLISHED)),
        "LMSStatus": column(Enrolment.lms_status),
        "StudyReasonCode": joined(Join(StudyReason, StudyReason.id == Enrolment.study_reason_id), StudyReason.code),
        "ReferralSourceName": joined(
            Join(ReferralSource, ReferralSource.id == Enrolment.referral_source_id), ReferralSource.name
        ),
        "VetEnrolRegistrationId": column(Enrolment.registration_id),
        "PurchaseOrder": column(Enrolment.purchase_order),
        "VicCohortCodes": _cohort_codes(),
        **_stamps(Enrolment),
    }


def _cohort_codes() -> Source:
    """Return the source that tells the cohort codes of an enrolment, three at most, with commas between them."""
    of_enrolment = EnrolmentCohort.enrolment_id == Enrolment.id

    def code(which: Any, *conditions: Any) -> Any:
        return select(which).where(of_enrolment, *conditions).correlate(Enrolment).scalar_subquery()

    first, last = code(func.min(EnrolmentCohort.code)), code(func.max(EnrolmentCohort.code))
    middle = code(func.min(EnrolmentCohort.code), EnrolmentCohort.code > first, EnrolmentCohort.code < last)
    comma = constant(",")
    several = case((middle.is_(None), first + comma + last), else_=first + comma + middle + comma + last)
    expression = case((first == last, first), else_=several)
    return computed(expression, func.lower(expression))


def _contract() -> Mapping[str, Source]:
    return {
        "ContractId": column(Contract.id),
        "ContractCode": column(Contract.code),
        "ClientCode": _client_code(Contract.client_id),
        "EmployerIdentifier": _employer_identifier(Contract.employer_id),
        "QualificationCode": _qualification_code(Contract.qualification_id),
        "StartDate": column(Contract.start_date),
        "EndDate": column(Contract.end_date),
        "StatusName": joined(Join(EnrolmentStatus, EnrolmentStatus.id == Contract.status_id), EnrolmentStatus.name),
        "DateOfEffect": column(Contract.date_of_effect),
        "StateShortName": joined(Join(State, State.id == Contract.state_id), State.short_name),
        **_stamps(Contract),
    }


def _class() -> Mapping[str, Source]:
    return {
        "ClassId": column(ClassSession.id),
        "ClassCode": column(ClassSession.code),
        "OccurrenceId": column(ClassSession.occurrence_id),
        "StartDate": column(ClassSession.start),
        "FinishDate": column(ClassSession.finish),
        "RoomCode": column(ClassSession.room_code),
        "LocationCode": _location_code(ClassSession.location_id),
        **_stamps(ClassSession),
    }


def _class_attendance() -> Mapping[str, Source]:
    attendance_type = Join(AttendanceType, AttendanceType.id == ClassAttendance.attendance_type_id)
    hours = hours_between(ClassAttendance.start, ClassAttendance.finish) * AttendanceType.sign
    return {
        "ClassAttendanceId": column(ClassAttendance.id),
        "ClassId": column(ClassAttendance.class_session_id),
        "ClientCode": _client_code(ClassAttendance.client_id),
        "AttendanceTypeName": joined(attendance_type, AttendanceType.name),
        "StartDate": column(ClassAttendance.start),
        "FinishDate": column(ClassAttendance.finish),
        "Hours": computed(hours, join=attendance_type),
        **_stamps(ClassAttendance),
    }


def _event() -> Mapping[str, Source]:
    """Return what events of clients and of employers have in common."""
    staff = Join(_Staff, _Staff.id == Event.staff_id)
    return {
        "EventId": column(Event.id),
        "EventName": joined(Join(EventType, EventType.id == Event.event_type_id), EventType.name),
        "StartDate": column(Event.start),
        "FinishDate": column(Event.finish),
        "CompleteFlag": flag(Event.complete),
        "StaffCode": coded(_Staff.code, _Staff.code_key, staff),
        "Description": column(Event.description),
        **_stamps(Event),
    }


def _client_event() -> Mapping[str, Source]:
    return {
        **_event(),
        "ClientCode": _client_code(Event.client_id),
        "EnrolmentId": column(Event.enrolment_id),
        "ContractId": column(Event.contract_id),
    }


def _employer_event() -> Mapping[str, Source]:
    return {**_event(), "EmployerIdentifier": _employer_identifier(Event.employer_id)}


def _client_award() -> Mapping[str, Source]:
    return {
        "AwardId": column(Award.id),
        "ClientCode": _client_code(Award.client_id),
        "EnrolmentId": column(Award.enrolment_id),
        "QualificationCode": _qualification_code(Award.qualification_id),
        "AwardTypeName": joined(Join(AwardType, AwardType.id == Award.award_type_id), AwardType.name),
        "ParchmentNumber": column(Award.parchment_number),
        "RecordedDate": column(Award.recorded),
        "CompletedDate": column(Award.completed),
        "IssuedFlag": flag(Award.issued),
        "IssuedDate": column(Award.issued_date),
        "ExpiryDate": column(Award.expiry),
        **_stamps(Award),
    }


def _employer_contact() -> Mapping[str, Source]:
    return {
        "EmployerContactId": column(EmployerContact.id),
        "EmployerIdentifier": _employer_identifier(EmployerContact.employer_id),
        "ClientCode": _client_code(EmployerContact.client_id),
        "PrimaryFlag": flag(EmployerContact.is_primary),
        **_stamps(EmployerContact),
    }


def _enrolled_unit() -> Mapping[str, Source]:
    enrolment = Join(Enrolment, Enrolment.id == EnrolledUnit.enrolment_id)
    unit = Join(Unit, Unit.id == EnrolledUnit.unit_id)
    return {
        "EnrolledUnitId": column(EnrolledUnit.id),
        "EnrolmentId": column(EnrolledUnit.enrolment_id),
        "ClientCode": _client_code(Enrolment.client_id, enrolment),
        "UnitCode": coded(Unit.code, Unit.code_key, unit),
        "UnitName": joined(unit, Unit.name),
        "ResultName": joined(Join(ResultType, ResultType.id == EnrolledUnit.result_type_id), ResultType.name),
        "StartDate": column(EnrolledUnit.start_date),
        "FinishDate": column(EnrolledUnit.finish_date),
        "Percentage": column(EnrolledUnit.percentage),
        "Comment": column(EnrolledUnit.comment),
        **_stamps(EnrolledUnit),
    }


_SOURCES: Mapping[str, tuple[Any, Mapping[str, Source], ColumnElement[bool] | None]] = {
    "Client": (Client, CLIENT_SOURCES, None),
    "Employer": (Employer, EMPLOYER_SOURCES, None),
    # An employer's enrolment is none to any call that takes an enrolment's number, so it is none here either.
    "Enrolment": (Enrolment, _enrolment(), Enrolment.kind != EMPLOYER),
    "Contract": (Contract, _contract(), None),
    "Class": (ClassSession, _class(), None),
    "ClassAttendance": (ClassAttendance, _class_attendance(), None),
    "ClientEvent": (Event, _client_event(), Event.client_id.is_not(None)),
    "EmployerEvent": (Event, _employer_event(), Event.employer_id.is_not(None)),
    "ClientAward": (Award, _client_award(), None),
    "EmployerContact": (EmployerContact, _employer_contact(), None),
    "EnrolledUnit": (EnrolledUnit, _enrolled_unit(), None),
}
"""By entity: its table, the sources of its fields, and the condition that its records meet."""
