"""Long lists are written member by member, with shortcuts for usual columns; the text is that of single values."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vettrak_api.asmx.column_writers import column, lists
from vettrak_api.asmx.text import escape
from vettrak_api.asmx.values import PreciseTime, formatters

UTC = datetime.UTC
EAST = datetime.timezone(datetime.timedelta(hours=10))
NOON = datetime.datetime(2026, 3, 4, 12)

VALUES = {
    "int": st.one_of(st.integers(-(2**31), 2**31 - 1), st.sampled_from([0, 1, True])),
    "string": st.one_of(st.text(), st.sampled_from(["", "Ada", "Ada & Bea", "<b>", "a\tb", "a\x00b", "Zoë"])),
    "decimal": st.one_of(
        st.decimals(allow_nan=False, allow_infinity=False, places=2),
        st.sampled_from([Decimal("0.00"), Decimal("-0.00"), Decimal("1.0"), Decimal("1.00"), Decimal("1E+3"), 5]),
    ),
    "dateTime": st.one_of(
        st.datetimes(timezones=st.sampled_from([None, UTC, EAST])),
        st.sampled_from([NOON, NOON.replace(tzinfo=UTC), NOON.replace(microsecond=5), PreciseTime.at(NOON, 3)]),
    ),
    "boolean": st.booleans(),
}


def written(kind, name="M", null=""):
    """The writer of one value, in plain words."""
    form = escape if kind == "string" else formatters(None)[kind]

    def write(value):
        if value is None:
            return null
        text = form(value)
        return f"<{name}>{text}</{name}>" if text else f"<{name} />"

    return write


@pytest.mark.parametrize("kind", VALUES)
@pytest.mark.parametrize("null", ["", '<M xsi:nil="true" />'])
@given(data=st.data())
def test_a_column_is_its_values_one_by_one(kind, null, data):
    values = data.draw(st.lists(st.one_of(st.none(), VALUES[kind]), min_size=1))
    if data.draw(st.booleans()):
        values = values[:1] * len(values)
    write = written(kind, null=null)
    one_by_one = [write(value) for value in values]
    assert list(column("M", kind, write)(values) or [""] * len(values)) == one_by_one


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("decimal", [Decimal("1.0"), Decimal("1.00")]),
        ("decimal", [Decimal("-0.00"), Decimal("0.00"), Decimal("-5.00")]),
        ("int", [1, True]),
        ("dateTime", [NOON.replace(tzinfo=UTC), NOON.replace(tzinfo=UTC).astimezone(EAST)]),
        ("dateTime", [NOON, PreciseTime.at(NOON, 3)]),
        ("string", ["a\x00b", "c"]),
        ("string", ["&", "", None, "<"]),
    ],
)
def test_values_that_are_equal_need_not_have_equal_texts(kind, values):
    write = written(kind)
    assert list(column("M", kind, write)(values)) == [write(value) for value in values]


@given(st.lists(st.one_of(st.none(), st.lists(st.one_of(st.none(), VALUES["string"]))), min_size=1))
@example([None, [], ["x"], [None, ""]])
def test_lists_of_texts_keep_their_items_together(values):
    item = written("string", "string", '<string xsi:nil="true" />')
    expected = [
        "" if value is None else f"<M>{''.join(map(item, value))}</M>" if value else "<M />" for value in values
    ]
    assert list(lists("M", column("string", "string", item))(values)) == expected
