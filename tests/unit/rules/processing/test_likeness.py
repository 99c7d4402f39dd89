"""Which names and dates are close to each other."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vettrak_api.model.base import fold_name
from vettrak_api.rules.processing.likeness import companies_close, dates_close, given_names_close, surnames_close

NAMES = st.text(alphabet="abcdé '-", max_size=12).map(fold_name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("smith", "smyth"), ("smith", "smit"), ("smith", "smitth"), ("smith", "msith"), ("papadopoulos", "papadopolus"),
        ("o'hara", "ohara"), ("van der berg", "vanderberg"), ("gray-lee", "lee"), ("gray-lee", "gray"),
        ("de la cruz", "cruz"), ("gray lee", "gray-lee"), ("muller", "mueller"),
    ],
)  # fmt: skip
def test_surnames_that_may_be_one(one, other):
    assert surnames_close(one, other)
    assert surnames_close(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("smith", "smart"), ("li", "lu"), ("lee", "gray"), ("van dam", "van berg"), ("", "smith"), ("brown", "browning")],
)
def test_surnames_of_two(one, other):
    assert not surnames_close(one, other)
    assert not surnames_close(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bob", "robert"), ("rob", "bob"), ("liz", "elizabeth"), ("kate", "catherine"), ("j", "john"),
        ("jon", "jonathan"), ("mary anne", "mary"), ("sara", "sarah"), ("john paul", "jack"), ("mohamed", "muhammad"),
    ],
)  # fmt: skip
def test_given_names_that_may_be_one(one, other):
    assert given_names_close(one, other)
    assert given_names_close(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("john", "peter"),
        ("alexander", "alexandra"),
        ("jo", "joshua"),
        ("", "john"),
        ("robert", "william"),
        ("'", "ann"),
    ],
)
def test_given_names_of_two(one, other):
    assert given_names_close(one, other) is ((one, other) == ("alexander", "alexandra"))
    assert given_names_close(other, one) is ((one, other) == ("alexander", "alexandra"))


@given(NAMES, NAMES)
def test_it_is_the_same_both_ways(one, other):
    assert surnames_close(one, other) == surnames_close(other, one)
    assert given_names_close(one, other) == given_names_close(other, one)


@pytest.mark.parametrize(
    ("one", "other", "close"),
    [
        ("the beer company", "beer company pty ltd", True),
        ("beer & wine", "beer and wine limited", True),
        ("brewery", "brewry", True),
        ("the company", "the group", False),
        ("beer hall", "beer house", False),
    ],
)
def test_companies(one, other, close):
    assert companies_close(one, other) is companies_close(other, one) is close


@pytest.mark.parametrize(
    ("other", "close"),
    [("1990-07-05", True), ("1990-05-17", True), ("1991-05-07", True), ("1990-06-07", True), ("1991-06-07", False)],
)
def test_dates(other, close):
    assert dates_close(datetime.date(1990, 5, 7), datetime.date.fromisoformat(other)) is close
