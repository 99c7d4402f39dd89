"""The inhabitants: what every test's database holds before the test begins, two of everything.

A statement that forgets its WHERE, or joins the wrong column, then meets records that are not the test's own.
Two houses live here, far from what tests make: their codes begin with Y or Z, their courses are held in 2041 and are
published neither to the web nor to an LMS, and everything was written in 2019. A test may name them
(`YARROW.student` is a client code) and must leave them as they are, unless it is about all records of a kind.

`settle` builds them once per test run, with the World and, for what comes from the web, through the public door.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import insert, select

from tests.support.outcomes import OK, outcome
from tests.support.soap import Api
from tests.support.web import (
    add_contact,
    add_employee,
    book,
    book_employer,
    loose_employer,
    reserve,
    reserve_employer,
    wait_for,
)
from tests.support.world import World
from vettrak_api.app import Site
from vettrak_api.clock import Clock
from vettrak_api.model.clients import (
    ClientDisability,
    ClientPriorEducation,
    ClientRelationship,
    ClientStatistics,
    StaffDivision,
)
from vettrak_api.model.enrolments import (
    ClassAttendance,
    ClassClient,
    Contract,
    ContractStaff,
    EnrolledTask,
    EnrolledTaskUnit,
    EnrolmentInvoiceSchedule,
    EnrolmentPrice,
    EnrolmentStaff,
    ResultHistory,
)
from vettrak_api.model.events import Award, Event
from vettrak_api.model.finance import TO_CLIENT, TO_EMPLOYER, Invoice, InvoiceItem, Payment, PaymentShare, PaymentType
from vettrak_api.model.occurrences import (
    ClassStaff,
    OccurrenceEvent,
    OccurrenceInvoiceSchedule,
    OccurrencePrice,
    OccurrenceTask,
    OccurrenceTaskUnit,
    Task,
    TaskStatus,
)
from vettrak_api.model.outbox import OutboxMessage
from vettrak_api.model.programmes import QualificationUnit
from vettrak_api.model.quarantine import EnrolmentCohort, WaitlistEntry
from vettrak_api.model.reference import (
    AttendanceType,
    AwardType,
    EventType,
    PriceItem,
    RelationshipType,
)
from vettrak_api.model.security import AccessToken, LoginAttempt, PasswordReset
from vettrak_api.rules.processing.processing import reject_web_enrolment
from vettrak_api.rules.quarantine.decisions import Context
from vettrak_api.runtime import build_runtime
from vettrak_api.security.tokens import digest

WRITTEN = datetime.datetime(2019, 3, 4, 10)
"""When the inhabitants came."""

HELD, ENDED = datetime.datetime(2041, 5, 6, 9), datetime.datetime(2041, 6, 7, 17)
"""When their courses begin and end."""

API_TOKEN = "the-token-of-the-staff-member-who-calls-for-tests"
"""What the fixture `token` gives: of the staff member CALLER, who holds the API role."""

CALLER = "XCALLER"


@dataclass(frozen=True)
class House:
    """The names of one house's records; codes are those of the wire."""

    letter: str
    surname: str
    born: datetime.date
    usi: str
    company: str
    fee: Decimal
    disability: str
    education: str

    @property
    def student(self):
        return f"{self.letter}STUDENT"

    @property
    def employee(self):
        return f"{self.letter}EMPLOYEE"

    @property
    def contact(self):
        return f"{self.letter}CONTACT"

    @property
    def trainer(self):
        return f"{self.letter}TRAINER"

    @property
    def employer(self):
        return f"{self.letter}COMPANY"

    @property
    def course(self):
        return f"{self.letter}COURSE"

    @property
    def booking(self):
        return f"{self.letter}BOOKING"

    @property
    def programme(self):
        return f"{self.letter}PROGRAMME"

    @property
    def units(self):
        return [f"{self.letter}UNIT1", f"{self.letter}UNIT2"]

    @property
    def optional_unit(self):
        return f"{self.letter}OPTION"

    def mail(self, name):
        return f"{name}@{self.surname.lower()}.example"


YARROW = House(
    "Y", "Yarrow", datetime.date(1951, 2, 3), "YRRW234567", "Yarrow Boatbuilders", Decimal("77.00"), "12", "420"
)
ZINNIA = House("Z", "Zinnia", datetime.date(1952, 3, 4), "ZNNA234567", "Zinnia Florists", Decimal("88.00"), "13", "511")
HOUSES = (YARROW, ZINNIA)


def strangers(rows):
    """Leave the inhabitants' rows out of a list that a page shows."""
    return [row for row in rows if not any(house.surname in row for house in HOUSES)]


class LongAgo(Clock):
    """Stands still on the day when the inhabitants came."""

    def milliseconds(self):
        """Tell that day."""
        return int(WRITTEN.replace(tzinfo=self.zone).timestamp() * 1000)


def settle(settings, today):
    """Fill a migrated database; `today` is the moment, in milliseconds, at which the API token was last used."""
    runtime = build_runtime(settings, LongAgo(settings.zone))
    world = World(runtime)
    _caller(world, today)
    api, token = Api(Site(runtime)), world.token(world.staff("Xenos", "Xan", code="XWRITER", api_role=True))
    for house in HOUSES:
        _Settler(world, house).settle()
        _Booker(world, house, api, token).settle()
    with world.session() as session:
        session.execute(insert(LoginAttempt), _attempts(world))
    runtime.database.close()


def _caller(world, today):
    caller = world.staff("Xavier", "Xenia", code=CALLER, api_role=True)
    world.add(AccessToken(digest=digest(API_TOKEN), client_id=caller.id, created=today, used=today))


def _attempts(world):
    last = world.runtime.clock.milliseconds()
    return [
        {"account": digest(house.student), "address": f"192.0.2.{number}", "failures": 1, "last": last}
        for number, house in enumerate(HOUSES, 1)
    ]


class _Settler:
    """Builds the real records of one house, most of them as the RTO's staff would have typed them."""

    def __init__(self, world, house):
        self.world, self.house = world, house

    def settle(self):
        self._people()
        self._course()
        self._enrolments()
        self._results()
        self._money()
        self._surroundings()

    def _person(self, code, given_name, **values):
        # The second house has half a dozen records more, so that no two tables count alike.
        house = self.house
        return self.world.client(
            house.surname, given_name, code=code, email=house.mail(given_name.lower()), birth_date=house.born, **values
        )

    def _people(self):
        world, house = self.world, self.house
        self.division = world.division(house.surname)
        home = {"division_id": self.division.id}
        self.student = self._person(house.student, "Uma", usi=house.usi, username=house.student.lower(), **home)
        self.employee = self._person(house.employee, "Ugo", **home)
        self.speaker = self._person(house.contact, "Una", **home)
        self.trainer = self._person(house.trainer, "Ulf", staff=True, **home)
        world.add(StaffDivision(client_id=self.trainer.id, division_id=self.division.id))
        self.employer = world.employer(house.company, identifier=house.employer, email=house.mail("office"))
        world.employment(self.employee, self.employer)
        world.employment(self.student, self.employer, is_primary=False)
        world.contact(self.employer, self.speaker, is_primary=True)
        for person in (self.student, self.employee):
            world.add(ClientStatistics(client_id=person.id, aboriginal_flag="4", disability_flag="Y"))
            world.add(ClientDisability(client_id=person.id, code=house.disability))
            world.add(ClientPriorEducation(client_id=person.id, code=house.education, recognition="A"))
        kind = world.one(select(RelationshipType.id).where(RelationshipType.code == "EC"))
        for one, other in ((self.student, self.employee), (self.employee, self.speaker)):
            world.add(ClientRelationship(client_id=one.id, to_client_id=other.id, relationship_type_id=kind))
        for number, owner in enumerate((self.student, self.employee)):
            world.token(owner)
            world.add(PasswordReset(digest=digest(owner.code), client_id=owner.id, created=number))
        world.token(employer=self.employer)

    def _course(self):
        world, house = self.world, self.house
        self.programme = world.programme(house.company, code=house.programme, takes_waitlist=False)
        self.qualification = world.qualification(f"{house.letter}QUAL", f"Diploma of {house.company}")
        self.course = self._occurrence(house.course, seats=20)
        self.booking = self._occurrence(house.booking, is_booking=True, employer_id=self.employer.id)
        self.meeting = world.class_session(self.course, HELD, code=f"{house.letter}CLASS")
        self.second_meeting = world.class_session(self.course, ENDED, code=f"{house.letter}CLASS2")
        for each in (self.meeting, self.second_meeting):
            world.add(ClassStaff(class_session_id=each.id, client_id=self.trainer.id))
        for code in house.units:
            world.add(QualificationUnit(qualification_id=self.qualification.id, unit_id=world.unit(code).id))

    def _occurrence(self, code, **values):
        world, house = self.world, self.house
        occurrence = world.occurrence(
            lms=False,
            code=code,
            programme_id=self.programme.id,
            start_date=HELD,
            end_date=ENDED,
            qualification_id=self.qualification.id,
            division_id=self.division.id,
            units=house.units,
            optional_units=[house.optional_unit],
            prices=[(f"{house.surname} fee", house.fee)],
            **values,
        )
        item = world.add(PriceItem(name=f"{house.surname} option"))
        option = world.unit(house.optional_unit).id
        world.add(
            OccurrencePrice(occurrence_id=occurrence.id, price_item_id=item.id, unit_id=option, amount=Decimal(7))
        )
        world.trainer(occurrence, self.trainer)
        self._plans(occurrence)
        return occurrence

    def _plans(self, occurrence):
        world = self.world
        task = world.add(Task(code=f"{occurrence.code}TASK", name=f"{self.house.surname} task"))
        planned = world.add(OccurrenceTask(occurrence_id=occurrence.id, task_id=task.id))
        world.add(OccurrenceTaskUnit(occurrence_task_id=planned.id, unit_id=world.unit(self.house.units[0]).id))
        kind = world.one(select(EventType.id).order_by(EventType.id).limit(1))
        world.add(OccurrenceEvent(occurrence_id=occurrence.id, event_type_id=kind, start=HELD))
        world.add(OccurrenceInvoiceSchedule(occurrence_id=occurrence.id, invoice_date=HELD.date(), percentage=50))

    def _enrolments(self):
        world, house = self.world, self.house
        terms = {"division_id": self.division.id, "amount": house.fee}
        self.own = world.enrolment(self.student, self.course, units=house.units, **terms)
        self.earlier = world.enrolment(self.student, units=house.units[:1], start_date=HELD, end_date=ENDED, **terms)
        world.link(self.own, self.earlier)
        self.employers = world.enrolment(
            None, self.course, kind="M", employer_id=self.employer.id, employer_contact_id=self.speaker.id, **terms
        )
        under = {"kind": "E", "parent_id": self.employers.id, "employer_id": self.employer.id}
        self.employees = world.enrolment(self.employee, self.course, units=house.units, **under, **terms)
        booked = {"kind": "E", "employer_id": self.employer.id}
        world.enrolment(self.employee, self.booking, units=house.units, **booked, **terms)
        self.contract = world.add(
            Contract(
                code=f"{house.letter}CONTRACT",
                client_id=self.employee.id,
                employer_id=self.employer.id,
                qualification_id=self.qualification.id,
                status_id=world.status("Active"),
                start_date=HELD,
                end_date=ENDED,
            )
        )
        world.add(ContractStaff(contract_id=self.contract.id, client_id=self.trainer.id, role="Trainer"))
        world.enrolment(
            self.employee, units=house.units, contract_id=self.contract.id, start_date=HELD, end_date=ENDED, **terms
        )

    def _results(self):
        world, house = self.world, self.house
        kind = world.one(select(AttendanceType.id).order_by(AttendanceType.id).limit(1))
        for enrolment, person in ((self.own, self.student), (self.employees, self.employee)):
            passed = world.enrolled_unit(enrolment, house.optional_unit, "Competency Achieved", percentage=80)
            world.add(
                ResultHistory(
                    enrolled_unit_id=passed.id,
                    result_type_id=world.result("Continuing"),
                    percentage=40,
                    replaced_at=WRITTEN,
                )
            )
            for each in (self.meeting, self.second_meeting):
                world.add(ClassClient(class_session_id=each.id, enrolment_id=enrolment.id))
                world.add(
                    ClassAttendance(
                        class_session_id=each.id,
                        client_id=person.id,
                        attendance_type_id=kind,
                        start=each.start,
                        finish=each.finish,
                    )
                )

    def _money(self):
        owners = (
            (self.own, {"invoicee_kind": TO_CLIENT, "client_id": self.student.id}),
            (self.employers, {"invoicee_kind": TO_EMPLOYER, "employer_id": self.employer.id}),
        )
        for enrolment, owner in owners:
            self._invoice(enrolment, owner)

    def _invoice(self, enrolment, owner):
        world, house = self.world, self.house
        item = world.add(PriceItem(name=f"{house.surname} charge"))
        world.add(EnrolmentPrice(enrolment_id=enrolment.id, price_item_id=item.id, amount=house.fee))
        invoice = world.add(
            Invoice(
                number=f"{house.letter}{enrolment.id}",
                invoice_date=WRITTEN,
                occurrence_id=self.course.id,
                total_amount=2 * house.fee,
                amount_paid=house.fee,
                payment_status=1,
                **owner,
            )
        )
        payment = world.add(
            Payment(
                invoice_id=invoice.id,
                payment_type_id=world.one(select(PaymentType.id).order_by(PaymentType.id).limit(1)),
                recorded=WRITTEN,
                amount=house.fee,
            )
        )
        for paid in (house.fee, Decimal(0)):
            line = world.add(
                InvoiceItem(
                    invoice_id=invoice.id,
                    enrolment_id=enrolment.id,
                    owner_client_id=enrolment.client_id,
                    price_item_id=item.id,
                    amount=house.fee,
                    amount_paid=paid,
                )
            )
            world.add(PaymentShare(payment_id=payment.id, invoice_item_id=line.id, amount=paid, gst=Decimal(0)))

    def _surroundings(self):
        """What else hangs on enrolments: staff, tasks, events, awards, schedules, codes and the waitlist."""
        world, house = self.world, self.house
        status = world.one(select(TaskStatus.id).order_by(TaskStatus.id).limit(1))
        task = world.one(select(Task.id).where(Task.code == f"{house.course}TASK"))
        happening = world.one(select(EventType.id).order_by(EventType.id).limit(1))
        award = world.one(select(AwardType.id).order_by(AwardType.id).limit(1))
        for enrolment, person in ((self.own, self.student), (self.employees, self.employee)):
            world.add(EnrolmentStaff(enrolment_id=enrolment.id, client_id=self.trainer.id, role="Trainer"))
            done = world.add(EnrolledTask(enrolment_id=enrolment.id, task_id=task, task_status_id=status))
            world.add(EnrolledTaskUnit(enrolled_task_id=done.id, unit_id=world.unit(house.units[0]).id))
            world.add(
                EnrolmentInvoiceSchedule(enrolment_id=enrolment.id, invoice_date=HELD.date(), percentage=Decimal(50))
            )
            world.add(EnrolmentCohort(enrolment_id=enrolment.id, code="AS"))
            world.add(
                Event(
                    client_id=person.id,
                    event_type_id=happening,
                    start=HELD,
                    staff_id=self.trainer.id,
                    enrolment_id=enrolment.id,
                )
            )
            world.add(
                Award(
                    client_id=person.id,
                    enrolment_id=enrolment.id,
                    qualification_id=self.qualification.id,
                    award_type_id=award,
                    parchment_number=f"{house.letter}{enrolment.id}",
                )
            )
            world.add(WaitlistEntry(client_id=person.id, programme_id=self.programme.id, date=WRITTEN))
        world.add(
            Event(employer_id=self.employer.id, event_type_id=happening, start=HELD, contract_id=self.contract.id)
        )
        world.add(OutboxMessage(kind="mail", recipient=house.mail("office"), queued=WRITTEN, attempts=1, sent=WRITTEN))


class _Booker:
    """Books on the web for one house, and has some of the bookings decided."""

    def __init__(self, world, house, api, token):
        self.world, self.house, self.api, self.token = world, house, api, token
        self.programme = world.programme(f"Web {house.company}", code=f"{house.letter}WEB", takes_waitlist=True)
        # Open for the time of booking.
        self.course = world.occurrence(
            lms=False,
            code=f"{house.letter}WEBCOURSE",
            programme_id=self.programme.id,
            web_published=True,
            start_date=HELD,
            end_date=ENDED,
            units=house.units,
            optional_units=[house.optional_unit],
            prices=[(f"{house.surname} web fee", house.fee)],
            seats=40,
        )
        self.meeting = world.class_session(self.course, HELD)

    def settle(self):
        self._pending()
        self._closed()
        self._processed()
        self.world.change(self.course, web_published=False)
        self.world.change(self.programme, takes_waitlist=False)

    def _book(self, given_name, **details):
        return book(self.api, self.token, self.course, self.house.surname, given_name, **details)

    def _pending(self):
        api, token, house = self.api, self.token, self.house
        self._adorned("Vera")
        reserve(api, token, self.course, house.surname, "Vito")
        self._of_employer("Web")
        reserve_employer(api, token, self.course, f"Reserving {house.company}")
        loose_employer(api, token, f"Loose {house.company}")
        wait_for(api, token, self.programme, house.surname, "Viola")

    def _closed(self):
        api, token = self.api, self.token
        assert outcome(api.DeleteWebEnrolment(token, self._book("Xena")))[0] == 1
        context = Context("XWRITER", WRITTEN, self.world.runtime.settings)
        rejected = self._book("Xerxes")
        with self.world.session() as session:
            reject_web_enrolment(session, context, rejected, f"a friend of {self.house.surname}")

    def _processed(self):
        api, token, house = self.api, self.token, self.house
        for number in (self._adorned("Walt"), self._of_employer("Processed")):
            assert outcome(api.ProcessWebEnrolment(token, number, True)) == OK
        waiting = wait_for(api, token, self.programme, house.surname, "Wilma")
        assert outcome(api.ProcessWebWaitlist(token, waiting, True)) == OK

    def _adorned(self, given_name):
        """Book one person with everything that a booking can have."""
        api, token, house, world = self.api, self.token, self.house, self.world
        number = self._book(given_name, xsdDOB=house.born)
        statistics = {
            "AboriginalFlag": "4",
            "DisaList": [("TDisa", {"Disa_Code": house.disability})],
            "PredList": [("TPred", {"Pred_Code": house.education, "RecognitionCode": "E"})],
        }
        relation = {"GivenName": "Wes", "Surname": house.surname, "Email": house.mail(f"wes.{given_name.lower()}")}
        loose = loose_employer(api, token, f"Employer of {given_name} {house.surname}")
        payer = loose_employer(api, token, f"Payer of {given_name} {house.surname}")
        price = world.one(select(OccurrencePrice.id).where(OccurrencePrice.occurrence_id == self.course.id))
        answers = [
            api.UpdateWebClient(token, number, sEmail=house.mail(given_name.lower())),
            api.UpdateWebClientAVETMISS(token, number, statistics),
            api.AddWebClientRelationship(token, number, {"RelationshipTypeCode": "EC", "ToClient": relation}),
            api.UpdateWebClientEmployer(token, number, loose),
            api.AddUnitsToWebEnrolment(token, number, house.units),
            api.AddPriceTypesToWebEnrolment(token, number, [("TPric", {"Enpr_ID": price})]),
            api.AddClassesToWebEnrolment(token, number, [self.meeting.id]),
            api.AddWebInvoice(token, number, "PO", payer, 0),
            api.AddWebPayment(token, number, "ORDER", "RECEIPT", Decimal(5)),
        ]
        assert [outcome(answer)[0] for answer in answers] == [1] * len(answers)
        return number

    def _of_employer(self, name):
        api, token, house = self.api, self.token, self.house
        number = book_employer(api, token, self.course, name=f"{name} {house.company}")
        add_employee(api, token, number, house.surname, f"{name} worker", xsdDOB=house.born)
        add_employee(api, token, number, house.surname, f"{name} helper", xsdDOB=house.born)
        add_contact(api, token, number, house.surname, f"{name} boss")
        return number
