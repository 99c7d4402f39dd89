"""Whose data a caller without the API role may reach (R-SCOPE)."""

import datetime

from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.orm import Session

from vettrak_api.model.clients import Client, Employment, StaffDivision
from vettrak_api.model.employers import EmployerContact
from vettrak_api.model.enrolments import ClassClient, Contract, ContractStaff, Enrolment, EnrolmentStaff
from vettrak_api.model.events import Event
from vettrak_api.model.occurrences import ClassSession, ClassStaff, OccurrenceStaff
from vettrak_api.model.reference import Division
from vettrak_api.security.tokens import Caller


def reaches_client(session: Session, caller: Caller, client_id: int | None, today: datetime.date) -> bool:
    """Tell whether the client is the caller, is within the staff caller's reach, or works where the caller speaks."""
    if client_id is None:
        return False
    if caller.client_id == client_id:
        return True
    ways = [_works_where_caller_speaks(caller, client_id, today)]
    staff_id = caller.client_id if caller.staff else None
    if staff_id:
        ways += _staff_links(staff_id, client_id)
    return _any_holds(session, ways) or (staff_id is not None and _division_is_open(session, staff_id, client_id))


def speaks_for(session: Session, caller: Caller, employer_id: int | None) -> bool:
    """Tell whether the caller is the employer itself or a contact of it whose link has not ended."""
    if employer_id is None:
        return False
    if caller.employer_id:
        return caller.employer_id == employer_id
    contact = exists().where(_contact_of(caller), EmployerContact.employer_id == employer_id)
    return _any_holds(session, [contact])


def _contact_of(caller: Caller) -> ColumnElement[bool]:
    return and_(EmployerContact.client_id == caller.client_id, EmployerContact.active)


def _works_where_caller_speaks(caller: Caller, client_id: int, today: datetime.date) -> ColumnElement[bool]:
    current = exists().where(
        Employment.client_id == client_id,
        Employment.active,
        or_(Employment.terminated.is_(None), Employment.terminated >= today),
    )
    if caller.employer_id:
        return current.where(Employment.employer_id == caller.employer_id)
    return current.where(_contact_of(caller), EmployerContact.employer_id == Employment.employer_id)


def _staff_links(staff_id: int, client_id: int) -> list[ColumnElement[bool]]:
    """Return the five links of staff to a client: through a class, occurrence, enrolment, contract or event."""
    return [
        exists().where(
            ClassStaff.client_id == staff_id,
            ClassClient.class_session_id == ClassStaff.class_session_id,
            Enrolment.id == ClassClient.enrolment_id,
            Enrolment.client_id == client_id,
        ),
        exists().where(
            OccurrenceStaff.client_id == staff_id,
            Enrolment.occurrence_id == OccurrenceStaff.occurrence_id,
            Enrolment.client_id == client_id,
        ),
        exists().where(
            EnrolmentStaff.client_id == staff_id,
            Enrolment.id == EnrolmentStaff.enrolment_id,
            Enrolment.client_id == client_id,
        ),
        exists().where(
            ContractStaff.client_id == staff_id,
            Contract.id == ContractStaff.contract_id,
            Contract.client_id == client_id,
        ),
        exists().where(Event.staff_id == staff_id, Event.client_id == client_id),
    ]


def trains_occurrence(session: Session, caller: Caller, occurrence_id: int) -> bool:
    """Tell whether the caller is staff with a role on the occurrence or on one of its classes."""
    if not caller.staff or not caller.client_id:
        return False
    on_occurrence = exists().where(
        OccurrenceStaff.client_id == caller.client_id, OccurrenceStaff.occurrence_id == occurrence_id
    )
    on_class = exists().where(
        ClassStaff.client_id == caller.client_id,
        ClassSession.id == ClassStaff.class_session_id,
        ClassSession.occurrence_id == occurrence_id,
    )
    return _any_holds(session, [on_occurrence, on_class])


def teaches_class(session: Session, caller: Caller, class_id: int) -> bool:
    """Tell whether the caller is staff assigned to the class or with a role on its occurrence."""
    if not caller.staff or not caller.client_id:
        return False
    on_class = exists().where(ClassStaff.client_id == caller.client_id, ClassStaff.class_session_id == class_id)
    on_occurrence = exists().where(
        OccurrenceStaff.client_id == caller.client_id,
        OccurrenceStaff.occurrence_id == ClassSession.occurrence_id,
        ClassSession.id == class_id,
    )
    return _any_holds(session, [on_class, on_occurrence])


def _division_is_open(session: Session, staff_id: int, client_id: int) -> bool:
    """Tell whether the client's division, or one above it, is opened to the staff member."""
    opened = set(session.scalars(select(StaffDivision.division_id).where(StaffDivision.client_id == staff_id)))
    division = session.scalar(select(Client.division_id).where(Client.id == client_id)) if opened else None
    passed: set[int] = set()  # divisions that stand above themselves would lead in a circle
    while division is not None and division not in passed:
        if division in opened:
            return True
        passed.add(division)
        division = session.scalar(select(Division.parent_id).where(Division.id == division))
    return False


def _any_holds(session: Session, conditions: list[ColumnElement[bool]]) -> bool:
    """Tell whether one of the conditions holds; SQL Server has no truth values among the columns."""
    return session.scalar(select(case((or_(*conditions), 1), else_=0))) == 1
