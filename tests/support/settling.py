"""Builds the inhabitants (tests/support/inhabitants.py): once per test run, in a database with its reference lists."""

from decimal import Decimal

from sqlalchemy import insert, select

from tests.support.inhabitants import API_TOKEN, CALLER, ENDED, HELD, HOUSES, WRITTEN
from tests.support.settling_web import Booker
from tests.support.soap import Api
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
from vettrak_api.model.programmes import QualificationState, QualificationUnit, UnitState
from vettrak_api.model.quarantine import EnrolmentCohort, WaitlistEntry
from vettrak_api.model.reference import (
    AttendanceType,
    AwardType,
    EventType,
    PriceItem,
    RelationshipType,
)
from vettrak_api.model.security import AccessToken, GoodLogin, LoginAttempt, PasswordReset
from vettrak_api.model.sms import ClientSms
from vettrak_api.runtime import build_runtime
from vettrak_api.security.tokens import digest


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
        Booker(world, house, api, token).settle()
    with world.session() as session:
        session.execute(insert(LoginAttempt), _attempts(world))
        session.execute(insert(GoodLogin), _good_logins(world))
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


def _good_logins(world):
    return [{name: value for name, value in row.items() if name != "failures"} for row in _attempts(world)]


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
            world.add(UnitState(unit_id=world.unit(code).id, state_id=2, hours=20))
        world.add(QualificationState(qualification_id=self.qualification.id, state_id=2, hours=200))

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
        number = f"+6140000000{ord(house.letter) % 10}"
        world.add(OutboxMessage(kind="sms", recipient=number, queued=WRITTEN, attempts=1, sent=WRITTEN, parts=1))
        texted = {"number": number, "text": "Hello", "parts": 1, "state": "sent", "settled": WRITTEN}
        world.add(ClientSms(client_id=self.student.id, message_key=house.letter * 32, **texted))
