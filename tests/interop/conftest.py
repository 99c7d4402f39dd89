"""A training organisation in a database, a real server process on it, and one fresh course for each scenario."""

import shutil
from dataclasses import dataclass
from itertools import count

import pytest

from tests.support.servers import CHEAP_PASSWORDS, serving
from tests.support.world import World
from vettrak_api.server import build_server
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
    shutil.copyfile(template, path)
    settings = Settings(database_url=f"sqlite:///{path.as_posix()}", argon2_memory_kib=8, argon2_passes=1)
    server = build_server(settings)
    world = World(server)
    world.staff(api_role=True, username=USER, password_hash=server.passwords.hash(PASSWORD))
    yield world
    server.database.close()


@pytest.fixture(scope="module")
def running(school):
    """Start a server for the tests of one file."""
    with serving(school.server.settings.database_url, **CHEAP_PASSWORDS) as server:
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
