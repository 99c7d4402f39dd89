"""Timetables, attendance, tasks and what staff reach are told alike by every database, of the same records."""

import datetime

import pytest
from sqlalchemy import select

from tests.conftest import CHEAP, SetClock
from tests.database.conftest import SERVERS
from tests.support.databases import KINDS
from tests.support.reading import ABOUT_STAFF, OPERATIONS, examples, longest_list, reading_operations
from tests.support.soap import Api, Reply
from vettrak_api.app import Site
from vettrak_api.database import migrations
from vettrak_api.demo import data as demo_data
from vettrak_api.model.clients import Client
from vettrak_api.model.enrolments import ClassAttendance
from vettrak_api.rules.reference.loading import load_reference_data
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings

AREAS = {"classes_attendance", "tasks", "staff"}
NAMES = [name for name in reading_operations() if OPERATIONS[name].area in AREAS]
WIDE = {"xsdStart", "xsdEnd", "startDate", "endDate"}
LONG_AGO, FAR = datetime.datetime(2025, 1, 1), datetime.datetime(2028, 1, 1)


class Filled:
    """A server on a database with demonstration data."""

    def __init__(self, server):
        self.runtime = build_runtime(Settings(database_url=server.create(), **CHEAP), SetClock())
        migrations.upgrade(self.runtime.database)
        with self.runtime.database.writing() as session:
            load_reference_data(session)
        demo_data.fill(self.runtime, 150)
        self.api = Api(Site(self.runtime))
        self.token = self.api.ValidateClient("integration", demo_data.PASSWORD).Token
        with self.runtime.database.reading() as session:
            self.examples = examples(session, self.runtime.clock.now())
            self.attended = session.scalar(
                select(ClassAttendance.class_session_id).order_by(ClassAttendance.id).limit(1)
            )
            self.teacher = session.scalar(select(Client.code).where(Client.username == "staff"))

    def ask(self, name):
        """Return what an operation tells of a staff member or of somebody with many enrolments, in all years."""
        given = self.examples.arguments(name, self.token)
        if name in ABOUT_STAFF:
            given[ABOUT_STAFF[name]] = self.teacher
        if name == "GetAttendanceForClass":
            given["iInst_ID"] = self.attended
        given.pop("sinceDate", None)
        given |= {key: LONG_AGO if "tart" in key else FAR for key in WIDE & given.keys()}
        return getattr(self.api, name)(**given)


def plain(value):
    """Return an answer as dictionaries, without the token."""
    if isinstance(value, Reply):
        return {name: plain(member) for name, member in vars(value).items() if name != "Token"}
    return [plain(item) for item in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def expected():
    """Return what SQLite answers."""
    server = KINDS["sqlite"]()
    filled = Filled(server)
    yield {name: filled.ask(name) for name in NAMES}
    filled.runtime.database.close()
    server.close()


@pytest.fixture(scope="module")
def filled(databases):
    made = Filled(databases)
    yield made
    made.runtime.database.close()


@pytest.mark.parametrize("databases", SERVERS, indirect=True, scope="module")
@pytest.mark.parametrize("name", NAMES)
def test_an_answer_is_the_same(filled, expected, name):
    assert longest_list(expected[name]) >= 1
    assert plain(filled.ask(name)) == plain(expected[name])
