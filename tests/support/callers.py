"""Everybody who might name a student's records without the API role: one caller for every way to be linked, or not."""

import datetime

from sqlalchemy import select

from vettrak_api.model.clients import StaffDivision
from vettrak_api.model.enrolments import ClassClient, Contract, ContractStaff, EnrolmentStaff
from vettrak_api.model.events import Event
from vettrak_api.model.occurrences import ClassStaff
from vettrak_api.model.reference import EventType

LAST_DAY = "contact of an employer whose last day is today"
STAFF_LINKS = ("class", "occurrence", "enrolment", "contract", "event")
LINKED = {"the client", *STAFF_LINKS, "division", "division above", "employer", "contact", LAST_DAY}

LET_IN = {
    "own": {"the client"},
    "client": LINKED,
    "enrolment": LINKED,
    "contract": LINKED,
    "trainer": {"class", "occurrence"},
    "class": {"class", "occurrence"},
    "employer": {"employer", "contact"},
}
"""Per kind of scope, which of the callers below may name the student's record of that kind."""

LONG_AGO, YESTERDAY, TODAY = datetime.date(2025, 1, 31), datetime.date(2026, 9, 9), datetime.date(2026, 9, 10)
MOMENT = datetime.datetime(2026, 9, 5, 10)


class Student:
    """A person with one record of every kind that a scope can name."""

    def __init__(self, world):
        self.above = world.division("Branch")
        self.division = world.division("Annexe", parent_id=self.above.id)
        self.client = world.client("Student", division_id=self.division.id)
        self.occurrence = world.occurrence()
        self.class_session = world.class_session(self.occurrence)
        self.enrolment = world.enrolment(self.client, self.occurrence)
        world.add(ClassClient(class_session_id=self.class_session.id, enrolment_id=self.enrolment.id))
        self.employer = world.employer()
        world.employment(self.client, self.employer, commenced=LONG_AGO)
        self.contract = world.add(
            Contract(client_id=self.client.id, employer_id=self.employer.id, status_id=world.status("Active"))
        )

    def names(self):
        """Return, per kind of scope, what names the record of that kind; codes in the other case."""
        return {
            "own": self.client.code.lower(),
            "client": self.client.code.lower(),
            "enrolment": self.enrolment.id,
            "contract": self.contract.id,
            "occurrence": self.occurrence.id,
            "trainer": self.occurrence.id,
            "class": self.class_session.id,
            "employer": self.employer.identifier.lower(),
        }


def callers_around(world, student):
    """Return a token for everybody around a student, by what they are to the student."""
    callers = {
        "the client": student.client,
        "another client": world.client("Other"),
        **{link: linked(world, student, world.staff(), link) for link in STAFF_LINKS},
        "division": opened(world, world.staff(), student.division),
        "division above": opened(world, world.staff(), student.above),
        "another division": opened(world, world.staff(), world.division("Beside", parent_id=student.above.id)),
        "division below": opened(world, world.staff(), world.division("Below", parent_id=student.division.id)),
        "staff without a link": world.staff(),
        "staff no longer": everything(world, student),
        "contact": spokesperson(world, student.employer),
        "contact no longer": spokesperson(world, student.employer, active=False),
        "contact of a former employer": spokesperson(world, worked_at(world, student, active=False)),
        LAST_DAY: spokesperson(world, worked_at(world, student, terminated=TODAY)),
        "contact of an employer left yesterday": spokesperson(world, worked_at(world, student, terminated=YESTERDAY)),
    }
    employers = {
        "employer": student.employer,
        "another employer": world.employer(),
        "former employer": worked_at(world, student, active=False),
    }
    return {name: world.token(client) for name, client in callers.items()} | {
        name: world.token(employer=employer) for name, employer in employers.items()
    }


def linked(world, student, staff, link):
    """Link somebody to a student in one of the five ways."""
    rows = {
        "class": lambda: ClassStaff(class_session_id=student.class_session.id, client_id=staff.id),
        "enrolment": lambda: EnrolmentStaff(enrolment_id=student.enrolment.id, client_id=staff.id),
        "contract": lambda: ContractStaff(contract_id=student.contract.id, client_id=staff.id),
        "event": lambda: visit(world, student, staff),
    }
    if link == "occurrence":
        world.trainer(student.occurrence, staff)
    else:
        world.add(rows[link]())
    return staff


def visit(world, student, staff):
    """Describe an event of the student that the staff member is assigned to."""
    kind = world.all(select(EventType.id)) or [world.add(EventType(name="Visit")).id]
    return Event(client_id=student.client.id, staff_id=staff.id, event_type_id=kind[0], start=MOMENT)


def opened(world, staff, division):
    """Open a division to a staff member."""
    world.add(StaffDivision(client_id=staff.id, division_id=division.id))
    return staff


def everything(world, student):
    """Return somebody with every link of staff whose staff flag is gone."""
    person = opened(world, world.client("Former"), student.division)
    for link in STAFF_LINKS:
        linked(world, student, person, link)
    return person


def spokesperson(world, employer, **values):
    """Return a client with a contact link to an employer."""
    person = world.client("Contact")
    world.contact(employer, person, **values)
    return person


def worked_at(world, student, **values):
    """Return a further employer, at which the student's employment has ended or ends."""
    employer = world.employer()
    world.employment(student.client, employer, is_primary=False, **values)
    return employer
