"""Seals the change log in batches, each chained to the one before, so that no row is altered, removed or added unseen.

Writers wait for nothing: the background work seals rows when no transaction can still add one before them. The seal
covers rows as they are stored, enciphered values included, so that deleting a person's key breaks nothing. It is signed
by the installation's key, which does not lie in the database: who can write there can not make a chain of his own.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import BigInteger, bindparam, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from vettrak_api.database.connections import Database
from vettrak_api.model.changes import AuditSeal, Change
from vettrak_api.model.statements import Reader, connection_of, execute
from vettrak_api.security.keyring import Keyring

PORTION = 500
"""Rows that one seal covers at most."""

PATIENCE_SECONDS = 60
"""How long, beyond the bound of a commit, rows are left alone: clocks differ, and a stamp may be corrected."""

BEGINNING = "0" * 64
"""What the first seal is chained to."""

DIGITS = 32
"""Hexadecimal digits that are kept of a row's digest."""

COLUMNS = tuple(column.name for column in Change.__table__.columns)

Leaves: TypeAlias = Mapping[int, str]
"""Digests of rows by their number, in order."""

LATEST = select(*AuditSeal.__table__.columns).order_by(AuditSeal.id.desc()).limit(1)
ROWS_AFTER = (
    select(*Change.__table__.columns)
    .where(Change.id > bindparam("after", type_=BigInteger))
    .order_by(Change.id)
    .limit(PORTION)
)
ADD = insert(AuditSeal).inline()


def seal_all(
    database: Database, keyring: Keyring, now: int, bound_seconds: float, is_stopping: Callable[[], bool] = bool
) -> int:
    """Seal all rows that are old enough, portion by portion, and return how many.

    now: UTC milliseconds, taken before the caller has made sure that no import writes rows with earlier stamps.
    bound_seconds: the setting commit_timeout_seconds. Two that seal at the same time do no harm: one of them gives up.
    """
    until = now - int((bound_seconds + PATIENCE_SECONDS) * 1000)
    count = 0
    while not is_stopping():
        try:
            with database.writing() as session:
                sealed = seal_portion(session, keyring, now, until)
        except IntegrityError:
            return count
        count += sealed
        if sealed < PORTION:
            return count
    return count


def seal_portion(session: Session, keyring: Keyring, now: int, until: int) -> int:
    """Seal the next rows, up to the first one with a later stamp, and return how many."""
    last = execute(session, LATEST).first()
    rows = _settled(execute(session, ROWS_AFTER, after=last.last_row if last else 0).all(), until)
    if not rows:
        return 0
    leaves = leaves_text(rows[0].id, {row.id: leaf_of(row) for row in rows})
    seal = {
        "id": last.id + 1 if last else 1,
        "first_row": rows[0].id if last is None else last.last_row + 1,
        "last_row": rows[-1].id,
        "covered": len(rows),
        "until": max(row.stamp for row in rows),
        "leaves": leaves,
        "leaves_digest": digest_of(leaves),
        "previous": last.digest if last else BEGINNING,
        "sealed_at": now,
    }
    seal["digest"] = digest_of_seal(seal)
    key = keyring.current()
    signed = {"mac": key.sign(seal["digest"]) if key else None, "mac_key": key.fingerprint if key else None}
    connection_of(session).execute(ADD, {**seal, **signed})
    return len(rows)


def _settled(rows: Sequence[Any], until: int) -> Sequence[Any]:
    """Return the rows before the first one that is too young."""
    young = (at for at, row in enumerate(rows) if row.stamp > until)
    return rows[: next(young, len(rows))]


def latest_seal(reader: Reader) -> Any:
    """Return the columns of the last seal, or None."""
    return execute(reader, LATEST).first()


def leaf_of(row: Any) -> str:
    """Return the digest of a row of the change log, as it is stored."""
    return digest_of(_text([getattr(row, name) for name in COLUMNS]))[:DIGITS]


def leaves_text(first: int, leaves: Leaves) -> str:
    """Return digests of rows as one text: of each its distance from the one before, and the digest."""
    told, before = [], first
    for number, leaf in leaves.items():
        told.append(f"{number - before}:{leaf}")
        before = number
    return ",".join(told)


def read_leaves(first: int, text: str) -> dict[int, str]:
    """Return the digests by number that `leaves_text` told; raises ValueError for another text."""
    leaves, number = {}, first
    for part in text.split(","):
        distance, leaf = part.split(":")
        number += int(distance)
        leaves[number] = leaf
    return leaves


def digest_of_seal(seal: Mapping[str, Any]) -> str:
    """Return the digest over a seal, its rows and the seal before it."""
    names = ("id", "first_row", "last_row", "covered", "until", "leaves_digest", "previous", "sealed_at")
    return digest_of(_text([seal[name] for name in names]))


def digest_of(text: str) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _text(values: Iterable[Any]) -> str:
    return json.dumps(list(values), ensure_ascii=True, separators=(",", ":"))
