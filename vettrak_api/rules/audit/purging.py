"""The retention of the audit trail: keys of persons grow old, and so do names of who did what.

Rows of the change log stay for ever, as ...Since operations ask them, and codes of deleted records are never given
again. What goes is who changed which members by which operation, with the values; the seal stays, and says so.
"""

from sqlalchemy import BigInteger, bindparam, select, update
from sqlalchemy.orm import Session

from vettrak_api.database.connections import Database
from vettrak_api.model.changes import AuditSeal, Change
from vettrak_api.model.statements import execute
from vettrak_api.security.vault import DAY, forget_old_keys

MOST_SEALS = 200
"""Seals, and portions of keys, that one round purges at most; the next one goes on."""

GONE = ("by", "operation", "request", "members", "old_values", "new_values", "key_id", "secret")
"""Columns that a purged row has lost."""

OLD = (
    select(AuditSeal.id, AuditSeal.first_row, AuditSeal.last_row, AuditSeal.covered)
    .where(AuditSeal.purged_at.is_(None), AuditSeal.until < bindparam("older", type_=BigInteger))
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
    rows = keys = 0
    for _ in range(MOST_SEALS if days else 0):
        with database.writing() as session:
            purged = _purge_seal(session, now, now - days * DAY)
        rows += purged
        if not purged:
            break
    for _ in range(MOST_SEALS if personal_days else 0):
        with database.connection(writing=True) as connection:
            gone = forget_old_keys(connection, now, personal_days)
        keys += gone
        if not gone:
            break
    return rows, keys


def _purge_seal(session: Session, now: int, older: int) -> int:
    """Purge the rows of the oldest seal whose rows are all older than a moment; return how many."""
    seal = execute(session, OLD, older=older).first()
    if seal is None:
        return 0
    execute(session, EMPTY, first=seal.first_row, last=seal.last_row)
    execute(session, NOTE, number=seal.id, moment=now)
    return int(seal.covered)
