"""A world in which every list that one call can return has as many rows as are wanted."""

import datetime

from sqlalchemy import select

from tests.support.changes import deletion, stamp_of
from tests.support.world import PASSWORD
from vettrak_api.model.clients import Client, ClientRelationship, Employment, StaffDivision
from vettrak_api.model.employers import Employer
from vettrak_api.model.enrolments import (
    ClassAttendance,
    ClassClient,
    Contract,
    ContractStaff,
    EnrolledTask,
    EnrolledTaskUnit,
    EnrolledUnit,
    Enrolment,
    EnrolmentLink,
    EnrolmentStaff,
)
from vettrak_api.model.events import Award, AwardUnit, Event
from vettrak_api.model.finance import TO_EMPLOYER, Invoice, InvoiceItem, Payment
from vettrak_api.model.occurrences import (
    ClassSession,
    ClassStaff,
    EnrolmentNumber,
    Occurrence,
    OccurrencePrice,
    OccurrenceStaff,
    OccurrenceTask,
    OccurrenceUnit,
    Task,
    TaskStatus,
)
from vettrak_api.model.programmes import (
    Programme,
    ProgrammeType,
    QualificationState,
    QualificationUnit,
    Unit,
    UnitState,
)
from vettrak_api.model.quarantine import CLIENT_KIND, EMPLOYER_KIND, WebClient, WebEmployer, WebEnrolment
from vettrak_api.model.reference import (
    AttendanceType,
    AwardType,
    Division,
    EventType,
    Location,
    Organisation,
    Position,
    PriceItem,
    ReferralSource,
    Relation,
    RelationshipType,
    Suburb,
)

STARTS, ENDS = datetime.datetime(2026, 10, 5, 9), datetime.datetime(2026, 11, 6, 17)
NOW = datetime.datetime(2026, 9, 10, 12)


class Growth:
    """`size` of everything; the principal records are `client`, `course`, `employer` and `trainer`."""

    def __init__(self, world, size):
        self.world, self.size = world, size
        self._lists()
        self._people()
        self._courses()
        self._enrolments()
        self._details()
        self._bookings()
        self._money()

    def _many(self, make):
        """Add `size` rows that a function of their number makes."""
        return self.world.add_all([make(number) for number in range(self.size)])

    def _numbers(self, kind):
        """Take `size` numbers of the space that occurrences and enrolments share."""
        return [row.id for row in self._many(lambda _: EnrolmentNumber(kind=kind))]

    def _lists(self):
        self._many(lambda n: Division(name=f"Division {n}", parent_id=1))
        self._many(lambda n: Organisation(name=f"Organisation {n}"))
        self._many(lambda n: Position(code=f"G{n}", name=f"Position {n}"))
        self._many(lambda n: ReferralSource(name=f"Source {n}"))
        self._many(lambda n: Suburb(name=f"Suburb {n}", postcode="3000", state_id=1))
        self._many(lambda n: AttendanceType(name=f"Attendance {n}"))
        self._many(lambda n: AwardType(name=f"Award {n}"))
        self.locations = self._many(lambda n: Location(code=f"G{n}", name=f"Location {n}"))
        self.relationship_type = self._one_of(RelationshipType)
        self._many(lambda n: Relation(relationship_type_id=self.relationship_type, name=f"Relation {n}"))
        self._many(lambda n: RelationshipType(code=f"G{n}", name=f"Relationship {n}"))
        self._many(lambda n: deletion("client", f"GONE{n}", stamp_of(NOW, self.world.runtime.clock.zone)))

    def _one_of(self, table):
        return self.world.everything(select(table.id).order_by(table.id).limit(1))[0]

    def _people(self):
        world = self.world
        born = datetime.date(1990, 2, 28)
        self.client = world.client("Grown", "Grace", email="grace@grown.example", birth_date=born, password=PASSWORD)
        self.trainer = world.staff("Teacher", "Theo")
        self.employer = world.employer("Growing", username="growing", password_hash=self.client.password_hash)
        self.others = self._many(lambda n: Client(code=f"G{n}", surname=f"Other {n}", given_name="Olga", division_id=1))
        self._many(lambda n: Employment(client_id=self.others[n].id, employer_id=self.employer.id))
        world.employment(self.client, self.employer)
        self._many(
            lambda n: ClientRelationship(
                client_id=self.client.id, to_client_id=self.others[n].id, relationship_type_id=self.relationship_type
            )
        )

    def _courses(self):
        """One programme with many occurrences, each at a place of its own, and many with one."""
        world = self.world
        kinds = self._many(lambda n: ProgrammeType(name=f"Type {n}"))
        self.kind = kinds[0]
        self.programme = world.programme("Growing", programme_type_id=self.kind.id)
        self.courses = self._occurrences([self.programme.id] * self.size)
        of_kind = self._many(lambda n: Programme(code=f"GK{n}", name=f"Of kind {n}", programme_type_id=self.kind.id))
        others = self._many(lambda n: Programme(code=f"GO{n}", name=f"Other {n}", programme_type_id=kinds[n].id))
        self._occurrences([programme.id for programme in of_kind])
        self._occurrences([programme.id for programme in others])
        self.course = self.courses[0]

    def _occurrences(self, programmes):
        numbers, active = self._numbers("O"), self.world.status("Active")
        return self._many(
            lambda n: Occurrence(
                id=numbers[n],
                code=f"G{numbers[n]}",
                programme_id=programmes[n],
                start_date=STARTS,
                end_date=ENDS,
                status_id=active,
                division_id=1,
                location_id=self.locations[n].id,
                lms_publish=1,
                web_published=True,
                maximum_places=10_000,
            )
        )

    def _enrolments(self):
        """The client in every course, and everybody else in the first one."""
        self.own = self._enrolled([self.client] * self.size, self.courses)
        self.enrolled = self._enrolled(self.others, [self.course] * self.size)

    def _enrolled(self, clients, occurrences):
        numbers, active = self._numbers("E"), self.world.status("Active")
        return self._many(
            lambda n: Enrolment(
                id=numbers[n],
                kind="C",
                client_id=clients[n].id,
                occurrence_id=occurrences[n].id,
                status_id=active,
                division_id=1,
                start_date=STARTS,
                end_date=ENDS,
                lms_publish=1,
            )
        )

    def _details(self):
        world, course, first = self.world, self.course, self.own[0]
        units = self._many(lambda n: Unit(code=f"GROW{n}", name=f"Unit {n}"))
        qualified = world.unit("GROWN")
        qualification = world.qualification("GROWN")
        self._many(lambda n: QualificationUnit(qualification_id=qualification.id, unit_id=units[n].id))
        world.add(QualificationState(qualification_id=qualification.id, state_id=1))
        world.add(UnitState(unit_id=units[0].id, state_id=1))
        items = self._many(lambda n: PriceItem(name=f"Item {n}"))
        tasks = self._many(lambda n: Task(code=f"G{n}", name=f"Task {n}"))
        result, active = world.result("Not Yet Started"), world.status("Active")
        happening = self._one_of(EventType)
        self._many(lambda n: OccurrenceUnit(occurrence_id=course.id, unit_id=units[n].id))
        self._many(lambda n: OccurrencePrice(occurrence_id=course.id, price_item_id=items[n].id, amount=1))
        self._many(lambda n: OccurrenceTask(occurrence_id=course.id, task_id=tasks[n].id))
        self._many(lambda n: OccurrenceStaff(occurrence_id=course.id, client_id=self.others[n].id, role="Trainer"))
        world.trainer(course, self.trainer)
        world.add(StaffDivision(client_id=self.trainer.id, division_id=1))
        self._many(
            lambda n: EnrolmentStaff(enrolment_id=self.enrolled[n].id, client_id=self.trainer.id, role="Trainer")
        )
        state = self._one_of(TaskStatus)
        self._many(lambda n: TaskStatus(code=f"G{n}", name=f"Status {n}"))
        held = self._many(lambda n: EnrolledTask(enrolment_id=first.id, task_id=tasks[n].id, task_status_id=state))
        self._many(lambda n: EnrolledTaskUnit(enrolled_task_id=held[0].id, unit_id=units[n].id))
        classes = self._many(lambda _: ClassSession(occurrence_id=course.id, start=STARTS, finish=STARTS))
        self._many(lambda n: ClassClient(class_session_id=classes[n].id, enrolment_id=first.id))
        self._many(lambda n: ClassClient(class_session_id=classes[0].id, enrolment_id=self.enrolled[n].id))
        self._many(lambda n: ClassStaff(class_session_id=classes[n].id, client_id=self.trainer.id))
        self._many(lambda n: _attendance(classes[n], self.client))
        self._many(lambda n: _attendance(classes[0], self.others[n]))
        for enrolment in self.own[:3]:
            self._many(
                lambda n, to=enrolment: EnrolledUnit(enrolment_id=to.id, unit_id=units[n].id, result_type_id=result)
            )
        world.add_all([EnrolmentLink(enrolment_id=first.id, linked_id=other.id) for other in self.own[1:]])
        person = {"client_id": self.client.id, "employer_id": self.employer.id}
        signed = self._many(lambda _: Contract(status_id=active, start_date=STARTS, end_date=ENDS, **person))
        self._many(lambda n: ContractStaff(contract_id=signed[n].id, client_id=self.trainer.id, role="Mentor"))
        for enrolment in self.own[:3]:
            world.change(enrolment, contract_id=signed[0].id)
        companies = self._many(lambda n: Employer(identifier=f"G{n}", name=f"Company {n}"))
        self._many(lambda n: Employment(client_id=self.client.id, employer_id=companies[n].id, is_primary=False))
        self._many(lambda n: EventType(name=f"Event {n}"))
        seen_to = {"event_type_id": happening, "start": STARTS, "finish": ENDS, "staff_id": self.trainer.id}
        self._many(lambda _: Event(client_id=self.client.id, **seen_to))
        self._many(lambda _: Event(employer_id=self.employer.id, **seen_to))
        awards = self._many(lambda n: Award(client_id=self.client.id, parchment_number=f"G{n}", modified_at=NOW))
        self._many(lambda n: AwardUnit(award_id=awards[0].id, unit_id=units[n].id))
        self._many(lambda n: AwardUnit(award_id=awards[n].id, unit_id=qualified.id))

    def _money(self):
        """Invoices to the client and to the employer, one of which has many items and payments."""
        dated = {"invoice_date": STARTS, "modified_at": NOW}
        own = self._many(lambda n: Invoice(number=f"GC{n}", client_id=self.client.id, **dated))
        of_employer = {"invoicee_kind": TO_EMPLOYER, "employer_id": self.employer.id}
        contact = {"employer_contact_id": self.client.id}
        theirs = self._many(lambda n: Invoice(number=f"GE{n}", **of_employer, **contact, **dated))
        for invoices in (own, theirs):
            self._many(lambda n, to=invoices: InvoiceItem(invoice_id=to[n].id, amount=1, owner_client_id=1))
        self._many(lambda _: InvoiceItem(invoice_id=own[0].id, amount=1))
        self._many(lambda _: Payment(invoice_id=own[0].id, payment_type_id=1, recorded=NOW, amount=1))

    def _bookings(self):
        """Bookings from the web: many of one person, and one of an employer with many employees."""
        where = {"occurrence_id": self.course.id, "stamp": NOW}
        booked = self._many(lambda _: WebEnrolment(kind=CLIENT_KIND, **where))
        self._many(lambda n: WebClient(web_enrolment_id=booked[n].id, surname=f"Web {n}"))
        of_employer = self.world.add(WebEnrolment(kind=EMPLOYER_KIND, **where))
        company = self.world.add(WebEmployer(web_enrolment_id=of_employer.id, name="Web Growing"))
        self._many(lambda n: WebClient(web_enrolment_id=of_employer.id, web_employer_id=company.id, surname=f"Web {n}"))


def _attendance(meeting, person):
    return ClassAttendance(
        class_session_id=meeting.id, client_id=person.id, attendance_type_id=1, start=STARTS, finish=STARTS
    )
