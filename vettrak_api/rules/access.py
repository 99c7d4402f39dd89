"""Whose data a caller without the API role may reach (R-SCOPE)."""

from sqlalchemy import ColumnElement, case, exists, or_, select
from sqlalchemy.orm import Session

from vettrak_api.model.clients import Client, Employment, StaffDivision
from vettrak_api.model.employers import EmployerContact
from vettrak_api.model.enrolments import ClassClient, Contract, ContractStaff, Enrolment, EnrolmentStaff
from vettrak_api.model.events import Event
from vettrak_api.model.occurrences import ClassSession, ClassStaff, OccurrenceStaff
from vettrak_api.security.tokens import Caller


def reaches_client(session: Session, caller: Caller, client_id: int | None) -> bool:
    """Tell whether the client is the caller, is linked to the staff caller, or works where the caller speaks."""
    if client_id is None:
        return False
    if caller.client_id == client_id:
        return True
    ways = [_works_where_caller_speaks(caller, client_id)]
    if caller.staff and caller.client_id:
        ways += _staff_links(caller.client_id, client_id)
    return _any_holds(session, ways)


def _works_where_caller_speaks(caller: Caller, client_id: int) -> ColumnElement[bool]:
    current = exists().where(Employment.client_id == client_id, Employment.active)
    if caller.employer_id:
        return current.where(Employment.employer_id == caller.employer_id)
    return current.where(
        EmployerContact.employer_id == Employment.employer_id,
        EmployerContact.client_id == caller.client_id,
        EmployerContact.active,
    )


def _staff_links(staff_id: int, client_id: int) -> list[ColumnElement[bool]]:
    """Return the five links of staff to a client, and the divisions opened to the staff member."""
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
        exists().where(
            StaffDivision.client_id == staff_id,
            Client.division_id == StaffDivision.division_id,
            Client.id == client_id,
        ),
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


def _any_holds(session: Session, conditions: list[ColumnElement[bool]]) -> bool:
    """Tell whether one of the conditions holds; SQL Server has no truth values among the columns."""
    return session.scalar(select(case((or_(*conditions), 1), else_=0))) == 1
