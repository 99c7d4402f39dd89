"""The staff pages on every kind of database: what they find there, and what they tell of decisions."""

import datetime
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
    links = visitor.search("/", search=words).document.xpath("//th[@scope='row']/a/@href")
    assert [int(urlsplit(link).path.rsplit("/", 1)[1]) for link in links] == [numbers[index] for index in found]


def test_beyond_the_last_page_is_the_last_page(visitor, numbers):
    assert len(visitor.get("/?page=9").rows) == len(numbers)


def test_whoever_decided_is_told_by_name_and_can_undo_it(visitor, numbers):
    visitor.get(f"/enrolments/{numbers[0]}")
    assert visitor.send("/reject").note
    (row,) = visitor.search("/history", search="nunez").rows
    assert "Olga Officer (OLGA): rejected" in row
    assert visitor.send("/undo").note == "Done: it is pending again."


@pytest.fixture(scope="module")
def close(api, world):
    """Let somebody come in who is close to a client, beside somebody who is not; return the numbers and the client."""
    occurrence, token, born = world.occurrence(web_published=True), world.token(), datetime.date(1990, 5, 7)
    world.client("Anybody", "Ann", birth_date=datetime.date(1980, 1, 1))
    client = world.client("O'Hára", "Robert", code="RH1", birth_date=born, email="rob@example.com")
    people = (("OHara", "Bob", born), ("Nobody", "Nina", None))
    return [book(api, token, occurrence, *names, xsdDOB=day) for *names, day in people], client


def test_who_is_close_is_shown_and_left(visitor, close):
    (near, new), client = close
    page = visitor.search("/", match="near")
    (row,) = page.rows
    assert "new? like RH1 Robert O'Hára (similar names)" in row
    page = visitor.search("/", match="new", search="nobody")
    assert visitor.send("/process", number=str(new)).text.count("done") == 1
    visitor.get(f"/enrolments/{near}")
    assert str(client.id) in visitor.page.document.xpath("//input[@type='radio']/@value")


@pytest.mark.parametrize("words", ["RH1", "o\u2019hara", "robert o'há", "O'HARA, rob", "rob@EXAMPLE.com", "7/5/1990"])
def test_anybody_is_found(visitor, close, words):
    (near, _), client = close
    page = visitor.get(f"/enrolments/{near}")
    (field,) = {name for name in page.form("/process") if name.startswith("look-person-")}
    page = visitor.post(f"/enrolments/{near}/look", page.form("/process") | {field: words})
    assert page.document.xpath("//input[@type='radio']/@value") == [str(client.id), "new"]
    assert page.problem is None


def test_what_was_typed_is_corrected_and_processed_together_and_undone(visitor, close):
    (near, _), _ = close
    page = visitor.get(f"/enrolments/{near}")
    (link,) = page.document.xpath("//a[.='Correct what was typed']/@href")
    visitor.get(link.removeprefix("/staff"))
    assert "corrected, typed: OHara" in visitor.send("/save", surname="O'Hara", given_name="Robert").text
    visitor.search("/", search="hara")
    done = visitor.send("/process", number=str(near))
    visitor.get(done.link("See what was processed together, or undo it"))
    assert visitor.send("/undo").text.count("done") == 1
    assert visitor.get(f"/enrolments/{near}").row("Surname")[0].startswith("O'Hara corrected")
