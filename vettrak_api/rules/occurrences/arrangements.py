"""Who looks after an occurrence, and in which parts its enrolments are invoiced."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Fault, InvalidFields, NotFound
from vettrak_api.model.clients import Client
from vettrak_api.model.occurrences import Occurrence, OccurrenceInvoiceSchedule, OccurrenceStaff
from vettrak_api.model.rows import change_rows
from vettrak_api.model.statements import Reader, execute

STAFF_MEMBER = select(Client.id).where(Client.id == bindparam("number"), Client.staff)
OTHERS = select(OccurrenceStaff).where(
    OccurrenceStaff.occurrence_id == bindparam("occurrence"), OccurrenceStaff.id != bindparam("own")
)
ONE = {
    table: select(table).where(table.id == bindparam("number"), table.occurrence_id == bindparam("occurrence"))
    for table in (OccurrenceStaff, OccurrenceInvoiceSchedule)
}
PLANNED = select(func.sum(OccurrenceInvoiceSchedule.percentage)).where(
    OccurrenceInvoiceSchedule.occurrence_id == bindparam("occurrence")
)


def keep_staff(session: Session, occurrence: Occurrence, number: int | None, told: Mapping[str, Any]) -> None:
    """Let a staff member have a role on a held occurrence, or change that (number); one alone is the main one.

    Raises NotFound, and InvalidFields for somebody who is no staff member.
    """
    if execute(session, STAFF_MEMBER, number=told["client_id"]).first() is None:
        raise InvalidFields(Fault("client_id", "staff", "This person is no staff member."))
    own = _keep(session, OccurrenceStaff, occurrence, number, told)
    if own.is_primary:
        for other in session.scalars(OTHERS, {"occurrence": occurrence.id, "own": own.id}):
            other.is_primary = False
    touch(session, occurrence)


def keep_share(session: Session, occurrence: Occurrence, number: int | None, told: Mapping[str, Any]) -> None:
    """Let enrolments of a held occurrence be invoiced so from now on, in one part more, or in a changed one (number).

    Raises NotFound.
    """
    _keep(session, OccurrenceInvoiceSchedule, occurrence, number, told)
    touch(session, occurrence)


def remove_staff(session: Session, occurrence: Occurrence, number: int) -> None:
    """Take a staff member's role on a held occurrence away; enrolments keep theirs. Raises NotFound."""
    session.delete(_one(session, OccurrenceStaff, occurrence.id, number))
    touch(session, occurrence)


def remove_share(session: Session, occurrence: Occurrence, number: int) -> None:
    """Remove a planned invoice of a held occurrence; enrolments keep theirs. Raises NotFound."""
    session.delete(_one(session, OccurrenceInvoiceSchedule, occurrence.id, number))
    touch(session, occurrence)


def touch(session: Session, occurrence: Occurrence) -> None:
    """Let a held occurrence count as changed, since something of it was that leaves no trace of its own."""
    session.flush()
    change_rows(session, Occurrence, {occurrence.id: {}})


def planned(reader: Reader, occurrence_id: int) -> Decimal | None:
    """Return how many percent are planned to be invoiced; None when nothing is."""
    total: Decimal | None = execute(reader, PLANNED, occurrence=occurrence_id).scalar()
    return None if total is None else Decimal(total)


def _keep(session: Session, table: Any, occurrence: Occurrence, number: int | None, told: Mapping[str, Any]) -> Any:
    if number is None:
        own = table(occurrence_id=occurrence.id, **told)
        session.add(own)
    else:
        own = _one(session, table, occurrence.id, number)
        for column, value in told.items():
            if getattr(own, column) != value:
                setattr(own, column, value)
    session.flush()
    return own


def _one(session: Session, table: Any, occurrence_id: int, number: int) -> Any:
    found = session.scalar(ONE[table], {"number": number, "occurrence": occurrence_id})
    if found is None:
        raise NotFound("This line is not there any more.")
    return found
