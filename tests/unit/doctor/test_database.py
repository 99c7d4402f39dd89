"""doctor: what is in order, what is not, and what it says to do."""

import datetime
import os
import select
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy

from tests.conftest import CHEAP
from vettrak_api.doctor import surroundings
from vettrak_api.doctor.examination import examine
from vettrak_api.doctor.findings import Level
from vettrak_api.model.reference import Organisation
from vettrak_api.settings import Settings


def found(settings):
    return {finding.subject: finding for finding in examine(settings)}


def about(subject, **settings):
    checks = {
        "public address": surroundings.look_at_public_url,
        "trusted proxies": surroundings.look_at_proxies,
        "web servers": surroundings.look_at_web_servers,
        "time zone": surroundings.look_at_clock,
        "passwords": surroundings.look_at_password_cost,
    }
    return checks[subject](Settings(**settings))


@pytest.fixture
def user(world):
    """A staff member that can log in and holds the API role."""
    return world.staff(password="a long enough password", api_role=True)


def test_a_database_that_was_set_up_is_in_order(runtime, user):
    findings = found(runtime.settings)
    for subject in ("database address", "tables", "reference lists", "API users", "demo log-ins"):
        assert findings[subject].level is Level.OK, findings[subject]


def test_an_installation_without_failures_says_so(runtime, user):
    assert Level.FAIL not in {finding.level for finding in examine(runtime.settings)}


def test_a_file_that_does_not_exist_is_not_created(tmp_path):
    findings = found(Settings(database_url=f"sqlite:///{tmp_path}/new.db"))
    assert findings["database file"].level is Level.FAIL
    assert findings["database file"].advice == "Run: vettrak-api db upgrade"
    assert not (tmp_path / "new.db").exists()


def test_a_folder_that_does_not_exist_is_named(tmp_path):
    finding = found(Settings(database_url=f"sqlite:///{tmp_path}/nowhere/new.db"))["database file"]
    assert (finding.level, "nowhere does not exist" in finding.detail) == (Level.FAIL, True)


def test_an_empty_database_needs_an_upgrade(tmp_path):
    sqlite3.connect(tmp_path / "empty.db").close()
    (tmp_path / "empty.db").touch()
    findings = found(Settings(database_url=f"sqlite:///{tmp_path}/empty.db"))
    assert (findings["tables"].level, findings["tables"].advice) == (Level.FAIL, "Run: vettrak-api db upgrade")
    assert "reference lists" not in findings


@pytest.mark.skipif(os.name != "posix", reason="permission bits")
def test_a_database_that_everybody_may_read_is_doubtful(runtime):
    path = Path(runtime.database.engine.url.database)
    path.chmod(0o644)
    assert found(runtime.settings)["database file"].level is Level.WARN
    path.chmod(0o600)
    assert found(runtime.settings)["database file"].level is Level.OK


def test_missing_reference_lists_are_named(runtime):
    with runtime.database.connection(writing=True) as connection:
        connection.exec_driver_sql("DELETE FROM reference_code WHERE list_name IN ('COUNTRY', 'GENDER')")
    finding = found(runtime.settings)["reference lists"]
    assert (finding.level, finding.detail) == (Level.FAIL, "missing: COUNTRY, GENDER")


def test_tables_that_were_changed_by_hand_are_doubtful(runtime):
    with runtime.database.connection(writing=True) as connection:
        connection.exec_driver_sql("CREATE TABLE souvenir (id INTEGER PRIMARY KEY)")
    finding = found(runtime.settings)["tables"]
    assert (finding.level, finding.advice) == (Level.WARN, "See: vettrak-api db check")


def test_without_an_api_user_no_integration_can_work(runtime, world):
    world.staff(password="a long enough password")
    world.staff(api_role=True)
    finding = found(runtime.settings)["API users"]
    assert finding.level is Level.WARN
    assert "vettrak-api user add" in finding.advice


def test_an_organisation_whose_times_are_of_another_zone_than_the_server_is_doubtful(runtime, world):
    (organisation,) = world.all(sqlalchemy.select(Organisation))
    for zone, level in ((None, Level.OK), (runtime.settings.timezone, Level.OK), ("Australia/Perth", Level.WARN)):
        world.change(organisation, name="Saltbush Training", time_zone=zone)
        assert found(runtime.settings)["organisation"].level is level
    assert "Australia/Perth" in found(runtime.settings)["organisation"].detail


@pytest.mark.parametrize(("public_url", "level"), [("", Level.WARN), ("https://api.rto.example", Level.FAIL)])
def test_demo_log_ins_are_known_to_everybody(runtime, world, public_url, level):
    client = world.client()
    hashed = runtime.passwords.hash("demo-password")
    with world.session() as session:
        row = session.get(type(client), client.id)
        row.username, row.password_hash = "student", hashed
    settings = runtime.settings.model_copy(update={"public_url": public_url})
    assert found(settings)["demo log-ins"].level is level


def test_a_user_of_a_demo_name_with_another_password_is_no_matter(runtime, world):
    client = world.client(password="a long enough password")
    with world.session() as session:
        session.get(type(client), client.id).username = "student"
    assert found(runtime.settings)["demo log-ins"].level is Level.OK


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nonsense", "can not be understood"),
        ("postgresql://u:p@127.0.0.1:1/x", "Nothing answers at the address"),
    ],
)
def test_a_database_that_can_not_be_used_gets_advice(url, words):
    (finding,) = [finding for finding in examine(Settings(database_url=url)) if finding.level is Level.FAIL]
    assert words in finding.advice


@pytest.mark.parametrize(
    ("address", "level"),
    [
        ("mssql+pyodbc://u:p@h/x?driver=SQL+Server", Level.OK),
        ("mssql+pyodbc://u:p@h/x?driver=SQL+Server&Encrypt=strict", Level.OK),
        ("mssql+pyodbc://u:p@h/x?driver=SQL+Server&Encrypt=Optional", Level.WARN),
        ("mssql+pyodbc://u:p@h/x?driver=SQL+Server&encrypt=no", Level.WARN),
        ("mssql+pyodbc:///?odbc_connect=SERVER%3Dh%3BEncrypt%3D%7Bno%7D", Level.WARN),
        ("mssql+pyodbc://u:p@VETTRAK", Level.WARN),
        ("mssql+pyodbc://u:p@VETTRAK?Encrypt=yes", Level.OK),
    ],
)
def test_a_sql_server_address_says_whether_it_encrypts(address, level):
    first = next(examine(Settings(database_url=address)))
    assert (first.subject, first.level) == ("database address", level)


def test_the_password_in_the_address_is_not_shown():
    findings = examine(Settings(database_url="postgresql://vettrak:verysecret@127.0.0.1:1/x"))
    assert not [finding for finding in findings if "verysecret" in f"{finding.detail} {finding.advice}"]


@pytest.mark.parametrize(
    ("url", "level"),
    [
        ("", Level.WARN),
        ("https://api.rto.example/vdir", Level.OK),
        ("http://localhost:8000", Level.OK),
        ("http://api.rto.example", Level.WARN),
        ("https://api.rto.example/VT_API.asmx", Level.FAIL),
    ],
)
def test_the_public_address(url, level):
    assert about("public address", public_url=url).level is level


@pytest.mark.parametrize(
    ("proxies", "level"),
    [(("127.0.0.1", "::1"), Level.OK), ((), Level.OK), (("10.0.0.5",), Level.OK), (("0.0.0.0/0",), Level.FAIL)],
)
def test_trusted_proxies(proxies, level):
    assert about("trusted proxies", trusted_proxies=proxies).level is level


def test_the_default_of_the_trusted_proxies_is_told():
    assert "the default" in about("trusted proxies").detail
    assert about("trusted proxies").detail.endswith("for X-Forwarded-For, X-Forwarded-Proto")
    assert (
        about("trusted proxies", trusted_proxies=("10.0.0.5",), forwarded_headers=()).detail
        == "10.0.0.5, for no header"
    )


def test_granian_needs_a_web_server_in_front(monkeypatch):
    monkeypatch.setattr(surroundings, "find_spec", lambda name: name)
    found = about("web servers")
    assert (found.level, "takes whole requests first" in found.advice) == (Level.WARN, True)


def test_the_connections_that_waitress_may_keep_are_told(monkeypatch):
    monkeypatch.setattr(surroundings, "find_spec", lambda name: None)
    assert about("web servers", connection_limit=250).detail == "waitress keeps up to 250 connections"
    monkeypatch.delattr(select, "poll")
    found = about("web servers", connection_limit=500)
    assert (found.level, found.detail) == (Level.WARN, "waitress keeps up to 400 connections")


@pytest.mark.parametrize(
    ("offset_hours", "zone", "level"),
    [(10, "Australia/Brisbane", Level.OK), (0, "Australia/Sydney", Level.OK), (8, "Australia/Sydney", Level.WARN)],
)
def test_the_time_zone(monkeypatch, offset_hours, zone, level):
    offset = datetime.timezone(datetime.timedelta(hours=offset_hours))

    class Here(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return super().now(tz or offset)

        def astimezone(self, tz=None):
            return super().astimezone(tz or offset)

    monkeypatch.setattr(surroundings.datetime, "datetime", Here)
    finding = about("time zone", timezone=zone)
    assert (finding.level, finding.detail.startswith(zone)) == (level, True)


@pytest.mark.parametrize(
    ("memory", "passes", "level"),
    [(19_456, 2, Level.OK), (47_104, 1, Level.OK), (19_456, 1, Level.WARN), (8, 5, Level.WARN)],
)
def test_the_cost_of_a_password(memory, passes, level):
    assert about("passwords", argon2_memory_kib=memory, argon2_passes=passes).level is level


def test_operations_that_are_missing_are_counted():
    finding = surroundings.look_at_operations(Settings())
    assert "of 179 are available" in finding.detail or finding.level is Level.OK


def test_every_finding_that_is_not_in_order_says_what_to_do(tmp_path):
    settings = Settings(database_url=f"sqlite:///{tmp_path}/new.db", **CHEAP)
    assert all(finding.advice for finding in examine(settings) if finding.level is not Level.OK)
