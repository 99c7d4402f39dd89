"""What keeps a person from being erased, in the words of whoever asks for it."""

import datetime
from collections.abc import Iterator
from typing import Any

from sqlalchemy import DateTime, Integer, bindparam, func, not_, or_, select

from vettrak_api.model.enrolments import Contract, Enrolment
from vettrak_api.model.events import Event
from vettrak_api.model.finance import Invoice
from vettrak_api.model.occurrences import ClassSession, ClassStaff, Occurrence, OccurrenceStaff
from vettrak_api.model.privacy import ERASED_KEY, LegalHold
from vettrak_api.model.reference import EnrolmentStatus
from vettrak_api.model.security import ClientRole
from vettrak_api.model.statements import Reader, execute
from vettrak_api.rules.occurrences.cancelling import COMPLETED
from vettrak_api.rules.occurrences.vacancies import FREE_STATUS_TYPES
from vettrak_api.rules.privacy.traces import Traces

_CLIENT = bindparam("client", type_=Integer)
_OPEN = select(EnrolmentStatus.id).where(
    *(EnrolmentStatus.status_type != kind for kind in (COMPLETED, *FREE_STATUS_TYPES))
)

HOLD = select(LegalHold.reason).where(LegalHold.client_id == _CLIENT).order_by(LegalHold.id)
ENROLLED = (
    select(Enrolment.id).where(Enrolment.client_id == _CLIENT, Enrolment.status_id.in_(_OPEN)).order_by(Enrolment.id)
)
UNDER_CONTRACT = (
    select(Contract.id).where(Contract.client_id == _CLIENT, Contract.status_id.in_(_OPEN)).order_by(Contract.id)
)
UNSETTLED = (
    select(Invoice.id, Invoice.number, Invoice.total_amount, Invoice.amount_paid)
    .where(Invoice.client_id == _CLIENT, Invoice.total_amount != Invoice.amount_paid)
    .order_by(Invoice.id)
)
ROLES = select(func.count()).select_from(ClientRole).where(ClientRole.client_id == _CLIENT)
TEACHES = (
    select(func.count())
    .select_from(ClassStaff)
    .join(ClassSession, ClassSession.id == ClassStaff.class_session_id)
    .where(ClassStaff.client_id == _CLIENT, ClassSession.finish > bindparam("moment", type_=DateTime))
)
LOOKS_AFTER = (
    select(func.count())
    .select_from(OccurrenceStaff)
    .join(Occurrence, Occurrence.id == OccurrenceStaff.occurrence_id)
    .where(
        OccurrenceStaff.client_id == _CLIENT,
        Occurrence.status_id.in_(_OPEN),
        or_(Occurrence.end_date.is_(None), Occurrence.end_date > bindparam("moment", type_=DateTime)),
    )
)
TO_DO = select(func.count()).select_from(Event).where(Event.staff_id == _CLIENT, not_(Event.complete))

MOST_NAMED = 5


def obstacles(reader: Reader, traces: Traces, now: datetime.datetime) -> list[str]:
    """Return why a person is not erased now, as sentences that say what to do; none when nothing is in the way."""
    person = traces.person
    if person.code_key.startswith(ERASED_KEY):
        return [f"{person.code} was erased before."]
    return [
        *(f"There is a legal hold on {person.code}: {reason}" for reason in held_because(reader, person.id)),
        *_as_staff(reader, person, now),
        *_enrolled(reader, person),
        *_money(reader, person),
        *_waiting(traces),
    ]


def held_because(reader: Reader, client_id: int) -> list[str]:
    """Return the reasons of the legal holds on a client."""
    return list(execute(reader, HOLD, client=client_id).scalars())


def _as_staff(reader: Reader, person: Any, now: datetime.datetime) -> Iterator[str]:
    if person.staff or execute(reader, ROLES, client=person.id).scalar():
        yield (
            f"{person.code} is a staff member or has a role. Make the person an ordinary client first, without roles."
        )
    classes = execute(reader, TEACHES, client=person.id, moment=now).scalar()
    occurrences = execute(reader, LOOKS_AFTER, client=person.id, moment=now).scalar()
    events = execute(reader, TO_DO, client=person.id).scalar()
    if classes or occurrences or events:
        yield (
            f"{person.code} still has duties: {classes} classes to teach, {occurrences} occurrences and {events} "
            "events to look after. Give them to somebody else first."
        )


def _enrolled(reader: Reader, person: Any) -> Iterator[str]:
    if numbers := execute(reader, ENROLLED, client=person.id).scalars().all():
        yield f"{person.code} is enrolled ({_named(numbers)}). Complete, withdraw or cancel that first."
    if numbers := execute(reader, UNDER_CONTRACT, client=person.id).scalars().all():
        yield f"{person.code} has an open training contract ({_named(numbers)}). Complete or cancel it first."


def _money(reader: Reader, person: Any) -> Iterator[str]:
    for row in execute(reader, UNSETTLED, client=person.id).all()[:MOST_NAMED]:
        rest, number = row.total_amount - row.amount_paid, row.number or row.id
        if rest > 0:
            yield f"{person.code} owes ${rest} of invoice {number}. Settle or cancel it first."
        else:
            yield f"${-rest} of invoice {number} were paid too much. Give {person.code} the money back first."


def _waiting(traces: Traces) -> Iterator[str]:
    words = ("web enrolment", "web waitlist entry")
    for numbers, word in zip(traces.waiting, words, strict=True):
        if numbers:
            yield f"{traces.person.code} waits in quarantine ({word} {_named(numbers)}). Process or reject that first."


def _named(numbers: Any) -> str:
    told = ", ".join(str(number) for number in numbers[:MOST_NAMED])
    return f"{told} and {len(numbers) - MOST_NAMED} more" if len(numbers) > MOST_NAMED else told
