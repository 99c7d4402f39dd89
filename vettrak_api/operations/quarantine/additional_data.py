"""Area additional_data: extra fields of pending web records, kept as sent until processing applies them."""

from collections.abc import Callable, Mapping

from sqlalchemy import select

from vettrak_api.calls.call import Call, Confirmation, Text, operation
from vettrak_api.errors import InvalidInput, NotFound
from vettrak_api.model.quarantine import (
    CLIENT_KIND,
    CONTACT,
    EMPLOYER_KIND,
    PENDING,
    STUDENT,
    WebClient,
    WebEmployer,
    WebEnrolment,
    WebWaitlist,
)
from vettrak_api.operations.quarantine.caller import quarantine, site_of
from vettrak_api.rules.additional_data.changes import Judge
from vettrak_api.rules.additional_data.document import read_document
from vettrak_api.rules.additional_data.entities import find_entity
from vettrak_api.rules.lookups import NUMBER
from vettrak_api.rules.quarantine.details import Party, keep_additional_data
from vettrak_api.rules.quarantine.pending import Held, Quarantine
from vettrak_api.rules.validation import trimmed

LONGEST_STORED = 60_000
"""Bytes of a text that every database keeps; all fields of an entity at their longest are a sixth of it."""

NOT_FOUND = "Web record not found."

Finder = Callable[[Quarantine, int], Held]

RECORD_TYPES: tuple[tuple[str, Finder], ...] = (
    ("Client", Quarantine.web_client),
    ("Employer", Quarantine.web_employer),
    ("Client", lambda pending, number: pending.member(number, STUDENT)),
    ("Client", lambda pending, number: pending.member(number, CONTACT)),
    ("Employer", Quarantine.loose_employer),
    ("Client", Quarantine.waiter),
)
"""The entity whose fields a record has, and how its number finds it, by record type."""

TABLES: Mapping[str, Party] = {"Client": WebClient, "Employer": WebEmployer}


_OF_ENROLMENT = (
    select(WebClient.additional_data, WebEnrolment.created_by)
    .join(WebEnrolment, WebEnrolment.id == WebClient.web_enrolment_id)
    .where(WebEnrolment.state == PENDING)
)
_OF_MEMBER = _OF_ENROLMENT.where(WebClient.id == NUMBER, WebEnrolment.kind == EMPLOYER_KIND)
_OF_EMPLOYER = select(WebEmployer.additional_data, WebEnrolment.created_by).join(
    WebEnrolment, WebEnrolment.id == WebEmployer.web_enrolment_id
)

STORED = (
    _OF_ENROLMENT.where(WebEnrolment.id == NUMBER, WebEnrolment.kind == CLIENT_KIND),
    _OF_EMPLOYER.where(WebEnrolment.id == NUMBER, WebEnrolment.state == PENDING, WebEnrolment.kind == EMPLOYER_KIND),
    _OF_MEMBER.where(WebClient.kind == STUDENT),
    _OF_MEMBER.where(WebClient.kind == CONTACT),
    select(WebEmployer.additional_data, WebEmployer.created_by).where(
        WebEmployer.id == NUMBER, WebEmployer.state == PENDING, WebEmployer.web_enrolment_id.is_(None)
    ),
    select(WebClient.additional_data, WebWaitlist.created_by)
    .join(WebWaitlist, WebWaitlist.id == WebClient.web_waitlist_id)
    .where(WebWaitlist.id == NUMBER, WebWaitlist.state == PENDING),
)
"""What is stored for a pending record and which site made it, by record type."""


@operation
def GetAdditionalDataForWebRecord(call: Call, recordType: int, recordId: int) -> Text:
    """Return the text that is stored for a pending web record, empty when there is none."""
    _record_type(recordType)
    found = call.reader.execute(STORED[recordType], {"wanted_number": recordId}).first()
    if found is None or site_of(call) not in {None, found.created_by}:
        raise NotFound(NOT_FOUND)
    return found.additional_data or ""


@operation
def UpdateAdditionalDataForWebRecord(
    call: Call, recordType: int, recordId: int, additionalData: str | None
) -> Confirmation:
    """Replace the extra fields of a pending web record; a blank text removes them."""
    entity, finder = _record_type(recordType)
    text = trimmed(additionalData)
    if text:
        _judge(call, entity, text, lambda: _stored_email(call, finder, recordId))
    record = _found(quarantine(call), finder, recordId)
    keep_additional_data(call.session, TABLES[entity], record, text or None)


def _record_type(number: int) -> tuple[str, Finder]:
    if number not in range(len(RECORD_TYPES)):
        raise InvalidInput("Unknown record type.")
    return RECORD_TYPES[number]


def _stored_email(call: Call, finder: Finder, number: int) -> str | None:
    """Return the e-mail address that a record's additional data has told before."""
    stored = _found(quarantine(call), finder, number).additional_data
    fields = read_document(stored) if stored else {}
    return next((text.strip() for name, text in fields.items() if name.lower() == "email"), None)


def _judge(call: Call, entity: str, text: str, stored_email: Callable[[], str | None]) -> None:
    """Judge the fields now, although they are applied later: the site can still correct them."""
    document = read_document(text)
    if len(text.encode()) > LONGEST_STORED:
        raise InvalidInput("Additional data is not valid XML.")
    judge = Judge(call.session, call.settings.zone, call.now.date(), stored_email=stored_email)
    judge.changes(find_entity(entity), document)


def _found(pending: Quarantine, finder: Finder, number: int) -> Held:
    """Return a record; one of the other kind is none."""
    try:
        return finder(pending, number)
    except (NotFound, InvalidInput):
        raise NotFound(NOT_FOUND) from None
