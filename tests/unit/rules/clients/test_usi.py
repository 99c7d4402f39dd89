"""The form of Unique Student Identifiers, against published vectors."""

import pytest

from vettrak_api.errors import InvalidInput
from vettrak_api.rules.clients.usi import ALPHABET, check_character, is_well_formed, valid_usi


@pytest.mark.parametrize("usi", ["7QRP3KV395", "UDNM3W6KUS", "2GF2UGXXV8"])
def test_published_identifiers_are_well_formed(usi):
    assert is_well_formed(usi)


@pytest.mark.parametrize(
    "text",
    [
        "5U9HD88TA3",  # the check character is another
        "HGDFSGYHIG",  # holds an I
        "2GF2UGXXV",
        "2GF2UGXXV88",
        "",
        "0000000000",
        "2GF2UGXXVß",
    ],
)
def test_everything_else_is_not(text):
    assert not is_well_formed(text)
    with pytest.raises(InvalidInput, match=r"^USI is not valid\.$"):
        valid_usi(text)


def test_blanks_around_and_case_do_not_matter():
    assert valid_usi(" 2gf2ugxxv8 ") == "2GF2UGXXV8"


def test_exactly_one_check_character_fits():
    fitting = [character for character in ALPHABET if is_well_formed("7QRP3KV39" + character)]
    assert fitting == [check_character("7QRP3KV39")] == ["5"]


def test_null_is_not_valid():
    with pytest.raises(InvalidInput):
        valid_usi(None)
