"""What was processed together can be looked at and taken back as a whole."""

import datetime

import pytest
from sqlalchemy import select

from tests.support.web import book, web_enrolment
from vettrak_api.model.clients import Client
from vettrak_api.model.enrolments import EnrolledUnit, Enrolment

BORN = datetime.date(1990, 5, 7)


@pytest.fixture
def course(world):
    return world.occurrence(web_published=True, units=["BEER1"])


@pytest.fixture
def processed(api, token, world, course, visitor):
    """Process three together, two of whom are one person, and one beside them; return their numbers and the page."""
    other = world.occurrence(web_published=True)
    names = (("Brewer", course), ("Baker", course), ("Brewer", other))
    numbers = [book(api, token, place, surname, "Bea", xsdDOB=BORN) for surname, place in names]
    alone = book(api, token, course, "Alone", "Ann", xsdDOB=BORN)
    visitor.get(f"/enrolments/{alone}")
    visitor.send("/process")
    visitor.get()
    return numbers, alone, visitor.send("/process", number=list(map(str, numbers)))


def states(world, numbers):
    return [web_enrolment(world, number).state for number in numbers]


def to_the_batch(visitor, page):
    return visitor.get(page.link("See what was processed together, or undo it"))


def test_all_are_undone_at_once(world, visitor, processed):
    numbers, alone, page = processed
    assert states(world, [*numbers, alone]) == ["D"] * 4
    assert len(world.all(select(Client.id).where(Client.surname == "Brewer"))) == 1
    batch = to_the_batch(visitor, page)
    assert batch.heading == "3 web enrolments processed together"
    done = visitor.send("/undo", reason="wrong list")
    assert done.heading == "Undoing 3 web enrolments"
    assert done.text.count("done") == 3
    assert states(world, [*numbers, alone]) == ["P", "P", "P", "D"]
    assert [row.surname for row in world.all(select(Client).where(Client.given_name == "Bea"))] == []
    assert len(world.all(select(Enrolment))) == 1
    assert "undone: wrong list" in visitor.get(f"/enrolments/{numbers[0]}").text


def test_the_history_leads_there(world, visitor, processed):
    _, alone, _ = processed
    page = visitor.get("/history")
    (together,) = {link.get("href") for link in page.document.xpath("//a[.='Processed together']")}
    (row,) = page.document.xpath(f"//tr[.//a[contains(@href, '/enrolments/{alone}')]]")
    assert "together" not in row.text_content()
    assert visitor.get(together.removeprefix("/staff")).heading == "3 web enrolments processed together"


def test_what_has_been_built_upon_stays_and_says_why(world, visitor, processed):
    numbers, _, page = processed
    to_the_batch(visitor, page)
    enrolment = web_enrolment(world, numbers[1]).enrolment_id
    unit = world.one(select(EnrolledUnit).where(EnrolledUnit.enrolment_id == enrolment))
    world.change(unit, percentage=80)
    done = visitor.send("/undo")
    assert "Results or attendance have been recorded." in done.text
    assert states(world, numbers) == ["P", "D", "P"]


def test_one_that_was_undone_and_processed_anew_is_left(world, visitor, processed):
    numbers, _, page = processed
    visitor.get(f"/enrolments/{numbers[1]}")
    visitor.send("/undo")
    visitor.get(f"/enrolments/{numbers[1]}")
    visitor.send("/process")
    batch = to_the_batch(visitor, page)
    assert "Undo all 2" in batch.text
    assert "Undone since" in batch.text
    visitor.send("/undo")
    assert states(world, numbers) == ["P", "D", "P"]


@pytest.mark.parametrize("address", ["/batches/none", "/batches/%C3%A9", f"/batches/{'a' * 50}"])
def test_there_is_no_batch_of_another_address(visitor, processed, address):
    assert visitor.get(address).status == 404
