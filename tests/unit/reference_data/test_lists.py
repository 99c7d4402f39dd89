"""The long reference lists: codes of the right form, none twice, and the ones that everybody knows."""

import csv
import re
from importlib.resources import files

import pytest

from vettrak_api.reference_data.files import LONG_LISTS

FORMS = {"COUNTRY": r"\d{4}|@@@@", "LANGUAGE": r"\d{4}|@@@@", "ANZSIC": r"[A-S]|\d{2,3}"}
KNOWN = {
    "COUNTRY": {
        "0000": "Inadequately described",
        "0001": "At sea",
        "0912": "Former USSR, nfd",
        "1101": "Australia",
        "1201": "New Zealand",
        "2102": "England",
        "6101": "China (excludes SARs and Taiwan)",
    },
    "LANGUAGE": {
        "0000": "Inadequately described",
        "0009": "Pidgin, nfd",
        "1201": "English",
        "2401": "Italian",
        "4202": "Arabic",
        "7104": "Mandarin",
        "9701": "Auslan",
    },
    "ANZSIC": {
        "A": "Agriculture, Forestry and Fishing",
        "45": "Food and Beverage Services",
        "452": "Pubs, Taverns and Bars",
    },
}
FEWEST = {"COUNTRY": 263, "LANGUAGE": 439, "ANZSIC": 19 + 86 + 214}


def read(name):
    path = files("vettrak_api.reference_data").joinpath(LONG_LISTS[name])
    with path.open(encoding="utf-8", newline="") as lines:
        return [(row["code"], row["name"]) for row in csv.DictReader(lines)]


@pytest.mark.parametrize("name", LONG_LISTS)
def test_codes_have_the_lists_form_and_names_fit_their_column(name):
    for code, text in read(name):
        assert re.fullmatch(FORMS[name], code), code
        assert text == text.strip()
        assert 0 < len(text) <= 100


@pytest.mark.parametrize("name", LONG_LISTS)
def test_no_code_is_twice_and_none_is_missing(name):
    codes = [code for code, _ in read(name)]
    assert len(codes) == len(set(codes)) >= FEWEST[name]


@pytest.mark.parametrize("name", LONG_LISTS)
def test_well_known_codes_mean_what_everybody_knows(name):
    assert KNOWN[name].items() <= dict(read(name)).items()


@pytest.mark.parametrize("name", ["COUNTRY", "LANGUAGE"])
def test_not_stated_comes_last(name):
    assert read(name)[-1] == ("@@@@", "Not stated")


def test_every_group_of_industries_has_its_division_of_two_digits():
    codes = {code for code, _ in read("ANZSIC")}
    assert {code[:2] for code in codes if len(code) == 3} <= codes
