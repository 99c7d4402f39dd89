"""The log names a database's error by its own code and never by its text."""

import sqlite3

import psycopg
import pymysql
import pytest
from sqlalchemy.exc import DBAPIError, OperationalError

from vettrak_api.database.error_codes import code_of, described


def sqlite_error():
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("PRAGMA max_page_count = 1")
        connection.execute("CREATE TABLE t (x)")
    except sqlite3.Error as error:
        return error
    finally:
        connection.close()
    raise AssertionError


class Odbc(Exception):
    """What pyodbc raises: SQLSTATE and text."""


DUPLICATE = (
    "[23000] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Violation of UNIQUE KEY constraint 'uq'. "
    "The duplicate key value is (1990). (2627) (SQLExecDirectW)"
)


@pytest.mark.parametrize(
    ("cause", "code"),
    [
        (sqlite_error(), "SQLITE_FULL"),
        (psycopg.errors.DiskFull("no space"), "53100"),
        (psycopg.errors.LockNotAvailable("held"), "55P03"),
        (pymysql.err.OperationalError(1205, "Lock wait timeout exceeded"), "1205"),
        (Odbc("23000", DUPLICATE), "23000/2627"),
        (
            Odbc("40001", "[SQL Server]Transaction (Process ID 52) was deadlocked. (1205) (SQLExecDirectW)"),
            "40001/1205",
        ),
        (Odbc("HYT00", "[Microsoft]Login timeout expired"), "HYT00"),
        (Odbc("08001", "(53) (SQLDriverConnect)"), "08001/53"),
        (Odbc("a text alone"), ""),
        (Odbc(), ""),
        (Odbc("Ann's", "secret (12) text"), ""),
    ],
    ids=lambda value: str(value)[:20],
)
def test_each_driver_s_code(cause, code):
    assert code_of(DBAPIError("SELECT :x", {"x": "private"}, cause)) == code


def test_an_error_is_named_by_its_kinds_and_its_code():
    error = OperationalError("SELECT 1", {}, pymysql.err.InternalError(1205, "private"))
    assert described(error) == "OperationalError InternalError 1205"
    assert described(OperationalError("SELECT 1", {}, sqlite_error())) == "OperationalError SQLITE_FULL"
    assert described(ValueError("private")) == "ValueError"
    assert described(ValueError(1990, "private")) == "ValueError"
