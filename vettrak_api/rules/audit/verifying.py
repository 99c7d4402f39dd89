"""Holds the change log against its seals: what was altered, removed or put in by hand is named."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BigInteger, Connection, bindparam, func, select

from vettrak_api.model.changes import AuditSeal, Change
from vettrak_api.rules.audit.sealing import BEGINNING, digest_of, digest_of_seal, leaf_of, read_leaves
from vettrak_api.security.keyring import Keyring

SEALS = select(*AuditSeal.__table__.columns).where(AuditSeal.id > bindparam("after")).order_by(AuditSeal.id).limit(100)
_COVERED = Change.id.between(bindparam("first", type_=BigInteger), bindparam("last", type_=BigInteger))
ROWS = select(*Change.__table__.columns).where(_COVERED).order_by(Change.id)
COUNT = select(func.count()).select_from(Change).where(_COVERED)
BEFORE = select(Change.id).where(Change.id < bindparam("first", type_=BigInteger)).order_by(Change.id).limit(100)
AFTER = select(func.count()).select_from(Change).where(Change.id > bindparam("last", type_=BigInteger))


@dataclass
class Verification:
    """What was found. waiting: rows that no seal covers yet; unsigned: seals whose signature no key here can check."""

    seals: int = 0
    rows: int = 0
    purged: int = 0
    waiting: int = 0
    unsigned: int = 0
    last: str = BEGINNING
    digests: set[str] = field(default_factory=set)


def verify(connection: Connection, keyring: Keyring, found: Verification) -> Iterator[str]:
    """Yield what is wrong, one sentence each, and count into `found`; nothing is wrong when nothing is yielded."""
    keyring.open()
    last_row, number = 0, 0
    for seal in _seals(connection):
        if seal.id != number + 1:
            yield (
                f"Seal {number + 1} is missing."
                if seal.id == number + 2
                else (f"Seals {number + 1} to {seal.id - 1} are missing.")
            )
        elif number == 0:
            yield from _before(connection, seal.first_row)
        yield from _broken(seal, found, last_row, keyring)
        yield from _rows(connection, seal, found)
        number, last_row, found.last = seal.id, seal.last_row, seal.digest
        found.seals, found.digests = found.seals + 1, found.digests | {seal.digest}
    found.waiting = connection.scalar(AFTER, {"last": last_row}) or 0


def _seals(connection: Connection) -> Iterator[Any]:
    after = 0
    while seals := connection.execute(SEALS, {"after": after}).all():
        yield from seals
        after = seals[-1].id


def _before(connection: Connection, first: int) -> Iterator[str]:
    """Tell of rows with numbers below those that were ever given."""
    for number in connection.execute(BEFORE, {"first": first}).scalars():
        yield f"Row {number} was put in by hand."


def _broken(seal: Any, found: Verification, last_row: int, keyring: Keyring) -> Iterator[str]:
    """Tell what is wrong with a seal itself."""
    values = seal._mapping  # noqa: SLF001 - the public name of a row's columns by name
    is_whole = seal.digest == digest_of_seal(values) and (
        digest_of(seal.leaves) == seal.leaves_digest if seal.leaves is not None else seal.purged_at is not None
    )
    key = keyring.find(seal.mac_key or "")
    found.unsigned += key is None
    if not is_whole or (key and key.sign(seal.digest) != seal.mac):
        yield f"Seal {seal.id} was altered."
    elif seal.previous != found.last or (found.seals and seal.first_row != last_row + 1):
        yield f"Seal {seal.id} does not follow the one before it: one of the two was replaced."


def _rows(connection: Connection, seal: Any, found: Verification) -> Iterator[str]:
    """Tell what is wrong with the rows that a seal covers."""
    between = {"first": seal.first_row, "last": seal.last_row}
    if seal.leaves is None:
        count = connection.scalar(COUNT, between) or 0
        found.purged += count
        if count != seal.covered:
            yield f"Of the purged rows {seal.first_row} to {seal.last_row} there are {count}, not {seal.covered}."
        return
    stored = {row.id: leaf_of(row) for row in connection.execute(ROWS, between)}
    found.rows += len(stored)
    try:
        sealed = read_leaves(_first(seal), seal.leaves)
    except ValueError:
        return  # the seal was altered, as has been told
    for number in sorted(stored.keys() | sealed.keys()):
        if number not in stored:
            yield f"Row {number} was removed."
        elif number not in sealed:
            yield f"Row {number} was put in by hand."
        elif stored[number] != sealed[number]:
            yield f"Row {number} was altered."


def _first(seal: Any) -> int:
    """Return the number that distances begin at: what they add up to is the last row's."""
    return int(seal.last_row) - sum(int(part.partition(":")[0]) for part in seal.leaves.split(","))
