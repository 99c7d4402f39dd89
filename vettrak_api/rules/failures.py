"""Calls that were refused or failed, by integration: gathered in memory, written together, forgotten after a month."""

import hashlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import BigInteger, Connection, bindparam, delete, func, insert, select, update

from vettrak_api.model.installation import CallFailure
from vettrak_api.request import NOBODY, OK, Request

DOORS = frozenset({"soap", "api"})
"""Where integrations come in; people read on their page what went wrong."""

MOST_GATHERED = 500
"""Kinds of failures that wait in memory; further ones are in the log alone."""

MOST_KEPT = 200
"""Kinds of failures that are kept of one integration, the latest ones."""

KEPT = 30 * 24 * 3_600_000
"""Milliseconds for which a kind of failure is remembered after it happened last."""

LONGEST_MESSAGE, LONGEST_OPERATION, LONGEST_ADDRESS = 400, 60, 45

Row: TypeAlias = dict[str, Any]
Key: TypeAlias = tuple[str, str, str, str]

_KNOWN = select(CallFailure.digest).where(CallFailure.digest.in_(bindparam("digests", expanding=True)))
_FIRST = insert(CallFailure).inline()  # nobody asks for the numbers
_AGAIN = (
    update(CallFailure)
    .where(CallFailure.digest == bindparam("of_digest"))
    .values(
        times=CallFailure.times + bindparam("more"),
        last=bindparam("now", type_=BigInteger),
        outcome=bindparam("now_outcome"),
        status=bindparam("now_status"),
        request=bindparam("of_request"),
        address=bindparam("from_address"),
    )
)
_TOO_OLD = delete(CallFailure).where(CallFailure.last < bindparam("past", type_=BigInteger))
_TOO_MANY = (
    select(CallFailure.integration)
    .group_by(CallFailure.integration)
    .having(func.count() > MOST_KEPT)
    .order_by(CallFailure.integration)
)
_LATEST = (
    select(CallFailure.last)
    .where(CallFailure.integration == bindparam("of_caller"))
    .order_by(CallFailure.last.desc(), CallFailure.id.desc())
    .offset(MOST_KEPT)
    .limit(1)
)
_BEYOND = delete(CallFailure).where(
    CallFailure.integration == bindparam("of_caller"), CallFailure.last <= bindparam("past", type_=BigInteger)
)


@dataclass(slots=True)
class _Gathered:
    """Failures alike since the last writing."""

    request: Request
    times: int
    first: int
    last: int


class Failures:
    """Gathers the failed calls of one process until they are written; costs a call that went well nothing."""

    def __init__(self, milliseconds: Callable[[], int]) -> None:
        self._milliseconds = milliseconds
        self._gathered: dict[Key, _Gathered] = {}
        self._changing = threading.Lock()

    def note(self, request: Request) -> None:
        """Remember a request that was refused or failed; all others are passed over."""
        if request.outcome == OK or request.door not in DOORS:
            return
        now = self._milliseconds()
        with self._changing:
            self._add(_Gathered(request, 1, now, now))

    def write(self, database: Any) -> None:
        """Write what was gathered, in one transaction; raises what the database raises, and keeps it then."""
        with self._changing:
            gathered, self._gathered = list(self._gathered.values()), {}
        if not gathered:
            return
        try:
            with database.connection(writing=True) as connection:
                _write(connection, [_row(each) for each in gathered])
        except Exception:
            with self._changing:
                for each in gathered:
                    self._add(each)
            raise

    def _add(self, new: _Gathered) -> None:
        request = new.request
        key = (_caller(request), request.operation, request.kind, request.message)
        known = self._gathered.get(key)
        if known is not None:
            latest = new.request if new.last >= known.last else known.request
            first, last = min(known.first, new.first), max(known.last, new.last)
            self._gathered[key] = _Gathered(latest, known.times + new.times, first, last)
        elif len(self._gathered) < MOST_GATHERED:
            self._gathered[key] = new


def purge_failures(connection: Connection, now: int) -> int:
    """Delete what happened last a month ago or earlier, and what is too much of one integration; return how much."""
    gone = connection.execute(_TOO_OLD, {"past": now - KEPT}).rowcount
    for caller in connection.scalars(_TOO_MANY).all():
        past = connection.scalar(_LATEST, {"of_caller": caller})
        gone += connection.execute(_BEYOND, {"of_caller": caller, "past": past}).rowcount
    return gone


def _write(connection: Connection, rows: Sequence[Row]) -> None:
    """Count what is known already up, and add what is new; IntegrityError when another process adds it as well now."""
    known = set(connection.scalars(_KNOWN, {"digests": [row["digest"] for row in rows]}))
    if again := [_again(row) for row in rows if row["digest"] in known]:
        connection.execute(_AGAIN, again)
    if new := [row for row in rows if row["digest"] not in known]:
        connection.execute(_FIRST, new)


def _again(row: Row) -> Row:
    return {
        "of_digest": row["digest"],
        "more": row["times"],
        "now": row["last"],
        "now_outcome": row["outcome"],
        "now_status": row["status"],
        "of_request": row["request"],
        "from_address": row["address"],
    }


def _row(gathered: _Gathered) -> Row:
    request = gathered.request
    caller, operation = _caller(request), request.operation[:LONGEST_OPERATION]
    alike = f"{caller}\0{operation}\0{request.kind}\0{request.message}"
    return {
        "digest": hashlib.sha256(alike.encode("utf-8", "surrogatepass")).hexdigest(),
        "integration": caller,
        "operation": operation,
        "outcome": request.outcome,
        "kind": request.kind,
        "status": request.status,
        "message": request.message[:LONGEST_MESSAGE],
        "times": gathered.times,
        "first": gathered.first,
        "last": gathered.last,
        "request": request.id,
        "address": request.address[:LONGEST_ADDRESS],
    }


def _caller(request: Request) -> str:
    """Return whose call it was, or whose token or log-in was refused."""
    return request.caller if request.caller != NOBODY else request.whose or NOBODY
