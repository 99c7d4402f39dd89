"""Numbers are never used twice on any kind of database, not even after a restart of its server."""

import pytest
from sqlalchemy import delete, insert, text

from vettrak_api.database import migrations
from vettrak_api.model import Base
from vettrak_api.model.changes import Change
from vettrak_api.model.reference import ReferralSource

NUMBERS = Base.metadata.tables["referral_source"]


def note(runtime):
    """Write a row and return the number that it got."""
    with runtime.database.writing() as session:
        row = ReferralSource(name="X", group_name="Y")
        session.add(row)
        session.flush()
        return row.id


def test_the_highest_number_is_not_given_again(empty, databases):
    migrations.upgrade(empty.database)
    first, last = note(empty), note(empty)
    with empty.database.connection(writing=True) as connection:
        connection.execute(delete(NUMBERS).where(NUMBERS.c.id >= first))
    assert note(empty) > last
    with empty.database.connection(writing=True) as connection:
        connection.execute(delete(NUMBERS))
    if hasattr(databases, "stop"):
        empty.database.close()
        databases.stop()
        databases.start()
    assert note(empty) > last + 1


@pytest.fixture
def before():
    known = migrations.revisions()
    return known[known.index("0013") - 1]


def test_an_upgrade_knows_what_was_deleted_before(empty, before):
    if empty.database.engine.dialect.name != "sqlite":
        pytest.skip("the other databases have counted all the time")
    migrations.upgrade(empty.database)
    migrations.downgrade(empty.database, before)
    with empty.database.connection(writing=True) as connection:
        stamps = {"stamp": 1, "by": "X", "operation": "x", "action": "insert"}
        connection.execute(insert(Change.__table__), {**stamps, "table_name": "position", "record_id": 41})
        connection.execute(text("INSERT INTO position (id, code, name) VALUES (7, 'A', 'A')"))
    migrations.upgrade(empty.database)
    with empty.database.connection(writing=True) as connection:
        connection.execute(text("INSERT INTO position (code, name) VALUES ('B', 'B')"))
        assert connection.execute(text("SELECT id FROM position ORDER BY id")).scalars().all() == [7, 42]
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
