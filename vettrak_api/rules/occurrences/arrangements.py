"""Who looks after an occurrence, and when it is paid for in parts."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Fault, InvalidFields
from vettrak_api.model.occurrences import Occurrence, OccurrenceInvoiceSchedule, OccurrenceStaff

WHOLE = Decimal(100)
TRAINER = "Trainer"

STAFF = (
    select(OccurrenceStaff)
    .where(OccurrenceStaff.occurrence_id == bindparam("occurrence"))
    .order_by(OccurrenceStaff.is_primary.desc(), OccurrenceStaff.id)
)
SHARES = (
    select(OccurrenceInvoiceSchedule)
    .where(OccurrenceInvoiceSchedule.occurrence_id == bindparam("occurrence"))
    .order_by(OccurrenceInvoiceSchedule.invoice_date, OccurrenceInvoiceSchedule.id)
)


class Share(NamedTuple):
    """A planned invoice: its date, its percentage of the whole, and what it says."""

    date: datetime.date
    percentage: Decimal
    description: str | None


def trainer_of(session: Session, occurrence_id: int) -> int | None:
    """Return whom staff pages show as the trainer: the primary staff member, or the only one; None without."""
    found = session.scalars(STAFF, {"occurrence": occurrence_id}).all()
    is_clear = found and (found[0].is_primary or len(found) == 1)
    return found[0].client_id if is_clear else None


def set_trainer(session: Session, occurrence: Occurrence, client_id: int | None) -> None:
    """Let a staff member be the one who is shown for a held occurrence; others keep their roles on it."""
    if client_id == trainer_of(session, occurrence.id):
        return
    found = session.scalars(STAFF, {"occurrence": occurrence.id}).all()
    for row in found:
        if row.is_primary or len(found) == 1:
            session.delete(row)
    own = next((row for row in found if row.client_id == client_id and row not in session.deleted), None)
    if own is not None:
        own.is_primary = True
    elif client_id is not None:
        session.add(OccurrenceStaff(occurrence_id=occurrence.id, client_id=client_id, role=TRAINER, is_primary=True))
    session.flush()


def set_shares(session: Session, occurrence: Occurrence, shares: Sequence[Share]) -> None:
    """Let enrolments of a held occurrence be invoiced in these parts from now on; none: in one invoice.

    Raises InvalidFields when the parts are not positive, or not the whole together.
    """
    if any(share.percentage <= 0 for share in shares):
        raise InvalidFields(Fault("shares", "positive", "Each part must be more than 0 percent."))
    total = sum((share.percentage for share in shares), Decimal(0))
    if shares and total != WHOLE:
        raise InvalidFields(Fault("shares", "whole", f"The parts are {total} percent together; they must be 100."))
    stored = session.scalars(SHARES, {"occurrence": occurrence.id}).all()
    if [Share(row.invoice_date, row.percentage, row.description) for row in stored] == list(shares):
        return
    for row in stored:
        session.delete(row)
    session.add_all(
        OccurrenceInvoiceSchedule(
            occurrence_id=occurrence.id,
            invoice_date=share.date,
            percentage=share.percentage,
            description=share.description,
        )
        for share in shares
    )
    session.flush()
