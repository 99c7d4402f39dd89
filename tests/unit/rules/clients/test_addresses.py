"""Addresses in their two forms."""

import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vettrak_api.model.base import length_of
from vettrak_api.model.clients import Client
from vettrak_api.rules.clients.addresses import (
    LONGEST,
    NOT_SPECIFIED,
    Address,
    from_line,
    from_parts,
    is_filled,
    is_not_specified,
    is_overseas,
    line_of,
)

LINES = [
    ("12 Main Street", {"street_number": "12", "street_name": "Main Street"}),
    ("3/12 Main Street", {"street_number": "3/12", "street_name": "Main Street"}),
    ("Unit 3, 12 Main Street", {"unit_details": "Unit 3", "street_number": "12", "street_name": "Main Street"}),
    ("Beer House, 12a Main St", {"building": "Beer House", "street_number": "12a", "street_name": "Main St"}),
    (
        "Beer House, Level 2, 12 Main St",
        {"building": "Beer House", "unit_details": "Level 2", "street_number": "12", "street_name": "Main St"},
    ),
    ("Lot 4 Back Road", {"street_number": "Lot 4", "street_name": "Back Road"}),
    ("Main Street", {"street_name": "Main Street"}),
    ("12 Main Street, Rear", {"street_number": "12", "street_name": "Main Street, Rear"}),
    ("a, b, c, d", {"street_name": "a, b, c, d"}),
]


@pytest.mark.parametrize(("line", "parts"), LINES)
def test_a_line_is_told_apart(line, parts):
    assert from_line(Address(line=line), postal=False) == Address(**parts, line=line)


@pytest.mark.parametrize("line", ["PO Box 12", "P.O. Box 12", "GPO Box 2000", "Locked Bag 7", "po box 1"])
def test_boxes_are_told_in_postal_addresses_only(line):
    assert from_line(Address(line=line), postal=True).box == line
    usual = from_line(Address(line=line), postal=False)
    assert (usual.box, usual.street_name) == (None, line)


def test_a_line_too_long_for_its_parts_is_kept_beside_a_cut_street_name():
    line = "x" * length_of(Client.usual_line)
    told = from_line(Address(line=line, city="Melbourne"), postal=False)
    assert (told.line, told.street_name, told.city) == (line, "x" * 70, "Melbourne")
    assert line_of(told) == line


def test_the_longest_parts_just_fill_a_line():
    parts = {name: "x" * LONGEST[name] for name in ("building", "unit_details", "street_number", "street_name")}
    assert len(line_of(Address(**parts))) == length_of(Client.usual_line)


BOXED = [
    ("PO Box 1", {}),
    ("12 Main St, PO Box 1", {"street_number": "12", "street_name": "Main St"}),
    ("Beer House, PO Box 1", {"building": "Beer House"}),
    ("Beer House, 12 Main St, PO Box 1", {"building": "Beer House", "street_number": "12", "street_name": "Main St"}),
    (
        "Beer House, Unit 2, 12 Main St, PO Box 1",
        {"building": "Beer House", "unit_details": "Unit 2", "street_number": "12", "street_name": "Main St"},
    ),
    ("Unit 2, PO Box 1", {"unit_details": "Unit 2"}),
]


@pytest.mark.parametrize(("line", "parts"), BOXED)
def test_a_box_stands_behind_the_street_in_both_forms(line, parts):
    address = Address(**parts, box="PO Box 1")
    assert line_of(address) == line
    assert from_line(Address(line=line), postal=True) == replace(address, line=line)


def test_a_street_without_a_number_stays_in_the_line():
    address = from_parts(Address(street_name="Main St", box="PO Box 1"))
    assert (address.line, line_of(address)) == ("Main St, PO Box 1", "Main St, PO Box 1")


def test_a_box_takes_the_place_of_a_street_for_which_the_line_is_too_short():
    address = Address(**{name: "x" * LONGEST[name] for name in ("building", "unit_details", "street_name", "box")})
    assert line_of(address) == ", ".join("x" * LONGEST[name] for name in ("building", "unit_details", "box"))


def test_an_empty_address_has_no_line():
    assert line_of(Address(city="Melbourne")) is None
    assert not is_filled(Address())
    assert is_filled(Address(postcode="3000"))


def test_a_stored_line_counts_while_the_parts_are_what_it_says():
    told = from_line(Address(line="12  Main  Street"), postal=False)
    assert line_of(told) == "12  Main  Street"
    assert line_of(replace(told, street_number="14")) == "14 Main  Street"


NOT_TOLD = Address(street_number="Not Specified", street_name="NOT SPECIFIED", city="not specified", postcode="0000")


def test_not_specified_gets_its_one_spelling_in_both_forms():
    assert from_parts(NOT_TOLD) == NOT_SPECIFIED
    assert (
        from_line(Address(line="Not specified", city="Not specified", postcode="0000"), postal=False) == NOT_SPECIFIED
    )
    assert is_not_specified(NOT_SPECIFIED)


@pytest.mark.parametrize("part", ["street_number", "street_name", "city", "postcode"])
def test_half_of_the_convention_is_an_address_like_any_other(part):
    assert not is_not_specified(replace(NOT_TOLD, **{part: "3000"}))


def test_a_state_speaks_against_not_specified():
    assert not is_not_specified(replace(NOT_TOLD, state="Vic"))


def test_overseas_is_told_by_city_state_and_postcode():
    address = from_parts(Address(building="Rue 5", city="Not Specified", state="overseas", postcode="ospc"))
    assert (address.city, address.postcode) == ("not specified", "OSPC")
    assert is_overseas(address)
    assert not is_overseas(replace(address, postcode="3000"))


words = st.text(string.ascii_letters + " ", min_size=1, max_size=12).map(str.strip).filter(bool)


@given(st.sampled_from([None, "Beer House"]), st.sampled_from([None, "Unit 7"]), st.integers(1, 9999), words)
def test_a_line_made_of_parts_is_told_apart_again(building, unit, number, street):
    address = Address(building=building, unit_details=unit, street_number=str(number), street_name=street)
    line = line_of(address)
    assert replace(from_line(Address(line=line), postal=False), line=None) == address
