"""No regular expression of the package can be made to work for longer than the text that it reads is long."""

import re

import pytest

from tests.support.patterns import LONGEST, TABLE, Worst, all_patterns, filled, growth, hidden_patterns, worst

PATTERNS = all_patterns()
READ = {name: line for name, line in TABLE.items() if isinstance(line, Worst)}
ROOM = 1.7
"""How much faster than its length the time may grow from one length to the next; the square grows twice as fast."""

TRIES = 4
"""A busy computer may spoil a measurement, but not several."""


def trouble(line, patterns):
    """Return where the time grows faster than the length, for any of the worst inputs."""
    return [
        f"{pattern.pattern!r} with {length} characters: {factor:.1f}"
        for pattern in patterns
        for make in line.texts
        if (found := first_excess(line, pattern, make))
        for length, factor in [found]
    ]


def first_excess(line, pattern, make):
    """Return length and factor where it does so in every try, or None; it is not tried with more."""
    found = None
    for _ in range(TRIES):
        found = next(((length, factor) for length, _, factor in growth(line, pattern, make) if factor > ROOM), None)
        if found is None:
            return None
    return found


def test_every_pattern_stands_in_the_table():
    assert sorted(PATTERNS) == sorted(TABLE)


def test_no_function_makes_a_pattern_of_its_own():
    assert list(hidden_patterns()) == []


def test_worst_inputs_are_long_enough():
    assert LONGEST == 262_144
    for name, line in READ.items():
        for make in line.texts:
            assert LONGEST - 5000 <= len(make(LONGEST)) <= LONGEST, name


@pytest.mark.parametrize("name", READ)
def test_time_grows_with_the_length(name):
    assert trouble(READ[name], PATTERNS[name]) == []


@pytest.mark.parametrize(
    ("pattern", "make"),
    [
        (r"(a+)+b", filled("", "a")),
        (r"(?P<before>(?:/[^/]+)*)/(?P<name>staff)(?P<rest>(?:/.*)?)", filled("/", "staff/", "\n\n")),
        (r"\s+$", filled("", " ", "x")),
    ],
)
def test_a_pattern_that_is_not_so_is_found(pattern, make):
    use = "fullmatch" if "b" in pattern else "search"
    assert trouble(worst(use, make), [re.compile(pattern)])
