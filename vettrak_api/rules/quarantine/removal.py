"""Deleting what waits in quarantine, with everything that hangs on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, bindparam
from sqlalchemy.orm import Session

from vettrak_api.model.quarantine import (
    DELETED,
    WebClient,
    WebEmployer,
    WebEnrolment,
    WebPayment,
    WebRelationship,
    WebWaitlist,
)
from vettrak_api.model.rows import remove_row, rows_of
from vettrak_api.model.statements import execute
from vettrak_api.rules.quarantine.choices import CHOICES, clear_choice
from vettrak_api.rules.quarantine.decisions import DELETE, Context, record_decision
from vettrak_api.rules.quarantine.employers import delete_unused_employers
from vettrak_api.rules.quarantine.payments import PAYMENT
from vettrak_api.rules.quarantine.pending import EMPLOYER, PERSON, WAITER, Held, close

RELATED = rows_of(WebRelationship).where(WebRelationship.web_enrolment_id == bindparam("web_enrolment", type_=Integer))

PERSONAL = (
    "description",
    "referral_source_id",
    "study_reason_id",
    "registration_id",
    "cohort_codes",
    "purchase_order",
    "invoicee_id",
    "plan_frequency",
    "plan_instalment",
)
"""What a deleted web enrolment loses; that there was one, where, when and through whom stays."""


@dataclass(frozen=True, slots=True)
class Removed:
    """How much was deleted with a web enrolment."""

    web_employers: int
    web_clients: int
    paid: Decimal

    @property
    def counts(self) -> str:
        """How much it was, in words, without any name."""
        return f"web enrolment 1, web employer {self.web_employers}, web clients {self.web_clients}."

    @property
    def summary(self) -> str:
        """What the caller is told."""
        return f"Deleted: {self.counts}"


def delete_web_enrolment(session: Session, web_enrolment: Held, context: Context) -> Removed:
    """Delete all that a held web enrolment holds, free its places, and note who did it.

    Its row stays, closed and emptied, so that its number never means another one. Loose employers that no other
    pending web enrolment needs go with it.
    """
    number = web_enrolment.id
    people = execute(session, PERSON, web_enrolment=number).all()
    employers = execute(session, EMPLOYER, web_enrolment=number).all()
    loose = {web_enrolment.invoicee_id, *(person.web_employer_id for person in people)}
    loose -= {None, *(employer.id for employer in employers)}
    paid = _delete_details(session, number)
    _delete_rows(session, WebClient, people)
    _delete_rows(session, WebEmployer, employers)
    close(session, WebEnrolment, web_enrolment, DELETED, context, **dict.fromkeys(PERSONAL))
    unused = delete_unused_employers(session, (employer_id for employer_id in loose if employer_id))
    removed = Removed(len(employers) + unused, len(people), paid)
    reason = removed.counts + (f" A payment of {paid} was recorded." if paid else "")
    record_decision(session, context, DELETE, web_enrolment_id=number, reason=reason)
    return removed


def delete_waitlist(session: Session, entry: Held, context: Context) -> None:
    """Delete all that a held waitlist entry holds, and note who did it; its row stays, closed and emptied."""
    _delete_rows(session, WebClient, execute(session, WAITER, web_waitlist=entry.id).all())
    close(session, WebWaitlist, entry, DELETED, context, description=None, referral_source_id=None)
    record_decision(session, context, DELETE, web_waitlist_id=entry.id)


def _delete_details(session: Session, web_enrolment_id: int) -> Decimal:
    """Delete payment, relationships and choices; return what was paid."""
    payments = execute(session, PAYMENT, number=web_enrolment_id).all()
    _delete_rows(session, WebRelationship, execute(session, RELATED, web_enrolment=web_enrolment_id).all())
    _delete_rows(session, WebPayment, payments)
    for choice in CHOICES:
        clear_choice(session, choice, web_enrolment_id)
    return sum((payment.amount for payment in payments), Decimal(0))


def _delete_rows(session: Session, table: Any, rows: Iterable[Any]) -> None:
    """Delete rows one by one, so that the change log tells of each; what refers to them must be gone."""
    for row in rows:
        remove_row(session, table, row)
