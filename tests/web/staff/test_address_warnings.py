"""Staff are told of e-mail addresses to which no mail can be sent, which are from before such were refused."""

import pytest
from sqlalchemy import select

from tests.support.web import book, book_employer, wait_for, waiter, web_client, web_employer
from vettrak_api.model.quarantine import WebRelationship
from vettrak_api.model.reference import RelationshipType

OLD = "a@b\nBcc: x@y.z"
OF_WEB = "The e-mail address from the web can not be used: no mail can be sent to it."
OF_C1 = "The e-mail address of C1 can not be used: no mail can be sent to it."


@pytest.fixture
def occurrence(world):
    return world.occurrence(web_published=True)


def problems(page):
    return [element.text_content() for element in page.document.xpath("//*[@class='note warn']")]


def test_nothing_is_said_of_good_addresses_and_of_none(api, token, world, visitor, occurrence):
    world.client("Brewer", "Bea", code="C1", email="bea@x.example")
    number = book(api, token, occurrence, "Brewer", "Bea")
    assert problems(visitor.get(f"/enrolments/{number}")) == []
    world.change(web_client(world, number), email="bea+1@x.example")
    assert problems(visitor.get(f"/enrolments/{number}")) == []


def test_of_a_person_and_of_who_it_could_be(api, token, world, visitor, occurrence):
    world.client("Brewer", "Bea", code="C1", email="a@[1")
    number = book(api, token, occurrence, "Brewer", "Bea")
    world.change(web_client(world, number), email=OLD)
    assert problems(visitor.get(f"/enrolments/{number}")) == [OF_WEB, OF_C1]


def test_of_additional_data(api, token, world, visitor, occurrence):
    number = book(api, token, occurrence)
    told = "<AdditionalData><email>a@[1</email></AdditionalData>"
    world.change(web_client(world, number), additional_data=told)
    assert problems(visitor.get(f"/enrolments/{number}")) == [OF_WEB]


def test_of_an_employer(api, token, world, visitor, occurrence):
    world.employer("The Web Brewery", identifier="C1", email="a@[1")
    number = book_employer(api, token, occurrence, "Worker")
    world.change(web_employer(world, number), email=OLD)
    assert problems(visitor.get(f"/enrolments/{number}")) == [OF_WEB, OF_C1]


def test_of_somebody_who_waits(api, token, world, visitor):
    number = wait_for(api, token, world.programme(takes_waitlist=True))
    world.change(waiter(world, number), email=OLD)
    assert problems(visitor.get(f"/waitlist/{number}")) == [OF_WEB]


def test_of_a_related_person(api, token, world, visitor, occurrence):
    world.add(RelationshipType(code="KIN", name="Kin"))
    number = book(api, token, occurrence)
    parent = {"Surname": "Parent", "Email": "pat@x.example"}
    api.AddWebClientRelationship(token, number, {"ToClient": parent, "RelationshipTypeCode": "KIN"})
    assert "can not be used" not in visitor.get(f"/enrolments/{number}").text
    world.change(world.one(select(WebRelationship)), email="a@[1")
    page = visitor.get(f"/enrolments/{number}")
    assert "a@[1 This e-mail address can not be used: no mail can be sent to it." in page.text
