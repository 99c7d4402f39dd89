"""All kinds of sheets, those first that others refer to."""

from collections.abc import Mapping
from typing import Any

from vettrak_api.model import (
    clients,
    curriculum,
    employers,
    enrolments,
    events,
    finance,
    occurrences,
    programmes,
    quarantine,
    reference,
    security,
)
from vettrak_api.rules.clients.setup import broken_of_client, broken_of_employment, broken_of_relationship
from vettrak_api.rules.curriculum.setup import broken_of_assessment, broken_of_hours, broken_of_schedule
from vettrak_api.rules.employers.setup import broken_of_employer
from vettrak_api.rules.enrolments.setup import (
    broken_of_attendance,
    broken_of_contract,
    broken_of_enrolment,
    broken_of_task,
    broken_of_unit,
)
from vettrak_api.rules.occurrences.capacity import shared_too_small, too_small
from vettrak_api.rules.occurrences.setup import broken_of_class, broken_of_occurrence, broken_of_price, broken_of_share
from vettrak_api.rules.reference.setup import broken_of_location, broken_of_organisation
from vettrak_api.transfer.kinds import Choices, Kind, tables_of

RESULT_KINDS: Choices = (
    ("not yet started", 0),
    ("continuing", 1),
    ("successful", 2),
    ("unsuccessful", 3),
    ("withdrawn", 4),
)
STATUS_TYPES: Choices = (
    ("active", 0),
    ("completed", 1),
    ("withdrawn", 2),
    ("cancelled", 3),
    ("suspended", 4),
    ("pre-reporting withdrawal", 9),
)
PRICE_KINDS: Choices = (
    ("normal", 0),
    ("tuition", 1),
    ("resource", 2),
    ("loan liability", 3),
    ("government", 4),
    ("corporate", 5),
    ("inventory", 6),
)
PAYMENT_FLAGS: Choices = (
    ("reversal", -3),
    ("transfer", -2),
    ("refund", -1),
    ("cash", 0),
    ("cheque", 1),
    ("card", 2),
    ("eft", 3),
    ("credit note", 4),
)
PAYMENT_STATES: Choices = (("none", 0), ("part", 1), ("full", 2), ("overpaid", 3), ("credited out", 4))
ENROLMENT_KINDS: Choices = (("client", "C"), ("employee", "E"), ("employer", "M"))
AWARD_KINDS: Choices = (("certificate", "C"), ("statement", "S"), ("other", "O"))
UNIT_KINDS: Choices = (("unit of competency", 0), ("module", 1))
QUALIFICATION_KINDS: Choices = (("qualification", 0), ("course", 1))
TASK_KINDS: Choices = (("not yet started", 0), ("in progress", 1), ("complete", 2))
SIGNS: Choices = (("negative", -1), ("neutral", 0), ("positive", 1))
INVOICEES: Choices = (("client", 0), ("employer", 1))


def _kind(name: str, table: Any, meaning: str, *key: str, **more: Any) -> Kind:
    """Declare a kind; key: the columns by which a row is known, its own number unless told."""
    for part in ("fixed", "unique"):
        if part in more:
            more[part] = frozenset(more[part])
    return Kind(name, table, meaning, key or ("number",), **more)


STATISTICS = {
    "aboriginal_flag": "ABORIGINAL",
    "at_school_flag": "YES_NO",
    "highest_school_level": "HIGHEST_SCHOOL_LEVEL",
    "country_of_birth": "COUNTRY",
    "language": "LANGUAGE",
    "english_proficiency": "ENGLISH_PROFICIENCY",
    "disability_flag": "YES_NO",
    "prior_education_flag": "YES_NO",
    "employment_category": "EMPLOYMENT_CATEGORY",
}

KINDS: tuple[Kind, ...] = (
    # What the organisation is, and its lists.
    _kind("states", reference.State, "States and territories.", "short_name", is_told=False),
    _kind(
        "organisations",
        reference.Organisation,
        "The training organisation; number 1 is there from the beginning, to be named here.",
        meanings={"code": "its national code as a provider"},
        judges=(broken_of_organisation,),
    ),
    _kind(
        "divisions",
        reference.Division,
        "Parts of the organisation; number 1, the root, is there from the beginning.",
        meanings={"parent": "number of the division above it; blank for the root alone"},
        above="parent_id",
    ),
    _kind("roles", security.Role, "Roles of staff members.", "name"),
    _kind("locations", reference.Location, "Places where training happens.", "code", judges=(broken_of_location,)),
    _kind("suburbs", reference.Suburb, "Suburbs that people choose from.", "name", "postcode", "state"),
    _kind("positions", reference.Position, "Positions that people hold at employers.", unique=("code",)),
    _kind("enrolment_types", reference.EnrolmentType, "Types of enrolments and contracts.", "name"),
    _kind(
        "enrolment_statuses",
        reference.EnrolmentStatus,
        "Statuses of occurrences, enrolments and contracts.",
        "name",
        words={"status_type": STATUS_TYPES},
    ),
    _kind(
        "result_types",
        reference.ResultType,
        "Results of units; exactly one is not yet started.",
        "name",
        words={"kind": RESULT_KINDS},
        meanings={"code": "AVETMISS outcome"},
    ),
    _kind("study_reasons", reference.StudyReason, "Reasons for study."),
    _kind("referral_sources", reference.ReferralSource, "How people heard of the organisation."),
    _kind("relationship_types", reference.RelationshipType, "Types of relationships between people.", "code"),
    _kind("relations", reference.Relation, "What the other person is, such as mother."),
    _kind("price_items", reference.PriceItem, "What prices are for, such as Full Fee.", words={"kind": PRICE_KINDS}),
    _kind("attendance_types", reference.AttendanceType, "Types of attendance.", "name", words={"sign": SIGNS}),
    _kind("event_types", reference.EventType, "Types of events.", "name"),
    _kind("award_types", reference.AwardType, "Types of awards.", "name", words={"kind": AWARD_KINDS}),
    _kind("payment_types", finance.PaymentType, "Types of payments.", "code", words={"flag": PAYMENT_FLAGS}),
    _kind("task_statuses", occurrences.TaskStatus, "Statuses of tasks.", "code", words={"kind": TASK_KINDS}),
    _kind(
        "code_items",
        curriculum.CodeItem,
        "Codes that the curriculum uses.",
        "identifier",
        meanings={"position": "its place among those of the set", "code_type": "the set that it belongs to"},
    ),
    _kind(
        "status_items",
        curriculum.StatusItem,
        "Codes of the curriculum's statuses.",
        "identifier",
        meanings={"position": "its place among those of the set", "status_type": "the set that it belongs to"},
    ),
    # What can be studied.
    _kind("programme_types", programmes.ProgrammeType, "Categories of programmes.", "name"),
    _kind("programmes", programmes.Programme, "What is offered, as occurrences.", "code"),
    _kind(
        "units",
        programmes.Unit,
        "Units of competency and modules.",
        "code",
        words={"kind": UNIT_KINDS},
        judges=(broken_of_hours,),
    ),
    _kind(
        "unit_states",
        programmes.UnitState,
        "What a unit counts for in a state.",
        "unit",
        "state",
        judges=(broken_of_hours,),
    ),
    _kind(
        "qualifications",
        programmes.Qualification,
        "Qualifications and courses.",
        "code",
        words={"kind": QUALIFICATION_KINDS},
        judges=(broken_of_hours,),
    ),
    _kind(
        "qualification_units",
        programmes.QualificationUnit,
        "Units of a qualification, core or elective, and other rules about them.",
        "qualification",
        "unit",
        "constraint_type",
        "constraint_unit",
        meanings={
            "constraint_type": "of another rule alone, such as a prerequisite: what it is; mostly blank",
            "constraint_unit": "of a rule about two units: code of the other one; mostly blank",
        },
    ),
    _kind(
        "qualification_states",
        programmes.QualificationState,
        "What a qualification counts for in a state.",
        "qualification",
        "state",
        judges=(broken_of_hours,),
    ),
    _kind("competencies", curriculum.Competency, "National units of competency.", "code", judges=(broken_of_hours,)),
    _kind("unit_assessments", curriculum.UnitAssessment, "Assessments of units.", judges=(broken_of_assessment,)),
    _kind("tasks", occurrences.Task, "What students do besides units.", "code"),
    # People and employers.
    _kind(
        "employers",
        employers.Employer,
        "Employers.",
        "identifier",
        unique=("username",),
        national={"anzsic_code": "ANZSIC"},
        judges=(broken_of_employer,),
        meanings={"parent": "identifier of the employer above it"},
    ),
    _kind(
        "clients",
        clients.Client,
        "People: students, staff and contacts alike.",
        "code",
        unique=("username",),
        national={"gender": "GENDER", "citizenship": "COUNTRY"},
        judges=(broken_of_client,),
    ),
    _kind(
        "client_statistics",
        clients.ClientStatistics,
        "What people say for the national statistics.",
        "client",
        national=STATISTICS,
    ),
    _kind(
        "client_disabilities",
        clients.ClientDisability,
        "Disabilities that people declared.",
        "client",
        "code",
        national={"code": "DISABILITY"},
    ),
    _kind(
        "client_prior_educations",
        clients.ClientPriorEducation,
        "What people had achieved before.",
        "client",
        "code",
        national={"code": "PRIOR_EDUCATION", "recognition": "RECOGNITION"},
    ),
    _kind("client_roles", security.ClientRole, "Roles that staff members hold.", "client", "role",
          meanings={"role": "name of the role"}),
    _kind("staff_divisions", clients.StaffDivision, "Divisions that staff members see.", "client", "division"),
    _kind("employer_contacts", employers.EmployerContact, "People who speak for employers.", "employer", "client"),
    _kind(
        "employments",
        clients.Employment,
        "Where people are employed.",
        "client",
        "line",
        judges=(broken_of_employment,),
        meanings={"position": "number of the position"},
    ),
    _kind(
        "client_relationships",
        clients.ClientRelationship,
        "What people are to each other.",
        "client",
        "line",
        judges=(broken_of_relationship,),
    ),
    # What is offered.
    _kind("scheduled_units", curriculum.ScheduledUnit, "Units that are offered in a term.",
          judges=(broken_of_schedule,), weighed={"maximum_participants": shared_too_small}),
    _kind(
        "scheduled_fees",
        curriculum.ScheduledFee,
        "What scheduled units cost in a qualification.",
        "scheduled_unit",
        "qualification",
        "fee_type",
        judges=(broken_of_hours,),
    ),
    _kind(
        "scheduled_assessments",
        curriculum.ScheduledAssessment,
        "Assessments of scheduled units.",
        "scheduled_unit",
        "unit_assessment",
        judges=(broken_of_assessment,),
    ),
    _kind(
        "occurrences",
        occurrences.Occurrence,
        "Offerings of programmes at a time and place. Enrolments may not have the same numbers.",
        shares="O",
        fixed=("programme",),
        judges=(broken_of_occurrence,),
        weighed={"maximum_places": too_small},
    ),
    _kind("occurrence_units", occurrences.OccurrenceUnit, "Units of occurrences.", "occurrence", "unit",
          part_of="occurrence_id"),
    _kind(
        "occurrence_prices",
        occurrences.OccurrencePrice,
        "Prices of occurrences.",
        "occurrence",
        "line",
        part_of="occurrence_id",
        judges=(broken_of_price,),
        meanings={"unit": "code of the unit that it is for; blank for the whole"},
    ),
    _kind("occurrence_staff", occurrences.OccurrenceStaff, "Staff of occurrences.", "occurrence", "line"),
    _kind(
        "classes",
        occurrences.ClassSession,
        "Classes: meetings at which training happens.",
        fixed=("occurrence",),
        part_of="occurrence_id",
        judges=(broken_of_class,),
    ),
    _kind("class_staff", occurrences.ClassStaff, "Staff of classes.", "class_session", "client"),
    _kind("occurrence_tasks", occurrences.OccurrenceTask, "Tasks of occurrences.", "occurrence", "task"),
    _kind("occurrence_task_units", occurrences.OccurrenceTaskUnit, "Units that a task of an occurrence belongs to.",
          "occurrence_task", "unit"),
    _kind("occurrence_events", occurrences.OccurrenceEvent, "Events that enrolments of an occurrence get.",
          "occurrence", "line", judges=(broken_of_class,)),
    _kind("occurrence_invoice_schedules", occurrences.OccurrenceInvoiceSchedule, "Planned invoices of occurrences.",
          "occurrence", "line", judges=(broken_of_share,)),
    _kind(
        "waitlist_entries",
        quarantine.WaitlistEntry,
        "People who wait for a programme's next occurrence.",
    ),
    # What people study.
    _kind("contracts", enrolments.Contract, "Training contracts.", judges=(broken_of_contract,)),
    _kind("contract_staff", enrolments.ContractStaff, "Staff of contracts.", "contract", "line"),
    _kind(
        "enrolments",
        enrolments.Enrolment,
        "Enrolments of people and employers. Occurrences may not have the same numbers.",
        shares="E",
        fixed=("occurrence", "client"),
        words={"kind": ENROLMENT_KINDS},
        judges=(broken_of_enrolment,),
        meanings={"parent": "number of the employer's enrolment that an employee's is part of"},
    ),
    _kind("enrolment_links", enrolments.EnrolmentLink, "Enrolments that others count units from.",
          "enrolment", "linked"),
    _kind("enrolment_cohorts", quarantine.EnrolmentCohort, "Victorian cohort codes.", "enrolment", "code"),
    _kind(
        "enrolled_units",
        enrolments.EnrolledUnit,
        "Units of enrolments with their results.",
        "enrolment",
        "unit",
        judges=(broken_of_unit,),
    ),
    _kind("result_history", enrolments.ResultHistory, "Results that units had before.", "enrolled_unit", "line",
          judges=(broken_of_unit,)),
    _kind("enrolment_prices", enrolments.EnrolmentPrice, "Prices of enrolments.", "enrolment", "line",
          judges=(broken_of_price,)),
    _kind("enrolment_staff", enrolments.EnrolmentStaff, "Staff of enrolments.", "enrolment", "line"),
    _kind("enrolment_invoice_schedules", enrolments.EnrolmentInvoiceSchedule, "Planned invoices of enrolments.",
          "enrolment", "line", judges=(broken_of_share,)),
    _kind("enrolled_tasks", enrolments.EnrolledTask, "Tasks of enrolments.", "enrolment", "task",
          judges=(broken_of_task,)),
    _kind("enrolled_task_units", enrolments.EnrolledTaskUnit, "Units that a task of an enrolment belongs to.",
          "enrolled_task", "unit"),
    _kind("class_clients", enrolments.ClassClient, "Enrolments' places in classes.", "class_session", "enrolment"),
    _kind("class_attendances", enrolments.ClassAttendance, "Attendances at classes.", "class_session", "client",
          judges=(broken_of_attendance,)),
    # Money, events and awards.
    _kind(
        "invoices",
        finance.Invoice,
        "Invoices.",
        unique=("invoice_number",),
        words={"invoicee_kind": INVOICEES, "payment_status": PAYMENT_STATES},
        meanings={"invoice_number": "the number on the invoice"},
    ),
    _kind("invoice_items", finance.InvoiceItem, "Lines of invoices.", fixed=("invoice",)),
    _kind("payments", finance.Payment, "Payments on invoices.", fixed=("invoice",)),
    _kind("payment_shares", finance.PaymentShare, "How much of a payment went to which line.", "payment", "line"),
    _kind("events", events.Event, "What happened to people and employers.", judges=(broken_of_class,)),
    _kind("awards", events.Award, "What people were awarded."),
    _kind("award_units", events.AwardUnit, "Units that an award names.", "award", "unit"),
    _kind("parchment_counter", events.ParchmentCounter, "The last parchment number that was given (number 1).",
          meanings={"last": "that number; the next award gets the one after it"}),
)  # fmt: skip
"""In this order they are imported and exported."""

BY_NAME: Mapping[str, Kind] = {kind.name: kind for kind in KINDS}
BY_TABLE: Mapping[str, Kind] = tables_of(KINDS)

SHEETS: tuple[Kind, ...] = tuple(kind for kind in KINDS if kind.is_told)

LEFT_OUT: Mapping[str, str] = {
    "access_token": "log-ins end with the server that gave them",
    "audit_seal": "guards the change log of this database",
    "background_duty": "belongs to the servers that run",
    "change_log": "begins anew: what was imported is told as new",
    "call_failure": "belongs to the servers that run",
    "client_hold": "holds nothing",
    "client_merge": "merges are taken back where they were made",
    "client_sms": "belongs to the gateway that sent the messages",
    "erased_client": "stays where the person was erased",
    "enrolment_number": "follows occurrences and enrolments",
    "good_login": "belongs to the servers that run",
    "idempotent_request": "belongs to requests of the last hours",
    "legal_hold": "holds what this database keeps",
    "last_writer": "belongs to the servers that run",
    "maintenance": "belongs to the servers that run",
    "login_attempt": "belongs to the servers that run",
    "look_alike": "belongs to upgrades of old databases",
    "outbox": "is sent where it waits",
    "password_reset": "links work where they were made",
    "person_key": "opens former values of this database's change log",
    "reference_code": "national lists come with the server",
    "schema_revision": "belongs to the tables",
    "sms_account": "belongs to the gateway",
    "state": "comes with the server",
    **dict.fromkeys(
        (
            "web_client",
            "web_class_choice",
            "web_decision",
            "web_employer",
            "web_enrolment",
            "web_payment",
            "web_price_choice",
            "web_relationship",
            "web_unit_choice",
            "web_waitlist",
        ),
        "what the web told is decided where it waits",
    ),
}
"""Tables without a sheet, and why."""
