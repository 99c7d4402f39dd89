"""Every implemented operation that only reads, with arguments that find something in any filled database."""

import datetime
from dataclasses import dataclass
from typing import Any

from sqlalchemy import desc, exists, func, select

from vettrak_api.calls.call import REGISTRY
from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.model.clients import Client, Employment
from vettrak_api.model.employers import Employer
from vettrak_api.model.enrolments import (
    ClassClient,
    ContractStaff,
    EnrolledTask,
    EnrolledTaskUnit,
    EnrolledUnit,
    Enrolment,
)
from vettrak_api.model.events import Award, AwardUnit, Event
from vettrak_api.model.finance import Payment
from vettrak_api.model.occurrences import LMS_PUBLISHED, ClassStaff, Occurrence, Task
from vettrak_api.model.programmes import Programme, ProgrammeType, Qualification, QualificationUnit, Unit
from vettrak_api.model.quarantine import CLIENT_KIND, EMPLOYER_KIND, PENDING, WebEnrolment

OPERATIONS = load_catalogue().operations

DAY = datetime.timedelta(days=1)

NUMBERED = {
    "iOccu_ID": "occurrence",
    "occurrenceId": "occurrence",
    "iID": "lms_occurrence",
    "iEnro_ID": "enrolment",
    "enrolmentId": "enrolment",
    "iInst_ID": "meeting",
    "iCont_id": "contract",
    "iProg_ID": "programme",
    "programmeId": "programme",
    "webEnrolId": "employers_booking",
}
"""Which of the examples a parameter takes."""

CLIENT_CODES = ("sClie_Code", "clientCode", "staffClientCode")
EMPLOYERS = ("sEmpl_Identifier", "employerIdentifier")
STARTS = ("xsdStart", "startDate", "rangeStart", "xsdDate")
ENDS = ("xsdEnd", "endDate", "rangeEnd")

SEARCHED = ["Classes", "Prices", "Staff", "Tasks", "Units", "StudyReasons"]


def reading_operations():
    """Return the names of the operations; the application has to be imported before."""
    return [name for name, operation in OPERATIONS.items() if name in REGISTRY and not operation.writes]


def longest_list(answer):
    """Return the length of the longest list of an answer, also of one within its objects; None without lists."""
    members = vars(answer).values() if hasattr(answer, "__dict__") else ()
    lengths = [len(member) for member in members if isinstance(member, list)]
    inner = [longest_list(member) for member in members if not isinstance(member, list)]
    return max((length for length in (*lengths, *inner) if length is not None), default=None)


@dataclass
class Examples:
    """The records that have most to tell, and what the operations must be told to find them.

    A range of dates is around the start of the published occurrence, or wide where operations are about one person.
    """

    client: Any
    employer: str
    numbers: dict
    type_name: str
    start: datetime.datetime
    now: datetime.datetime
    special: dict
    codes: dict
    """Codes of records besides people and employers, by parameter."""

    def arguments(self, name, token):
        """Return the arguments of an operation."""
        operation = OPERATIONS[name]
        given = {parameter.name: self._value(parameter.name) for parameter in operation.params}
        if operation.security != "public":
            given[operation.params[0].name] = token
        return {key: value for key, value in (given | self.special.get(name, {})).items() if value is not None}

    def _value(self, name):
        if name in NUMBERED:
            return self.numbers[NUMBERED[name]]
        if name in STARTS or name in ENDS:
            return self.start + (DAY if name in ENDS else -DAY)
        return self._by_name().get(name)

    def _by_name(self):
        client = self.client
        return (
            dict.fromkeys(CLIENT_CODES, client.code)
            | dict.fromkeys(EMPLOYERS, self.employer)
            | {
                "sinceDate": self.now - 3 * DAY,
                "status": 0,
                "emailAddress": client.email,
                "sClie_Surname": client.surname,
                "sClie_Given": client.given_name,
                "xsdClie_DOB": client.birth_date,
                "sPrgt_Name": self.type_name,
                "returnOccurrenceLists": SEARCHED,
                "overlapDates": False,
                "includeFull": False,
                "activeEnrolmentsOnly": True,
                **dict.fromkeys(("includeClasses", "includeEnrolments", "includeContracts", "includeEvents"), True),
                "recordType": 0,
                "recordId": self.numbers["booking_by_web"],
                "entityName": "Client",
                "password": "a long enough password",
                "usi": "BNGH7C75FN",
                "tableName": "CLIENT",
            }
            | self.codes
        )


def examples(session, now):
    """Choose the examples of a database; what has no record of a kind is number 1."""
    published = _first(session, _busiest_published())
    wanted = select(Occurrence.programme_id, Occurrence.start_date).where(Occurrence.id == published)
    programme, start = session.execute(wanted).one()
    client = session.get(Client, _first(session, _busiest(Enrolment.client_id, Enrolment.client_id.is_not(None))))
    kind = select(ProgrammeType.name).join(Programme, Programme.programme_type_id == ProgrammeType.id)
    return Examples(
        client,
        session.scalar(select(Employer.identifier).where(Employer.id == _first(session, _busiest_employer()))),
        _numbers(session) | {"occurrence": published, "programme": programme},
        session.scalar(kind.where(Programme.id == programme)),
        start,
        now,
        _special(session, client, now),
        _codes(session),
    )


def _codes(session):
    qualification = _first(session, _busiest(QualificationUnit.qualification_id))
    unit = _first(session, _busiest(EnrolledUnit.unit_id))
    return {
        "qualificationCode": session.scalar(select(Qualification.code).where(Qualification.id == qualification)),
        "unitCode": session.scalar(select(Unit.code).where(Unit.id == unit)),
    }


def _numbers(session):
    lms = exists().where(Occurrence.id == Enrolment.occurrence_id, Occurrence.lms_publish == LMS_PUBLISHED)
    pending = (
        select(WebEnrolment.id)
        .where(WebEnrolment.state == PENDING, ~WebEnrolment.is_reservation)
        .order_by(desc(WebEnrolment.id))
    )
    wanted = {
        "lms_occurrence": _busiest(Enrolment.occurrence_id, lms),
        "enrolment": _busiest(EnrolledUnit.enrolment_id),
        "meeting": _busiest(ClassClient.class_session_id),
        "contract": _busiest(Enrolment.contract_id, Enrolment.contract_id.is_not(None)),
        "employers_booking": pending.where(WebEnrolment.kind == EMPLOYER_KIND),
        "booking_by_web": pending.where(WebEnrolment.kind == CLIENT_KIND),
    }
    return {name: _first(session, statement) for name, statement in wanted.items()}


ABOUT_STAFF = {
    "GetAccessibleClients": "clientCode",
    "GetAccessibleDivisionsTree": "clientCode",
    "GetClassesForStaff": "sClie_Code",
    "GetClientsForStaff": "staffClientCode",
    "GetEnrolmentsForStaff": "sClie_Code",
}
"""Operations about one staff member, and the parameter that names it."""


def _special(session, client, now):
    teacher = session.get(Client, _first(session, _busiest(ClassStaff.client_id)))
    booking = _first(session, select(Occurrence.id).where(Occurrence.is_booking).order_by(Occurrence.id))
    surname = {"Field": "Surname", "Operator": "Equals", "Value": client.surname}
    task = session.get(EnrolledTask, _first(session, _busiest(EnrolledTaskUnit.enrolled_task_id)))
    return {name: {parameter: teacher.code} for name, parameter in ABOUT_STAFF.items()} | {
        "GetBookingDetails": {"occurrenceId": booking},
        "GetContractsForStaff": {"sClie_Code": _busiest_staff(session, ContractStaff.client_id)},
        "GetPaymentsForInvoice": {"invoiceId": _first(session, _busiest(Payment.invoice_id))},
        "VerifyAward": _verifiable(session),
        "SearchForEmployer": {"searchText": "o", "activeFlag": 1},
        "GetEventsForStaff": {
            "sClie_Code": _busiest_staff(session, Event.staff_id),
            "xsdStart": now - 300 * DAY,
            "xsdEnd": now + 300 * DAY,
        },
        "GetEnrolledUnitsForEnrolledTask": {
            "enrolmentId": task.enrolment_id if task else 1,
            "taskCode": session.get(Task, task.task_id).code if task else "none",
        },
        "GetClientExtendedDetails": {"xsdStart": now - 300 * DAY, "xsdEnd": now + 300 * DAY},
        "QueryAdditionalData": {
            "filterCriteria": [("FilterCriteria", surname)],
            "returnFields": [("ReturnField", {"Field": "ClientCode"})],
        },
    }


def _verifiable(session):
    """Return what somebody knows who verifies the award with most units."""
    award = _first(session, _busiest(AwardUnit.award_id))
    wanted = select(Award.parchment_number, Client.surname, Client.given_name)
    found = session.execute(wanted.join(Client, Client.id == Award.client_id).where(Award.id == award)).first()
    number, surname, given_name = found or ("none", "Nobody", "")
    return {"parchmentNumber": number, "surname": surname, "givenName": given_name}


def _busiest_staff(session, column):
    """Return the code of the staff member whose number most rows have in a column."""
    busiest = _first(session, _busiest(column, column.is_not(None)))
    return session.scalar(select(Client.code).where(Client.id == busiest))


def _busiest(column, *conditions):
    """Return the statement that finds whose number most rows have."""
    return select(column).where(*conditions).group_by(column).order_by(desc(func.count()), column)


def _busiest_employer():
    """Return the statement that finds the employer that most people work for."""
    return _busiest(Employment.employer_id, Employment.employer_id.is_not(None))


def _busiest_published():
    return (
        select(Occurrence.id)
        .join(Enrolment, Enrolment.occurrence_id == Occurrence.id, isouter=True)
        .join(Programme, Programme.id == Occurrence.programme_id)
        .where(
            Occurrence.web_published,
            Programme.active,
            Programme.programme_type_id.is_not(None),
            Occurrence.location_id.is_not(None),
        )
        .group_by(Occurrence.id)
        .order_by(desc(func.count(Enrolment.id)), Occurrence.id)
    )


def _first(session, statement):
    return session.scalars(statement.limit(1)).first() or 1
