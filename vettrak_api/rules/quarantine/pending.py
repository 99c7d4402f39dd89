"""The pending records of the web: finding them, holding them, taking places for them and deleting them.

Everything of a web enrolment hangs on its one row: whoever changes, processes or deletes any of it holds that
row first, so that nothing is written to what somebody else has just processed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, case, delete, select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput, NotFound
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.programmes import Programme
from vettrak_api.model.quarantine import (
    CLIENT_KIND,
    CONTACT,
    DELETED,
    EMPLOYER_KIND,
    PENDING,
    STUDENT,
    WebClassChoice,
    WebClient,
    WebEmployer,
    WebEnrolment,
    WebPayment,
    WebPriceChoice,
    WebRelationship,
    WebUnitChoice,
    WebWaitlist,
)
from vettrak_api.model.statements import execute, for_update
from vettrak_api.rules.occurrences.publication import published
from vettrak_api.rules.occurrences.vacancies import require_places
from vettrak_api.rules.quarantine.decisions import DELETE, Context, record_decision

NOT_FOUND = {
    WebEnrolment: "Web enrolment not found.",
    WebEmployer: "Web employer not found.",
    WebWaitlist: "Web waitlist entry not found.",
}

MEMBER_NOT_FOUND = {STUDENT: "Web employee not found.", CONTACT: "Web employer contact not found."}

CHOICES = (WebClassChoice, WebUnitChoice, WebPriceChoice)

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


def _pending(table: Any) -> Any:
    return select(table).where(table.id == bindparam("number"), table.state == PENDING)


PENDING_ROWS: Mapping[Any, Any] = {table: _pending(table) for table in NOT_FOUND}
LOCKED_ROWS: Mapping[Any, Any] = {table: for_update(_pending(table), table) for table in NOT_FOUND}

LOCKED_WITH_PERSON = for_update(
    select(WebEnrolment, WebClient)
    .join(WebClient, WebClient.web_enrolment_id == WebEnrolment.id)
    .where(WebEnrolment.id == bindparam("number"), WebEnrolment.state == PENDING, WebEnrolment.kind == CLIENT_KIND),
    WebEnrolment,
    WebClient,
)
"""A client's web enrolment with its one person."""

PAYMENT = select(WebPayment).where(WebPayment.web_enrolment_id == bindparam("number"))

BOOKED = for_update(
    select(case((published(), 1), else_=0))
    .join(Programme, Programme.id == Occurrence.programme_id)
    .where(Occurrence.id == bindparam("number")),
    Occurrence,
)
"""Whether an occurrence is open for web enrolment."""


@dataclass(frozen=True, slots=True)
class Quarantine:
    """The pending records that one caller may see: all, or with a site only those that it made itself.

    A site is known by the code of its API user. What is not to be seen counts as not found. What is found is
    held: other writers wait until the transaction ends; only callers that just read do without.
    """

    session: Session
    site: str | None = None
    holds: bool = True

    def web_enrolment(self, web_enrolment_id: int) -> WebEnrolment:
        """Return a web enrolment or reservation."""
        found: WebEnrolment = self._pending(WebEnrolment, web_enrolment_id)
        return found

    def of_client(self, web_enrolment_id: int) -> WebEnrolment:
        """Return a client's web enrolment; raises InvalidInput for an employer's."""
        web_enrolment = self.web_enrolment(web_enrolment_id)
        if web_enrolment.kind != CLIENT_KIND:
            raise InvalidInput("Not a client web enrolment.")
        return web_enrolment

    def of_employer(self, web_enrolment_id: int) -> WebEnrolment:
        """Return an employer's web enrolment; raises InvalidInput for a client's."""
        web_enrolment = self.web_enrolment(web_enrolment_id)
        if web_enrolment.kind != EMPLOYER_KIND:
            raise InvalidInput("Not an employer web enrolment.")
        return web_enrolment

    def web_client(self, web_enrolment_id: int) -> WebClient:
        """Return the person of a client's web enrolment."""
        found = self.session.execute(LOCKED_WITH_PERSON, {"number": web_enrolment_id}).first() if self.holds else None
        if found is not None and self._sees(found[0]):
            person: WebClient = found[1]
            return person
        mine = WebClient.web_enrolment_id == self.of_client(web_enrolment_id).id
        return self.session.scalars(select(WebClient).where(mine)).one()

    def web_employer(self, web_enrolment_id: int) -> WebEmployer:
        """Return the employer of an employer's web enrolment."""
        mine = WebEmployer.web_enrolment_id == self.of_employer(web_enrolment_id).id
        return self.session.scalars(select(WebEmployer).where(mine)).one()

    def member(self, web_client_id: int, kind: int) -> WebClient:
        """Return an employee (STUDENT) or contact (CONTACT) of an employer's web enrolment."""
        mine = WebClient.id == web_client_id, WebClient.kind == kind
        try:
            self.of_employer(self.session.scalar(select(WebClient.web_enrolment_id).where(*mine)) or 0)
        except (NotFound, InvalidInput):
            raise NotFound(MEMBER_NOT_FOUND[kind]) from None
        member = self.session.get(WebClient, web_client_id)
        if member is None:
            raise NotFound(MEMBER_NOT_FOUND[kind])
        return member

    def loose_employer(self, web_employer_id: int) -> WebEmployer:
        """Return a web employer that stands alone."""
        loose: WebEmployer = self._pending(WebEmployer, web_employer_id)
        if loose.web_enrolment_id is not None:
            raise NotFound(NOT_FOUND[WebEmployer])
        return loose

    def loose_employer_id(self, web_employer_id: int | None) -> int | None:
        """Return the number of a web employer that stands alone, None for null and 0."""
        return self.loose_employer(web_employer_id).id if web_employer_id else None

    def waitlist(self, web_waitlist_id: int) -> WebWaitlist:
        """Return a waitlist entry."""
        entry: WebWaitlist = self._pending(WebWaitlist, web_waitlist_id)
        return entry

    def waiter(self, web_waitlist_id: int) -> WebClient:
        """Return the person of a waitlist entry."""
        mine = WebClient.web_waitlist_id == self.waitlist(web_waitlist_id).id
        return self.session.scalars(select(WebClient).where(mine)).one()

    def _pending(self, table: Any, number: int) -> Any:
        row = self.session.scalars((LOCKED_ROWS if self.holds else PENDING_ROWS)[table], {"number": number}).first()
        if row is None or not self._sees(row):
            raise NotFound(NOT_FOUND[table])
        return row

    def _sees(self, row: Any) -> bool:
        return self.site is None or row.created_by == self.site


def payment_of(session: Session, web_enrolment_id: int) -> WebPayment | None:
    """Return what the site has recorded as paid for a web enrolment, if anything."""
    with session.no_autoflush:  # whatever else is waiting to be written
        return session.scalars(PAYMENT, {"number": web_enrolment_id}).first()


def take_web_place(session: Session, occurrence_id: int) -> None:
    """Make sure that the web may book an occurrence and that a place is left; the caller then inserts the taker.

    Its dates do not matter (contract: AddClientWebEnrolment). Raises NotFound, InvalidInput "Occurrence is not
    open for web enrolment." and "Occurrence has no vacancies.".
    """
    is_published = execute(session, BOOKED, number=occurrence_id).scalar()
    if is_published is None:
        raise NotFound("Occurrence not found.")
    if not is_published:
        raise InvalidInput("Occurrence is not open for web enrolment.")
    require_places(session, occurrence_id)


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


def delete_web_enrolment(session: Session, web_enrolment: WebEnrolment, context: Context) -> Removed:
    """Delete all that a held web enrolment holds, free its places, and note who did it.

    Its row stays, closed and emptied, so that its number never means another one. Loose employers that no other
    pending web enrolment needs go with it.
    """
    number = web_enrolment.id
    people = session.scalars(select(WebClient).where(WebClient.web_enrolment_id == number)).all()
    employers = session.scalars(select(WebEmployer).where(WebEmployer.web_enrolment_id == number)).all()
    loose = {web_enrolment.invoicee_id, *(person.web_employer_id for person in people)}
    loose -= {None, *(employer.id for employer in employers)}
    paid = _delete_details(session, number)
    _delete_rows(session, people)
    _delete_rows(session, employers)
    close(web_enrolment, DELETED, context)
    for column in PERSONAL:
        setattr(web_enrolment, column, None)
    session.flush()
    unused = delete_unused_employers(session, (employer_id for employer_id in loose if employer_id))
    removed = Removed(len(employers) + unused, len(people), paid)
    reason = removed.counts + (f" A payment of {paid} was recorded." if paid else "")
    record_decision(session, context, DELETE, web_enrolment_id=number, reason=reason)
    return removed


def delete_waitlist(session: Session, entry: WebWaitlist, context: Context) -> None:
    """Delete all that a held waitlist entry holds, and note who did it; its row stays, closed and emptied."""
    _delete_rows(session, session.scalars(select(WebClient).where(WebClient.web_waitlist_id == entry.id)).all())
    close(entry, DELETED, context)
    entry.description = entry.referral_source_id = None
    record_decision(session, context, DELETE, web_waitlist_id=entry.id)


def close(entry: WebEnrolment | WebWaitlist, state: str, context: Context) -> None:
    """Let an entry leave the quarantine in a state; it takes no place any more."""
    entry.state, entry.closed_at, entry.closed_by = state, context.now, context.by


def delete_unused_employers(session: Session, web_employer_ids: Iterable[int]) -> int:
    """Delete those loose web employers that no pending web enrolment refers to, and return how many they were."""
    numbers = sorted(set(web_employer_ids))
    if not numbers:
        return 0
    pending = WebEnrolment.state == PENDING
    invoicees = select(WebEnrolment.invoicee_id).where(WebEnrolment.invoicee_id.in_(numbers), pending)
    employers = (
        select(WebClient.web_employer_id)
        .join(WebEnrolment, WebEnrolment.id == WebClient.web_enrolment_id)
        .where(WebClient.web_employer_id.in_(numbers), pending)
    )
    used = {*session.scalars(invoicees), *session.scalars(employers)}
    unused = select(WebEmployer).where(
        WebEmployer.id.in_([number for number in numbers if number not in used]),
        WebEmployer.web_enrolment_id.is_(None),
    )
    found = session.scalars(unused).all()
    for employer in found:
        delete_loose_employer(session, employer)
    return len(found)


def delete_loose_employer(session: Session, employer: WebEmployer) -> None:
    """Delete a web employer and clear what is pending of it: invoices go to the enrolee, people have no employer.

    What was processed keeps it, closed, so that the processing can be understood and undone until it is purged.
    """
    invoiced = select(WebEnrolment).where(WebEnrolment.invoicee_id == employer.id)
    employed = (
        select(WebClient, WebEnrolment.state)
        .join(WebEnrolment, WebEnrolment.id == WebClient.web_enrolment_id)
        .where(WebClient.web_employer_id == employer.id)
    )
    references: list[tuple[Any, str, str]] = [
        *((row, "invoicee_id", row.state) for row in session.scalars(invoiced).all()),
        *((person, "web_employer_id", state) for person, state in session.execute(employed).all()),
    ]
    for row, column, state in references:
        if state == PENDING:
            setattr(row, column, None)
    session.flush()
    if all(state == PENDING for _, _, state in references):
        _delete_rows(session, [employer])
    else:
        employer.state = DELETED


def _delete_details(session: Session, web_enrolment_id: int) -> Decimal:
    """Delete payment, relationships and choices; return what was paid."""
    payment = payment_of(session, web_enrolment_id)
    related = select(WebRelationship).where(WebRelationship.web_enrolment_id == web_enrolment_id)
    paid = payment.amount if payment is not None else Decimal(0)
    _delete_rows(session, [*session.scalars(related), *([payment] if payment is not None else [])])
    for choice in CHOICES:
        clear_choice(session, choice, web_enrolment_id)
    return paid


def clear_choice(session: Session, choice: Any, web_enrolment_id: int) -> None:
    """Delete the classes, units or prices that a web enrolment chose."""
    chosen = delete(choice).where(choice.web_enrolment_id == web_enrolment_id)
    session.execute(chosen, execution_options={"synchronize_session": False})


def _delete_rows(session: Session, rows: Iterable[Any]) -> None:
    """Delete rows one by one, so that the trail of changes tells of each; what refers to them must be gone."""
    for row in rows:
        session.delete(row)
    session.flush()
