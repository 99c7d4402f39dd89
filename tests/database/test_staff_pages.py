"""The staff pages on every kind of database: what they find there, and what they tell of decisions."""

from urllib.parse import urlsplit

import pytest

from tests.support.staff import logged_in, officer
from tests.support.web import book
from vettrak_api.app import Site


@pytest.fixture(scope="module")
def visitor(runtime, world):
    officer(world)
    return logged_in(Site(runtime))


@pytest.fixture(scope="module")
def numbers(api, world):
    """Let people with accents come in."""
    occurrence = world.occurrence(web_published=True)
    token = world.token()
    people = (("Núñez", "ÉLODIE"), ("Nunez", "E\N{COMBINING ACUTE ACCENT}lodie"), ("Straße", "Øyvind"))
    return [book(api, token, occurrence, surname, given_name) for surname, given_name in people]


@pytest.mark.parametrize(
    ("words", "found"),
    [("elodie", [0, 1]), ("NUÑEZ, élo", [0, 1]), ("STRASSE", [2]), ("øyvind straße", [2]), ("oyvind", [2])],
)
def test_a_search_minds_neither_accents_nor_case(visitor, numbers, words, found):
    links = visitor.search("/", search=words).document.xpath("//td[@class='who']/a/@href")
    assert [int(urlsplit(link).path.rsplit("/", 1)[1]) for link in links] == [numbers[index] for index in found]


def test_beyond_the_last_page_is_the_last_page(visitor, numbers):
    assert len(visitor.get("/?page=9").rows) == len(numbers)


def test_whoever_decided_is_told_by_name_and_can_undo_it(visitor, numbers):
    visitor.get(f"/enrolments/{numbers[0]}")
    assert visitor.send("/reject").note
    (row,) = visitor.search("/history", search="nunez").rows
    assert "Olga Officer (OLGA): rejected" in row
    assert visitor.send("/undo").note == "Done: it is pending again."
