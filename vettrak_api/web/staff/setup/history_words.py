"""The change log in the words of people: records by kind and name, members as forms label them, what was done."""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain

from vettrak_api.views.audit import Entry
from vettrak_api.web.staff.setup import occurrence_forms, organisation, person_forms
from vettrak_api.web.staff.setup.declared import RECORDS
from vettrak_api.web.staff.setup.inputs import Form, Input
from vettrak_api.web.staff.setup.sections import SECTIONS

KINDS: Mapping[str, str] = {
    "award_unit": "unit of an award",
    "class_attendance": "attendance at the class",
    "class_client": "place in a class",
    "class_session": "class",
    "class_staff": "trainer of a class",
    "client_disability": "disability",
    "client_prior_education": "prior education",
    "client_relationship": "relationship",
    "client_role": "role",
    "client_sms": "text message",
    "client_statistics": "statistics of client",
    "code_item": "code",
    "contract": "training contract",
    "contract_staff": "staff member of a training contract",
    "employer_contact": "contact of employer",
    "employment": "employment at",
    "enrolled_task": "task",
    "enrolled_task_unit": "unit of a task",
    "enrolled_unit": "unit",
    "enrolment_cohort": "cohort",
    "enrolment_invoice_schedule": "planned invoice",
    "enrolment_link": "linked enrolment",
    "enrolment_price": "price",
    "enrolment_staff": "staff member",
    "invoice_item": "line of an invoice",
    "legal_hold": "legal hold",
    "occurrence_event": "planned event",
    "occurrence_invoice_schedule": "planned invoice",
    "occurrence_price": "price",
    "occurrence_staff": "staff member",
    "occurrence_task": "task of an occurrence",
    "occurrence_task_unit": "unit of a task",
    "occurrence_unit": "unit",
    "payment_share": "share of a payment",
    "price_item": "kind of price",
    "qualification_state": "value in a state",
    "qualification_unit": "unit",
    "reference_code": "code of a list",
    "relation": "relation",
    "staff_division": "division that is open",
    "status_item": "status",
    "unit_state": "value in a state",
    "web_class_choice": "chosen class",
    "web_client": "person of a web enrolment",
    "web_payment": "payment of the web enrolment",
    "web_price_choice": "chosen price",
    "web_relationship": "relationship of a web enrolment",
    "web_unit_choice": "chosen unit",
    "web_waitlist": "web waitlist entry",
}
"""Kinds of records whose tables are not called as people call them."""

MEMBERS: Mapping[str, str] = {
    "birth_date": "Date of birth",
    "closed_at": "Closed",
    "closed_by": "Closed by",
    "class_session_id": "Class",
    "gst": "GST",
    "lms_publish": "Goes to the LMS",
    "lms_status": "Is in the LMS",
    "password_hash": "Password",
    "percentage": "Percent",
    "to_client_id": "To",
    "usi": "USI",
    "web_published": "Web sites offer it",
}
"""Members of records that no form has, where their columns are not called as people call them."""

SET_UP: Mapping[str, str] = {
    "activate_person": "Person made active again",
    "add_class": "Class added",
    "add_contact": "Contact of an employer added",
    "add_integration": "User of an integration added",
    "add_line": "Part of an occurrence added",
    "add_occurrence": "Occurrence added",
    "add_person": "Person added",
    "add_unit": "Unit added to a qualification",
    "add_weekly_classes": "Weekly classes added",
    "cancel_as_told": "Occurrence cancelled",
    "deactivate_person": "Person made inactive",
    "delete_role": "Role deleted",
    "dismiss_person": "Staff member dismissed",
    "end": "Contact of an employer ended",
    "end_log_ins": "Log-ins ended",
    "invite_person": "Link for a password sent",
    "lift_delay": "Delay of log-ins lifted",
    "make_copy": "Occurrence copied",
    "make_person_staff": "Person made staff",
    "merge_now": "Two records of one person merged",
    "new_integration_password": "New password for an integration",
    "remove_line": "Part of an occurrence removed",
    "remove_unit": "Unit removed from a qualification",
    "save_line": "Part of an occurrence saved",
    "save_occurrence": "Occurrence saved",
    "save_organisation": "Organisation saved",
    "save_person": "Person saved",
    "save_person_divisions": "Open divisions saved",
    "save_person_roles": "Roles saved",
    "save_statistics": "Statistics saved",
    "save_units": "Units of an occurrence saved",
    "save_user_name": "User name saved",
    "save_work": "Employment saved",
    "take_merge_back": "Merge taken back",
}
"""What the forms of set-up do, by the endpoint that they are sent to."""

DONE = {"add_record": "added", "save": "saved"}
"""What the forms of a section's records do."""

SAID: Mapping[str, str] = {
    "password-reset": "Link for a forgotten password",
    "portal": "Portal",
    "retention": "Deletion of what has grown old",
    "staff page": "Staff page",
}
PROGRAM = frozenset({"audit", "client", "db", "erase", "import", "quarantine", "user"})
"""The first words of commands of the program."""

SET_UP_PAGE = "set-up page "


def kind_of_record(table: str) -> str:
    """Return what a record of a table is, in small letters."""
    return KINDS.get(table) or table.replace("_", " ")


def record_in_words(entry: Entry) -> str:
    """Return which record an entry is about: "Unit BSB123 in enrolment 12", "Disability of client 00123 Al One"."""
    about = entry.called or str(entry.record)
    words = (
        f"{kind_of_record(entry.table)} of {kind_of_record(entry.owner)}"
        if entry.owner
        else kind_of_record(entry.table)
    )
    return sentence_case(f"{words} {about}")


def member_in_words(table: str, name: str) -> str:
    """Return what a member of a record is called: as the form of set-up labels it, where there is one."""
    label = _labels().get((table, name)) or MEMBERS.get(name)
    return label or sentence_case(kind_of_record(name.removesuffix("_id")))


def operation_in_words(operation: str) -> str:
    """Return through what somebody changed something; operations of the API are called as they are."""
    if operation.startswith(SET_UP_PAGE):
        return f"Set-up page: {_page_in_words(operation.removeprefix(SET_UP_PAGE))}"
    if operation.partition(" ")[0] in PROGRAM:
        return f"Program: vettrak-api {operation}"
    return SAID.get(operation, operation)


def _page_in_words(told: str) -> str:
    section, _, page = told.rpartition(" ")
    title = next((each.title for each in SECTIONS if each.name == section), "")
    if page in DONE and title:
        return f"{title}, {DONE[page]}"
    return SET_UP.get(page) or sentence_case(page.replace("_", " "))


def sentence_case(text: str) -> str:
    """Return a text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


@cache
def _labels() -> Mapping[tuple[str, str], str]:
    """Return the labels of forms by table and column; those that a form has twice say in which part of it they are."""
    return {(form.kind.model.name, each.column): label for form in _forms() for each, label in _labels_of(form)}


def _labels_of(form: Form) -> Iterator[tuple[Input, str]]:
    labels = [each.label for each in form.inputs]
    for part in form.parts:
        for each in part.all():
            is_alone = labels.count(each.label) == 1
            yield each, each.label if is_alone else f"{each.label} ({part.legend[:1].lower()}{part.legend[1:]})"


def _forms() -> Iterator[Form]:
    modules = (vars(module).values() for module in (occurrence_forms, organisation, person_forms))
    yield from (found for found in chain(*modules) if isinstance(found, Form))
    yield from (records.form for records in RECORDS.values())
