"""Staff correct what was typed on the web; what was typed first stays beside it."""

import datetime

import pytest
from sqlalchemy import select

from tests.support.web import (
    book,
    book_employer,
    loose_employer,
    reserve,
    wait_for,
    waiter,
    web_client,
    web_employer,
    web_enrolment,
)
from tests.web.staff.test_pages import assert_accessible
from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.quarantine import WebDecision, WebEmployer
from vettrak_api.rules.quarantine.purging import purge_quarantine

BORN = datetime.date(1990, 5, 7)


@pytest.fixture
def occurrence(world):
    return world.occurrence(web_published=True)


@pytest.fixture
def booked(api, token, world, occurrence):
    book(api, token, occurrence, "Other", "Olga")
    number = book(api, token, occurrence, "Brwer", "Bea", xsdDOB=BORN)
    api.UpdateWebClient(token, number, sEmail="bea@exmple.com", sMobilePhone="0400")
    return number


def correct(visitor, number, place="enrolments", at=0, **fields):
    """Follow the link of a record's party and send the form with some fields changed."""
    page = visitor.get(f"/{place}/{number}")
    link = page.document.xpath("//a[.='Correct what was typed']/@href")[at]
    page = visitor.get(link.removeprefix("/staff"))
    assert page.status == 200
    assert_accessible(page.document)
    return visitor.send("/save", **fields)


def test_a_person_is_corrected_and_the_typed_text_kept(visitor, world, booked):
    client = world.client("Brewer", "Bea", birth_date=datetime.date(1990, 7, 5))
    page = correct(visitor, booked, surname="Brewer", birth_date="1990-07-05", mobile_phone="")
    assert page.heading == f"Brewer, Bea web enrolment {booked}"
    assert page.row("Surname") == ["Brewer corrected, typed: Brwer", "Brewer"]
    assert page.row("Date of birth") == ["5 Jul 1990 corrected, typed: 7 May 1990", "5 Jul 1990"]
    assert page.row("Mobile phone")[0] == "corrected, typed: 0400"
    assert page.row("Given name")[0] == "Bea"
    stored = web_client(world, booked)
    assert stored.typed == {"surname": "Brwer", "birth_date": "1990-05-07", "mobile_phone": "0400"}
    (decision,) = world.all(select(WebDecision).where(WebDecision.action == "correct"))
    assert (decision.by, decision.reason) == ("OLGA", "surname, date of birth, mobile phone")
    assert "corrected: surname, date of birth, mobile phone" in page.text
    assert visitor.send("/process").note.startswith("Done")
    assert web_client(world, booked).client_id == client.id


def test_a_second_correction_keeps_what_was_typed_first(visitor, world, booked):
    correct(visitor, booked, surname="Brewr")
    page = correct(visitor, booked, surname="Brewer")
    assert "Brewer corrected, typed: Brwer" in page.text
    page = correct(visitor, booked, surname="Brwer")
    assert "corrected, typed" not in page.text
    assert web_client(world, booked).typed is None


def test_nothing_changed_leaves_nothing(visitor, world, booked):
    before = web_client(world, booked)
    correct(visitor, booked)
    assert vars_of(web_client(world, booked)) == vars_of(before)
    assert world.all(select(WebDecision).where(WebDecision.action == "correct")) == []


def vars_of(row):
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"surname": " \u200b"}, "Surname is required."),
        ({"surname": "x" * 51}, "Surname is longer than 50 characters."),
        ({"birth_date": "7.5.1990"}, "Date of birth must be a day, as in 1990-05-27."),
        ({"birth_date": "2999-01-01"}, "Date of birth is not valid."),
        ({"usi": "ABC"}, "USI is not valid."),
        ({"email": "bea"}, "E-mail is not a valid e-mail address."),
        ({"code_hint": "ÄÖ"}, "Client code is not a valid code."),
    ],
)
def test_what_can_not_be_stored_is_refused_and_kept_in_the_form(visitor, world, booked, fields, problem):
    before = vars_of(web_client(world, booked))
    page = correct(visitor, booked, given_name="Beatrice", **fields)
    assert (page.status, page.problem) == (409, problem)
    form = page.form("/save")
    assert form["given_name"] == "Beatrice"
    assert all(form[name] == value for name, value in fields.items())
    assert vars_of(web_client(world, booked)) == before


def test_an_employer_is_corrected(api, token, visitor, world, occurrence):
    world.employer("Else")
    employer = world.employer("The Web Brewery", identifier="BREW")
    number = book_employer(api, token, occurrence, name="Web Brwry")
    page = correct(visitor, number, name="The Web Brewery", abn="51 824 753 556")
    assert page.row("Name")[0] == "The Web Brewery corrected, typed: Web Brwry"
    assert page.row("ABN")[0] == "51824753556 corrected, typed: nothing"
    assert visitor.send("/process").note.startswith("Done")
    assert world.all(select(Employer.identifier).where(Employer.id == employer.id)) == ["BREW"]
    assert web_employer(world, number).typed == {"name": "Web Brwry", "abn": ""}


def test_an_employer_that_stands_alone_too(api, token, visitor, world, occurrence):
    number = book(api, token, occurrence, "Brewer", "Bea")
    loose = loose_employer(api, token, "Payng Company")
    api.UpdateWebClientEmployer(token, number, loose)
    correct(visitor, number, at=1, name="Paying Company")
    assert world.get(WebEmployer, loose).name == "Paying Company"


@pytest.mark.parametrize("kind", ["reservation", "waiter"])
def test_whatever_waits_can_be_corrected(api, token, visitor, world, occurrence, kind):
    if kind == "waiter":
        number = wait_for(api, token, world.programme(takes_waitlist=True), "Brwer", "Bea")
        page = correct(visitor, number, "waitlist", surname="Brewer")
        assert waiter(world, number).surname == "Brewer"
    else:
        number = reserve(api, token, occurrence, "Brwer", "Bea")
        page = correct(visitor, number, surname="Brewer")
        assert web_client(world, number).surname == "Brewer"
    assert "corrected, typed: Brwer" in page.text


def test_nothing_is_corrected_that_changed_meanwhile(api, token, visitor, world, booked):
    page = visitor.get(f"/enrolments/{booked}")
    (link,) = page.document.xpath("//a[.='Correct what was typed']/@href")
    visitor.get(link.removeprefix("/staff"))
    api.UpdateWebClient(token, booked, sEmail="new@example.com")
    page = visitor.send("/save", surname="Brewer")
    assert page.status == 409
    assert page.problem.startswith("Nothing was done: this record was changed since you opened it")
    assert web_client(world, booked).surname == "Brwer"


@pytest.mark.parametrize("party", ["person-0", "employer-1", "x", "person-99999999999999"])
def test_a_party_of_another_record_is_not_found(visitor, world, booked, party):
    assert visitor.get(f"/enrolments/{booked}/correct/{party}").status == 404


def test_what_is_decided_is_not_corrected(api, token, visitor, world, booked):
    person = web_client(world, booked).id
    api.ProcessWebEnrolment(token, booked, False)
    assert visitor.get(f"/enrolments/{booked}/correct/person-{person}").status == 404
    assert world.one(select(Client.surname).where(Client.given_name == "Bea")) == "Brwer"


@pytest.mark.bare
def test_the_purge_forgets_what_was_typed(visitor, runtime, world, booked, clock):
    correct(visitor, booked, surname="Brewer")
    world.change(web_enrolment(world, booked), state="R", closed_at=clock.now())
    with runtime.database.writing() as session:
        purge_quarantine(session, clock.now() + datetime.timedelta(days=1))
    assert web_client(world, booked).typed is None
