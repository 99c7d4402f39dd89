"""The staff pages: rejecting, undoing and their history; the tabs of reservations and of the waitlist."""

import datetime

import pytest
from sqlalchemy import select

from tests.support.inhabitants import strangers
from tests.support.web import book, reserve, wait_for, web_enrolment
from vettrak_api.model.clients import Client
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.quarantine import WaitlistEntry, WebWaitlist

BORN = datetime.datetime(1990, 4, 3)


@pytest.fixture
def occurrence(world):
    return world.occurrence(
        programme_id=world.programme("Beer Appreciation").id, seats=10, code="BEER1", web_published=True
    )


class TestRejectingAndUndoing:
    def test_reject_with_a_reason(self, api, token, world, visitor, occurrence):
        number = book(api, token, occurrence)
        visitor.get(f"/enrolments/{number}")
        assert (
            visitor.send("/reject", reason=" spam ").note
            == "Done: the web enrolment is rejected and its place is free."
        )
        assert web_enrolment(world, number).state == "R"
        assert "rejected: spam" in visitor.get("/history").rows[0]

    def test_undo_a_processing(self, api, token, world, visitor, occurrence):
        number = book(api, token, occurrence, "Brewer", "Bea", xsdDOB=BORN)
        visitor.get(f"/enrolments/{number}")
        visitor.send("/process")
        visitor.get("/history")
        page = visitor.send("/undo", reason="wrong person")
        assert page.note == "Done: it is pending again."
        assert world.all(select(Enrolment)) == []
        assert world.all(select(Client).where(Client.surname == "Brewer")) == []
        assert visitor.get().rows[0].startswith("Brewer, Bea")
        assert "undone: wrong person" in visitor.get(f"/enrolments/{number}").text

    def test_history_tells_everything(self, api, token, world, visitor, occurrence):
        world.client("Brewer", "Bea", code="B1", birth_date=BORN.date())
        number = book(api, token, occurrence, "Brewer", "Bea", xsdDOB=BORN)
        visitor.get()
        visitor.send("/process", number=[str(number)])
        (row,) = strangers(visitor.get("/history").rows)
        assert "Processed" in row
        assert "Olga Officer (OLGA): matched with B1 (by name)" in row
        assert visitor.get("/history?search=nobody").rows == []
        deleted = book(api, token, occurrence)
        api.DeleteWebEnrolment(token, deleted)
        first, _ = strangers(visitor.get("/history").rows)
        assert first.startswith(f"(emptied) {deleted}")
        assert "Deleted by its web site" in first


class TestReservations:
    def test_completing_makes_it_a_web_enrolment(self, api, token, visitor, occurrence):
        number = reserve(api, token, occurrence, "Holder")
        page = visitor.get(f"/enrolments/{number}")
        assert not page.has_form("/process")
        page = visitor.send("/complete")
        assert page.note == "Done: the reservation is a web enrolment now and can be processed."
        assert visitor.get().rows[0].startswith("Holder, Bea")

    def test_an_occurrence_may_process_it_at_once(self, api, token, world, visitor):
        occurrence = world.occurrence(web_published=True, auto_process_reservations=True)
        reserve(api, token, occurrence, "Holder")
        visitor.get("/reservations")
        assert visitor.send("/complete").note == "Done: the reservation is completed and is an enrolment now."

    def test_rejecting_frees_the_place(self, api, token, visitor, occurrence):
        number = reserve(api, token, occurrence, "Holder")
        visitor.get(f"/enrolments/{number}")
        assert visitor.send("/reject").note.endswith("its place is free.")


def programme_with_waitlist(world):
    return world.programme("Wine Appreciation", takes_waitlist=True)


class TestTheWaitlist:
    def test_a_waiter_is_put_on_the_waitlist(self, api, token, world, visitor):
        client = world.client("Brewer", "Bea", code="B1", birth_date=BORN.date())
        number = wait_for(api, token, programme_with_waitlist(world), dateOfBirth=BORN)
        (row,) = strangers(visitor.get("/waitlist").rows)
        assert "B1 Bea Brewer, by name and birth date" in row
        visitor.get(f"/waitlist/{number}")
        assert visitor.send("/process").note == "Done: the client is on the waitlist now."
        assert world.one(select(WaitlistEntry.client_id)) == client.id

    def test_rejecting_and_undoing(self, api, token, world, visitor):
        number = wait_for(api, token, programme_with_waitlist(world))
        visitor.get(f"/waitlist/{number}")
        assert visitor.send("/reject", reason="twice").note == "Done: the waitlist entry is rejected."
        (row,) = strangers(visitor.get("/history/waitlist").rows)
        assert "rejected: twice" in row
        assert visitor.send("/undo").note == "Done: it is pending again."
        assert world.get(WebWaitlist, number).state == "P"

    def test_searching(self, api, token, world, visitor):
        wait_for(api, token, programme_with_waitlist(world), "Brewer")
        assert len(visitor.get("/waitlist?search=wine+brewer").rows) == 1
        assert visitor.get("/waitlist?search=beer").rows == []

    def test_a_second_entry_of_the_same_client_is_refused(self, api, token, world, visitor):
        programme = programme_with_waitlist(world)
        client = world.client("Brewer", "Bea", birth_date=BORN.date())
        number = wait_for(api, token, programme, dateOfBirth=BORN)
        world.add(WaitlistEntry(client_id=client.id, programme_id=programme.id, date=BORN))
        visitor.get(f"/waitlist/{number}")
        page = visitor.send("/process")
        assert (page.status, page.problem) == (409, "Client is already on the waitlist of this programme.")
