"""What Microsoft's ODBC driver sends for us, and what it makes of a server's answers (`tests/support/tds.py`)."""

import datetime
import logging
import re
from urllib.parse import quote_plus

import pytest
import trustme
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Integer,
    String,
    Text,
    Unicode,
    bindparam,
    event,
    insert,
    select,
)
from sqlalchemy.exc import DBAPIError

from tests.support.odbc import odbc_driver
from tests.support.tds import FakeSqlServer
from tests.support.tds_bytes import UNDOING, Refusal
from vettrak_api.database.connections import Database
from vettrak_api.database.error_codes import described
from vettrak_api.database.transactions import MOST_ATTEMPTS, attempts
from vettrak_api.doctor.examination import examine_database
from vettrak_api.doctor.findings import Level
from vettrak_api.model.audit import Author
from vettrak_api.model.base import Amount, NameList, size_of
from vettrak_api.model.changes import Change
from vettrak_api.model.clients import Client
from vettrak_api.model.events import Event
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.quarantine import WebClient
from vettrak_api.model.rows import add_row, add_rows
from vettrak_api.model.statements import execute, for_update, hold
from vettrak_api.settings import Settings

pytestmark = pytest.mark.sqlserver

TYPES = {
    Amount: "NUMERIC",
    BigInteger: "INT",
    Boolean: "BIT",
    Date: "DATE",
    DateTime: "DATETIME2",
    Integer: "INT",
    JSON: "NVARCHAR",
    NameList: "NVARCHAR",
    String: "VARCHAR",
    Text: "NVARCHAR",
    Unicode: "NVARCHAR",
}
"""As what each type of column is sent."""

BY_CODE = select(Client.id).where(Client.code_key == bindparam("code"))
BY_NAME = select(Client.id).where(Client.surname_key == bindparam("name"))
ONE = select(Client.id).where(Client.id == bindparam("number"))

DEADLOCK = Refusal(1205, "Transaction (Process ID 52) was deadlocked on lock resources with another process.", 13)
WAITED = Refusal(1222, "Lock request time out period exceeded.")
MOVED = Refusal(3960, "Snapshot isolation transaction aborted due to update conflict.")
TRIGGER = Refusal(334, "The target table of the DML statement cannot have any enabled triggers with an OUTPUT clause.")
DOUBLE = Refusal(2627, "Violation of UNIQUE KEY constraint. The duplicate key value is (a secret).", 14)


def url_of(server, **query):
    parts = {"driver": odbc_driver(), "Encrypt": "no", **query}
    return f"mssql+pyodbc://sa:verysecret@127.0.0.1:{server.port}/vettrak?" + "&".join(
        f"{name}={value}" for name, value in parts.items()
    )


@pytest.fixture
def server():
    with FakeSqlServer() as server:
        yield server


@pytest.fixture
def database(server):
    """Connect once, so that what SQLAlchemy asks of a new server is over."""
    database = Database(Settings(database_url=url_of(server), database_timeout_seconds=9))
    with database.querying():
        pass
    yield database
    database.close()


@pytest.fixture
def session(server, database):
    with database.writing(Author("X1", "Test", datetime.datetime(2026, 9, 10, 12))) as session:
        server.statements.clear()
        yield session


def verbs(server):
    """Return the beginnings of what arrived, but for the driver's own questions."""
    return [sent.text.split()[0] for sent in server.statements if not sent.text.startswith("EXEC")]


class TestAConnection:
    def test_is_encrypted_unless_the_url_says_otherwise(self, server):
        database = Database(Settings(database_url=url_of(server, Encrypt="no").replace("&Encrypt=no", "")))
        with pytest.raises(DBAPIError, match="Encryption not supported"), database.querying():
            pass
        database.close()

    def test_waits_for_locks_a_third_of_the_time_and_reads_what_is_committed(self, server, database):
        texts = [sent.text for sent in server.statements]
        assert "SET LOCK_TIMEOUT 3000" in texts
        assert "SET TRANSACTION ISOLATION LEVEL READ COMMITTED" in texts

    def test_by_a_data_source_is_as_that_says(self, server, monkeypatch, tmp_path):
        lines = [
            "[VETTRAK]",
            f"Driver={odbc_driver()}",
            f"Server=127.0.0.1,{server.port}",
            "Database=school",
            "Encrypt=no",
        ]
        (tmp_path / "odbc.ini").write_text("\n".join([*lines, ""]), encoding="utf-8")
        monkeypatch.setenv("ODBCINI", str(tmp_path / "odbc.ini"))
        assert found("mssql+pyodbc://sa:verysecret@VETTRAK")["database answers"].level is Level.OK
        assert {login["database"] for login in server.logins} == {"school"}
        assert {login["user"] for login in server.logins} == {"sa"}

    def test_by_a_connection_string_is_as_that_says(self, server):
        told = (
            f"DRIVER={{{odbc_driver()}}};SERVER=127.0.0.1,{server.port};DATABASE=school;UID=sa;PWD={{a;b}};Encrypt=no"
        )
        url = f"mssql+pyodbc:///?odbc_connect={quote_plus(told)}"
        assert found(url)["database answers"].level is Level.OK
        assert {login["database"] for login in server.logins} == {"school"}

    def test_is_pooled_by_us_alone(self, database):
        import pyodbc

        assert pyodbc.pooling is False

    def test_that_was_broken_is_replaced(self, server, database):
        server.break_connections()
        with pytest.raises(DBAPIError), database.querying() as connection:
            connection.execute(ONE, {"number": 1})
        with database.querying() as connection:
            assert connection.execute(ONE, {"number": 1}).all() == []
        assert len(server.logins) == 2


class TestTheTypesOfValues:
    """A text that is sent as NVARCHAR to a VARCHAR column makes SQL Server read all of the index."""

    def test_of_codes_are_those_of_their_columns(self, server, session):
        execute(session, BY_CODE, code="c1")
        execute(session, BY_NAME, name="zoe")
        assert [sent.values for sent in server.statements if "WHERE" in sent.text] == [
            (("VARCHAR", "c1"),),
            (("NVARCHAR", "zoe"),),
        ]

    def test_are_told_each_time_although_the_statement_is_a_constant(self, server, session):
        for number in range(5):
            execute(session, BY_CODE, code=f"c{number}")
        assert [sent.types for sent in server.statements if "WHERE" in sent.text] == [["VARCHAR"]] * 5

    def test_of_a_code_that_varchar_can_not_hold_find_nobody_else(self, server, session):
        """As VARCHAR it would arrive as "?", and find the client of that code."""
        for code in ("Ж", "😀"):
            execute(session, BY_CODE, code=code)
            execute(
                session,
                select(Client.id).where(Client.code_key.in_(bindparam("codes", expanding=True))),
                codes=["a", code],
            )
        assert [sent.values for sent in server.statements if "WHERE" in sent.text] == [
            (("NVARCHAR", "Ж"),),
            (("NVARCHAR", "a"), ("NVARCHAR", "Ж")),
            (("NVARCHAR", "😀"),),
            (("NVARCHAR", "a"), ("NVARCHAR", "😀")),
        ]

    def test_of_a_long_text_are_those_that_can_be_compared(self, server, session):
        add_row(session, Event, description="é" * 30_000)
        assert ("NVARCHAR(max)", "é" * 30_000) in server.sent("INSERT INTO event").values

    def test_count_an_emoji_as_the_length_of_a_column_does(self, server, session):
        execute(session, BY_NAME, name="Zoë😀")
        ((_, name),) = server.sent("surname_key").values
        assert len(name.encode("utf-16-le")) // 2 == size_of("Zoë😀") == 5

    @pytest.mark.parametrize("table", [Occurrence, WebClient], ids=lambda table: table.__tablename__)
    def test_of_nulls_are_those_of_their_columns(self, server, session, table):
        """Without a type the driver would take every null for a text."""
        columns = table.__table__.columns
        session.connection().execute(insert(table.__table__).inline(), dict.fromkeys(columns.keys()))
        sent = server.sent(f"INSERT INTO {table.__tablename__} ")
        names = re.search(r"\((.*?)\)", sent.text)[1].replace("[", "").replace("]", "").split(", ")
        assert {value for _, value in sent.values} == {None}
        types = [kind.removesuffix("(max)") for kind in sent.types]
        assert dict(zip(names, types, strict=True)) == {name: TYPES[type(columns[name].type)] for name in names}

    def test_are_so_in_every_statement_of_many_rows(self, server, session):
        rows = [{"code": str(number), "surname": "Ж"} for number in range(3)]
        execute_many = insert(Client.__table__).inline()
        session.connection().execute(execute_many, rows)
        for sent in server.statements:
            if sent.text.startswith("INSERT"):
                assert {"VARCHAR", "NVARCHAR"} <= set(sent.types)


class TestNewRows:
    """An administrator may put a trigger on any table, and then SQL Server refuses OUTPUT there."""

    def test_tell_their_number_without_output(self, server, session):
        assert add_row(session, Event, description="a") == 7
        add_rows(session, Event, [{"description": "b"}, {"description": "c"}])
        client = Client(code="C1", surname="Zoë")
        session.add(client)
        session.flush()
        assert client.id == 7
        inserts = [sent.text for sent in server.statements if sent.text.startswith("INSERT")]
        assert len(inserts) == 4
        assert [text for text in inserts if "OUTPUT" in text] == []

    def test_of_a_number_that_is_given_switch_identity_off_and_on(self, server, session):
        session.connection().execute(insert(Client.__table__), {"id": 44, "code": "C1", "surname": "Zoë"})
        assert [sent.text for sent in server.statements if "IDENTITY" in sent.text] == [
            "SET IDENTITY_INSERT client ON",
            "SET IDENTITY_INSERT client OFF",
        ]

    def test_are_sent_with_no_more_values_than_sql_server_takes(self, server, database):
        with database.writing(Author("X1", "Test", datetime.datetime(2026, 9, 10, 12))) as session:
            for number in range(500):
                server.answers["scope_identity()"] = [(number,)]
                add_row(session, Event, description=str(number))
        log = [sent for sent in server.statements if sent.text.startswith(f"INSERT INTO {Change.__tablename__}")]
        assert len(log) > 1
        assert max(len(sent.values) for sent in log) < 2_100


class TestLocks:
    def test_are_those_of_rows(self, server, session):
        hold(session, for_update(ONE, Client), number=3)
        assert "FROM client WITH (UPDLOCK, ROWLOCK)" in server.sent("UPDLOCK").text

    @pytest.mark.parametrize("refusal", [DEADLOCK, WAITED, MOVED], ids=lambda refusal: refusal.number)
    def test_that_were_not_to_be_had_repeat_the_whole_transaction(self, server, database, caplog, refusal):
        caplog.set_level(logging.INFO)
        server.statements.clear()
        server.answers["UPDLOCK"] = [refusal, refusal, 1]
        assert self.change(database) == "done"
        whole = ["BEGIN", "INSERT", "SELECT"]
        undone = [] if refusal.number in UNDOING else ["ROLLBACK"]
        assert verbs(server) == [*whole, *undone, *whole, *undone, *whole, "INSERT", "COMMIT"]
        assert caplog.text.count(f"/{refusal.number}") == 2

    def test_that_are_never_to_be_had_are_told_after_three_attempts(self, server, database):
        server.statements.clear()
        server.answers["UPDLOCK"] = WAITED
        with pytest.raises(DBAPIError, match="Lock request time out") as raised:
            self.change(database)
        assert verbs(server).count("SELECT") == MOST_ATTEMPTS
        assert "COMMIT" not in verbs(server)
        assert described(raised.value) == "ProgrammingError 42000/1222"

    @pytest.mark.parametrize("refusal", [TRIGGER, DOUBLE], ids=lambda refusal: refusal.number)
    def test_have_nothing_to_do_with_other_errors(self, server, database, refusal):
        server.statements.clear()
        server.answers["UPDLOCK"] = refusal
        with pytest.raises(DBAPIError) as raised:
            self.change(database)
        assert verbs(server).count("SELECT") == 1
        assert described(raised.value).endswith(f"/{refusal.number}")
        assert "secret" not in described(raised.value)

    @staticmethod
    def change(database):
        author = Author("X1", "Test", datetime.datetime(2026, 9, 10, 12))
        for attempt in attempts():
            with attempt, database.writing(author) as session:
                add_row(session, Event, description="a")
                hold(session, for_update(ONE, Client), number=3)
                return "done"
        raise AssertionError


NO_LEADER = [
    Refusal(596, "Cannot continue the execution because the session is in the kill state."),
    Refusal(952, "Database 'vettrak' is in transition. Try the statement later."),
    Refusal(976, "The target database, 'vettrak', is participating in an availability group and is not accessible."),
    Refusal(978, "The target database is accessible for connections with application intent set to read only."),
    Refusal(983, "Unable to access availability database 'vettrak': the replica is not in the PRIMARY role.", 14),
    Refusal(988, "Unable to access database 'vettrak' because it lacks a quorum of nodes for high availability."),
    Refusal(3906, "Failed to update database 'vettrak' because the database is read-only."),
    Refusal(6005, "SHUTDOWN is in progress."),
]


class TestAnAvailabilityGroup:
    """Another replica leads: who called is told once, nothing is repeated, and the next call asks the listener anew."""

    @pytest.mark.parametrize("refusal", NO_LEADER, ids=lambda refusal: refusal.number)
    def test_a_server_that_leads_no_more_is_left_at_once(self, server, database, refusal):
        before = len(server.logins)
        server.statements.clear()
        server.answers["UPDLOCK"] = refusal
        with pytest.raises(DBAPIError) as raised:
            TestLocks.change(database)
        assert raised.value.connection_invalidated
        assert described(raised.value).endswith(f"/{refusal.number}")
        assert [sent.text for sent in server.statements if "UPDLOCK" in sent.text][1:] == []
        del server.answers["UPDLOCK"]
        assert TestLocks.change(database) == "done"
        assert len(server.logins) == before + 1

    @pytest.mark.parametrize("moment", ["before_cursor_execute", "commit"])
    def test_a_line_that_breaks_is_told_and_not_repeated(self, server, database, moment):
        before = len(server.logins)
        broken = []

        def breaks(*values):
            if not broken and (moment == "commit" or "UPDLOCK" in values[2]):
                broken.append(len(server.statements))
                server.break_connections()

        event.listen(database.engine, moment, breaks)
        with pytest.raises(DBAPIError) as raised:
            TestLocks.change(database)
        assert raised.value.connection_invalidated
        assert described(raised.value).startswith("OperationalError 08S01")
        assert [sent.text for sent in server.statements[broken[0] :] if sent.text.startswith("INSERT")] == []
        assert TestLocks.change(database) == "done"
        assert len(server.logins) == before + 1


SETTINGS = "FROM sys.databases"


def found(url):
    return {
        finding.subject: finding for finding in examine_database(Settings(database_url=url, database_timeout_seconds=1))
    }


class TestTheExamination:
    def test_looks_at_what_is_set(self, server):
        server.answers[SETTINGS] = [(1, 0, 160, "vettrak", "Latin1_General_100_CI_AS")]
        findings = found(url_of(server))
        assert findings["database answers"].detail == "SQL Server 16.0.1000.6"
        for subject in ("database answers", "readers and writers", "collation"):
            assert findings[subject].level is Level.OK
        assert {"compatibility level", "triggers"}.isdisjoint(findings)

    @pytest.mark.parametrize(
        ("row", "subject", "level", "advice"),
        [
            (
                (0, 0, 160, "vet]trak", "x_CI_AS"),
                "readers and writers",
                Level.WARN,
                "ALTER DATABASE [vet]]trak] SET READ_COMM",
            ),
            ((1, 1, 160, "vettrak", "Latin1_General_CI_AI"), "collation", Level.FAIL, "_AS"),
            ((1, 0, 120, "vettrak", "x_CI_AS"), "compatibility level", Level.WARN, "COMPATIBILITY_LEVEL = 150"),
        ],
    )
    def test_says_what_to_change(self, server, row, subject, level, advice):
        server.answers[SETTINGS] = [row]
        finding = found(url_of(server))[subject]
        assert (finding.level, advice in finding.advice) == (level, True)

    def test_names_tables_with_triggers(self, server):
        server.answers |= {SETTINGS: [(1, 0, 160, "vettrak", "x_CI_AS")], "sys.triggers": [("client",), ("event",)]}
        finding = found(url_of(server))["triggers"]
        assert (finding.level, finding.detail) == (Level.WARN, "on client, event")

    def test_refuses_a_server_that_is_too_old(self, server):
        server.answers["ProductVersion"] = [("11.0.7001.0",)]
        assert found(url_of(server))["database answers"].level is Level.FAIL

    def test_warns_of_a_connection_that_others_can_read(self, server):
        assert found(url_of(server))["database address"].level is Level.WARN


class TestBadInput:
    """One clear line, and what the database said."""

    def told(self, url):
        (failure,) = [finding for finding in found(url).values() if finding.level is Level.FAIL]
        assert "verysecret" not in failure.advice
        return failure.advice

    def test_a_certificate_that_is_not_trusted_has_three_cures(self):
        issued = trustme.CA().issue_cert("sql.example", "127.0.0.1")
        with FakeSqlServer(certificate=issued.configure_cert) as server:
            said = self.told(url_of(server, Encrypt="yes"))
            assert said.startswith("The database server's certificate is not trusted. Three cures:")
            assert "TrustServerCertificate=yes" in said
            server.answers[SETTINGS] = [(1, 0, 160, "vettrak", "x_CI_AS")]
            findings = found(url_of(server, Encrypt="yes", TrustServerCertificate="yes"))
            assert findings["database answers"].level is Level.OK

    def test_a_server_that_can_not_encrypt(self, server):
        assert self.told(url_of(server, Encrypt="yes")).startswith("SQL Server can not encrypt the connection.")

    @pytest.mark.parametrize(
        ("refusal", "words"),
        [
            (Refusal(18456, "Login failed for user 'sa'.", 14), "refuses the user or the password"),
            (
                Refusal(18452, "Login failed. The login is from an untrusted domain.", 14),
                "account of the application pool",
            ),
            (Refusal(4060, 'Cannot open database "vettrak" requested by the login.', 11), "Create it first"),
        ],
        ids=["password", "windows account", "database"],
    )
    def test_a_log_in_that_is_refused(self, refusal, words):
        with FakeSqlServer(at_login=refusal) as server:
            said = self.told(url_of(server))
        assert words in said
        assert f"({refusal.number})" in said

    def test_a_driver_that_is_not_there_is_told_with_those_that_are(self, server, monkeypatch):
        import pyodbc

        monkeypatch.setattr(pyodbc, "drivers", lambda: ["ODBC Driver 17 for SQL Server", "SQLite3"])
        said = self.told(url_of(server, driver="ODBC+Driver+81+for+SQL+Server"))
        assert "Installed here: ODBC Driver 17 for SQL Server, SQLite3." in said
        monkeypatch.setattr(pyodbc, "drivers", list)
        assert "No ODBC driver is installed here." in self.told(url_of(server, driver="Nonsense"))

    def test_a_data_source_that_is_not_there(self):
        assert "data source is made for the whole system" in self.told("mssql+pyodbc://sa:verysecret@NOWHERE")

    def test_a_database_that_is_down(self):
        with FakeSqlServer() as server:
            pass
        assert self.told(url_of(server)).startswith("Nothing answers at the address")
