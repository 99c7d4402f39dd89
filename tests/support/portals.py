"""A small school seen through the portals: two students, two employers, three trainers, and something of everything."""

import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import select

from tests.support.staff import Visitor
from vettrak_api.model.enrolments import ClassAttendance, ClassClient, Contract, EnrolledTask
from vettrak_api.model.events import Award, AwardUnit, Event
from vettrak_api.model.finance import TO_CLIENT, TO_EMPLOYER, Invoice, InvoiceItem, Payment, PaymentType
from vettrak_api.model.occurrences import ClassStaff, Task
from vettrak_api.model.reference import AttendanceType, EventType
from vettrak_api.web.portals.settings import PortalSettings

PASSWORD = "a long enough password"
SECRET = "a secret of at least sixteen characters"
INTEGRATION = "integration"
MARKUP = '<b onclick="alert(1)">&\'</b>'
DAY = datetime.timedelta(days=1)


class PortalSchool:
    """Everything is there twice, and named for whose it is; `more` is added to every text that somebody typed."""

    def __init__(self, world, more=""):
        self.world, self.more = world, more
        self.today = datetime.datetime.now(ZoneInfo("Australia/Sydney")).replace(
            hour=0, minute=0, second=0, microsecond=0, tzinfo=None
        )
        self.hash = world.runtime.passwords.hash(PASSWORD)
        self.integration = self.person("Integration", "Ida", INTEGRATION, staff=True, api_role=True)
        self.mia, self.liam = self.person("Tran", "Mia", "mia"), self.person("O'Connor", "Liam", "liam")
        self.ruth, self.oscar = self.person("Callaghan", "Ruth", "ruth"), self.person("Ng", "Oscar", "oscar")
        self.jarrah = self.person("Williams", "Jarrah", "jarrah", staff=True)
        self.priya = self.person("Raman", "Priya", "priya", staff=True)
        self.stranger = self.person("Stranger", "Stan", "stan", staff=True)
        self.yarra, self.monash = (world.employer(self.typed(name), identifier=name) for name in ("YARRA", "MONASH"))
        for employer, contact, employee in (
            (self.yarra, self.ruth, self.mia),
            (self.monash, self.oscar, self.liam),
        ):
            world.contact(employer, contact)
            world.employment(employee, employer)
        self._teach()
        self._pay()
        self._keep()

    def typed(self, text):
        """Return what somebody typed."""
        return text + self.more

    def person(self, surname, given_name, username, *, api_role=False, **values):
        """Add somebody who can log in."""
        return self.world.client(
            self.typed(surname),
            self.typed(given_name),
            code=username.upper(),
            username=username,
            password_hash=self.hash,
            api_role=api_role,
            email=f"{username}@example.com",
            usual_street_name=self.typed("Swan Street"),
            usual_city=self.typed("Toowong"),
            emergency_name=self.typed("Mum"),
            **values,
        )

    def _teach(self):
        world, start = self.world, self.today - 30 * DAY
        qualification = world.qualification(code="CHC33021", name=self.typed("Individual Support"))
        programme = world.programme(self.typed("Support"), code="SUPP")
        for code in ("UNIT1", "UNIT2", "UNIT3"):
            world.unit(code, name=self.typed(f"Unit {code}"))
        self.occurrence = world.occurrence(
            programme_id=programme.id, code="SUPP-1", start_date=start, end_date=self.today + 60 * DAY
        )
        of = {"qualification_id": qualification.id}
        self.enrolments = {
            person: world.enrolment(person, self.occurrence, units=("UNIT3",), **of) for person in (self.mia, self.liam)
        }
        for code, result in (("UNIT1", "Competency Achieved"), ("UNIT2", "Continuing")):
            world.enrolled_unit(self.enrolments[self.mia], code, result)
        self.past = self._class(self.today - 7 * DAY)
        self.next = self._class(self.today + DAY)
        self.foreign = world.class_session(self.occurrence, self.today + 34 * DAY)
        world.add(ClassStaff(class_session_id=self.foreign.id, client_id=self.stranger.id))
        self.mark(self.past, self.mia, "Present")
        task = world.add(Task(code="LOG", name=self.typed("Keep a log")))
        self.task = world.add(
            EnrolledTask(enrolment_id=self.enrolments[self.mia].id, task_id=task.id, due_date=self.today + DAY)
        )
        self.contracts = {}
        for client, employer in ((self.mia, self.yarra), (self.liam, self.monash)):
            self.contracts[client] = world.add(
                Contract(
                    code=f"TC-{client.code}",
                    client_id=client.id,
                    employer_id=employer.id,
                    qualification_id=qualification.id,
                    status_id=world.status("Active"),
                    start_date=start,
                )
            )

    def _class(self, day):
        session = self.world.class_session(
            self.occurrence, day.replace(hour=9), hours=3, description=self.typed("Lesson")
        )
        for staff in (self.jarrah, self.priya):
            self.world.add(ClassStaff(class_session_id=session.id, client_id=staff.id))
        for enrolment in self.enrolments.values():
            self.world.add(ClassClient(class_session_id=session.id, enrolment_id=enrolment.id))
        return session

    def mark(self, session, client, kind):
        """Record an attendance past the portals."""
        number = self.world.one(select(AttendanceType.id).where(AttendanceType.name == kind))
        times = {"start": session.start, "finish": session.finish, "description": self.typed("note")}
        self.world.add(
            ClassAttendance(class_session_id=session.id, client_id=client.id, attendance_type_id=number, **times)
        )

    def marked(self, session):
        """Return who is marked as what."""
        rows = self.world.all(select(ClassAttendance).where(ClassAttendance.class_session_id == session.id))
        names = {row.id: row.name for row in self.world.all(select(AttendanceType))}
        codes = {person.id: person.code for person in (self.mia, self.liam)}
        return {codes[row.client_id]: names[row.attendance_type_id] for row in rows}

    def _pay(self):
        kind = self.world.one(select(PaymentType.id).where(PaymentType.code == "CARD"))
        owners = (
            {"invoicee_kind": TO_CLIENT, "client_id": self.mia.id},
            {"invoicee_kind": TO_CLIENT, "client_id": self.liam.id},
            {"invoicee_kind": TO_EMPLOYER, "employer_id": self.yarra.id},
            {"invoicee_kind": TO_EMPLOYER, "employer_id": self.monash.id},
        )
        self.invoices = []
        for number, owner in enumerate(owners, 1):
            invoice = self.world.add(
                Invoice(
                    number=f"INV{number}",
                    invoice_date=self.today - DAY,
                    due_date=self.today + 6 * DAY,
                    description=self.typed("Materials"),
                    total_amount=Decimal("85.00") + number,
                    amount_paid=Decimal("5.00"),
                    payment_status=1,
                    **owner,
                )
            )
            self.world.add(
                InvoiceItem(invoice_id=invoice.id, amount=Decimal("85.00"), description=self.typed("Gloves"))
            )
            self.world.add(
                Payment(invoice_id=invoice.id, payment_type_id=kind, recorded=self.today, amount=Decimal("5.00"))
            )
            self.invoices.append(invoice)

    def _keep(self):
        world = self.world
        kind = world.add(EventType(name=self.typed("Visit")))
        for owner in ({"client_id": self.mia.id}, {"employer_id": self.yarra.id}, {"employer_id": self.monash.id}):
            world.add(
                Event(
                    event_type_id=kind.id,
                    start=self.today + DAY,
                    staff_id=self.jarrah.id,
                    description=self.typed("About the plan"),
                    **owner,
                )
            )
        self.awards = {}
        for person, number in ((self.mia, "P-1001"), (self.liam, "P-2002")):
            award = world.add(
                Award(
                    client_id=person.id,
                    parchment_number=number,
                    recorded=self.today,
                    issued=True,
                    description=self.typed("Statement"),
                )
            )
            world.add(AwardUnit(award_id=award.id, unit_id=world.unit("UNIT1").id))
            self.awards[person] = award

    def settings(self, address, **values):
        """Return the settings of portals of this school, whose server is at an address."""
        told = {"username": INTEGRATION, "password": PASSWORD, "secret": SECRET, "organisation": "Saltbush"}
        return PortalSettings(api_url=address, **(told | values))

    def pages(self, site, whom):
        """Return the paths of all pages that are somebody's to see, by names."""
        mia, day = {"client": self.mia.code}, self.next.start.date().isoformat()
        everybody = {
            "portals.course": [{"number": self.enrolments[self.mia].id}],
            "portals.award": [{"number": self.awards[self.mia].id}],
            "portals.invoice": [{"number": self.invoices[0].id}],
            "portals.employer_invoice": [{"number": self.invoices[2].id}],
            "portals.contract": [{"number": self.contracts[self.mia].id}],
            "portals.roll": [{"day": day, "number": self.next.id}],
            "portals.people": [{}, {"search": "nobody at all"}],
            "entrance.login": [{"why": "out"}],
        }
        found = {}
        for endpoint, _, arguments in site.addresses_of_pages():
            urls = site.url_map.bind("localhost")
            for number, values in enumerate(everybody.get(endpoint, [{}])):
                assert arguments <= values.keys(), f"{endpoint} needs an example of {sorted(arguments)}"
                found[f"{endpoint}-{number}" if number else endpoint] = urls.build(endpoint, values)
        shown = {name: path for name, path in found.items() if name.partition("-")[0] in VISIBLE[whom]}
        if whom == "mia":
            return shown
        others = {f"{name}-other": f"{found[name]}?client={mia['client']}" for name in SHARED}
        return shown | others


SHARED = tuple(f"portals.{name}" for name in ("training", "course", "timetable", "attendance", "awards", "award"))
"""Pages of a client that a contact of the employer and staff see as well."""

OWN = tuple(
    f"portals.{name}" for name in ("training", "timetable", "attendance", "awards", "invoices", "details", "password")
)
VISIBLE = {
    "mia": (*OWN, *SHARED, "portals.invoice", "entrance.login"),
    "ruth": (*OWN, *(f"portals.{name}" for name in (
        "employees", "contracts", "contract", "employer_events", "employer_invoices", "employer_invoice",
    ))),
    "jarrah": (*OWN, *(f"portals.{name}" for name in ("classes", "roll", "people", "staff_events", "tasks"))),
}  # fmt: skip


class PortalVisitor(Visitor):
    """Goes through the portals without a browser."""

    base, cookie_name = "", "vettrak_portal"

    def log_in(self, username, password=PASSWORD, path="/login"):
        """Log in by the form."""
        return super().log_in(username, password, path)
