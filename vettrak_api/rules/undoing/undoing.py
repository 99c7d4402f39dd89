"""Takes back what processing or a rejection did, while nothing has been built on it.

What was made is removed, what was replaced gets its former value unless somebody changed it since, and the web
record waits again. A client or employer that was made stays when anything else refers to it by now.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

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
from vettrak_api.model.statements import for_update, portions
from vettrak_api.rules.clients.locks import lock_new_clients
from vettrak_api.rules.occurrences.vacancies import claim_places, lock_places
from vettrak_api.rules.quarantine.decisions import UNDO, Context, record_decision
from vettrak_api.rules.quarantine.pending import NOT_FOUND
from vettrak_api.rules.quarantine.purging import purged
from vettrak_api.rules.undoing.enrolments import remove_enrolments
from vettrak_api.rules.undoing.journal import made_of, take_back

Row = TypeVar("Row", WebEnrolment, WebWaitlist)

CLOSED = (PROCESSED, REJECTED)
PURGED = "The personal data of this web record has been purged."


def undo_processing(session: Session, context: Context, web_enrolment_id: int, reason: str | None = None) -> None:
    """Let a processed or rejected web enrolment wait again, as if nobody had decided.

    Raises NotFound when there is none, InvalidInput when its places have been taken meanwhile, and Conflict when
    it is neither processed nor rejected, purged, or has results, further payments or other records built on it.
    """
    web = _hold(session, WebEnrolment, web_enrolment_id)
    own = WebClient.web_enrolment_id == web.id
    _refuse_purged(session, web)
    lock_places(session, web.occurrence_id)
    lock_new_clients(session)
    decisions = _last_decisions(session, WebDecision.web_enrolment_id == web.id)
    enrolment_id, web.enrolment_id = web.enrolment_id, None
    _forget_clients(session, own)
    if enrolment_id is not None:
        remove_enrolments(session, context, enrolment_id, made_of(decisions))
    take_back(session, context, decisions)
    _reopen_loose(session, web, own)
    claim_places(session, web.occurrence_id, web.places)
    _wait_again(web)
    record_decision(session, context, UNDO, reason=reason, web_enrolment_id=web.id)
    session.flush()


def undo_waitlist(session: Session, context: Context, web_waitlist_id: int, reason: str | None = None) -> None:
    """Let a processed or rejected web waitlist entry wait again; raises as `undo_processing`."""
    web = _hold(session, WebWaitlist, web_waitlist_id)
    own = WebClient.web_waitlist_id == web.id
    _refuse_purged(session, web)
    lock_new_clients(session)
    entry = session.get(WaitlistEntry, web.waitlist_entry_id) if web.waitlist_entry_id else None
    if entry is not None and not entry.open:
        raise Conflict("The waitlist entry has been closed.")
    web.waitlist_entry_id = None
    _forget_clients(session, own)
    take_back(session, context, _last_decisions(session, WebDecision.web_waitlist_id == web.id))
    _wait_again(web)
    record_decision(session, context, UNDO, reason=reason, web_waitlist_id=web.id)
    session.flush()


def _hold(session: Session, table: type[Row], number: int) -> Row:
    """Return a closed record and hold it: of two people who undo at once the second finds it waiting."""
    row = session.scalars(for_update(select(table).where(table.id == number), table)).first()
    if row is None:
        raise NotFound(NOT_FOUND[table])
    if row.state not in CLOSED:
        raise Conflict("Only what was processed or rejected can be undone.")
    return row


def _refuse_purged(session: Session, web: WebEnrolment | WebWaitlist) -> None:
    if purged(session, type(web), [web.id]):
        raise Conflict(PURGED)


def _forget_clients(session: Session, own: Any) -> None:
    for web_client in session.scalars(select(WebClient).where(own)):
        web_client.client_id = None
    session.flush()


def _reopen_loose(session: Session, web: WebEnrolment, own: Any) -> None:
    """Let the loose employers of a web enrolment wait again, which another's processing may have closed since."""
    people = select(WebClient.web_employer_id).where(own, WebClient.web_employer_id.is_not(None))
    numbers = [number for number in (web.invoicee_id, *session.scalars(people)) if number is not None]
    for some in portions(sorted(set(numbers))):
        for employer in session.scalars(select(WebEmployer).where(WebEmployer.id.in_(some))):
            employer.state = PENDING


def _last_decisions(session: Session, about: Any) -> Sequence[WebDecision]:
    """Return the decisions since the last undo, the latest first."""
    undone = session.scalar(select(func.max(WebDecision.id)).where(about, WebDecision.action == UNDO)) or 0
    latest = select(WebDecision).where(about, WebDecision.id > undone).order_by(WebDecision.id.desc())
    return session.scalars(latest).all()


def _wait_again(web: WebEnrolment | WebWaitlist) -> None:
    web.state = PENDING
    web.closed_at = web.closed_by = None
