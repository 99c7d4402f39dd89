"""What becomes of everything that refers to a person when the person's record becomes part of another one.

Every column that refers to a client has its way here; a test looks for those that have none. Where no reference is
kept, nothing moves: the change log, stamps and decisions tell who it was then, and what the web told stays as told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vettrak_api.model.clients import (
    ClientDisability,
    ClientPriorEducation,
    ClientRelationship,
    ClientStatistics,
    Employment,
    StaffDivision,
)
from vettrak_api.model.employers import Employer, EmployerContact
from vettrak_api.model.enrolments import (
    ClassAttendance,
    Contract,
    ContractStaff,
    EnrolledUnit,
    Enrolment,
    EnrolmentStaff,
    ResultHistory,
)
from vettrak_api.model.events import Award, Event
from vettrak_api.model.finance import Invoice, InvoiceItem
from vettrak_api.model.occurrences import ClassSession, ClassStaff, Occurrence, OccurrenceEvent, OccurrenceStaff
from vettrak_api.model.privacy import LegalHold
from vettrak_api.model.programmes import Programme, Qualification, Unit
from vettrak_api.model.quarantine import WaitlistEntry, WebClient
from vettrak_api.model.reference import EnrolmentStatus, RelationshipType
from vettrak_api.model.security import AccessToken, ClientRole, PasswordReset
from vettrak_api.model.sms import ClientSms


@dataclass(frozen=True, slots=True)
class Moving:
    """A column that names the record that stays from then on.

    one, many: what its rows are to people. told: the columns that people know a row by; joined: tables of these beside
    its own, each with its condition. single: the column whose value a person has in one row only; of two rows that
    would have the same the staying record's is kept. is_grave: a merge is not taken back when one of them is gone.
    """

    column: Any
    one: str
    many: str
    told: tuple[Any, ...] = ()
    joined: tuple[tuple[Any, Any], ...] = ()
    single: Any = None
    is_grave: bool = False

    @property
    def table(self) -> Any:
        """The class of its rows."""
        return self.column.class_

    @property
    def name(self) -> str:
        """Table and column."""
        return f"{self.table.__tablename__}.{self.column.key}"


_STATUS = (EnrolmentStatus, EnrolmentStatus.id == Enrolment.status_id)
_EMPLOYER = (Employer, Employer.id == EmployerContact.employer_id)
_JOB = (Employer, Employer.id == Employment.employer_id)
_INVOICE = (Invoice, Invoice.id == InvoiceItem.invoice_id)
_TYPE = (RelationshipType, RelationshipType.id == ClientRelationship.relationship_type_id)
_SESSION = (ClassSession, ClassSession.id == ClassAttendance.class_session_id)
_TAUGHT = (ClassSession, ClassSession.id == ClassStaff.class_session_id)
_PROGRAMME = (Programme, Programme.id == WaitlistEntry.programme_id)
_QUALIFICATION = (Qualification, Qualification.id == Award.qualification_id)
_UNIT = (Unit, Unit.id == EnrolledUnit.unit_id)

MOVING: tuple[Moving, ...] = (
    Moving(
        Enrolment.client_id,
        "enrolment",
        "enrolments",
        (Enrolment.id, Enrolment.code, Enrolment.start_date, EnrolmentStatus.name),
        (_STATUS,),
        is_grave=True,
    ),
    Moving(
        Enrolment.employer_contact_id,
        "enrolment as the employer's contact",
        "enrolments as the employer's contact",
        (Enrolment.id, Enrolment.code, Enrolment.start_date),
    ),
    Moving(
        Occurrence.employer_contact_id,
        "booking as the employer's contact",
        "bookings as the employer's contact",
        (Occurrence.id, Occurrence.code, Occurrence.start_date),
    ),
    Moving(
        ClassAttendance.client_id,
        "attendance of a class",
        "attendances of classes",
        (ClassSession.code, ClassSession.start),
        (_SESSION,),
        single=ClassAttendance.class_session_id,
    ),
    Moving(
        Award.client_id,
        "award",
        "awards",
        (Award.parchment_number, Qualification.name, Award.completed),
        (_QUALIFICATION,),
        is_grave=True,
    ),
    Moving(
        Contract.client_id,
        "training contract",
        "training contracts",
        (Contract.code, Contract.start_date),
        is_grave=True,
    ),
    Moving(
        Contract.employer_contact_id,
        "training contract as the employer's contact",
        "training contracts as the employer's contact",
        (Contract.code, Contract.start_date),
    ),
    Moving(
        Invoice.client_id,
        "invoice",
        "invoices",
        (Invoice.number, Invoice.invoice_date, Invoice.total_amount),
        is_grave=True,
    ),
    Moving(
        Invoice.employer_contact_id,
        "invoice as the employer's contact",
        "invoices as the employer's contact",
        (Invoice.number, Invoice.invoice_date),
    ),
    Moving(
        InvoiceItem.owner_client_id,
        "line of an invoice",
        "lines of invoices",
        (Invoice.number, InvoiceItem.description, InvoiceItem.amount),
        (_INVOICE,),
    ),
    Moving(
        WaitlistEntry.client_id,
        "waitlist entry",
        "waitlist entries",
        (Programme.name, WaitlistEntry.date),
        (_PROGRAMME,),
    ),
    Moving(Event.client_id, "event", "events", (Event.start, Event.description)),
    Moving(ClientSms.client_id, "text message", "text messages", (ClientSms.created_at, ClientSms.number)),
    Moving(Employment.client_id, "employment", "employments", (Employer.name, Employment.commenced), (_JOB,)),
    Moving(
        EmployerContact.client_id,
        "employer who is spoken for",
        "employers who are spoken for",
        (Employer.identifier, Employer.name),
        (_EMPLOYER,),
        single=EmployerContact.employer_id,
    ),
    Moving(
        ClientRelationship.client_id,
        "relationship to another person",
        "relationships to other people",
        (RelationshipType.name, ClientRelationship.description),
        (_TYPE,),
    ),
    Moving(
        ClientRelationship.to_client_id,
        "relationship that another person has",
        "relationships that other people have",
        (RelationshipType.name, ClientRelationship.description),
        (_TYPE,),
    ),
    Moving(
        WebClient.client_id, "person of a web enrolment", "people of web enrolments", (WebClient.id, WebClient.surname)
    ),
    Moving(LegalHold.client_id, "legal hold", "legal holds", (LegalHold.placed_at,)),
    # What is left from when somebody was staff.
    Moving(OccurrenceStaff.client_id, "role in an occurrence", "roles in occurrences", (OccurrenceStaff.role,)),
    Moving(EnrolmentStaff.client_id, "role in an enrolment", "roles in enrolments", (EnrolmentStaff.role,)),
    Moving(ContractStaff.client_id, "role in a contract", "roles in contracts", (ContractStaff.role,)),
    Moving(
        ClassStaff.client_id,
        "class that was taught",
        "classes that were taught",
        (ClassSession.code, ClassSession.start),
        (_TAUGHT,),
        single=ClassStaff.class_session_id,
    ),
    Moving(
        OccurrenceEvent.staff_id,
        "planned event to look after",
        "planned events to look after",
        (OccurrenceEvent.start,),
    ),
    Moving(Event.staff_id, "event to look after", "events to look after", (Event.start, Event.description)),
    Moving(Award.recorded_by_id, "award that was recorded", "awards that were recorded", (Award.parchment_number,)),
    Moving(
        EnrolledUnit.recorded_by_id, "result that was recorded", "results that were recorded", (Unit.code,), (_UNIT,)
    ),
    Moving(
        ResultHistory.recorded_by_id,
        "earlier result that was recorded",
        "earlier results that were recorded",
        (ResultHistory.replaced_at,),
    ),
)
"""What names the staying record afterwards, in the order in which people are told."""

ENDING: tuple[Any, ...] = (AccessToken.client_id, PasswordReset.client_id)
"""Log-ins and links for a password: they end, and taking the merge back does not bring them back."""

GOING: tuple[Any, ...] = (ClientRole.client_id, StaffDivision.client_id)
"""Rights, left from when somebody was staff: nobody inherits any."""

SETTLED: tuple[Any, ...] = (
    ClientStatistics.client_id,
    ClientDisability.client_id,
    ClientPriorEducation.client_id,
)
"""What is nothing without its client: `vettrak_api.rules.merging.fields` says whose is kept."""


def ways() -> Mapping[str, str]:
    """Return the way of every column that refers to a client, by table and column."""
    named = {moving.name: "moves" for moving in MOVING}
    for columns, way in ((ENDING, "ends"), (GOING, "goes"), (SETTLED, "is settled")):
        named |= {f"{column.class_.__tablename__}.{column.key}": way for column in columns}
    return named
