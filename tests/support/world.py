"""Builds what a test needs: `world.client(surname="Smith")`, `world.occurrence(lms=True)` and so on.

Everything has a sensible default, so that a test names only what it is about. What is built is committed;
the returned rows are detached and may be read at any time.
"""

import datetime
from decimal import Decimal
from itertools import count

from sqlalchemy import select

from vettrak_api.model.base import fold
from vettrak_api.model.clients import Client, Employment
from vettrak_api.model.employers import Employer, EmployerContact
from vettrak_api.model.enrolments import EnrolledUnit, Enrolment, EnrolmentLink
from vettrak_api.model.occurrences import (
    ClassSession,
    EnrolmentNumber,
    Occurrence,
    OccurrencePrice,
    OccurrenceStaff,
    OccurrenceUnit,
)
from vettrak_api.model.programmes import Programme, ProgrammeType, Qualification, Unit
from vettrak_api.model.reference import Division, EnrolmentStatus, Location, PriceItem, ReferenceCode, ResultType
from vettrak_api.model.security import ClientRole, Role

PASSWORD = "a long enough password"


class World:
    """The records of one test's database.

    `one` and `all` pass over the inhabitants (tests/support/inhabitants.py), where a settlement tells who they are.
    """

    def __init__(self, runtime, settlement=None):
        self.runtime = runtime
        self.settlement = settlement
        self._numbers = count(1)

    # -- people -------------------------------------------------------------------------------------------

    def client(self, surname="Smith", given_name="John", *, password=None, api_role=False, setup_role=False, **values):
        """Add a client; with a password it can log in as its lower-case code's user name."""
        number = next(self._numbers)
        values.setdefault("code", f"C{number:05d}")
        values.setdefault("division_id", 1)
        if password:
            values.setdefault("username", f"user{number}")
            values["password_hash"] = self.runtime.passwords.hash(password)
        client = self.add(Client(surname=surname, given_name=given_name, **values))
        for right in [Role.grants_api] * api_role + [Role.grants_setup] * setup_role:
            with self.session() as session:
                role = session.scalars(select(Role).where(right)).one()
                session.add(ClientRole(client_id=client.id, role_id=role.id))
        return client

    def staff(self, surname="Trainer", given_name="Tess", *, api_role=False, **values):
        """Add a staff member, by default without the API role."""
        return self.client(surname, given_name, staff=True, api_role=api_role, **values)

    def token(self, client=None, *, employer=None):
        """Return a token: of the client, of the employer, or of a new staff member with the API role."""
        if employer is not None:
            return self.runtime.tokens.issue(employer_id=employer.id)
        owner = client or self.staff(api_role=True)
        return self.runtime.tokens.issue(client_id=owner.id)

    def employer(self, name="The Beer Company", **values):
        """Add an employer."""
        values.setdefault("identifier", f"E{next(self._numbers):05d}")
        return self.add(Employer(name=name, **values))

    def employment(self, client, employer, **values):
        """Let a client work at an employer."""
        return self.add(Employment(client_id=client.id, employer_id=employer.id, **values))

    def contact(self, employer, client, **values):
        """Let a client speak for an employer."""
        return self.add(EmployerContact(employer_id=employer.id, client_id=client.id, **values))

    def division(self, name="Branch", parent_id=1):
        """Add a division."""
        return self.add(Division(name=name, parent_id=parent_id))

    # -- what can be studied ------------------------------------------------------------------------------

    def unit(self, code=None, name="How to serve beer", **values):
        """Return the unit with a code, adding it if there is none."""
        code = code or f"UNIT{next(self._numbers):03d}"
        with self.session() as session:
            present = session.scalars(select(Unit).where(Unit.code_key == fold(code))).one_or_none()
        return present or self.add(Unit(code=code, name=name, **values))

    def qualification(self, code=None, name="Certificate II in Bar Tending"):
        """Add a qualification."""
        return self.add(Qualification(code=code or f"QUAL{next(self._numbers):03d}", name=name))

    def programme_type(self, name="Short courses", **values):
        """Add a programme type."""
        return self.add(ProgrammeType(name=name, **values))

    def programme(self, name="Beer Appreciation", **values):
        """Add a programme."""
        values.setdefault("code", f"P{next(self._numbers):05d}")
        return self.add(Programme(name=name, **values))

    def location(self, code=None, name="Melbourne Campus", **values):
        """Add a location."""
        return self.add(Location(code=code or f"L{next(self._numbers):05d}", name=name, **values))

    # -- occurrences and enrolments -----------------------------------------------------------------------

    def occurrence(self, *, lms=True, units=(), optional_units=(), prices=(), seats=None, **values):
        """Add an occurrence: unit codes, prices as (name, amount) and the number of seats (None = no limit)."""
        values.setdefault("programme_id", None)
        values["programme_id"] = values["programme_id"] or self.programme().id
        values.setdefault("start_date", datetime.datetime(2026, 9, 1, 9))
        values.setdefault("end_date", datetime.datetime(2026, 9, 27, 17))
        values.setdefault("status_id", self.status("Active"))
        values.setdefault("division_id", 1)
        values.setdefault("code", f"OCC{next(self._numbers)}")
        number = self.add(EnrolmentNumber(kind="O")).id
        publish = 1 if lms else 0
        occurrence = self.add(Occurrence(id=number, lms_publish=publish, maximum_places=seats, **values))
        for code in units:
            self.add(OccurrenceUnit(occurrence_id=number, unit_id=self.unit(code).id))
        for code in optional_units:
            self.add(OccurrenceUnit(occurrence_id=number, unit_id=self.unit(code).id, optional=True))
        for name, amount in prices:
            item = self.add(PriceItem(name=name))
            price = Decimal(amount)
            self.add(OccurrencePrice(occurrence_id=number, price_item_id=item.id, amount=price, gst=price / 11))
        return occurrence

    def class_session(self, occurrence, start=datetime.datetime(2026, 9, 1, 18), hours=3, **values):
        """Add a class to an occurrence."""
        finish = start + datetime.timedelta(hours=hours)
        return self.add(ClassSession(occurrence_id=occurrence.id, start=start, finish=finish, **values))

    def trainer(self, occurrence, staff):
        """Give a staff member a role on an occurrence."""
        return self.add(OccurrenceStaff(occurrence_id=occurrence.id, client_id=staff.id, role="Trainer"))

    def enrolment(self, client, occurrence=None, *, units=(), status="Active", **values):
        """Enrol a client in an occurrence, or in nothing but units."""
        values.setdefault("kind", "C")
        values.setdefault("division_id", 1)
        values.setdefault("start_date", occurrence.start_date if occurrence else datetime.datetime(2026, 9, 1))
        values.setdefault("end_date", occurrence.end_date if occurrence else datetime.datetime(2026, 12, 1))
        values.setdefault("code", occurrence.code if occurrence else None)
        values.setdefault("lms_publish", occurrence.lms_publish if occurrence else 0)
        number = self.add(EnrolmentNumber(kind="E")).id
        enrolment = self.add(
            Enrolment(
                id=number,
                client_id=client.id if client else None,
                occurrence_id=occurrence.id if occurrence else None,
                status_id=self.status(status),
                **values,
            )
        )
        for code in units:
            self.enrolled_unit(enrolment, code)
        return enrolment

    def enrolled_unit(self, enrolment, code, result="Not Yet Started", **values):
        """Add a unit to an enrolment."""
        values.setdefault("start_date", enrolment.start_date)
        values.setdefault("finish_date", enrolment.end_date)
        return self.add(
            EnrolledUnit(
                enrolment_id=enrolment.id,
                unit_id=self.unit(code).id,
                result_type_id=self.result(result),
                **values,
            )
        )

    def link(self, enrolment, linked):
        """Link an occurrence enrolment to another enrolment."""
        return self.add(EnrolmentLink(enrolment_id=enrolment.id, linked_id=linked.id))

    # -- looking around -----------------------------------------------------------------------------------

    def status(self, name):
        """Return the number of an enrolment status."""
        return self.one(select(EnrolmentStatus.id).where(EnrolmentStatus.name == name))

    def result(self, name):
        """Return the number of a result type."""
        return self.one(select(ResultType.id).where(ResultType.name == name))

    def retire_code(self, list_name, code):
        """Take a code of a national list out of use."""
        named = select(ReferenceCode).where(ReferenceCode.list_name == list_name, ReferenceCode.code == code)
        self.change(self.one(named), active=False)

    def one(self, statement):
        """Return the only value of the only row."""
        with self.runtime.database.reading() as session:
            return session.scalars(self.own(statement)).one()

    def all(self, statement):
        """Return the first value of all rows."""
        with self.runtime.database.reading() as session:
            return session.scalars(self.own(statement)).all()

    def everything(self, statement):
        """Return the first value of all rows, those of the inhabitants as well."""
        with self.runtime.database.reading() as session:
            return session.scalars(statement).all()

    def own(self, statement):
        """Leave out of a SELECT what was there before the test."""
        return self.settlement.without(statement) if self.settlement else statement

    def fresh(self, row):
        """Read a row again."""
        with self.runtime.database.reading() as session:
            return session.get(type(row), row.id)

    def get(self, table, number):
        """Read the row of a number."""
        with self.runtime.database.reading() as session:
            return session.get(table, number)

    def add(self, row):
        """Add one row and return it."""
        with self.session() as session:
            session.add(row)
            session.flush()
        return row

    def change(self, row, **values):
        """Change a stored row; this is how a column with a default becomes null."""
        with self.session() as session:
            stored = session.get(type(row), row.id)
            for name, value in values.items():
                setattr(stored, name, value)
        return stored

    def add_all(self, rows):
        """Add many rows of one kind in one transaction."""
        with self.session() as session:
            session.add_all(rows)
            session.flush()
        return rows

    def session(self):
        """Open a session that commits."""
        return self.runtime.database.writing()
