"""How long each kind of personal data is kept, in one table: what is past its time, and what removes it.

All of it works in bounded portions, so that nobody waits long; the next round goes on. Legal holds are passed over.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import (
    BindParameter,
    DateTime,
    Integer,
    Select,
    bindparam,
    delete,
    exists,
    func,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from vettrak_api.database.connections import Database
from vettrak_api.database.transactions import committed
from vettrak_api.model.audit import Author
from vettrak_api.model.clients import Client
from vettrak_api.model.enrolments import Contract, Enrolment
from vettrak_api.model.events import Award
from vettrak_api.model.finance import Invoice
from vettrak_api.model.merges import ClientMerge
from vettrak_api.model.privacy import ERASED_KEY
from vettrak_api.model.quarantine import PENDING, WebClient, WebDecision, WebEnrolment, WebWaitlist
from vettrak_api.model.security import ClientRole
from vettrak_api.model.sms import ClientSms
from vettrak_api.model.statements import Reader, execute
from vettrak_api.rules.privacy.erasing import erase_client
from vettrak_api.rules.privacy.holds import held_clients
from vettrak_api.rules.privacy.obstacles import obstacles
from vettrak_api.rules.privacy.traces import person_of, traces_of
from vettrak_api.rules.quarantine.purging import empty_quarantine
from vettrak_api.settings import Settings

PORTION = 200
"""Rows that one transaction removes at the most."""

MOST_PORTIONS = 50
"""Transactions of one kind in one round."""

MOST_CLIENTS = 20
"""Clients that one round erases."""

Due: TypeAlias = Callable[[Reader, datetime.datetime, int], list[int]]
Remove: TypeAlias = Callable[[Session, list[int], datetime.datetime], int]

_BEFORE = bindparam("before", type_=DateTime)
_MANY: BindParameter[Any] = bindparam("numbers", expanding=True)
_MOST = bindparam("most", type_=Integer)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of what grows old, and the setting that says after how many days, 0 for never.

    due: numbers of rows older than a moment, at most so many. remove: what is done to them. most: rows of one
    transaction, and portions of a round.
    """

    words: str
    setting: str
    due: Due
    remove: Remove
    most: tuple[int, int] = (PORTION, MOST_PORTIONS)

    def days(self, settings: Settings) -> int:
        """Return after how many days it goes; 0 for never."""
        return int(getattr(settings, self.setting))


def _of(statement: Select[int]) -> Due:
    limited = statement.limit(_MOST)

    def due(reader: Reader, before: datetime.datetime, most: int) -> list[int]:
        return list(execute(reader, limited, before=before, most=most).scalars())

    return due


def _closed(table: Any, of_people: Any) -> Select[int]:
    """Return the records that were decided before a moment, still name somebody, and of whom nobody is held."""
    held = select(of_people).where(of_people.is_not(None), WebClient.client_id.in_(held_clients()))
    named = select(of_people).where(of_people.is_not(None), WebClient.surname != "")
    return (
        select(table.id)
        .where(
            table.state != PENDING,
            func.coalesce(table.closed_at, table.modified_at, table.stamp) < _BEFORE,
            table.id.in_(named),
            table.id.not_in(held),
        )
        .order_by(table.id)
    )


def _emptied(table: Any, name: str) -> Remove:
    def remove(session: Session, numbers: list[int], now: datetime.datetime) -> int:
        del now
        empty_quarantine(session, **{name: numbers})
        return len(numbers)

    del table
    return remove


_HELD = held_clients()
UNDOABLE = (
    select(WebDecision.id)
    .where(
        WebDecision.before.is_not(None),
        WebDecision.at < _BEFORE,
        or_(WebDecision.client_id.is_(None), WebDecision.client_id.not_in(_HELD)),
    )
    .order_by(WebDecision.id)
)
MERGED = (
    select(ClientMerge.id)
    .where(ClientMerge.journal.is_not(None), ClientMerge.merged_at < _BEFORE, ClientMerge.kept_id.not_in(_HELD))
    .order_by(ClientMerge.id)
)
TOLD = (
    select(ClientSms.id)
    .where(ClientSms.state != "queued", ClientSms.created_at < _BEFORE, ClientSms.client_id.not_in(_HELD))
    .order_by(ClientSms.id)
)
UNUSED = (
    select(Client.id)
    .where(
        not_(Client.active),
        not_(Client.staff),
        func.coalesce(Client.modified_at, Client.created_at) < _BEFORE,
        Client.code_key.not_like(f"{ERASED_KEY}%"),
        Client.id.not_in(_HELD),
        *(~exists().where(table.client_id == Client.id) for table in (Enrolment, Award, Contract, Invoice, ClientRole)),
    )
    .order_by(Client.id)
)


def _forget_journals(table: Any, column: str) -> Remove:
    statement = update(table).where(table.id.in_(_MANY)).values({column: None})

    def remove(session: Session, numbers: list[int], now: datetime.datetime) -> int:
        del now
        return int(execute(session, statement, numbers=numbers).rowcount)

    return remove


def _forget_texts(session: Session, numbers: list[int], now: datetime.datetime) -> int:
    del now
    return int(execute(session, delete(ClientSms).where(ClientSms.id.in_(_MANY)), numbers=numbers).rowcount)


def _erase(session: Session, numbers: list[int], now: datetime.datetime) -> int:
    count = 0
    for number in numbers:
        if not obstacles(session, traces_of(session, person_of(session, number)), now):
            erase_client(session, number, now, now)
            count += 1
    return count


KINDS: tuple[Kind, ...] = (
    Kind(
        "web enrolments that were decided: personal data",
        "quarantine_days",
        _of(_closed(WebEnrolment, WebClient.web_enrolment_id)),
        _emptied(WebEnrolment, "enrolments"),
    ),
    Kind(
        "web waitlist entries that were decided: personal data",
        "quarantine_days",
        _of(_closed(WebWaitlist, WebClient.web_waitlist_id)),
        _emptied(WebWaitlist, "waitlists"),
    ),
    Kind(
        "processed web enrolments: what undoing needs",
        "undo_days",
        _of(UNDOABLE),
        _forget_journals(WebDecision, "before"),
    ),
    Kind("merges: what undoing needs", "merge_undo_days", _of(MERGED), _forget_journals(ClientMerge, "journal")),
    Kind("text messages to clients", "sms_days", _of(TOLD), _forget_texts),
    Kind(
        "inactive clients without any history",
        "inactive_client_days",
        _of(UNUSED),
        _erase,
        (1, MOST_CLIENTS),
    ),
)
"""What goes by settings, in the order in which it goes."""

FIXED: tuple[tuple[str, str], ...] = (
    ("messages that were sent or given up", "30 days; their text goes at once"),
    ("stored answers of the REST API", "24 hours"),
    ("refused calls", "30 days"),
    ("log-ins, failed and good ones, and links for passwords", "days to weeks, as long as they count"),
)
"""What goes by itself, whatever the settings say."""


def apply_retention(database: Database, settings: Settings, now: datetime.datetime) -> dict[str, int]:
    """Remove what is past its time, portion by portion, and return how much of each kind that was."""
    done: dict[str, int] = {}
    for kind in KINDS:
        if days := kind.days(settings):
            done[kind.words] = _apply(database, kind, now - datetime.timedelta(days=days), now)
    return done


def _apply(database: Database, kind: Kind, before: datetime.datetime, now: datetime.datetime) -> int:
    count, (most, portion_count) = 0, kind.most
    with database.querying() as reader:
        numbers = kind.due(reader, before, most * portion_count)
    for at in range(0, len(numbers), most):
        count += _remove(database, kind, numbers[at : at + most], now)
    return count


def _remove(database: Database, kind: Kind, numbers: list[int], now: datetime.datetime) -> int:
    author = Author("server", "retention", now)
    return committed(database, author, lambda session: kind.remove(session, numbers, now))


def due(reader: Reader, settings: Settings, now: datetime.datetime, most: int) -> Iterator[tuple[Kind, int, int]]:
    """Yield each kind with the days that it is kept for, and how much is past them, counted up to `most`."""
    for kind in KINDS:
        days = kind.days(settings)
        found = kind.due(reader, now - datetime.timedelta(days=days), most) if days else []
        yield kind, days, len(found)
