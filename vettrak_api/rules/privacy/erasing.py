"""Erases a person: everything personal goes, but for what the RTO must vouch for.

What an RTO must keep for 30 years is who received which AQF certification, and when. So with awards of these years the
names and the birth date stay, apart from the record, beside the awards. Numbers, dates, results and amounts stay with
the record, which names nobody then; invoices must be kept for five years, and need no name of a consumer.
The code stays as well: it is never given again, and tells others who keep it what to delete.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Integer, Row, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict, NotFound
from vettrak_api.model.belonging import has_own_key
from vettrak_api.model.clients import Client
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.events import Award
from vettrak_api.model.idempotency import IdempotentRequest
from vettrak_api.model.installation import CallFailure
from vettrak_api.model.look_alikes import LookAlike
from vettrak_api.model.outbox import OutboxMessage
from vettrak_api.model.privacy import ERASED_KEY, ErasedClient
from vettrak_api.model.rows import change_rows, remove_row
from vettrak_api.model.security import GoodLogin, LoginAttempt
from vettrak_api.model.statements import Reader, execute, portions
from vettrak_api.model.trails import keep_no_values, name_deletion
from vettrak_api.rules.audit.forgetting import forget_former_values
from vettrak_api.rules.clients.locks import lock_new_clients, lock_whole_clients
from vettrak_api.rules.occurrences.vacancies import lock_places
from vettrak_api.rules.privacy.held import HELD, Held
from vettrak_api.rules.privacy.obstacles import obstacles
from vettrak_api.rules.privacy.traces import Traces, messages_to, records_of, rows_found, traces_of
from vettrak_api.security.attempts import account_of

YEARS_OF_CERTIFICATION = 30
"""For which records of issued AQF certification are kept, by the Standards for RTOs."""

WHY = "Erased at the person's request."
"""The reason that clients of the API hear of, with the code."""

CLIENT_ACCOUNT = "client"

_CLIENT = bindparam("client", type_=Integer)
_MANY: BindParameter[Any] = bindparam("numbers", expanding=True)
OCCURRENCES = (
    select(Enrolment.occurrence_id)
    .where(Enrolment.client_id == _CLIENT, Enrolment.occurrence_id.is_not(None))
    .distinct()
    .order_by(Enrolment.occurrence_id)
)
AWARDED = (
    select(func.count())
    .select_from(Award)
    .where(
        Award.client_id == _CLIENT,
        func.coalesce(Award.issued_date, Award.completed, Award.recorded, bindparam("now")) > bindparam("since"),
    )
)
ANSWERS = select(IdempotentRequest.id, IdempotentRequest.answer).where(IdempotentRequest.answer != "")
FAILURES = select(CallFailure.id, CallFailure.integration, CallFailure.message)
LOGINS = tuple(
    delete(table).where(table.account.in_(bindparam("accounts", expanding=True))) for table in (LoginAttempt, GoodLogin)
)
LOOK_ALIKES = delete(LookAlike).where(LookAlike.table_name == "client", LookAlike.row_id == _CLIENT)
KNOWN = select(ErasedClient.client_id).where(ErasedClient.client_id == _CLIENT)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an erasure did. gone, emptied and stays: [how many, what] in words; certified: awards to vouch for."""

    code: str
    gone: list[tuple[int, str]]
    emptied: list[tuple[int, str]]
    certified: int


def erase_client(
    session: Session, client_id: int, now: datetime.datetime, at: datetime.datetime, *, again: bool = False
) -> Outcome:
    """Erase a client within the transaction, or nothing of it.

    at: when the person was erased first. again: it was decided before (a restored backup, a second look), and nothing
    stands in the way any more. Raises NotFound when there is no such client, and Conflict with all that stands in the
    way, a sentence each.
    """
    person = _held(session, client_id)
    traces = traces_of(session, person)
    reasons = [] if again else obstacles(session, traces, now)
    if reasons:
        raise Conflict("\n".join(reasons))
    # Before the first row is written: nothing may keep what goes.
    keep_no_values(session)
    forget_former_values(session, client_id, records_of(session, traces, has_own_key))
    certified = _keep_certification(session, person, now, at)
    gone = [*_by_value(session, traces)]
    emptied: list[tuple[int, str]] = []
    for kind in HELD:
        if count := _settle(session, kind, traces):
            (gone if kind.is_removed else emptied).append((count, kind.one if count == 1 else kind.many))
    _let_nobody_find(session, person)
    return Outcome(person.code, gone, emptied, certified)


def _held(session: Session, client_id: int) -> Row[Any]:
    """Hold the client, and all that could be written about it meanwhile, in the order in which everybody locks."""
    for occurrence_id in execute(session, OCCURRENCES, client=client_id).scalars().all():
        lock_places(session, occurrence_id)
    lock_new_clients(session)
    person = lock_whole_clients(session, [client_id]).get(client_id)
    if person is None:
        raise NotFound("Client not found.")
    return person


def _keep_certification(session: Session, person: Row[Any], now: datetime.datetime, at: datetime.datetime) -> int:
    """Note that the person is erased, with who they were while awards must be vouched for; return how many awards."""
    if execute(session, KNOWN, client=person.id).first() is not None:
        return 0
    since = now.replace(year=now.year - YEARS_OF_CERTIFICATION, day=min(now.day, 28))
    awards = int(execute(session, AWARDED, client=person.id, now=now, since=since).scalar() or 0)
    kept = ("surname", "given_name", "other_name", "birth_date")
    named = {name: getattr(person, name) if awards else None for name in kept}
    execute(session, insert(ErasedClient).inline(), client_id=person.id, erased_at=at, **named)
    return awards


def _settle(session: Session, kind: Held, traces: Traces) -> int:
    """Remove or empty the rows of a kind, and return of how many."""
    count = 0
    if kind.is_removed:
        for row in rows_found(session, kind, traces.numbers):
            remove_row(session, kind.table, row)
            count += 1
        return count
    blank = _blank(kind)
    for some in portions(_full(session, kind, traces, blank)):
        change_rows(session, kind.table, dict.fromkeys(some, blank))
        count += len(some)
    return count


def _full(session: Session, kind: Held, traces: Traces, blank: Mapping[str, Any]) -> Iterator[int]:
    """Yield the numbers of rows that still hold what goes."""
    for row in rows_found(session, kind, traces.numbers):
        if any(getattr(row, name) != value for name, value in blank.items()):
            yield row.id


@cache
def _blank(kind: Held) -> Mapping[str, Any]:
    """Return what columns hold when nothing is told by them any more."""
    columns = kind.table.__table__.columns
    return {name: None if columns[name].nullable else "" for name in kind.emptied} | dict(kind.instead)


def _let_nobody_find(session: Session, person: Row[Any]) -> None:
    """Let the code be nobody's any more, and tell others who keep it that the client is gone."""
    if not person.code_key.startswith(ERASED_KEY):
        change_rows(session, Client, {person.id: {"code_key": f"{ERASED_KEY}{person.id}"}})
        name_deletion(session, Client, person.id, person.code, WHY)


def _by_value(session: Session, traces: Traces) -> Iterator[tuple[int, str]]:
    """Remove what is found by what it says, and yield how much of each kind that was."""
    accounts = [account_of(CLIENT_ACCOUNT, key) for key in sorted(traces.accounts)]
    log_ins = sum(execute(session, statement, accounts=accounts).rowcount for statement in LOGINS) if accounts else 0
    execute(session, LOOK_ALIKES, client=traces.person.id)
    found = (
        (
            _drop(session, OutboxMessage, [row["id"] for row in messages_to(session, traces)]),
            "messages that waited or were sent",
        ),
        (_drop(session, CallFailure, _failures(session, traces)), "refused calls"),
        (log_ins, "notes of log-ins"),
        (_empty_answers(session, traces), "stored answers"),
    )
    return ((count, words) for count, words in found if count)


def _failures(reader: Reader, traces: Traces) -> list[int]:
    return [
        row.id
        for row in execute(reader, FAILURES)
        if row.integration == traces.person.code or any(text in row.message for text in traces.texts)
    ]


def _drop(session: Session, table: Any, numbers: list[int]) -> int:
    for some in portions(numbers):
        execute(session, delete(table).where(table.id.in_(_MANY)), numbers=some)
    return len(numbers)


def _empty_answers(session: Session, traces: Traces) -> int:
    """Empty stored answers that name the person: a repeated request is still not carried out twice."""
    numbers = [row.id for row in execute(session, ANSWERS) if any(text in row.answer for text in traces.texts)]
    for some in portions(numbers):
        execute(
            session, update(IdempotentRequest).where(IdempotentRequest.id.in_(_MANY)).values(answer=""), numbers=some
        )
    return len(numbers)
