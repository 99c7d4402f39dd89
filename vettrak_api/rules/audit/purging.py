"""The retention of the audit trail: keys of persons grow old, and so do names of who did what.

Rows of the change log stay for ever, as ...Since operations ask them, and codes of deleted records are never given
again. What goes is who changed which members by which operation, with the values; the seal stays, and says so.
What tells of somebody under a legal hold stays, and with it whatever has the same seal.
"""

from sqlalchemy import BigInteger, bindparam, select, update
from sqlalchemy.orm import Session

from vettrak_api.database.connections import Database
from vettrak_api.model.changes import AuditSeal, Change
from vettrak_api.model.statements import execute
from vettrak_api.rules.audit.keeping import Kept, kept_by_holds
from vettrak_api.security.person_keys import forget_old_keys
from vettrak_api.security.vault import DAY

MOST_SEALS = 200
"""Seals, and portions of keys, that one round purges at most; the next one goes on."""

GONE = ("by", "operation", "request", "members", "old_values", "new_values", "key_id", "secret")
"""Columns that a purged row has lost."""

OLD = (
    select(AuditSeal.id, AuditSeal.first_row, AuditSeal.last_row, AuditSeal.covered)
    .where(
        AuditSeal.purged_at.is_(None),
        AuditSeal.until < bindparam("older", type_=BigInteger),
        AuditSeal.id > bindparam("after", type_=BigInteger),
    )
    .order_by(AuditSeal.id)
    .limit(1)
)
EMPTY = (
    update(Change)
    .where(Change.id.between(bindparam("first", type_=BigInteger), bindparam("last", type_=BigInteger)))
    .values(dict.fromkeys(GONE))
)
NOTE = (
    update(AuditSeal)
    .where(AuditSeal.id == bindparam("number"))
    .values(leaves=None, purged_at=bindparam("moment", type_=BigInteger))
)


def purge_audit(database: Database, now: int, days: int, personal_days: int) -> tuple[int, int]:
    """Purge what is older than so many days, 0 for never, in short transactions; now: UTC milliseconds.

    Returns how many rows have lost who did what, and how many keys of persons went.
    """
    with database.querying() as reader:
        kept = kept_by_holds(reader)
    rows = keys = after = 0
    for _ in range(MOST_SEALS if days else 0):
        with database.writing() as session:
            purged, after = _purge_seal(session, now, now - days * DAY, after, kept)
        rows += purged
        if not purged:
            break
    for _ in range(MOST_SEALS if personal_days else 0):
        with database.writing() as session:
            gone = forget_old_keys(session, now, personal_days, kept.keys)
        keys += gone
        if not gone:
            break
    return rows, keys


def _purge_seal(session: Session, now: int, older: int, after: int, kept: Kept) -> tuple[int, int]:
    """Purge the rows of the oldest seal after one, whose rows are all older than a moment and none of which is kept.

    Returns how many rows, and the seal.
    """
    while (seal := execute(session, OLD, older=older, after=after).first()) is not None:
        after = seal.id
        if not kept.has_any(seal.first_row, seal.last_row):
            execute(session, EMPTY, first=seal.first_row, last=seal.last_row)
            execute(session, NOTE, number=seal.id, moment=now)
            return int(seal.covered), after
    return 0, after
