"""Whose data a caller without the API role may reach (R-SCOPE)."""

import datetime

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, exists, or_, select

from vettrak_api.model.clients import Client, Employment, StaffDivision
from vettrak_api.model.employers import EmployerContact
from vettrak_api.model.enrolments import ClassClient, Contract, ContractStaff, Enrolment, EnrolmentStaff
from vettrak_api.model.events import Event
from vettrak_api.model.occurrences import ClassSession, ClassStaff, OccurrenceStaff
from vettrak_api.model.reference import Division
from vettrak_api.model.statements import Reader
from vettrak_api.rules.clients.employments import is_current
from vettrak_api.security.tokens import Caller

CLIENT, STAFF = bindparam("wanted_client", type_=Integer), bindparam("wanted_staff", type_=Integer)
EMPLOYER = bindparam("wanted_employer", type_=Integer)
OCCURRENCE, CLASS = bindparam("wanted_occurrence", type_=Integer), bindparam("wanted_class", type_=Integer)

_CONTACT = and_(EmployerContact.client_id == STAFF, EmployerContact.active)
_EMPLOYED = exists().where(
    Employment.client_id == CLIENT,
    is_current(),
)
_WORKS_FOR_CALLER = _EMPLOYED.where(Employment.employer_id == EMPLOYER)
_WORKS_WHERE_CALLER_SPEAKS = _EMPLOYED.where(_CONTACT, EmployerContact.employer_id == Employment.employer_id)
_STAFF_LINKS = (
    exists().where(
        ClassStaff.client_id == STAFF,
        ClassClient.class_session_id == ClassStaff.class_session_id,
        Enrolment.id == ClassClient.enrolment_id,
        Enrolment.client_id == CLIENT,
    ),
    exists().where(
        OccurrenceStaff.client_id == STAFF,
        Enrolment.occurrence_id == OccurrenceStaff.occurrence_id,
        Enrolment.client_id == CLIENT,
    ),
    exists().where(
        EnrolmentStaff.client_id == STAFF,
        Enrolment.id == EnrolmentStaff.enrolment_id,
        Enrolment.client_id == CLIENT,
    ),
    exists().where(
        ContractStaff.client_id == STAFF,
        Contract.id == ContractStaff.contract_id,
        Contract.client_id == CLIENT,
    ),
    exists().where(Event.staff_id == STAFF, Event.client_id == CLIENT),
)
"""The five links of staff to a client: through a class, occurrence, enrolment, contract or event."""


def _any_of(*conditions: ColumnElement[bool]) -> Select[int]:
    """Ask whether one of the conditions holds; SQL Server has no truth values among the columns."""
    return select(case((or_(*conditions), 1), else_=0))


REACHED_BY_EMPLOYER = _any_of(_WORKS_FOR_CALLER)
REACHED_BY_CONTACT = _any_of(_WORKS_WHERE_CALLER_SPEAKS)
REACHED_BY_STAFF = _any_of(_WORKS_WHERE_CALLER_SPEAKS, *_STAFF_LINKS)
SPEAKS_FOR = _any_of(exists().where(_CONTACT, EmployerContact.employer_id == EMPLOYER))
TRAINS = _any_of(
    exists().where(OccurrenceStaff.client_id == STAFF, OccurrenceStaff.occurrence_id == OCCURRENCE),
    exists().where(
        ClassStaff.client_id == STAFF,
        ClassSession.id == ClassStaff.class_session_id,
        ClassSession.occurrence_id == OCCURRENCE,
    ),
)
TEACHES = _any_of(
    exists().where(ClassStaff.client_id == STAFF, ClassStaff.class_session_id == CLASS),
    exists().where(
        OccurrenceStaff.client_id == STAFF,
        OccurrenceStaff.occurrence_id == ClassSession.occurrence_id,
        ClassSession.id == CLASS,
    ),
)
OPENED_DIVISIONS = select(StaffDivision.division_id).where(StaffDivision.client_id == STAFF)
DIVISION_OF_CLIENT = select(Client.division_id).where(Client.id == CLIENT)
DIVISION_ABOVE = select(Division.parent_id).where(Division.id == bindparam("wanted_division", type_=Integer))


def reaches_client(reader: Reader, caller: Caller, client_id: int | None, today: datetime.date) -> bool:
    """Tell whether the client is the caller, is within the staff caller's reach, or works where the caller speaks."""
    if client_id is None:
        return False
    if caller.client_id == client_id:
        return True
    if caller.employer_id:
        employed = {"wanted_client": client_id, "wanted_employer": caller.employer_id, "today": today}
        return reader.scalar(REACHED_BY_EMPLOYER, employed) == 1
    linked = {"wanted_client": client_id, "wanted_staff": caller.client_id, "today": today}
    if not caller.staff or not caller.client_id:
        return reader.scalar(REACHED_BY_CONTACT, linked) == 1
    return reader.scalar(REACHED_BY_STAFF, linked) == 1 or _division_is_open(reader, caller.client_id, client_id)


def speaks_for(reader: Reader, caller: Caller, employer_id: int | None) -> bool:
    """Tell whether the caller is the employer itself or a contact of it whose link has not ended."""
    if employer_id is None:
        return False
    if caller.employer_id:
        return caller.employer_id == employer_id
    return reader.scalar(SPEAKS_FOR, {"wanted_staff": caller.client_id, "wanted_employer": employer_id}) == 1


def trains_occurrence(reader: Reader, caller: Caller, occurrence_id: int) -> bool:
    """Tell whether the caller is staff with a role on the occurrence or on one of its classes."""
    if not caller.staff or not caller.client_id:
        return False
    return reader.scalar(TRAINS, {"wanted_staff": caller.client_id, "wanted_occurrence": occurrence_id}) == 1


def teaches_class(reader: Reader, caller: Caller, class_id: int) -> bool:
    """Tell whether the caller is staff assigned to the class or with a role on its occurrence."""
    if not caller.staff or not caller.client_id:
        return False
    return reader.scalar(TEACHES, {"wanted_staff": caller.client_id, "wanted_class": class_id}) == 1


def _division_is_open(reader: Reader, staff_id: int, client_id: int) -> bool:
    """Tell whether the client's division, or one above it, is opened to the staff member."""
    opened = set(reader.scalars(OPENED_DIVISIONS, {"wanted_staff": staff_id}))
    division = reader.scalar(DIVISION_OF_CLIENT, {"wanted_client": client_id}) if opened else None
    passed: set[int] = set()  # divisions that stand above themselves would lead in a circle
    while division is not None and division not in passed:
        if division in opened:
            return True
        passed.add(division)
        division = reader.scalar(DIVISION_ABOVE, {"wanted_division": division})
    return False
