"""How much of a column a text takes: UTF-16 units, as SQL Server counts; the other databases count fewer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vettrak_api.model.base import LONGEST_KEY, cut, fold, fold_name, size_of


@pytest.mark.parametrize(("text", "size"), [("", 0), ("abc", 3), ("Łukasz", 6), ("李", 1), ("🎓", 2), ("a🎓é", 4)])
def test_size(text, size):
    assert size_of(text) == size


@pytest.mark.parametrize(
    ("longest", "left"),
    [(0, ""), (1, "a"), (2, "a"), (3, "a🎓"), (4, "a🎓é"), (5, "a🎓é"), (6, "a🎓é🎓"), (7, "a🎓é🎓")],
)
def test_no_character_is_halved(longest, left):
    assert cut("a🎓é🎓", longest) == left


@given(st.text(), st.integers(0, 20))
def test_what_is_cut_is_the_beginning_and_fits(text, longest):
    left = cut(text, longest)
    assert text.startswith(left)
    assert size_of(left) <= longest
    assert left == text or size_of(text[: len(left) + 1]) > longest


@pytest.mark.parametrize("key_of", [fold, fold_name])
def test_a_key_fits_into_its_column(key_of):
    assert size_of(key_of("🎓" * 150)) == LONGEST_KEY
