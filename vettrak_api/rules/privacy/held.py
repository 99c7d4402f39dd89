"""What is held of people, table by table, and what becomes of it when a person is erased.

Each column of each table has its answer here: a test over the tables fails for one that has none. Rows are removed, or
they stay and lose the columns that tell of somebody; tables of which no row is anybody's stand in NOBODYS, with the
reason. What is found by what it says, rather than by a reference, stands in BY_VALUE.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from vettrak_api.model.changes import Change, PersonKey
from vettrak_api.model.clients import (
    Client,
    ClientDisability,
    ClientPriorEducation,
    ClientRelationship,
    ClientStatistics,
    Employment,
    StaffDivision,
)
from vettrak_api.model.employers import EmployerContact
from vettrak_api.model.enrolments import (
    ClassAttendance,
    Contract,
    EnrolledTask,
    EnrolledUnit,
    Enrolment,
    EnrolmentInvoiceSchedule,
    ResultHistory,
)
from vettrak_api.model.events import Award, Event
from vettrak_api.model.finance import Invoice, InvoiceItem, Payment
from vettrak_api.model.idempotency import IdempotentRequest
from vettrak_api.model.installation import CallFailure
from vettrak_api.model.look_alikes import LookAlike
from vettrak_api.model.merges import ClientMerge
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.outbox import OutboxMessage
from vettrak_api.model.privacy import ErasedClient, LegalHold
from vettrak_api.model.quarantine import (
    WaitlistEntry,
    WebClient,
    WebDecision,
    WebEmployer,
    WebEnrolment,
    WebPayment,
    WebRelationship,
    WebWaitlist,
)
from vettrak_api.model.security import AccessToken, ClientRole, GoodLogin, LoginAttempt, PasswordReset
from vettrak_api.model.sms import ClientSms

CLIENT, ENROLMENT, CONTRACT, INVOICE, ITEM, RESULT = "client", "enrolment", "contract", "invoice", "item", "result"
WEB_CLIENT, WEB_ENROLMENT, WEB_WAITLIST, WEB_EMPLOYER = "web client", "web enrolment", "web waitlist", "web employer"
RELATED, DECISION, MAIL = "related", "decision", "mail"
"""What rows of a person are found by: numbers of records, and e-mail addresses."""


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Rows of a table that are a person's: `one` and `many` are what they are to people.

    ways: columns, each with what its value is a number of; one of them suffices. is_removed: the rows go. emptied: the
    columns that become null, or the blank text where they may not be null; instead: those that become another value;
    kept: what stays, and tells nobody who it was. is_secret: columns that are not shown to the person either.
    """

    table: Any
    one: str
    many: str
    ways: tuple[tuple[str, str], ...] = (("client_id", CLIENT),)
    is_removed: bool = False
    emptied: tuple[str, ...] = ()
    instead: Mapping[str, Any] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    is_secret: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The table."""
        return str(self.table.__tablename__)


ERASED_NAME = "Erased"
"""The surname of whoever was erased."""

_ADDRESS = ("line", "building", "unit_details", "street_number", "street_name", "city", "state", "postcode")
_ADDRESSES = (*(f"{kind}_{part}" for kind in ("usual", "postal") for part in _ADDRESS), "postal_box")
_PHONES = ("home_phone", "work_phone", "mobile_phone", "emergency_name", "emergency_phone", "emergency_mobile")
_TIMES = ("start_date", "end_date", "status_id", "date_of_effect", "qualification_id", "organisation_id")

HELD: tuple[Held, ...] = (
    Held(
        Client,
        "personal record",
        "personal records",
        (("id", CLIENT),),
        emptied=(
            *("given_name", "given_name_key", "other_name", "title", "gender", "birth_date", "username"),
            *("username_key", "password_hash", "email", "email_key", *_PHONES, "fax_phone", *_ADDRESSES),
            *("citizenship", "passport_number", "visa_number", "visa_type", "visa_expiry", "usi"),
            "external_debtor_code",
        ),
        instead={
            "surname": ERASED_NAME,
            "surname_key": ERASED_NAME.lower(),
            "address_type": 0,
            "usi_exempt": False,
            "staff": False,
            "active": False,
            "web_publish": False,
            "marketing": False,
        },
        # The folded code is set by the rule itself: nobody finds the record by its code any more.
        kept=("code", "code_key", "division_id"),
        is_secret=("password_hash",),
    ),
    Held(ClientStatistics, "set of statistics", "sets of statistics", is_removed=True),
    Held(ClientDisability, "disability", "disabilities", is_removed=True),
    Held(ClientPriorEducation, "prior achievement", "prior achievements", is_removed=True),
    Held(Employment, "employment", "employments", is_removed=True),
    Held(
        ClientRelationship,
        "relationship",
        "relationships",
        (("client_id", CLIENT), ("to_client_id", CLIENT)),
        is_removed=True,
    ),
    Held(EmployerContact, "employer who is spoken for", "employers who are spoken for", is_removed=True),
    Held(StaffDivision, "division of a staff member", "divisions of a staff member", is_removed=True),
    Held(ClientRole, "role", "roles", is_removed=True),
    Held(AccessToken, "log-in", "log-ins", is_removed=True, is_secret=("digest",)),
    Held(PasswordReset, "link for a password", "links for a password", is_removed=True, is_secret=("digest",)),
    Held(ClientSms, "text message", "text messages", is_removed=True),
    Held(
        Event,
        "event",
        "events",
        (("client_id", CLIENT), ("enrolment_id", ENROLMENT), ("contract_id", CONTRACT)),
        is_removed=True,
    ),
    Held(
        Enrolment,
        "enrolment",
        "enrolments",
        emptied=("registration_id", "purchase_order", "description"),
        kept=(
            *("kind", "occurrence_id", "client_id", "parent_id", "contract_id", "held_places", "amount_paid"),
            *("amount_credited", "study_reason_id", "referral_source_id", "code", *_TIMES, "location_id"),
            *("delivery_type", "delivery_modes", "employer_id", "employer_contact_id", "amount", "gst", "division_id"),
            *("enrolment_type_id", "lms_publish", "lms_status"),
        ),
    ),
    Held(
        EnrolmentInvoiceSchedule,
        "planned invoice",
        "planned invoices",
        (("enrolment_id", ENROLMENT),),
        emptied=("description",),
        kept=("enrolment_id", "invoice_date", "percentage"),
    ),
    Held(
        EnrolledUnit,
        "result",
        "results",
        (("enrolment_id", ENROLMENT),),
        emptied=("comment",),
        kept=(
            *("enrolment_id", "unit_id", "result_type_id", "start_date", "finish_date", "percentage", "hours"),
            "recorded_by_id",
        ),
    ),
    Held(
        ResultHistory,
        "earlier result",
        "earlier results",
        (("enrolled_unit_id", RESULT),),
        emptied=("comment",),
        kept=(
            *("enrolled_unit_id", "result_type_id", "start_date", "finish_date", "percentage", "recorded_by_id"),
            *("replaced_at", "replaced_by"),
        ),
    ),
    Held(
        EnrolledTask,
        "task",
        "tasks",
        (("enrolment_id", ENROLMENT),),
        emptied=("description",),
        kept=(
            *("enrolment_id", "task_id", "task_status_id", "start_date", "due_date", "status_date", "complete_date"),
            "percentage",
        ),
    ),
    Held(
        ClassAttendance,
        "attendance of a class",
        "attendances of classes",
        emptied=("description",),
        kept=("class_session_id", "client_id", "attendance_type_id", "start", "finish"),
    ),
    Held(
        Contract,
        "training contract",
        "training contracts",
        emptied=("code", "description"),
        kept=("client_id", "employer_id", "employer_contact_id", *_TIMES, "contract_type_id", "state_id"),
    ),
    Held(
        Award,
        "award",
        "awards",
        emptied=("licence_number", "description", "document_reference"),
        kept=(
            *("client_id", "enrolment_id", "qualification_id", "award_type_id", "organisation_id", "location_id"),
            *("parchment_number", "recorded", "recorded_by_id", "completed", "issued", "issued_date", "expiry"),
            *("completion_statement", "verifiable"),
        ),
    ),
    Held(
        WaitlistEntry,
        "waitlist entry",
        "waitlist entries",
        emptied=("description",),
        instead={"open": False},
        kept=("client_id", "programme_id", "date", "referral_source_id"),
    ),
    Held(
        Invoice,
        "invoice",
        "invoices",
        emptied=("order_number", "description"),
        kept=(
            *("number", "invoice_date", "due_date", "invoicee_kind", "client_id", "employer_id"),
            *("employer_contact_id", "occurrence_id", "organisation_id", "total_amount", "total_gst", "amount_paid"),
            *("payment_status", "locked", "plan_frequency", "plan_instalment", "plan_pending"),
        ),
    ),
    Held(
        InvoiceItem,
        "line of an invoice",
        "lines of invoices",
        (("invoice_id", INVOICE), ("owner_client_id", CLIENT), ("enrolment_id", ENROLMENT)),
        emptied=("description",),
        kept=(
            *("invoice_id", "enrolment_id", "owner_client_id", "price_item_id", "quantity", "amount", "gst"),
            *("amount_paid", "gst_paid", "ledger_code", "ledger_name"),
        ),
    ),
    Held(
        Payment,
        "payment",
        "payments",
        (("invoice_id", INVOICE),),
        emptied=("external_identifier", "description"),
        kept=("invoice_id", "payment_type_id", "recorded", "amount", "order_number", "receipt", "location_id"),
    ),
    Held(
        Occurrence,
        "course with the person as its contact",
        "courses with the person as their contact",
        (("employer_contact_id", CLIENT), ("booking_email", MAIL)),
        emptied=("coordinator_name", "booking_phone", "after_hours_number", "booking_email"),
        kept=(
            *("programme_id", "reportable", "web_published", "maximum_places", "auto_process_reservations", "colour"),
            *("is_booking", "booking_status", "scheduled_unit_id", "code", *_TIMES, "description", "location_id"),
            *("delivery_type", "delivery_modes", "employer_id", "employer_contact_id", "amount", "gst", "division_id"),
            *("enrolment_type_id", "lms_publish", "lms_status"),
        ),
    ),
    Held(
        WebClient,
        "person of a web enrolment",
        "people of web enrolments",
        (("id", WEB_CLIENT),),
        emptied=(
            *("surname", "given_name", "other_name", "code_hint", "birth_date", "title", "gender", "email", *_PHONES),
            *(*_ADDRESSES, "usi", "statistics", "additional_data", "typed"),
        ),
        kept=(
            *("web_enrolment_id", "web_waitlist_id", "web_employer_id", "kind", "division_id"),
            *("survey_contact_status", "client_id"),
        ),
    ),
    Held(
        WebEnrolment,
        "web enrolment",
        "web enrolments",
        (("id", WEB_ENROLMENT),),
        emptied=("description", "registration_id", "purchase_order"),
        kept=(
            *("occurrence_id", "kind", "state", "is_reservation", "places", "stamp", "referral_source_id"),
            *("study_reason_id", "cohort_codes", "amount", "make_invoice", "combine_invoice", "invoicee_id"),
            *("plan_frequency", "plan_instalment", "classes_chosen", "units_chosen", "prices_chosen", "enrolment_id"),
            *("closed_at", "closed_by"),
        ),
    ),
    Held(
        WebWaitlist,
        "web waitlist entry",
        "web waitlist entries",
        (("id", WEB_WAITLIST),),
        emptied=("description",),
        kept=("programme_id", "state", "stamp", "referral_source_id", "waitlist_entry_id", "closed_at", "closed_by"),
    ),
    Held(
        WebEmployer,
        "employer of a web enrolment",
        "employers of web enrolments",
        (("web_enrolment_id", WEB_ENROLMENT),),
        # The employer's own data are another's.
        emptied=("description", "additional_data", "typed"),
        kept=(
            *("web_enrolment_id", "state", "name", "identifier", "legal_name", "abn", "acn", "anzsic_code", "size"),
            *("employees", "phone", "mobile_phone", "fax_phone", "email", "url"),
            *(f"business_{part}" for part in _ADDRESS),
            *(f"postal_{part}" for part in _ADDRESS),
            "postal_box",
        ),
    ),
    Held(
        WebRelationship,
        "relationship of a web enrolment",
        "relationships of web enrolments",
        (("web_enrolment_id", WEB_ENROLMENT), ("id", RELATED)),
        emptied=(
            "description",
            "to_code",
            "given_name",
            "surname",
            "other_name",
            "email",
            "mobile_phone",
            "home_phone",
        ),
        kept=("web_enrolment_id", "relationship_type_id", "relation_id"),
    ),
    Held(
        WebPayment,
        "payment of a web enrolment",
        "payments of web enrolments",
        (("web_enrolment_id", WEB_ENROLMENT),),
        kept=("web_enrolment_id", "order_number", "receipt", "amount"),
    ),
    Held(
        WebDecision,
        "decision about a web enrolment",
        "decisions about web enrolments",
        (("id", DECISION),),
        emptied=("before", "reason"),
        kept=(
            *("at", "by", "action", "rule", "web_enrolment_id", "web_waitlist_id", "web_client_id"),
            *("web_employer_id", "client_id", "employer_id", "enrolment_id", "updated", "batch"),
        ),
    ),
    Held(
        ClientMerge,
        "merge",
        "merges",
        (("vanished_id", CLIENT), ("kept_id", CLIENT)),
        emptied=("journal",),
        kept=(
            *("vanished_id", "vanished_code", "kept_id", "kept_code", "merged_at", "merged_by"),
            *("undone_at", "undone_by"),
        ),
        is_secret=("journal",),
    ),
)
"""What refers to a person by numbers, in the order in which it goes."""

BY_VALUE: Mapping[Any, str] = {
    OutboxMessage: "what waits for the person is cancelled, what was sent to them goes",
    IdempotentRequest: "answers that name the person are emptied",
    CallFailure: "refused calls of the person, and those whose message names them, go",
    LoginAttempt: "failed log-ins of the person's accounts go",
    GoodLogin: "good log-ins of the person's accounts go",
    LookAlike: "keys of their own that the person's record had go",
    Change: "who changed what stays, with codes alone; values can not be read without the keys",
    PersonKey: "the person's keys go, and with them all former values",
    ErasedClient: "tells that the person was erased, and who received the awards that must be vouched for",
    LegalHold: "what is held is not erased",
}
"""Tables whose rows are found by what they say; what becomes of them."""

NOBODYS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "audit_seal",
            "background_duty",
            "client_hold",
            "enrolment_number",
            "last_writer",
            "maintenance",
            "schema_revision",
        ),
        "belongs to the server",
    ),
    **dict.fromkeys(
        (
            *("attendance_type", "award_type", "code_item", "enrolment_status", "enrolment_type", "event_type"),
            *("location", "organisation", "payment_type", "position", "price_item", "programme_type"),
            *("reference_code", "referral_source", "relation", "relationship_type", "result_type", "role"),
            *("state", "status_item", "study_reason", "suburb", "task_status", "division", "parchment_counter"),
            "sms_account",
        ),
        "lists of the organisation",
    ),
    **dict.fromkeys(
        (
            *("competency", "programme", "qualification", "qualification_state", "qualification_unit", "task"),
            *("scheduled_assessment", "scheduled_fee", "scheduled_unit", "unit", "unit_assessment", "unit_state"),
        ),
        "what is taught",
    ),
    **dict.fromkeys(
        (
            *("class_session", "occurrence_event", "occurrence_invoice_schedule", "occurrence_price"),
            *("occurrence_staff", "occurrence_task", "occurrence_task_unit", "occurrence_unit", "class_staff"),
            *("contract_staff", "enrolment_staff"),
        ),
        "when and by whom it is taught; of staff who were erased it names the code alone",
    ),
    **dict.fromkeys(
        (
            *("award_unit", "class_client", "enrolled_task_unit", "enrolment_cohort", "enrolment_link"),
            *("enrolment_price", "payment_share", "web_class_choice", "web_price_choice", "web_unit_choice"),
        ),
        "numbers, amounts and codes of lists; whose they are tells the record that they are a part of",
    ),
    "employer": "of a company; a contact person has a record of their own",
}
"""Tables of which no row tells of a person beyond the record that it refers to, and why."""

NAMING: Mapping[str, str] = {
    **dict.fromkeys(
        ("contract.employer_contact_id", "enrolment.employer_contact_id", "invoice.employer_contact_id"),
        "whom an employer names as its contact for somebody else's record",
    ),
    **dict.fromkeys(
        ("award.recorded_by_id", "enrolled_unit.recorded_by_id", "result_history.recorded_by_id"),
        "who has recorded somebody else's result or award",
    ),
    **dict.fromkeys(
        (
            *("class_staff.client_id", "contract_staff.client_id", "enrolment_staff.client_id"),
            *("event.staff_id", "occurrence_event.staff_id", "occurrence_staff.client_id"),
        ),
        "who teaches or looks after somebody else's",
    ),
}
"""Columns by which a record of somebody else names a person by number alone: neither given out nor emptied, and why."""
