"""A real server with something to decide, and a headless Chromium that visits its staff pages."""

import datetime
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.support.chromium import headless
from tests.support.merging import Merging
from tests.support.node import node_modules
from tests.support.outbox import mails
from tests.support.pages import addresses
from tests.support.servers import CHEAP_PASSWORDS, serving
from tests.support.soap import Api
from tests.support.staff import Visitor
from tests.support.web import add_contact, book, book_employer, reserve, wait_for, web_client
from tests.support.world import World
from vettrak_api.app import Site
from vettrak_api.model.changes import Change
from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.occurrences import Occurrence, OccurrencePrice
from vettrak_api.model.programmes import Qualification
from vettrak_api.model.quarantine import WebClient
from vettrak_api.model.reference import Location, Organisation
from vettrak_api.model.security import Role
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings

USER, PASSWORD = "olga", "a long enough password"
MAIL = {"portal_url": "https://portal.example", "smtp_host": "localhost", "mail_sender": "training@rto.example"}
REFUSED = "Failed to load resource"
"""What the browser says of every answer that is no success; tests look at those themselves."""

RULES = {"rules": {"target-size": {"enabled": True}}}
"""What axe does not look at unless it is asked: the size of targets, as WCAG 2.2 wants it."""

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
VIEWS = (
    pytest.param(False, "light", id="desk-light"),
    pytest.param(True, "dark", id="phone-dark"),
    pytest.param(False, "dark", id="desk-dark", marks=pytest.mark.slow),
    pytest.param(True, "light", id="phone-light", marks=pytest.mark.slow),
)
"""Whether on a phone, and in which scheme; each size and each scheme is among those that are not slow."""
ONE_VIEW = (VIEWS[0], *(pytest.param(*view.values, id=view.id, marks=pytest.mark.slow) for view in VIEWS[1:]))
"""The same for what takes a minute for each: one of them is not slow."""

CLIENTS = {"product": "integrate", "name": "GetClientByCode"}
REFERENCE = {
    "reference.contents": [{"product": "enrol"}, {"product": "complete"}],
    "reference.classes": [{"product": "portals"}],
    "reference.codes": [{"product": "integrate"}],
    "reference.names": [{"product": "enrol"}],
    "reference.rules": [{"product": "enrol"}],
    "reference.function": [CLIENTS, {"product": "portals", "name": "UpdateClientDetails"}],
    "reference.wire_type": [{"product": "integrate", "name": name} for name in ("TClieAVETMISS", "TAuthenticate")],
    "reference.code_list": [{"product": "integrate", "name": name} for name in ("labour-force-status", "state")],
    "reference.find": [{}, {"q": "email"}, {"q": "GetClientByUSI", "in": "portals"}],
    "reference.try_it": [CLIENTS, {"product": "integrate", "name": "UpdateClientDetails"}],
}
"""Pages of the reference that stand for all of their kind."""

BORN = datetime.datetime(1991, 4, 3)

OTHERS = (
    ("Nguyen", "Linh", "linh.nguyen@example.com"),
    ("O'Connor", "Siobhan", "siobhan@example.com"),
    ("Papadopoulos", "Dimitri", "dimitri.papadopoulos@example.com"),
    ("van der Berg", "Anneke", None),
)

TWICE = ("Matilda", "Tilda", "Mathilda")
"""Given names under which one person is on record."""


@dataclass
class School:
    """The organisation whose staff the tests are, and the numbers of what waits."""

    world: World
    api: Api
    token: str
    site: Site
    address: str
    occurrence: object
    record: int = 0
    employer: int = 0
    reservation: int = 0
    waiter: int = 0
    decided: int = 0
    twice: tuple[int, ...] = ()
    """The numbers of two records of one person."""
    batch: str = ""
    key: str = ""
    """That of a live password reset link."""

    def book(self, *names, **details):
        """Let one more person come in."""
        return book(self.api, self.token, self.occurrence, *names, **details)

    def pages_of_setup(self):
        """Return the examples of the pages of set-up, by endpoints."""
        number = {
            section: self.world.one(select(table.id).order_by(table.id).limit(1))
            for section, table in {
                "locations": Location,
                "qualifications": Qualification,
                "employers": Employer,
                "roles": Role,
            }.items()
        }
        person = self.world.one(select(Client.id).where(Client.code == "OLGA"))
        return {
            "setup.records": [{"section": "programmes"}, {"section": "locations", "search": "nothing at all"}],
            "setup.new_record": [{"section": "units"}],
            "setup.record": [{"section": section, "number": at} for section, at in number.items()],
            "setup.people": [{}, {"search": "brew", "kind": "students"}, {"search": "nobody at all"}],
            **{
                f"setup.{name}": [{"number": person}]
                for name in ("person", "edit_person", "edit_statistics", "edit_work", "integration")
            },
            "setup.units_of": [{"number": number["qualifications"]}],
            "setup.contacts": [{"number": number["employers"]}],
            **self.pages_of_occurrences(),
        }

    def pages_of_history(self):
        """Return the examples of the pages that tell who changed what, by endpoints: of much, and of nothing."""
        person = self.world.one(select(Client).where(Client.code == "OLGA"))
        names = {"Clie_Code": person.code, "Clie_Surname": person.surname, "Clie_Given": person.given_name}
        for mobile in ("0400 000 111", "0400 000 222"):
            assert self.api.UpdateClientDetails(self.token, {**names, "Clie_MobilePhone": mobile}).Status == 1
        changes = select(Change.request).where(Change.operation == "UpdateClientDetails").order_by(Change.id)
        request = self.world.all(changes)[-1]
        return {
            "setup.history": [{"table": "client", "number": person.id}, {"table": "location", "number": 1}],
            "setup.history_of_call": [{"request": request}, {"request": "none"}],
        }

    def pages_of_occurrences(self):
        """Return the examples of the pages of an occurrence, by endpoints."""
        one, called_off = {"number": self.occurrence.id}, self.world.status("Cancelled")
        other = self.world.one(select(Occurrence.id).where(Occurrence.status_id == called_off).limit(1))
        price = self.world.one(
            select(OccurrencePrice.id).where(OccurrencePrice.occurrence_id == self.occurrence.id).limit(1)
        )
        ends = ("units", "enrolled")
        return {
            "setup.occurrences": [{}, {"search": "nothing at all"}, {"active": "cancelled"}],
            "setup.occurrence": [{**one, "done": "saved"}, {"number": other}],
            **{f"setup.occurrence_{end}": [one] for end in ends},
            **{f"setup.{page}": [one] for page in ("copy", "cancel", "weekly_classes")},
            "setup.occurrence_lines": [one | {"part": part} for part in ("classes", "prices", "staff", "invoices")],
            "setup.new_line": [one | {"part": part} for part in ("classes", "prices", "staff", "invoices")],
            "setup.line": [{**one, "part": "prices", "line": price}],
        }

    def pages(self):
        """Return the paths of all pages of the server, by names."""
        waits = self.world.one(select(WebClient.id).where(WebClient.web_waitlist_id == self.waiter))
        person = web_client(self.world, self.record).id
        numbers = (self.record, self.employer, self.reservation, self.decided)
        examples = {
            "public.password_reset": [{"key": self.key}, {"key": "spent"}],
            "staff.entry": [{"number": number} for number in numbers],
            "staff.correct": [{"number": self.record, "party": f"person-{person}"}],
            "staff.waiter": [{"number": self.waiter}],
            "staff.correct_waiter": [{"number": self.waiter, "party": f"person-{waits}"}],
            "staff.batch": [{"batch": self.batch}],
            **self.pages_of_history(),
            "staff.pending": [{}, {"search": "nobody at all"}, {"done": "processed", "match": "near"}],
            "setup.merge": [{"number": self.twice[0]}, {"number": self.twice[0], "with": self.twice[1]}],
            **REFERENCE,
            **self.pages_of_setup(),
            "entrance.login": [{}, {"why": "out"}, {"why": "refused"}, {"why": "expired"}],
        }
        lost = {"lost-name": "/docs/integrate/GetClientsByCode", "lost-function": "/VT_API.asmx?op=Nothing"}
        lost |= {"lost": "/nowhere", "lost-service": "/VT_API_Enroll.asmx", "lost-record": "/staff/enrolments/99999"}
        return addresses(self.site, examples) | lost


@pytest.fixture(scope="module")
def school(template, tmp_path_factory):
    """Start a server for the tests of one file."""
    path = tmp_path_factory.mktemp("staff") / "staff.db"
    shutil.copyfile(template.bare, path)
    url = f"sqlite:///{path.as_posix()}"
    server = build_runtime(Settings(database_url=url, argon2_memory_kib=8, argon2_passes=1, **MAIL))
    world = World(server)
    world.location("FSY", "Footscray, Nicholson Street rooms", city="Footscray", postcode="3011")
    world.qualification("SIT20322", "Certificate II in Hospitality")
    world.staff(
        "Officer",
        "Olga",
        code="OLGA",
        api_role=True,
        setup_role=True,
        username=USER,
        password_hash=server.passwords.hash(PASSWORD),
    )
    site = world.staff("Web Site", "", code="WEBSITE", api_role=True)
    with serving(server.settings.database_url, VETTRAK_TRY_IT="true", **CHEAP_PASSWORDS) as running:
        programme = world.programme("Responsible Service of Alcohol", code="RSA", takes_waitlist=True)
        world.occurrence(programme_id=programme.id, code="RSA-OFF", status_id=world.status("Cancelled"))
        occurrence = world.occurrence(
            programme_id=programme.id,
            code="RSA-SEP",
            seats=40,
            prices=(("Course fee", "120.00"),),
            units=("SITHFAB021",),
            web_published=True,
        )
        application = Site(server)
        school = School(world, Api(application), world.token(site), application, running.address, occurrence)
        fill(school, programme)
        yield school
    server.database.close()


def fill(school, programme):
    """Let people come in of all kinds: known, nearly known, unknown, paid, an employer, a reservation, a waiter."""
    api, token, world = school.api, school.token, school.world
    known = {"birth_date": BORN.date(), "mobile_phone": "0400 111 222", "usual_city": "Fitzroy", "usual_state": "VIC"}
    world.client("Brewer", "Beatrice", code="C0101", email="bea@old.example.com", usual_postcode="3065", **known)
    world.client("Brewer", "Beatrix", code="C0417", birth_date=datetime.date(1991, 3, 4), email="trixie@example.com")
    school.record = school.book("Brewer", "Beatrice", xsdDOB=BORN, sDescription="Can I bring my own glasses?")
    api.UpdateWebClient(
        token, school.record, sMobilePhone="0400111222", sEmail="beatrice@example.com", sGender="F", sCity="Carlton",
        sShortState="Vic", sPCode="3053", sAddr="12 Rathdowne Street",
    )  # fmt: skip
    api.UpdateWebClientAVETMISS(token, school.record, {"CountryCode": "1101", "LanguageCode": "1201"})
    api.AddWebPayment(token, school.record, "ORDER1", "R1", "120.00")
    world.client("Papadopoulos", "Dimitrios", code="C0052", birth_date=BORN.date())
    for surname, given_name, email in OTHERS:
        number = school.book(surname, given_name, xsdDOB=BORN)
        if email:
            api.UpdateWebClient(token, number, sEmail=email)
    world.employer("The Beer Company", identifier="BEERCO", email="office@beer.example.com")
    school.employer = book_employer(api, token, school.occurrence, "Worker", "Helper", name="The Beer Company")
    add_contact(api, token, school.employer, "Boss")
    school.reservation = reserve(api, token, school.occurrence, "Holder", "Holly")
    school.waiter = wait_for(api, token, programme, "Patience", "Pat")
    world.change(world.one(select(Organisation).limit(1)), name="Saltbush Training")
    kept, other, gone = (world.client("Twice", name, code=name[:8].upper(), birth_date=BORN.date()) for name in TWICE)
    world.change(other, email="tilda@example.com", usual_street_name="Rathdowne Street", usual_city="Carlton")
    world.enrolment(other, world.occurrence(code="TWICE-SEP"))
    Merging(world, "OLGA").merge(kept, gone)
    school.twice = kept.id, other.id
    reader = world.client("Reader", "Rita", email="rita@example.com", username="rita")
    assert api.TriggerPortalPasswordReset(token, reader.code).Status == 1
    (mail,) = mails(world)
    school.key = mail.text.split("key=")[1].split()[0]
    school.decided, other = school.book("Decided", "Dora"), school.book("Decided", "Dan")
    visitor = Visitor(school.site)
    visitor.log_in(USER, PASSWORD)
    visitor.search("/", search="decided")
    page = visitor.send("/process", number=[str(school.decided), str(other)])
    school.batch = page.link("See what was processed together, or undo it").rpartition("/")[2]


@pytest.fixture(scope="module")
def browser():
    """Start Chromium; a file's tests share it."""
    with headless() as browser:
        yield browser


@pytest.fixture
def visit(browser, school):
    """Open the staff pages as somebody new; whatever the browser complains of fails the test."""

    @contextmanager
    def opened(*, phone=False, script=True, log_in=True, width=None, **options):
        size = PHONE if phone else DESKTOP
        context = browser.new_context(
            base_url=school.address,
            viewport=size | {"width": width or size["width"]},
            is_mobile=phone,
            has_touch=phone,
            java_script_enabled=script,
            **options,
        )
        complaints = []
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if log_in:
            enter(page)
        yield page
        context.close()
        assert [each for each in complaints if not each.startswith(REFUSED)] == []

    return opened


def enter(page):
    """Log in by the form that the page shows, or by the log-in page."""
    if not page.get_by_label("User name").count():
        page.goto("/staff")
    page.get_by_label("User name").fill(USER)
    page.get_by_label("Password").fill(PASSWORD)
    follow(page.get_by_role("button", name="Log in"))
    page.get_by_role("button", name="Log out").wait_for()


def every_page(page, school):
    """Open every page of the server, one after the other, and yield their names; each must be there."""
    for name, path in school.pages().items():
        answer = page.goto(path)
        assert answer.status == (404 if name.startswith("lost") else 200), (name, answer.status)
        yield name


def follow(target):
    """Click what leads to another page, and wait until that page is all there; a click alone waits for its start."""
    with target.page.expect_navigation():
        target.click()


@pytest.fixture(scope="session")
def pictures(tmp_path_factory):
    """Name the folder of screenshots: VETTRAK_ARTEFACTS, so that a run can keep them."""
    kept = os.environ.get("VETTRAK_ARTEFACTS")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def numbers():
    """Count, for names that nobody else has."""
    return count(1)


@pytest.fixture(scope="module")
def judge(pytestconfig):
    """Return a function that names what is wrong on the page that is shown."""
    axe = (node_modules(pytestconfig.cache, Path(__file__).parent) / "axe-core" / "axe.min.js").read_text()

    def judged(page):
        # A tray that sticks to the bottom covers whatever is scrolled below it: at the end it stands in its own place.
        page.evaluate("document.querySelector('.tray') && scrollTo(0, document.body.scrollHeight)")
        page.evaluate(axe)
        violations = page.evaluate("rules => axe.run(rules)", RULES)["violations"]
        return [(rule["id"], node["target"], node["failureSummary"]) for rule in violations for node in rule["nodes"]]

    return judged
