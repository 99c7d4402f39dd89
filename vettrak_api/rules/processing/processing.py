"""Turns what waits in quarantine into real records, or rejects it: one rule set for operations and the staff page.

Every function works in the caller's one transaction. The first statement claims the record, so that of two people
who process it at once one finds it gone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict, InvalidInput
from vettrak_api.model.base import length_of
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.quarantine import (
    CLIENT_KIND,
    EMPLOYER_KIND,
    PROCESSED,
    REJECTED,
    WaitlistEntry,
    WebDecision,
    WebEmployer,
    WebEnrolment,
    WebWaitlist,
)
from vettrak_api.model.rows import add_object, change_row, rows_of
from vettrak_api.model.statements import execute
from vettrak_api.rules.clients.locks import lock_equal_clients, lock_new_clients
from vettrak_api.rules.enrolments.enrolling import Enrolled
from vettrak_api.rules.finance.invoicing import Invoiced, Invoicee, invoice_enrolment, is_paid, wants_invoice
from vettrak_api.rules.occurrences.vacancies import count_places
from vettrak_api.rules.processing.employers import (
    MatchedEmployer,
    add_contacts,
    match_or_create_employer,
)
from vettrak_api.rules.processing.enrolments import employ, enrol_client, enrol_employees, relate, terms_of
from vettrak_api.rules.processing.journal import recorded
from vettrak_api.rules.processing.people import MatchedPerson, match_or_create_person
from vettrak_api.rules.processing.record import WebRecord, lock_occurrence, people_of, read_record
from vettrak_api.rules.processing.verdicts import anybody_is_near
from vettrak_api.rules.quarantine.amounts import expected_people
from vettrak_api.rules.quarantine.decisions import COMPLETE, PROCESS, REJECT, Choices, Context, record_decision
from vettrak_api.rules.quarantine.employers import delete_unused_employers
from vettrak_api.rules.quarantine.pending import EMPLOYER, WAITER, Held, Quarantine, close
from vettrak_api.rules.validation import within

LONGEST_REASON = length_of(WebDecision.reason)
"""Characters of the reason of a rejection."""

BY_THE_RULES = Choices()

LOOSE = rows_of(WebEmployer).where(WebEmployer.id.in_(bindparam("numbers", expanding=True))).order_by(WebEmployer.id)
PROCESSES_RESERVATIONS = select(Occurrence.auto_process_reservations).where(Occurrence.id == bindparam("number"))
WAITING = (
    select(WaitlistEntry.id)
    .where(
        WaitlistEntry.client_id == bindparam("client"),
        WaitlistEntry.programme_id == bindparam("programme"),
        WaitlistEntry.open,
    )
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class ProcessedEmployee:
    """An employee of an employer web enrolment, and the enrolment made."""

    web_client_id: int
    enrolment_id: int
    person: MatchedPerson


@dataclass(frozen=True, slots=True)
class Processed:
    """What was made of a web enrolment; `enrolee_kind` as Webe_Type."""

    web_enrolment_id: int
    enrolment_id: int
    occurrence_id: int
    enrolee_kind: int
    created: bool
    identifier: str
    name: str
    invoiced: Invoiced | None = None
    employees: list[ProcessedEmployee] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ProcessedWaitlist:
    """What was made of a web waitlist entry."""

    web_waitlist_id: int
    entry: WaitlistEntry
    person: MatchedPerson


def process_web_enrolment(
    session: Session,
    context: Context,
    web_enrolment_id: int,
    choices: Choices = BY_THE_RULES,
    held: Held | None = None,
) -> Processed:
    """Make the real records of a pending web enrolment and close it; `held` is its row, if the caller holds it.

    Raises NotFound when it is not pending (any more), InvalidInput while it is a reservation, Conflict when the
    rules find several clients, a user name is taken, or a matched person is enrolled already.
    """
    web = Quarantine(session).web_enrolment(web_enrolment_id) if held is None else held
    if web.is_reservation:
        raise InvalidInput("Reservation must be completed first.")
    # Always in this order: web record, occurrence, new clients; who changes a web record meets the same order.
    occurrence = lock_occurrence(session, web)
    record = read_record(session, web, occurrence)
    _lock_people(session, context, record, choices)
    with recorded(session) as journal:
        processed = _process(session, context, record, choices)
    record_decision(session, context, PROCESS, journal, web_enrolment_id=web.id, enrolment_id=processed.enrolment_id)
    return processed


def complete_reservation(
    session: Session, context: Context, web_enrolment_id: int, *, leaves_near: bool = False
) -> Processed | None:
    """Make a reservation a web enrolment; if the occurrence says so it is processed, updating what it matches.

    Returns what was made, or None; where people look on (`leaves_near`), somebody close to a record is left for them,
    as a web enrolment that waits. Raises NotFound as `process_web_enrolment`, InvalidInput when it is none.
    """
    web = Quarantine(session).web_enrolment(web_enrolment_id)
    if not web.is_reservation:
        raise InvalidInput("Web enrolment is not a reservation.")
    change_row(session, WebEnrolment, web, is_reservation=False)
    record_decision(session, context, COMPLETE, web_enrolment_id=web.id)
    if not execute(session, PROCESSES_RESERVATIONS, number=web.occurrence_id).scalar_one():
        return None
    if leaves_near and anybody_is_near(
        session, people_of(session, web), execute(session, EMPLOYER, web_enrolment=web.id)
    ):
        return None
    return process_web_enrolment(session, context, web.id, Choices(update_matches=True))


def process_waitlist(
    session: Session, context: Context, web_waitlist_id: int, choices: Choices = BY_THE_RULES
) -> ProcessedWaitlist:
    """Make the real waitlist entry of a pending one and close that.

    Raises NotFound when it is not pending, Conflict when the client waits for the programme already.
    """
    web = Quarantine(session).waitlist(web_waitlist_id)
    lock_new_clients(session)
    waiter = execute(session, WAITER, web_waitlist=web.id).one()
    with recorded(session) as journal:
        person = match_or_create_person(session, context, waiter, choices, web_waitlist_id=web.id)
        entry = _wait(session, web, person.client.id)
    close(session, WebWaitlist, web, PROCESSED, context, waitlist_entry_id=entry.id)
    record_decision(session, context, PROCESS, journal, web_waitlist_id=web.id, client_id=person.client.id)
    return ProcessedWaitlist(web.id, entry, person)


def reject_web_enrolment(session: Session, context: Context, web_enrolment_id: int, reason: str | None) -> None:
    """Close a pending web enrolment or reservation without making anything; its places become free.

    Raises InvalidInput for a reason of more than 255 characters, NotFound when it is not pending.
    """
    why = within("reason", reason, LONGEST_REASON)
    web = Quarantine(session).web_enrolment(web_enrolment_id)
    close(session, WebEnrolment, web, REJECTED, context)
    with recorded(session) as journal:
        delete_unused_employers(session, _loose_of(web, people_of(session, web)))
    record_decision(session, context, REJECT, journal, reason=why or None, web_enrolment_id=web.id)


def reject_waitlist(session: Session, context: Context, web_waitlist_id: int, reason: str | None) -> None:
    """Close a pending web waitlist entry without making anything; raises as `reject_web_enrolment`."""
    why = within("reason", reason, LONGEST_REASON)
    web = Quarantine(session).waitlist(web_waitlist_id)
    close(session, WebWaitlist, web, REJECTED, context)
    record_decision(session, context, REJECT, reason=why or None, web_waitlist_id=web.id)


def _lock_people(session: Session, context: Context, record: WebRecord, choices: Choices) -> None:
    """Hold the making of the client that a record may need; of all clients, if it may make or change others.

    Who leaves those that are close to somebody holds all, too: the names of such two need not have the same letters.
    """
    is_alone = _makes_one_client(record, choices) and not choices.leaves_near
    if is_alone and not context.settings.email_as_username:
        (person,) = record.people
        lock_equal_clients(session, person.surname, person.given_name, person.usi)
    else:
        lock_new_clients(session)


def _makes_one_client(record: WebRecord, choices: Choices) -> bool:
    """Tell whether processing makes a client and nobody else, nor gives anybody what only one may have."""
    if record.web.kind != CLIENT_KIND or record.relationships or _loose_of(record.web, record.people):
        return False
    changes = choices.update_matches or any(choice.update for choice in choices.people.values())
    return not changes and not any(person.additional_data for person in record.people)


def _process(session: Session, context: Context, record: WebRecord, choices: Choices) -> Processed:
    web = record.web
    way = _process_employer if web.kind == EMPLOYER_KIND else _process_client
    processed = way(session, context, record, choices)
    close(session, WebEnrolment, web, PROCESSED, context, enrolment_id=processed.enrolment_id)
    delete_unused_employers(session, _loose_of(web, record.people))
    return processed


Loose = dict[int, MatchedEmployer]
"""What loose web employers became, by their numbers."""


def _match_loose(session: Session, context: Context, record: WebRecord, choices: Choices) -> Loose:
    loose_ids = _loose_of(record.web, record.people)
    return {
        employer.id: match_or_create_employer(session, context, employer, choices, web_enrolment_id=record.web.id)
        for employer in (execute(session, LOOSE, numbers=sorted(loose_ids)).all() if loose_ids else ())
    }


def _process_client(session: Session, context: Context, record: WebRecord, choices: Choices) -> Processed:
    web, (web_client,) = record.web, record.students
    loose = _match_loose(session, context, record, choices)
    person = match_or_create_person(session, context, web_client, choices, web_enrolment_id=web.id)
    client = person.client
    relate(session, record, client)
    if web_client.web_employer_id in loose:
        employ(session, person, loose[web_client.web_employer_id].employer.id)
    enrolled = enrol_client(session, record, client.id, terms_of(session, context, web))
    invoiced = _invoice(session, context, record, enrolled, loose, Invoicee(client_id=client.id))
    made = (web.id, enrolled.enrolment.id, record.occurrence.id, web.kind)
    return Processed(*made, person.created, client.code, person.name, invoiced)


def _process_employer(session: Session, context: Context, record: WebRecord, choices: Choices) -> Processed:
    web = record.web
    own = execute(session, EMPLOYER, web_enrolment=web.id).one()
    settled = match_or_create_employer(session, context, own, choices, web_enrolment_id=web.id)
    # After the enrolled employer, of whom more is known: who pays may be the same one, and is it then by its name.
    loose = _match_loose(session, context, record, choices)
    people = {
        web_client.id: match_or_create_person(session, context, web_client, choices, web_enrolment_id=web.id)
        for web_client in record.people
    }
    change_row(session, WebEmployer, own, state=PROCESSED)
    employer, students = settled.employer, [(each.id, people[each.id]) for each in record.students]
    contact_ids = [people[each.id].client.id for each in record.contacts]
    add_contacts(session, employer.id, contact_ids)
    payer = Invoicee(employer_id=employer.id, contact_id=contact_ids[0] if contact_ids else None)
    client_ids = [person.client.id for _, person in students]
    terms = replace(terms_of(session, context, web), held_places=_places_to_hold(session, record, own))
    above, enrolments = enrol_employees(session, record, payer, client_ids, terms)
    invoiced = _invoice(session, context, record, above, loose, payer)
    employees = [
        ProcessedEmployee(number, enrolment.id, person)
        for (number, person), enrolment in zip(students, enrolments, strict=True)
    ]
    made = (web.id, above.enrolment.id, record.occurrence.id, web.kind)
    return Processed(*made, settled.created, employer.identifier, employer.name, invoiced, employees)


def _places_to_hold(session: Session, record: WebRecord, own: Held) -> int:
    """Return for how many employees, whom nobody has named yet, an employer has paid; 0 once there are names.

    As many as it expects, if there are places for them; the one that it has in any case.
    """
    web = record.web
    if record.students or not is_paid(record.payment):
        return 0
    expected = expected_people(0, own.employees)
    already: int = web.places
    return max(already, min(expected, already + count_places(session, web.occurrence_id)))


def _invoice(
    session: Session, context: Context, record: WebRecord, enrolled: Enrolled, loose: Loose, enrolee: Invoicee
) -> Invoiced | None:
    """Invoice an enrolment if the web asked for it: the loose employer that it named, else the enrolee."""
    web = record.web
    if not wants_invoice(web, record.payment):
        return None
    payer = Invoicee(employer_id=loose[web.invoicee_id].employer.id) if web.invoicee_id in loose else enrolee
    # Places are held only while nobody is named.
    employees = (len(record.students) or enrolled.enrolment.held_places) if web.kind == EMPLOYER_KIND else 1
    return invoice_enrolment(session, web, record.payment, enrolled, payer, employees, context.now)


def _wait(session: Session, web: Held, client_id: int) -> WaitlistEntry:
    if execute(session, WAITING, client=client_id, programme=web.programme_id).first() is not None:
        raise Conflict("Client is already on the waitlist of this programme.")
    entry = WaitlistEntry(
        client_id=client_id,
        programme_id=web.programme_id,
        date=web.stamp,
        description=web.description,
        referral_source_id=web.referral_source_id,
    )
    add_object(session, entry)
    return entry


def _loose_of(web: Held, people: Iterable[Held]) -> set[int]:
    named = {web.invoicee_id}
    if web.kind != EMPLOYER_KIND:
        named |= {person.web_employer_id for person in people}
    return {number for number in named if number is not None}
