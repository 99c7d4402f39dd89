"""A training organisation in a database, a real server process on it, and one fresh course for each scenario."""

import datetime
import shutil
from dataclasses import dataclass
from itertools import count
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from tests.support.php_site import Shopper, sample_site
from tests.support.servers import CHEAP_PASSWORDS, serving
from tests.support.soap import Api
from tests.support.world import World
from vettrak_api.app import Site
from vettrak_api.database import migrations
from vettrak_api.demo import data as demo_data
from vettrak_api.model.quarantine import WebEnrolment
from vettrak_api.rules.reference.loading import load_reference_data
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings

USER, PASSWORD = "integration", "demo-password"
UNITS = ("HOSBEER01", "HOSBEER02")
PRICES = (("Course fee", "120.00"), ("Materials", "30.00"), ("Glassware", "25.50"))
EVENINGS = (1, 8, 15, 22)


@dataclass(frozen=True)
class Course:
    """An LMS occurrence that no scenario has touched yet, with one client enrolled, and a client to be added."""

    code: str
    occurrence: object
    surname: str


@pytest.fixture(scope="module")
def school(template, tmp_path_factory):
    """Copy the migrated database and give it the log-in of an LMS."""
    path = tmp_path_factory.mktemp("school") / "school.db"
    shutil.copyfile(template.bare, path)
    settings = Settings(database_url=f"sqlite:///{path.as_posix()}", argon2_memory_kib=8, argon2_passes=1)
    runtime = build_runtime(settings)
    world = World(runtime)
    world.staff(api_role=True, username=USER, password_hash=runtime.passwords.hash(PASSWORD))
    yield world
    runtime.database.close()


@pytest.fixture(scope="module")
def running(school):
    """Start a server for the tests of one file."""
    with serving(school.runtime.settings.database_url, **CHEAP_PASSWORDS) as server:
        yield server


@pytest.fixture(scope="module")
def numbers():
    """Count the courses of one file."""
    return count(1)


@pytest.fixture
def course(school, numbers):
    """Offer Beer Appreciation once more: 2 units, 4 classes, 3 prices, 10 seats, John Smith enrolled."""
    return beer_appreciation(school, next(numbers))


def beer_appreciation(world, number):
    """Add the occurrence that the scenarios play with."""
    code = f"BEER{number}"
    programme = world.programme("Beer Appreciation", code=f"BEER{number}")
    occurrence = world.occurrence(code=code, programme_id=programme.id, units=UNITS, prices=PRICES, seats=10)
    for day in EVENINGS:
        world.class_session(occurrence, occurrence.start_date.replace(day=day, hour=18))
    world.enrolment(world.client("Smith", "John"), occurrence, units=UNITS)
    return Course(code, occurrence, f"O'Brien & <Söns> {number}")


@pytest.fixture(scope="module")
def php_site(running, tmp_path_factory):
    """Serve the sample enrolment site; what it logs is kept."""
    log = tmp_path_factory.mktemp("php") / "log"
    with sample_site(running.page("VT_API_Enrol"), USER, PASSWORD, log) as address:
        yield SimpleNamespace(address=address, log=lambda: log.read_text(errors="replace"))


@pytest.fixture
def shopper(php_site):
    """Somebody who has never been on the sample site before."""
    return Shopper(php_site.address)


@pytest.fixture
def api(school):
    """Call operations on the database of the running server."""
    return Api(Site(school.runtime))


@pytest.fixture
def offer(school, numbers):
    """Offer a course that nobody has booked yet."""

    def made(seats=2):
        start = school.runtime.clock.today().replace(hour=9) + datetime.timedelta(days=1)
        kind = school.programme_type(f"Kind {next(numbers)} & more")
        programme = school.programme(f"Course {next(numbers)}", programme_type_id=kind.id)
        prices = (("Full fee", "120.00"), ("Concession", "60.00"))
        occurrence = school.occurrence(
            programme_id=programme.id, seats=seats, prices=prices, start_date=start, end_date=start, web_published=True
        )
        return SimpleNamespace(kind=kind, programme=programme, occurrence=occurrence)

    return made


@pytest.fixture
def bookings(school):
    """Return the web enrolments of an occurrence, the earliest first."""

    def found(occurrence):
        wanted = select(WebEnrolment).where(WebEnrolment.occurrence_id == occurrence.id)
        return school.all(wanted.order_by(WebEnrolment.id))

    return found


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """Serve the demonstration data, as `dev.py demo` does, and return the address."""
    url = f"sqlite:///{(tmp_path_factory.mktemp('demo') / 'demo.db').as_posix()}"
    server = build_runtime(Settings(database_url=url, argon2_memory_kib=8, argon2_passes=1))
    migrations.upgrade(server.database)
    with server.database.writing() as session:
        load_reference_data(session)
    demo_data.fill(server, 100)
    server.database.close()
    with serving(url, **CHEAP_PASSWORDS) as running:
        yield running.address
