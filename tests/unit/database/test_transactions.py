"""What is worth another attempt: a deadlock, but no lock that was waited for in vain."""

import sqlite3

import pytest
from sqlalchemy.exc import OperationalError

from vettrak_api.database.transactions import is_transient


class ServersError(Exception):
    """What drivers raise: PostgreSQL's holds the SQLSTATE, the others have number or SQLSTATE as first argument."""

    def __init__(self, *arguments, sqlstate=None):
        super().__init__(*arguments)
        self.sqlstate = sqlstate


DEADLOCKS = {
    "PostgreSQL": ServersError("deadlock detected", sqlstate="40P01"),
    "MariaDB": ServersError(1213, "Deadlock found when trying to get lock"),
    "SQL Server": ServersError("40001", "Transaction was deadlocked (1205)"),
}
WAITED_IN_VAIN = {
    "PostgreSQL": ServersError("canceling statement due to lock timeout", sqlstate="55P03"),
    "MariaDB": ServersError(1205, "Lock wait timeout exceeded; try restarting transaction"),
    "SQL Server": ServersError("42000", "Lock request time out period exceeded. (1222)"),
    "SQLite": sqlite3.OperationalError("database is locked"),
}


@pytest.mark.parametrize("kind", DEADLOCKS)
def test_a_deadlock_is(kind):
    assert is_transient(OperationalError("UPDATE", {}, DEADLOCKS[kind]))


@pytest.mark.parametrize("kind", WAITED_IN_VAIN)
def test_a_lock_is_not(kind):
    assert not is_transient(OperationalError("UPDATE", {}, WAITED_IN_VAIN[kind]))
