"""Constant statements that go straight to each driver answer, the third time and the fifth, as SQLAlchemy does."""

import datetime
from decimal import Decimal

import pytest
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    MetaData,
    Table,
    Unicode,
    bindparam,
    delete,
    event,
    insert,
    select,
    update,
)

from vettrak_api.database.engine import build_engine
from vettrak_api.database.migrations import compare_text_exactly
from vettrak_api.model.base import Amount, Key, LongText, Moment
from vettrak_api.model.prepared import PreparedConnection
from vettrak_api.settings import Settings

VALUES = {
    "name": ["Zoë😀", "", None],
    "flag": [True, False, None],
    "day": [datetime.date(2026, 2, 28), datetime.date(1900, 1, 1), None],
    "moment": [datetime.datetime(2026, 2, 28, 23, 59, 59), datetime.datetime(1900, 1, 1), None],
    "amount": [Decimal("1234567890.12"), Decimal("-0.05"), None],
    "number": [2**40, -1, None],
    "text": ["é" * 20_000, "", None],
}
ROUNDS = 5


@pytest.fixture(scope="module")
def made(databases):
    """Make a table with a column of each type."""
    table = Table(
        "made",
        MetaData(),
        Column("id", Key, primary_key=True),
        Column("name", Unicode(20)),
        Column("flag", Boolean),
        Column("day", Date),
        Column("moment", Moment),
        Column("amount", Amount),
        Column("number", BigInteger),
        Column("text", LongText),
    )
    engine = build_engine(Settings(database_url=databases.create()))
    with engine.begin() as connection:
        compare_text_exactly(connection)
        table.create(connection)
    yield engine, table
    engine.dispose()


@pytest.fixture
def connection(made):
    with PreparedConnection(made[0]) as connection:
        connection.execute(delete(made[1]))
        yield connection


@pytest.fixture
def table(made):
    return made[1]


@pytest.fixture
def straight(made):
    """Collect the texts that went past SQLAlchemy's own execution."""
    told = []

    def note(connection, cursor, statement, parameters, context, many):
        if context is None:
            told.append(statement.split()[0])

    event.listen(made[0], "before_cursor_execute", note)
    yield told
    event.remove(made[0], "before_cursor_execute", note)


def test_what_was_stored_is_found_and_read_as_it_was(connection, table, straight):
    adding = insert(table)
    reading = select(table).where(table.c.id == bindparam("row"))
    for at in [0, 1, 2] * ROUNDS:
        values = {name: kinds[at] for name, kinds in VALUES.items()}
        (number,) = connection.execute(adding, values).inserted_primary_key
        row = connection.execute(reading, {"row": number}).one()
        assert row._mapping == {"id": number, **values}
        assert [type(value) for value in row[1:]] == [type(value) for value in values.values()]
    assert set(straight) == {"INSERT", "SELECT"}


@pytest.mark.parametrize("name", [name for name in VALUES if name != "text"])
def test_a_value_finds_its_row(connection, table, straight, name):
    connection.execute(insert(table), {column: kinds[0] for column, kinds in VALUES.items()})
    finding = select(table.c.text).where(table.c[name] == bindparam("wanted"))
    for _ in range(ROUNDS):
        assert connection.scalar(finding, {"wanted": VALUES[name][0]}) == VALUES["text"][0]
        assert connection.scalar(finding, {"wanted": VALUES[name][1]}) is None
    assert "SELECT" in straight


def test_what_is_changed_is_counted_by_what_was_found(connection, table, straight):
    """An UPDATE that writes what is there already has met the row all the same."""
    for _ in range(3):
        connection.execute(insert(table), {"name": "a"})
    changing = update(table).where(table.c.name == bindparam("old_name")).values(name=bindparam("new_name"))
    removing = delete(table).where(table.c.name == bindparam("old_name"))
    for _ in range(ROUNDS):
        assert connection.execute(changing, {"old_name": "a", "new_name": "a"}).rowcount == 3
        assert connection.execute(changing, {"old_name": "b", "new_name": "a"}).rowcount == 0
        assert connection.execute(removing, {"old_name": "b"}).rowcount == 0
    assert connection.execute(removing, {"old_name": "a"}).rowcount == 3
    assert {"UPDATE", "DELETE"} <= set(straight)
