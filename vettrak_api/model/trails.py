"""What a transaction leaves at its commit: rows of trails, and last of all its rows of the change log.

The log is stamped as the last thing before COMMIT. A commit that would come too late after that is refused, so that
nobody who asks for changes since a moment has to look back further than the setting commit_timeout_seconds.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from time import monotonic
from typing import Any, Protocol

from sqlalchemy import BigInteger, Insert, String, bindparam, event, insert, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from vettrak_api.errors import Busy
from vettrak_api.model.base import Base
from vettrak_api.model.changes import DELETE, Change
from vettrak_api.model.parts import Made, note_made, settled
from vettrak_api.model.statements import connection_of, execute_for_each
from vettrak_api.request import current

logger = logging.getLogger(__name__)

TRAILS, DELETIONS, STAMPED = "trails", "deletions", "stamped"
"""What a session keeps until the commit: rows of trails by table, names of deleted records; and after it, its stamp."""

MADE = "made"
"""Where a session keeps which records it has made whose entries were written early."""

TIMEKEEPER = "timekeeper"
"""Where a session keeps who gives it its stamp."""

OPENED = "opened"
"""Where a session keeps when it was opened, in UTC milliseconds."""

VAULT = "vault"
"""Where a session keeps who writes down the values of its changes."""

REASON = "reason"
"""Under which name the values of a change hold why it was made."""

COMMIT_SECONDS = 5
MOST_STAMPS = 3
"""How often a transaction is stamped again whose commit the database kept waiting."""

STAMP_AGAIN = (
    update(Change)
    .where(
        Change.table_name == bindparam("of_table", type_=String),
        Change.stamp == bindparam("former", type_=BigInteger),
        Change.request == bindparam("of_request", type_=String),
    )
    .values(stamp=bindparam("later", type_=BigInteger))
)


Entries = list[dict[str, Any]]
"""Rows of the change log to be, which still hold `values` and `row` (`vettrak_api.model.audit.entry_of`)."""


class Vault(Protocol):
    """Writes down what the members of changes had and have, so that personal data are readable with a key alone."""

    def keep(self, session: Session, changes: Entries) -> None:
        """Fill old_values and new_values, or secret and key_id, of each entry from its values."""


@dataclass(frozen=True, slots=True)
class Timekeeper:
    """Tells the UTC milliseconds since 1970 for stamps, and how many seconds after its stamp a commit may come."""

    milliseconds: Callable[[], int]
    seconds: float


@dataclass(frozen=True, slots=True)
class Stamping:
    """When a transaction was stamped, by the clock and by one that nobody sets, and what it wrote."""

    keeper: Timekeeper
    stamp: int
    instant: float
    request: str | None
    tables: frozenset[str]

    @property
    def age(self) -> float:
        """Seconds since then, by that clock which says more."""
        return max((self.keeper.milliseconds() - self.stamp) / 1000, monotonic() - self.instant)

    @property
    def is_late(self) -> bool:
        """Tell whether it is too late to commit."""
        return self.age > self.keeper.seconds


BY_THE_SYSTEM = Timekeeper(lambda: time.time_ns() // 1_000_000, COMMIT_SECONDS)
"""For sessions that no Database has opened."""


def append_to_trail(session: Session, table: type[Base], columns: dict[str, Any]) -> None:
    """Add a row to a trail: to a table whose rows nothing refers to and nobody changes.

    The rows of a transaction are written together, at the commit and past the unit of work, which is three times
    as fast. All rows of a table have the same columns.
    """
    session.info.setdefault(TRAILS, {}).setdefault(table, []).append(columns)


def name_deletion(session: Session, table: type[Base], number: int, identifier: object, reason: str | None) -> None:
    """Let the change log tell clients of the deletion of a record (GetDeletedRecordsSince), by what they call it."""
    deletions = session.info.setdefault(DELETIONS, {})
    deletions[table.__tablename__, number] = {"identifier": str(identifier), "reason": reason}


def keep_no_values(session: Session) -> None:
    """Let the change log tell of what this transaction writes without any values, as erasing a person needs."""
    session.info[VAULT] = None


def explain(session: Session, table: type[Base], number: int, reason: str) -> bool:
    """Put a reason beside the values of what the transaction has changed of a record; false when that is nothing.

    It is kept as they are: what people write may tell of somebody.
    """
    entries: Entries = session.info.get(TRAILS, {}).get(Change, [])
    for entry in entries:
        if (entry["table_name"], entry["record_id"]) == (table.__tablename__, number) and entry["values"]:
            entry["values"] = {**entry["values"], REASON: (None, reason)}
            entry["members"] = f"{entry['members']}\n{REASON}"
            return True
    return False


@event.listens_for(Session, "before_commit")
def write_trails(session: Session) -> None:
    """Write what the transaction left in its trails.

    Raises Busy when its commit would come too late, or when whoever called has given up, and may be repeating the call.
    """
    session.flush()
    trails = session.info.pop(TRAILS, {})
    changes: Entries = trails.pop(Change, [])
    for table, rows in trails.items():
        connection_of(session).execute(_insert_into(table), rows)
    changes = settled(changes, session.info.pop(MADE, Made()))
    if deletions := session.info.pop(DELETIONS, None):
        _name(changes, deletions)
    if changes:
        _write_log(session, changes)


def write_trails_early(session: Session) -> None:
    """Write what the transaction has left in its trails so far, to keep memory bounded in a long one.

    The stamps are of now, and the commit may come as late as it likes. So this is for who holds the maintenance lock
    (`vettrak_api.database.maintenance`): from before the first of these stamps until the commit nobody is answered who
    could believe to have seen all that was committed.
    """
    trails = session.info.pop(TRAILS, {})
    changes = trails.pop(Change, [])
    connection = connection_of(session)
    for table, rows in trails.items():
        connection.execute(_insert_into(table), rows)
    made: Made = session.info.setdefault(MADE, Made())
    changes = settled(changes, made)
    note_made(made, changes)
    if changes:
        keeper: Timekeeper = session.info.get(TIMEKEEPER, BY_THE_SYSTEM)
        stamp = keeper.milliseconds()
        _keep_values(session, changes)
        connection.execute(_insert_into(Change), [{**change, "stamp": stamp} for change in changes])


def _name(changes: Entries, deletions: dict[tuple[str, int], dict[str, Any]]) -> None:
    """Put the names of deleted records beside their deletions."""
    for change in changes:
        if change["action"] == DELETE and (named := deletions.pop((change["table_name"], change["record_id"]), None)):
            change |= named  # noqa: PLW2901 - the very row that is written
    first = changes[0] if changes else {}
    same = {name: first.get(name) for name in ("by", "operation", "request")}
    for (table, number), named in deletions.items():
        about = {
            "table_name": table,
            "record_id": number,
            "action": DELETE,
            "members": None,
            "values": None,
            "row": None,
        }
        changes.append({**same, **about, **named})


def _keep_values(session: Session, changes: Entries) -> None:
    """Write down the values of changes; without a vault nobody does."""
    kept = {"old_values": None, "new_values": None, "key_id": None, "secret": None}
    for change in changes:
        change.update(kept)
    vault: Vault | None = session.info.get(VAULT)
    if vault is not None:
        vault.keep(session, changes)
    for change in changes:
        del change["values"], change["row"]


def _write_log(session: Session, changes: Entries) -> None:
    """Stamp and write the rows of the change log: nothing is executed after that but COMMIT."""
    _keep_values(session, changes)
    keeper: Timekeeper = session.info.get(TIMEKEEPER, BY_THE_SYSTEM)
    tables = frozenset(change["table_name"] for change in changes)
    stamping = Stamping(keeper, keeper.milliseconds(), monotonic(), changes[0]["request"], tables)
    for change in changes:
        change["stamp"] = stamping.stamp
    connection_of(session).execute(_insert_into(Change), changes)
    if stamping.is_late:
        logger.warning("rolled back: %.1f seconds had passed between a stamp and its commit", stamping.age)
        raise Busy
    if current().is_given_up:
        logger.warning("rolled back: whoever called has closed the connection, and may be repeating the call")
        raise Busy
    session.info[STAMPED] = stamping


def stamp_again(session: Session) -> None:
    """Give a transaction a later stamp whose commit has taken too long: it is done, and must not be missed."""
    for _ in range(MOST_STAMPS):
        stamping: Stamping | None = session.info.pop(STAMPED, None)
        if stamping is None or stamping.request is None or not stamping.is_late:
            return
        logger.warning("stamped again: a commit has taken %.1f seconds", stamping.age)
        keeper = stamping.keeper
        later = Stamping(keeper, keeper.milliseconds(), monotonic(), stamping.request, stamping.tables)
        rows = {"former": stamping.stamp, "of_request": stamping.request, "later": later.stamp}
        try:
            execute_for_each(session, STAMP_AGAIN, [{"of_table": table, **rows} for table in sorted(later.tables)])
            session.commit()
        except SQLAlchemyError:
            # What the caller wanted has been committed: he is not to hear of a failure.
            logger.exception("a transaction that was committed late could not be stamped again")
            session.rollback()
            return
        session.info[STAMPED] = later


@cache
def _insert_into(table: Any) -> Insert:
    return insert(table).inline()  # nobody asks which numbers the rows got


@event.listens_for(Session, "after_rollback")
def forget_trails(session: Session) -> None:
    """Forget what was taken back."""
    for kept in (TRAILS, DELETIONS, MADE, STAMPED):
        session.info.pop(kept, None)
