"""What is worth another attempt: a deadlock, and on SQL Server alone a lock that was waited for in vain."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy.exc import OperationalError

from vettrak_api.database import transactions
from vettrak_api.database.error_codes import described
from vettrak_api.database.transactions import attempts, is_transient


class ServersError(Exception):
    """What drivers raise: PostgreSQL's holds the SQLSTATE, the others have number or SQLSTATE as first argument."""

    def __init__(self, *arguments, sqlstate=None):
        super().__init__(*arguments)
        self.sqlstate = sqlstate


MICROSOFT, MARIA = "[Microsoft][ODBC Driver 18 for SQL Server]", "[ma-3.1.15][10.11.19-MariaDB]"

PASSING = {
    "PostgreSQL's deadlock": ServersError("deadlock detected", sqlstate="40P01"),
    "MariaDB's deadlock": ServersError(1213, "Deadlock found when trying to get lock"),
    "MariaDB's deadlock, by ODBC": ServersError("40001", f"[40001] {MARIA}Deadlock found (1213) (SQLExecDirectW)"),
    "MariaDB's changed row, by ODBC": ServersError("HY000", f"[HY000] {MARIA}Record has changed (1020) (SQLExecute)"),
    "SQL Server's deadlock": ServersError(
        "40001", f"[40001] {MICROSOFT}[SQL Server]Transaction (Process ID 52) was deadlocked. (1205) (SQLExecDirectW)"
    ),
    "SQL Server's lock": ServersError(
        "42000", f"[42000] {MICROSOFT}[SQL Server]Lock request time out period exceeded. (1222) (SQLExecDirectW)"
    ),
    "SQL Server's changed row": ServersError(
        "42000", f"[42000] {MICROSOFT}[SQL Server]Snapshot isolation transaction aborted. (3960) (SQLExecDirectW)"
    ),
}
LASTING = {
    "PostgreSQL's lock": ServersError("canceling statement due to lock timeout", sqlstate="55P03"),
    "MariaDB's lock": ServersError(1205, "Lock wait timeout exceeded; try restarting transaction"),
    "MariaDB's lock, by ODBC": ServersError("HY000", f"[HY000] {MARIA}Lock wait timeout exceeded (1205) (SQLExecute)"),
    "MariaDB's other 1222, by ODBC": ServersError("21000", f"[21000] {MARIA}Columns differ (1222) (SQLExecDirectW)"),
    "SQLite's lock": sqlite3.OperationalError("database is locked"),
    "SQL Server's broken line": ServersError("08S01", f"[08S01] {MICROSOFT}TCP Provider: (10054) (SQLExecDirectW)"),
    "SQL Server's broken line, on Linux": ServersError("08S01", f"[08S01] {MICROSOFT}TCP Provider: (104) (SQLEndTran)"),
    "SQL Server's long statement": ServersError("HYT00", f"[HYT00] {MICROSOFT}Query timeout expired (0) (SQLExecute)"),
    "SQL Server's other leader": ServersError(
        "42000", f"[42000] {MICROSOFT}[SQL Server]Unable to access availability database. (983) (SQLExecDirectW)"
    ),
    "SQL Server's double": ServersError(
        "23000", f"[23000] {MICROSOFT}[SQL Server]Cannot insert duplicate key '(1205) (x'. (2627) (SQLExecDirectW)"
    ),
}


@pytest.mark.parametrize("kind", PASSING)
def test_what_passes_is(kind):
    assert is_transient(OperationalError("UPDATE", {}, PASSING[kind]))


@pytest.mark.parametrize("kind", LASTING)
def test_what_lasts_is_not(kind):
    assert not is_transient(OperationalError("UPDATE", {}, LASTING[kind]))


CODES = {
    "PostgreSQL's deadlock": "OperationalError ServersError 40P01",
    "MariaDB's deadlock": "OperationalError ServersError 1213",
    "MariaDB's lock, by ODBC": "OperationalError ServersError HY000/1205",
    "SQL Server's lock": "OperationalError ServersError 42000/1222",
    "SQL Server's double": "OperationalError ServersError 23000/2627",
    "SQLite's lock": "OperationalError",
}


@pytest.mark.parametrize("kind", CODES)
def test_a_log_tells_the_codes_and_no_text(kind):
    assert described(OperationalError("UPDATE", {}, (PASSING | LASTING)[kind])) == CODES[kind]


def test_a_log_tells_sqlites_own_name_of_an_error():
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t (a NOT NULL)")
        with pytest.raises(sqlite3.IntegrityError) as raised:
            connection.execute("INSERT INTO t VALUES (NULL)")
    assert described(OperationalError("INSERT", {}, raised.value)).endswith("SQLITE_CONSTRAINT_NOTNULL")


def test_a_log_tells_of_other_errors_their_type():
    assert described(ValueError("a secret")) == "ValueError"


def test_the_attempts_pause_longer_and_longer(monkeypatch):
    paused = []
    monkeypatch.setattr(transactions, "sleep", paused.append)
    monkeypatch.setattr(transactions.random, "uniform", lambda least, most: most)

    def fail_each_time():
        for attempt in attempts():
            with attempt:
                raise OperationalError("UPDATE", {}, PASSING["SQL Server's lock"])

    with pytest.raises(OperationalError):
        fail_each_time()
    assert paused == [0.05, 0.1]
