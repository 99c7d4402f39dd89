"""Staff may say that a person or an employer of the web is anybody on record, found by a search."""

import datetime

import pytest
from sqlalchemy import select

from tests.support.web import (
    add_employee,
    book,
    book_employer,
    wait_for,
    waiter,
    web_client,
    web_employer,
    web_enrolment,
)
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.web.staff import finding

BORN = datetime.date(1990, 5, 7)


@pytest.fixture
def occurrence(world):
    return world.occurrence(web_published=True)


@pytest.fixture
def known(world):
    """Somebody who has nothing in common with the web's person, between others."""
    for number in range(3):
        world.client("Papas", f"Other{number}", email=f"other{number}@x.example")
    return world.client("Papadopoulos", "Élodie Anne", code="P77", email="ep@x.example", birth_date=BORN)


@pytest.fixture
def booked(api, token, world, occurrence):
    number = book(api, token, occurrence, "Zimmer", "Zack")
    return number, f"person-{web_client(world, number).id}"


def offered(page, field):
    return [choice.get("value") for choice in page.document.xpath(f"//input[@type='radio'][@name='{field}']")]


@pytest.mark.parametrize(
    "words",
    ["p77", " P77 ", "papadopoulos", "PAPAD", "Papadopoulos, Elodie", "elodie papad", "elodie", "ep@X.example",
     "1990-05-07", "7/5/1990", "7 May 1990"],
)  # fmt: skip
def test_anybody_is_found_and_chosen(visitor, world, known, booked, words):
    number, field = booked
    page = visitor.get(f"/enrolments/{number}")
    assert offered(page, field) == ["new"]
    page = look(visitor, number, field, words)
    assert page.status == 200
    assert offered(page, field) == [str(known.id), "new"]
    assert visitor.send("/process", **{field: str(known.id)}).note.startswith("Done")
    assert web_client(world, number).client_id == known.id
    assert world.one(select(Enrolment.client_id)) == known.id


def look(visitor, number, field, words, place="enrolments", **more):
    """Press "Search" of the form of a record."""
    fields = visitor.page.form("/process") | {f"look-{field}": words} | more
    return visitor.post(f"/{place}/{number}/look", fields)


@pytest.mark.parametrize("words", ["nobody", "%", "_", "77", "dopoulos", "' OR 1=1", "\u200b", "x" * 300])
def test_nobody_is_found_by_anything_else(visitor, world, known, booked, words):
    number, field = booked
    visitor.get(f"/enrolments/{number}")
    page = look(visitor, number, field, words)
    assert page.status == 200
    assert offered(page, field) == ["new"]


def test_that_nobody_is_found_is_said(visitor, known, booked):
    number, field = booked
    visitor.get(f"/enrolments/{number}")
    assert look(visitor, number, field, "<nobody>").problem == "Nobody on record is found by “<nobody>”."


def test_many_are_cut(visitor, world, booked, monkeypatch):
    monkeypatch.setattr(finding, "MOST_FOUND", 2)
    for code in ("S1", "S2", "S3"):
        world.client("Samename", code, code=code)
    number, field = booked
    visitor.get(f"/enrolments/{number}")
    assert len(offered(look(visitor, number, field, "samename"), field)) == 3


def test_an_employer_and_each_of_its_people(api, token, visitor, world, known, occurrence):
    world.employer("Else")
    chosen = world.employer("Quite Another", identifier="QUITE", abn="51824753556")
    number = book_employer(api, token, occurrence)
    add_employee(api, token, number, "Zimmer", "Zack")
    person = f"person-{web_client(world, number).id}"
    company = f"employer-{web_employer(world, number).id}"
    visitor.get(f"/enrolments/{number}")
    for words in ("quite", "QUITE ano", "51 824 753 556"):
        page = look(visitor, number, company, words)
        assert offered(page, company) == [str(chosen.id), "new"], words
    page = look(visitor, number, company, "quite", **{f"look-{person}": "p77", company: str(chosen.id)})
    assert page.form("/process")[company] == str(chosen.id)
    assert offered(page, person) == [str(known.id), "new"]
    assert visitor.send("/process", **{company: str(chosen.id), person: str(known.id)}).note.startswith("Done")
    assert world.all(select(Enrolment.client_id).where(Enrolment.kind == "E")) == [known.id]


def test_a_waiter_too(api, token, visitor, world, known):
    number = wait_for(api, token, world.programme(takes_waitlist=True), "Zimmer", "Zack")
    field = f"person-{waiter(world, number).id}"
    visitor.get(f"/waitlist/{number}")
    page = look(visitor, number, field, "P77", place="waitlist")
    assert offered(page, field) == [str(known.id), "new"]
    assert visitor.send("/process", **{field: str(known.id)}).note.startswith("Done")
    assert waiter(world, number).client_id == known.id


def test_one_that_was_chosen_is_still_there_after_a_problem(api, token, visitor, world, known, occurrence, booked):
    world.enrolment(known, occurrence)
    number, field = booked
    visitor.get(f"/enrolments/{number}")
    look(visitor, number, field, "p77")
    page = visitor.send("/process", **{field: str(known.id)})
    assert (page.status, page.problem) == (409, "Client is already enrolled in this occurrence.")
    assert page.form("/process")[field] == str(known.id)


@pytest.mark.parametrize("chosen", ["999999", "99999999999999999999", "x"])
def test_a_number_that_nobody_has_does_no_harm(visitor, world, known, booked, chosen):
    number, field = booked
    visitor.get(f"/enrolments/{number}")
    assert look(visitor, number, field, "", **{field: chosen}).status == 200
    page = visitor.post(f"/enrolments/{number}/process", visitor.page.form("/process") | {field: chosen})
    assert page.status == 409
    assert web_enrolment(world, number).state == "P"


def test_needs_a_log_in_and_our_own_form(site, visitor, known, booked):
    number, field = booked
    assert visitor.post(f"/enrolments/{number}/look", {f"look-{field}": "p77"}).status in {400, 403}
    assert len(visitor.page.document.xpath("//input[@type='radio']")) == 0
