"""Numbers of mobile phones, as people write them."""

import pytest

from vettrak_api.rules.sms.numbers import plain_number, usable_number

ADAMS = "+61400000001"


@pytest.mark.parametrize(
    "told",
    [
        "0400000001", "0400 000 001", "(04) 0000-0001", "0400.000.001", "+61400000001", "+61 400 000 001",
        "61400000001", "61 400 000 001", "+61 (0)400 000 001", "6104 0000 0001", "400 000 001", "0011 61 400 000 001",
        " 0400\u00a0000\u00a0001 ", "\uff10\uff14\uff10\uff10 000 001", "0400\u2011000\u2013001", "\u200b0400000001",
    ],
)  # fmt: skip
def test_australian_mobile_numbers_are_one(told):
    assert usable_number(told) == ADAMS


@pytest.mark.parametrize(
    ("told", "used"),
    [
        ("+44 7911 123456", "+447911123456"),
        ("0011 64 21 123 456", "+6421123456"),
        ("+1 (555) 010-0199", "+15550100199"),
    ],
)
def test_numbers_abroad_need_their_country(told, used):
    assert usable_number(told) == used


@pytest.mark.parametrize(
    "told",
    [
        None, "", "  ", "-", "+", "Mum", "0400 000 001 (Mum)", "0400 000 001 or 0400 000 002",
        "03 9000 0003", "(02) 9000 0003", "9000 0003", "+61 3 9000 0003", "61390000003", "1300 000 001", "1800000001",
        "13 00 00", "000", "040000000", "04000000011", "+6140000000", "+614000000011", "614000000011", "61", "+61",
        "447911123456", "07911 123456", "+1234567", "+1234567890123456", "+0400000001", "++61400000001",
        "04\u0660\u0660 000 001x", "0400000001;0400000002", "+61400000001@example.com", "0500000001",
    ],
)  # fmt: skip
def test_what_is_no_mobile_number_is_not_used(told):
    assert usable_number(told) is None


def test_a_plain_number_keeps_what_is_no_separator():
    assert plain_number(" (03) 90.00-0003x+ ") == "0390000003x+"
