"""What the doctor says of each database: one that answers, and the wrong user, database, driver or address."""

import gc

import pytest
from sqlalchemy import make_url

from tests.conftest import CHEAP
from tests.database.conftest import SERVERS
from vettrak_api.doctor.examination import examine_database
from vettrak_api.doctor.findings import Level
from vettrak_api.settings import Settings

ANSWERS = {"sqlite": "SQLite 3.", "postgresql": "PostgreSQL 1", "mariadb": "MariaDB 1", "mariadb-odbc": "MariaDB 1"}


def found(url):
    settings = Settings(database_url=url, database_timeout_seconds=2, **CHEAP)
    return {finding.subject: finding for finding in examine_database(settings)}


def failure(url):
    (told,) = [finding for finding in found(url).values() if finding.level is Level.FAIL]
    return told


def test_a_database_that_answers_tells_what_it_is(databases, runtime):
    findings = found(runtime.settings.database_url)
    assert findings["database answers"].level is Level.OK
    assert findings["database answers"].detail.startswith(ANSWERS[databases.name])
    assert findings["tables"].level is Level.OK


def changed(databases, **parts):
    """Make a database and return its URL with other parts."""
    return make_url(databases.create()).set(**parts).render_as_string(hide_password=False)


@pytest.mark.parametrize("databases", SERVERS, indirect=True)
class TestAServer:
    def test_without_that_database_says_so(self, databases):
        assert "Create it first." in failure(changed(databases, database="nowhere")).advice

    def test_that_does_not_know_the_user_says_so(self, databases):
        told = failure(changed(databases, username="stranger", password="verysecret"))
        assert "refuses the user or the password" in told.advice
        assert "verysecret" not in told.advice

    def test_that_was_never_set_up_needs_an_upgrade(self, databases):
        assert failure(changed(databases)).advice == "Run: vettrak-api db upgrade"

    @pytest.mark.filterwarnings("ignore::ResourceWarning")
    def test_that_is_down_does_not_answer(self, databases):
        url = changed(databases)
        databases.stop()
        try:
            assert "Is the database server running?" in failure(url).advice
        finally:
            databases.start()
            gc.collect()  # PyMySQL leaves the socket behind that found nobody


def test_a_driver_that_is_not_there_is_told_with_those_that_are():
    told = failure("mariadb+pyodbc://u:p@127.0.0.1/x?driver=MariaDB+Unikode").advice
    assert "that this computer does not have" in told
    assert "Installed here: " in told or "No ODBC driver" in told
