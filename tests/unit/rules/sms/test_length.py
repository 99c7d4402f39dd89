"""How many messages a text takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vettrak_api.rules.sms.length import BASIC, EXTENSION, parts_of

EURO, HAN, SMILE = "\u20ac", "\u4e2d", "\U0001f600"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1), ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3),
        ("\u00e9\u00f1\u00df\u0394\n" * 32, 1), ("\u00e9\u00f1\u00df\u0394\n" * 32 + "a", 2),
        (EURO * 80, 1), (EURO * 80 + "a", 2),
        # 152 and a half: the last one does not fit, and 153 are not filled
        ("a" + EURO * 76 + "a" * 153, 2), (EURO * 77 + "a" * 153, 3), ("a" * 152 + EURO + "a" * 152, 3),
        ("[" * 80, 1), ("[" * 81, 2),
        (HAN * 70, 1), (HAN * 71, 2), (HAN * 134, 2), (HAN * 135, 3),
        ("\u00ea" + "a" * 69, 1), ("\u00ea" + "a" * 70, 2),
        (SMILE * 35, 1), (SMILE * 36, 2), (SMILE * 66, 2), (SMILE * 67, 3), (HAN * 66 + SMILE + HAN * 66, 3),
    ],
)  # fmt: skip
def test_parts(text, parts):
    assert parts_of(text) == parts


def test_the_alphabet_has_what_the_standard_has():
    # 128 places, of which one is the escape.
    assert (len(BASIC), len(EXTENSION), BASIC & EXTENSION) == (127, 10, frozenset())
    assert [letter for letter in "\u00e7\u00ea\u00e1`\t" if letter in BASIC | EXTENSION] == []


@given(st.text(st.sampled_from("a" + EURO), max_size=700))
def test_each_part_is_as_full_as_can_be(text):
    size = sum(2 if letter == EURO else 1 for letter in text)
    parts = parts_of(text)
    assert (parts == 1) == (size <= 160)
    # A part is at most one short of being full.
    assert parts == 1 or size / 153 <= parts <= size / 152 + 1
