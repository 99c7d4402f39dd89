"""Takes back what processing or a rejection did, while nothing has been built on it.

What was made is removed, what was replaced gets its former value unless somebody changed it since, and the web
record waits again. A client or employer that was made stays when anything else refers to it by now.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Integer, Select, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from vettrak_api.errors import Conflict, NotFound
from vettrak_api.model.quarantine import (
    PENDING,
    PROCESSED,
    REJECTED,
    WaitlistEntry,
    WebClient,
    WebDecision,
    WebEmployer,
    WebEnrolment,
    WebWaitlist,
)
from vettrak_api.model.rows import change_row, rows_of
from vettrak_api.model.statements import execute, for_update, portions
from vettrak_api.rules.clients.locks import lock_new_clients
from vettrak_api.rules.merging.journal import merged_into, vanished
from vettrak_api.rules.occurrences.vacancies import claim_places, lock_places
from vettrak_api.rules.quarantine.decisions import UNDO, Context, record_decision
from vettrak_api.rules.quarantine.pending import NOT_FOUND, Held
from vettrak_api.rules.quarantine.purging import purged
from vettrak_api.rules.undoing.enrolments import remove_enrolments
from vettrak_api.rules.undoing.journal import made_of, take_back

Table: TypeAlias = type[WebEnrolment | WebWaitlist]

CLOSED = (PROCESSED, REJECTED)
PURGED = "The personal data of this web record has been purged."

_NUMBER = bindparam("number", type_=Integer)
ABOUT: Mapping[Any, tuple[Any, Any]] = {
    WebEnrolment: (WebClient.web_enrolment_id, WebDecision.web_enrolment_id),
    WebWaitlist: (WebClient.web_waitlist_id, WebDecision.web_waitlist_id),
}
"""The columns by which people and decisions belong to a record."""

HELD = {table: for_update(rows_of(table).where(table.id == _NUMBER), table) for table in ABOUT}
PEOPLE = {table: rows_of(WebClient).where(owner == _NUMBER) for table, (owner, _) in ABOUT.items()}
WAITLIST_ENTRY = select(WaitlistEntry.open).where(WaitlistEntry.id == _NUMBER)
LOOSE_OF_PEOPLE = select(WebClient.web_employer_id).where(
    WebClient.web_enrolment_id == _NUMBER, WebClient.web_employer_id.is_not(None)
)
LOOSE = rows_of(WebEmployer).where(WebEmployer.id.in_(bindparam("numbers", expanding=True)))


def _since_the_last_undo(about: Any) -> Select[*tuple[Any, ...]]:
    undone = aliased(WebDecision)
    last = select(func.max(undone.id)).where(getattr(undone, about.key) == _NUMBER, undone.action == UNDO)
    return (
        rows_of(WebDecision)
        .where(about == _NUMBER, WebDecision.id > func.coalesce(last.scalar_subquery(), 0))
        .order_by(WebDecision.id.desc())
    )


DECISIONS = {table: _since_the_last_undo(about) for table, (_, about) in ABOUT.items()}
"""The decisions since the last undo, the latest first."""


def undo_processing(session: Session, context: Context, web_enrolment_id: int, reason: str | None = None) -> None:
    """Let a processed or rejected web enrolment wait again, as if nobody had decided.

    Raises NotFound when there is none, InvalidInput when its places have been taken meanwhile, and Conflict when
    it is neither processed nor rejected, purged, or has results, further payments or other records built on it.
    """
    web = _hold(session, WebEnrolment, web_enrolment_id)
    lock_places(session, web.occurrence_id)
    lock_new_clients(session)
    decisions = _decisions(session, WebEnrolment, web)
    change_row(session, WebEnrolment, web, enrolment_id=None)
    _forget_clients(session, WebEnrolment, web)
    if web.enrolment_id is not None:
        remove_enrolments(session, web.enrolment_id, made_of(decisions))
    take_back(session, decisions)
    _reopen_loose(session, web)
    claim_places(session, web.occurrence_id, web.places)
    _wait_again(session, WebEnrolment, web)
    record_decision(session, context, UNDO, reason=reason, web_enrolment_id=web.id)
    session.flush()


def undo_waitlist(session: Session, context: Context, web_waitlist_id: int, reason: str | None = None) -> None:
    """Let a processed or rejected web waitlist entry wait again; raises as `undo_processing`."""
    web = _hold(session, WebWaitlist, web_waitlist_id)
    lock_new_clients(session)
    if web.waitlist_entry_id and execute(session, WAITLIST_ENTRY, number=web.waitlist_entry_id).scalar() is False:
        raise Conflict("The waitlist entry has been closed.")
    decisions = _decisions(session, WebWaitlist, web)
    change_row(session, WebWaitlist, web, waitlist_entry_id=None)
    _forget_clients(session, WebWaitlist, web)
    take_back(session, decisions)
    _wait_again(session, WebWaitlist, web)
    record_decision(session, context, UNDO, reason=reason, web_waitlist_id=web.id)
    session.flush()


def _hold(session: Session, table: Table, number: int) -> Held:
    """Return a closed record and hold it: of two people who undo at once the second finds it waiting."""
    row = execute(session, HELD[table], number=number).first()
    if row is None:
        raise NotFound(NOT_FOUND[table])
    if row.state not in CLOSED:
        raise Conflict("Only what was processed or rejected can be undone.")
    if purged(session, table, [number]):
        raise Conflict(PURGED)
    return row


def _decisions(session: Session, table: Table, web: Held) -> Sequence[Any]:
    """Return what was decided; raises Conflict when somebody whom it is about has become part of another since."""
    decisions: Sequence[Any] = execute(session, DECISIONS[table], number=web.id).all()
    people = {decision.client_id for decision in decisions if decision.client_id is not None}
    for client_id in sorted(vanished(session, sorted(people))):
        merged = merged_into(session, client_id)
        if merged is not None:
            raise Conflict(f"Client {merged[0]} was merged into {merged[1]} since: undo that merge first.")
    return decisions


def _forget_clients(session: Session, table: Table, web: Held) -> None:
    for web_client in execute(session, PEOPLE[table], number=web.id).all():
        change_row(session, WebClient, web_client, client_id=None)


def _reopen_loose(session: Session, web: Held) -> None:
    """Let the loose employers of a web enrolment wait again, which another's processing may have closed since."""
    people = execute(session, LOOSE_OF_PEOPLE, number=web.id).scalars()
    numbers = {number for number in (web.invoicee_id, *people) if number is not None}
    for some in portions(sorted(numbers)):
        for employer in execute(session, LOOSE, numbers=some).all():
            change_row(session, WebEmployer, employer, state=PENDING)


def _wait_again(session: Session, table: Table, web: Held) -> None:
    change_row(session, table, web, state=PENDING, closed_at=None, closed_by=None)
