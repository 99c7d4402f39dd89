"""The trail of changes and the log of deletions become one log, and two tables again, on every kind of database."""

import datetime

import pytest
from sqlalchemy import DateTime, column, insert, inspect, select, table

from vettrak_api.database import migrations
from vettrak_api.model.changes import Change

BEFORE, AFTER = "0009", "0010"
CHANGE = table(
    "change", column("at", DateTime), *map(column, ("id", "by", "operation", "table_name", "record_id", "action"))
)
DELETION = table("deletion", column("at", DateTime), *map(column, ("id", "kind", "identifier", "by", "reason")))
LOG = Change.__table__
NOON = datetime.datetime(2026, 9, 10, 12)
NOON_UTC = datetime.datetime(2026, 9, 10, 2, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)
TWICE = datetime.datetime(2026, 4, 5, 2, 30)
"""When clocks in Sydney went back."""

SECOND_TIME = datetime.datetime(2026, 4, 4, 16, 30, tzinfo=datetime.UTC)


def change(number, at=NOON, action="update"):
    return {
        "at": at, "by": "TESS", "operation": "UpdateResult", "table_name": "enrolled_unit", "record_id": number,
        "action": action,
    }  # fmt: skip


def deletion(kind, identifier, at=NOON, reason="Kürzung"):
    return {"kind": kind, "identifier": identifier, "at": at, "by": "TESS", "reason": reason}


def stamp(moment):
    return int(moment.timestamp() * 1000)


@pytest.fixture
def former(empty):
    """A database as the last version left it."""
    migrations.upgrade(empty.database, BEFORE)
    return empty


def write(runtime, into, rows):
    with runtime.database.connection(writing=True) as connection:
        connection.execute(insert(into), rows)


def rows_of(runtime, wanted, *names):
    with runtime.database.connection() as connection:
        rows = connection.execute(select(*[wanted.c[name] for name in names]).order_by(wanted.c.id))
        return [tuple(row) for row in rows]


def test_both_move_into_the_log_and_are_told_at_their_times(former):
    write(former, CHANGE, [change(7), change(8, TWICE, "delete")])
    write(former, DELETION, [deletion("ENROUNIT", "8"), deletion("CLIENT", "C00001", TWICE, None), deletion("?", "1")])
    migrations.upgrade(former.database, AFTER)
    names = ("stamp", "by", "operation", "table_name", "record_id", "action", "identifier", "reason")
    noon, late = stamp(NOON_UTC), stamp(SECOND_TIME)
    assert rows_of(former, LOG, *names) == [
        (noon, "TESS", "UpdateResult", "enrolled_unit", 7, "update", None, None),
        (late, "TESS", "UpdateResult", "enrolled_unit", 8, "delete", None, None),
        (noon, "TESS", None, "enrolled_unit", 8, "delete", "8", "Kürzung"),
        (late, "TESS", None, "client", 0, "delete", "C00001", None),
    ]
    assert not {"change", "deletion"} & {*inspect(former.database.engine).get_table_names()}


def test_more_than_a_portion_moves_there_and_back(former):
    changes = [change(number) for number in range(1, 1202)]
    deletions = [deletion("ENROLMENT", str(number), NOON + number * SECOND) for number in range(1, 1202)]
    write(former, CHANGE, changes)
    write(former, DELETION, deletions)
    migrations.upgrade(former.database, AFTER)
    assert len(rows_of(former, LOG, "id")) == 2402
    migrations.downgrade(former.database, BEFORE)
    assert rows_of(former, CHANGE, "record_id") == [(row["record_id"],) for row in changes]
    assert rows_of(former, DELETION, "identifier") == [(row["identifier"],) for row in deletions]
    assert "change_log" not in inspect(former.database.engine).get_table_names()


def test_what_the_log_knows_of_a_deletion_becomes_two_rows(former):
    migrations.upgrade(former.database, AFTER)
    entry = change(9, action="delete") | {"stamp": stamp(NOON_UTC) + 999, "identifier": "9", "reason": None}
    del entry["at"]
    write(former, LOG, [entry, entry | {"table_name": "occurrence"}, entry | {"identifier": None}])
    migrations.downgrade(former.database, BEFORE)
    told = ("at", "by", "table_name", "record_id", "action")
    assert rows_of(former, CHANGE, *told) == [
        (NOON, "TESS", table_name, 9, "delete") for table_name in ("enrolled_unit", "occurrence", "enrolled_unit")
    ]
    assert rows_of(former, DELETION, "kind", "identifier", "at", "by", "reason") == [
        ("ENROUNIT", "9", NOON, "TESS", None),
        ("ENROLMENT", "9", NOON, "TESS", None),
    ]
