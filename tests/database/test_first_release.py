"""A database that the first release made, with its demonstration data, goes on after the upgrade, on every database.

`data/first_release.json.gz` holds what release 0.1.0, as it was first delivered (revision 0004), wrote by `db upgrade`
and `demo-data --clients 60`: the rows of each table, as SQLite stores them.
"""

import datetime
import gzip
import json
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import MetaData, func, insert, select, text
from sqlalchemy.types import Boolean, Date, DateTime, Numeric

from tests.conftest import CHEAP, SetClock
from tests.support.databases import KINDS
from tests.support.soap import Api
from vettrak_api.app import Site
from vettrak_api.database import migrations
from vettrak_api.database.schema import Finding, Fitness, examine_schema
from vettrak_api.demo import data as demo_data
from vettrak_api.doctor.database import examine_database
from vettrak_api.model import Base
from vettrak_api.rules.reference.loading import load_reference_data
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings

FIRST = "0004"
STORED = json.loads(gzip.decompress(Path(__file__).with_name("data").joinpath("first_release.json.gz").read_bytes()))

UNCHECKED = {
    "sqlite": "PRAGMA foreign_keys = OFF",
    "postgresql": "SET session_replication_role = replica",
    "mariadb": "SET SESSION FOREIGN_KEY_CHECKS = 0",
}
"""Rows that name each other go in whatever the order."""

COUNT_ON = "SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"


def as_told(kind, value):
    """Return what SQLite stores as what a column of another database takes."""
    if value is None:
        return None
    if isinstance(kind, DateTime):
        return datetime.datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return datetime.date.fromisoformat(value)
    if isinstance(kind, Boolean):
        return bool(value)
    return Decimal(str(value)) if isinstance(kind, Numeric) and not isinstance(value, int) else value


def store(engine):
    """Put the rows into tables at the first release's revision."""
    tables = MetaData()
    with engine.connect() as connection:
        connection.execute(text(UNCHECKED[engine.dialect.name]))
        tables.reflect(connection)
        for name, told in STORED.items():
            table = tables.tables[name]
            kinds = [table.c[column].type for column in told["columns"]]
            rows = [
                {column: as_told(kind, value) for column, kind, value in zip(told["columns"], kinds, row, strict=True)}
                for row in told["rows"]
            ]
            connection.execute(table.delete())  # revisions have put rows into some
            connection.execute(insert(table), rows)
            if engine.dialect.name == "postgresql" and "id" in table.c and table.c.id.autoincrement:
                connection.execute(text(COUNT_ON.format(table=name)))
        connection.commit()
        connection.invalidate()


@pytest.fixture(scope="module", params=KINDS)
def databases(request):
    kind = KINDS[request.param]()
    yield kind
    kind.close()


@pytest.fixture(scope="module")
def upgraded(databases):
    """Make the first release's database and bring it up to date as `db upgrade` does."""
    runtime = build_runtime(Settings(database_url=databases.create(), **CHEAP), SetClock())
    migrations.upgrade(runtime.database, FIRST)
    store(runtime.database.engine)
    assert examine_schema(runtime.database).fitness is Fitness.BEHIND
    migrations.upgrade(runtime.database)
    with runtime.database.writing() as session:
        load_reference_data(session)
    yield runtime
    runtime.database.close()


@pytest.fixture(scope="module")
def api(upgraded):
    return Api(Site(upgraded))


@pytest.fixture
def token(api):
    return api.ValidateClient("integration", demo_data.PASSWORD).Token


def test_the_tables_are_as_they_should_be(upgraded):
    assert examine_schema(upgraded.database) == Finding(Fitness.FIT)
    assert migrations.differences(upgraded.database) == []


GONE = {"change"}
"""What the change log holds by now."""


def test_no_record_is_lost(upgraded):
    with upgraded.database.connection() as connection:
        for name in STORED.keys() - GONE:
            found = connection.scalar(select(func.count()).select_from(Base.metadata.tables[name]))
            assert found >= len(STORED[name]["rows"]), name
            if name in {"client", "employer", "enrolment", "enrolled_unit", "award", "event", "occurrence"}:
                assert found == len(STORED[name]["rows"]), name


@pytest.mark.parametrize("login", ["integration", "staff", "student", "employer"])
def test_everybody_logs_in_with_the_old_password(api, login):
    assert api.ValidateClient(login, demo_data.PASSWORD).Status == 1


def stored(table, **wanted):
    """The first row of the first release's table that has these values, by column."""
    columns = STORED[table]["columns"]
    rows = (dict(zip(columns, row, strict=True)) for row in STORED[table]["rows"])
    return next(row for row in rows if wanted.items() <= row.items())


def test_what_it_held_is_answered(api, token):
    student = stored("client", username="student")
    client = api.GetClientByCode(token, student["code"]).Clie
    assert (client.Clie_Surname, client.Clie_Given) == (student["surname"], student["given_name"])
    enrolments = api.GetEnrolmentsForClient(token, student["code"]).ClieEnroList
    theirs = [
        row
        for row in STORED["enrolment"]["rows"]
        if row[STORED["enrolment"]["columns"].index("client_id")] == student["id"]
    ]
    assert 0 < len(enrolments) <= len(theirs)


def test_it_takes_new_records(api, token):
    added = api.AddClientAfterCheck(token, "Newcomer", "Nora", datetime.date(1990, 2, 28))
    assert (added.Auth.Status, added.Auth.StatusMessage) == (1, None)
    occurrence = api.GetLMSNewOccurrences(token).OccuList[0]
    enrolled = api.AddLMSClientEnrolmentToOccurrence(token, added.Clie.Clie_Code, occurrence.ID)
    assert (enrolled.Auth.Status, enrolled.Auth.StatusMessage) == (1, None)


def test_doctor_finds_nothing_broken(upgraded):
    findings = list(examine_database(upgraded.settings))
    assert [finding for finding in findings if finding.level == "fail"] == []
    assert len(findings) > 1
