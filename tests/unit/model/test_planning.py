"""What a statement keeps from planners, and what it tells them, in the words of each database."""

import datetime

import pytest
from sqlalchemy import DateTime, bindparam, column, create_engine, select
from sqlalchemy.dialects import mssql, mysql, postgresql, sqlite

from vettrak_api.model.planning import constant, not_before, unseen

DAY = datetime.datetime(2026, 2, 28)
START = unseen(bindparam("start", type_=DateTime))


@pytest.mark.parametrize("dialect", [sqlite, mysql, mssql], ids=["sqlite", "mysql", "mssql"])
def test_a_value_stands_as_it_is_where_planners_may_see_it(dialect):
    plain = str(select(column("day")).where(column("day") >= bindparam("start")).compile(dialect=dialect.dialect()))
    assert str(select(column("day")).where(column("day") >= START).compile(dialect=dialect.dialect())) == plain


def test_postgresql_meets_it_after_planning():
    told = str(select(column("day")).where(column("day") >= START).compile(dialect=postgresql.dialect()))
    assert told.endswith("WHERE day >= (SELECT %(start)s::TIMESTAMP WITHOUT TIME ZONE)")


def test_it_is_the_value_all_the_same():
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        assert connection.scalar(select(START), {"start": DAY}) == DAY
    engine.dispose()


def test_a_constant_is_no_parameter():
    compiled = select(column("a")).where(column("a") == constant(3), column("b") == constant("web_enrolment")).compile()
    assert compiled.params == {}
    assert str(compiled).endswith("WHERE a = 3 AND b = 'web_enrolment'")


@pytest.mark.parametrize("text", ["", "it's", "a b", "1; --"])
def test_no_other_text_is_a_constant(text):
    with pytest.raises(ValueError, match="is no plain name"):
        constant(text)


def test_not_before_a_moment_is_a_range_to_the_end_of_time():
    compiled = select(column("day", DateTime)).where(not_before(column("day", DateTime), DAY)).compile()
    assert list(compiled.params.values()) == [DAY, datetime.datetime(9999, 12, 31, 23, 59, 59)]
