"""The tables can be made, removed and made again on every kind of database, and are what the model says."""

import pytest
from sqlalchemy import inspect, text

from vettrak_api.database import migrations
from vettrak_api.model import Base
from vettrak_api.rules.reference.loading import load_reference_data


def tables_of(runtime):
    return set(inspect(runtime.database.engine).get_table_names())


def test_up_down_and_up_again(empty):
    migrations.upgrade(empty.database)
    assert tables_of(empty) == {*Base.metadata.tables, "alembic_version"}
    assert migrations.present_revision(empty.database) == migrations.newest_revision()
    migrations.downgrade(empty.database, "base")
    assert tables_of(empty) == {"alembic_version"}
    assert migrations.present_revision(empty.database) is None
    migrations.upgrade(empty.database)
    assert migrations.differences(empty.database) == []


def test_numbers_are_never_used_again_where_the_model_says_so(empty):
    if empty.database.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite has to be told that numbers are never used again")
    migrations.upgrade(empty.database)
    with empty.database.connection() as connection:
        made = connection.execute(text("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'")).scalars()
        assert set(made) == {
            table.name
            for table in Base.metadata.tables.values()
            if table.dialect_options["sqlite"]["autoincrement"] is True
        }


def test_an_upgrade_of_what_is_up_to_date_changes_nothing(empty):
    migrations.upgrade(empty.database)
    migrations.upgrade(empty.database)
    assert migrations.differences(empty.database) == []


def test_reference_lists_are_loaded_once(empty):
    migrations.upgrade(empty.database)
    with empty.database.writing() as session:
        first = load_reference_data(session)
    with empty.database.writing() as session:
        second = load_reference_data(session)
    assert first > 1000
    assert second == 0
