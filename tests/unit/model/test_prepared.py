"""Constant statements told straight to the driver answer, and fail, as they do on SQLAlchemy's way."""

import datetime

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    bindparam,
    column,
    create_engine,
    delete,
    event,
    insert,
    literal,
    select,
    table,
    text,
    update,
)
from sqlalchemy.exc import OperationalError, StatementError

from vettrak_api.model.prepared import PreparedConnection

DAY = datetime.date(2026, 2, 28)
MOMENT = datetime.datetime(2026, 2, 28, 23, 59, 59)


@pytest.fixture
def engine():
    made = create_engine("sqlite://", hide_parameters=True)
    yield made
    made.dispose()


@pytest.fixture
def connection(engine):
    with PreparedConnection(engine) as connection:
        yield connection


@pytest.fixture
def told(engine):
    """What the listeners of the engine heard, and whether SQLAlchemy's own execution told them."""
    heard = []

    @event.listens_for(engine, "before_cursor_execute")
    def note(connection, cursor, statement, parameters, context, many):
        heard.append((statement, tuple(parameters), context is not None))

    return heard


def echo(name, kind):
    return select(bindparam(name, type_=kind).label("echo"))


class TestAnAnswer:
    @pytest.mark.parametrize(
        ("kind", "value"),
        [
            (Integer, 3),
            (Integer, None),
            (String, "Zoë"),
            (Boolean, True),
            (Boolean, False),
            (Date, DAY),
            (Date, None),
            (DateTime, MOMENT),
            (Numeric(9, 2), 2),
        ],
    )
    def test_is_the_same_every_time(self, connection, told, kind, value):
        statement = echo("said", kind)
        found = [connection.execute(statement, {"said": value}).one() for _ in range(4)]
        assert [(row.echo, type(row.echo), row._fields) for row in found[1:]] == [
            (found[0].echo, type(found[0].echo), found[0]._fields)
        ] * 3
        assert [ordinary for _, _, ordinary in told] == [True, True, False, False]
        assert len({statement for statement, _, _ in told}) == 1

    def test_is_of_the_values_that_are_given_now(self, connection):
        statement = echo("said", String)
        assert [connection.scalar(statement, {"said": word}) for word in "abcdef"] == list("abcdef")

    def test_has_the_names_of_doubled_columns(self, connection):
        statement = select(literal(1).label("one"), literal(2).label("two"), literal(3).label("one"))
        names = [tuple(connection.execute(statement).keys()) for _ in range(3)]
        assert names[0] == names[1] == names[2]

    def test_can_be_read_in_every_way(self, connection):
        statement = select(literal(1).label("one"), literal("b").label("two"))
        for _ in range(3):
            assert connection.execute(statement).mappings().one() == {"one": 1, "two": "b"}
            assert connection.execute(statement).all() == [(1, "b")]
            assert connection.execute(statement).one_or_none().two == "b"
            assert connection.scalars(statement).all() == [1]
            assert [tuple(row) for row in connection.execute(statement)] == [(1, "b")]


class TestConstants:
    def test_are_those_of_the_statement_and_not_of_one_that_looks_alike(self, connection):
        one, two = (select(literal(value).label("kind")) for value in (1, 2))
        assert [connection.scalar(statement) for _ in range(4) for statement in (one, two)] == [1, 2] * 4

    def test_of_a_named_parameter_can_be_replaced(self, connection):
        statement = select(bindparam("kind", 1))
        assert [connection.scalar(statement) for _ in range(3)] == [1, 1, 1]
        assert connection.scalar(statement, {"kind": 2}) == 2


class TestWhatWrites:
    @pytest.fixture
    def rows(self, connection):
        made = Table(
            "made",
            MetaData(),
            Column("id", Integer, primary_key=True),
            Column("day", Date),
            Column("note", String),
            Column("state", String, default="new"),
        )
        made.create(connection)
        return made

    def test_meets_the_same_rows(self, connection, rows, told):
        adding = insert(rows).inline()
        for number in range(5):
            connection.execute(adding, {"id": number, "day": DAY, "note": "a"})
        changing = update(rows).where(rows.c.id >= bindparam("least")).values(note=bindparam("new_note"))
        counts = [connection.execute(changing, {"least": least, "new_note": str(least)}).rowcount for least in range(5)]
        assert counts == [5, 4, 3, 2, 1]
        removing = delete(rows).where(rows.c.id == bindparam("number"))
        assert [connection.execute(removing, {"number": number}).rowcount for number in (0, 1, 2, 2)] == [1, 1, 1, 0]
        assert connection.execute(select(rows.c.id, rows.c.day, rows.c.note).order_by(rows.c.id)).all() == [
            (3, DAY, "3"),
            (4, DAY, "4"),
        ]
        straight = [statement.split()[0] for statement, _, ordinary in told if not ordinary]
        assert straight == ["INSERT"] * 3 + ["UPDATE"] * 3 + ["DELETE"] * 2

    def test_takes_other_columns_the_next_time(self, connection, rows):
        adding = insert(rows).inline()
        for number in range(3):
            connection.execute(adding, {"id": number, "note": "a"})
        connection.execute(adding, {"id": 7, "day": DAY})
        assert connection.execute(select(rows.c.day, rows.c.note).where(rows.c.id == 7)).one() == (DAY, None)

    def test_tells_the_number_of_a_new_row(self, connection, rows, told):
        adding = insert(rows)
        made = [connection.execute(adding, {"note": "a"}).inserted_primary_key for _ in range(4)]
        assert made == [(1,), (2,), (3,), (4,)]
        assert [ordinary for _, _, ordinary in told if not ordinary] == [False, False]

    def test_gives_constant_defaults(self, connection, rows):
        adding = insert(rows)
        for _ in range(4):
            connection.execute(adding, {"day": DAY})
        assert connection.execute(select(rows.c.state).distinct()).all() == [("new",)]
        connection.execute(adding, {"day": DAY, "state": "old"})
        assert connection.execute(select(rows.c.state).where(rows.c.id == 5)).scalar() == "old"


class TestWhatGoesTheOrdinaryWay:
    def test_is_a_list_of_values(self, connection, told):
        statement = select(literal(1)).where(literal(1).in_(bindparam("some", expanding=True)))
        found = [connection.scalar(statement, {"some": some}) for some in ([1], [2, 3], [], [1, 2])]
        assert found == [1, None, None, 1]
        assert all(ordinary for _, _, ordinary in told)

    def test_is_a_column_without_a_type(self, connection, told):
        statement = select(text("7"))
        assert [connection.scalar(statement) for _ in range(3)] == [7, 7, 7]
        assert all(ordinary for _, _, ordinary in told)

    def test_is_a_text(self, connection, told):
        assert [connection.scalar(text("SELECT 7")) for _ in range(3)] == [7, 7, 7]
        assert all(ordinary for _, _, ordinary in told)


class TestAFailure:
    def test_is_told_as_sqlalchemy_tells_it(self, connection):
        statement = select(column("gone")).select_from(table("gone"))
        connection.execute(text("CREATE TABLE gone (gone INTEGER)"))
        for _ in range(3):
            connection.execute(statement)
        connection.execute(text("DROP TABLE gone"))
        with pytest.raises(OperationalError, match="no such table: gone") as raised:
            connection.execute(statement)
        assert raised.value.statement == "SELECT gone \nFROM gone"

    def test_hides_the_values(self, connection):
        statement = select(column("gone")).select_from(table("gone")).where(bindparam("said", type_=String) == "a")
        connection.execute(text("CREATE TABLE gone (gone INTEGER)"))
        for _ in range(3):
            connection.execute(statement, {"said": "a secret"})
        connection.execute(text("DROP TABLE gone"))
        with pytest.raises(OperationalError) as raised:
            connection.execute(statement, {"said": "a secret"})
        assert "a secret" not in str(raised.value)

    def test_of_a_missing_value_is_an_error(self, connection):
        statement = echo("said", String)
        for _ in range(3):
            connection.execute(statement, {"said": "a"})
        with pytest.raises((KeyError, StatementError)):
            connection.execute(statement, {})
