"""Enrolments of one client that stand in for each other's units (the auto-link preference).

Rules: AddLMSClientEnrolmentToOccurrence, GetUnitsForEnrolmentIncludingLinked, UpdateResultIncludingLinked.
"""

from itertools import combinations
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session, aliased

from vettrak_api.model.enrolments import EnrolledUnit, Enrolment, EnrolmentLink
from vettrak_api.model.occurrences import OccurrenceUnit
from vettrak_api.model.reference import EnrolmentStatus
from vettrak_api.model.statements import execute
from vettrak_api.rules.reference.defaults import ACTIVE

_SHARES_UNIT = exists().where(
    EnrolledUnit.enrolment_id == Enrolment.id,
    OccurrenceUnit.unit_id == EnrolledUnit.unit_id,
    OccurrenceUnit.occurrence_id == bindparam("occurrence"),
)
_OTHERS = (
    select(Enrolment.id)
    .where(
        Enrolment.client_id == bindparam("client"),
        Enrolment.id != bindparam("enrolment"),
        Enrolment.status_id.in_(select(EnrolmentStatus.id).where(EnrolmentStatus.status_type == ACTIVE)),
        _SHARES_UNIT,
    )
    .order_by(Enrolment.id)
)
_OVERLAP = {
    "start": or_(Enrolment.end_date.is_(None), Enrolment.end_date >= bindparam("start")),
    "end": or_(Enrolment.start_date.is_(None), Enrolment.start_date <= bindparam("end")),
}
OVERLAPPING: dict[frozenset[str], Select[int]] = {
    frozenset(known): _OTHERS.where(*(_OVERLAP[name] for name in known))
    for number in range(len(_OVERLAP) + 1)
    for known in combinations(_OVERLAP, number)
}
"""The statements that find a client's other enrolments, by which of a new one's dates are known."""


def link_enrolments(session: Session, enrolment: Enrolment) -> list[int]:
    """Link the client's active enrolments that overlap a new one and hold units of its occurrence.

    Returns the numbers of the linked enrolments. A null start or end is open.
    """
    dates = {"start": enrolment.start_date, "end": enrolment.end_date}
    values = {name: date for name, date in dates.items() if date is not None}
    wanted = {"client": enrolment.client_id, "enrolment": enrolment.id, "occurrence": enrolment.occurrence_id}
    linked = list(execute(session, OVERLAPPING[frozenset(values)], **wanted, **values).scalars())
    session.add_all(EnrolmentLink(enrolment_id=enrolment.id, linked_id=other) for other in linked)
    return linked


def own_or_linked(enrolment_id: Any) -> ColumnElement[bool]:
    """Return the condition under which an enrolled unit counts for an enrolment, for selects from EnrolledUnit.

    It does when the enrolment holds it, or when an enrolment of the same client that is linked to it holds it
    and its occurrence has the unit too, optional or not. Without an occurrence there are no such. The number may be
    a parameter of the statement.
    """
    this, other = aliased(Enrolment), aliased(Enrolment)
    linked = (
        select(EnrolmentLink.linked_id)
        .join(this, this.id == EnrolmentLink.enrolment_id)
        .join(other, other.id == EnrolmentLink.linked_id)
        .where(EnrolmentLink.enrolment_id == enrolment_id, other.client_id == this.client_id)
    )
    offered = (
        select(OccurrenceUnit.unit_id)
        .join(this, this.occurrence_id == OccurrenceUnit.occurrence_id)
        .where(this.id == enrolment_id)
    )
    # The enrolments first, as one list: for an OR of the two cases PostgreSQL would read the whole table.
    itself = select(Enrolment.id).where(Enrolment.id == enrolment_id)
    return and_(
        EnrolledUnit.enrolment_id.in_(itself.union_all(linked)),
        or_(EnrolledUnit.enrolment_id == enrolment_id, EnrolledUnit.unit_id.in_(offered)),
    )
