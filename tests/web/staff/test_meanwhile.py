"""What staff are told when somebody else was faster, or when a decision can not be taken back."""

import datetime

import pytest
from sqlalchemy import select

from tests.support.staff import Visitor
from tests.support.web import book, book_employer, reserve, wait_for, web_enrolment
from tests.support.world import PASSWORD
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.quarantine import WaitlistEntry, WebWaitlist
from vettrak_api.rules.quarantine.purging import purge_quarantine

BORN = datetime.datetime(1990, 4, 3)
PURGED = "The personal data of this web record has been purged."
BY_OTTO = "Nothing was done: Otto Other (OTTO) has {} this meanwhile."
BY_ITS_SITE = "Nothing was done: its web site has deleted this meanwhile."


@pytest.fixture
def occurrence(world):
    return world.occurrence(web_published=True, units=("BEER1",))


@pytest.fixture
def other(world, site):
    """Somebody else who is logged in."""
    world.staff("Other", "Otto", api_role=True, code="OTTO", username="otto", password=PASSWORD)
    other = Visitor(site)
    other.log_in("otto", PASSWORD)
    return other


@pytest.fixture
def purge(runtime, clock):
    """Empty everything that is closed."""

    def run():
        clock.advance(minutes=1)
        with runtime.database.writing() as session:
            purge_quarantine(session, clock.now())

    return run


def steps(page):
    return [" ".join(step.text_content().split()) for step in page.document.iterfind(".//ol/li")]


class TestWhoeverIsLate:
    @pytest.mark.parametrize(("deed", "done"), [("/process", "processed"), ("/reject", "rejected")])
    @pytest.mark.parametrize("late", ["/process", "/reject"])
    def test_learns_who_decided_what(self, api, token, world, visitor, other, occurrence, deed, done, late):
        number = book(api, token, occurrence)
        visitor.get(f"/enrolments/{number}")
        other.get(f"/enrolments/{number}")
        assert other.send(deed).note
        page = visitor.send(late)
        assert (page.status, page.problem) == (409, BY_OTTO.format(done))
        assert not page.has_form("/process")
        assert web_enrolment(world, number).closed_by == "OTTO"
        assert len(world.all(select(Enrolment))) == (1 if done == "processed" else 0)

    def test_learns_it_of_a_reservation(self, api, token, visitor, other, occurrence):
        number = reserve(api, token, occurrence)
        visitor.get("/reservations")
        other.get(f"/enrolments/{number}")
        assert other.send("/reject").note
        page = visitor.send("/complete")
        assert (page.status, page.problem) == (409, BY_OTTO.format("rejected"))

    def test_learns_it_of_a_waitlist_entry(self, api, token, world, visitor, other):
        number = wait_for(api, token, world.programme(takes_waitlist=True))
        visitor.get(f"/waitlist/{number}")
        other.get(f"/waitlist/{number}")
        assert other.send("/process").note
        page = visitor.send("/reject")
        assert (page.status, page.problem) == (409, BY_OTTO.format("processed"))

    def test_learns_that_the_web_site_deleted_it(self, api, token, world, visitor, occurrence):
        number = book(api, token, occurrence)
        waiting = wait_for(api, token, world.programme(takes_waitlist=True))
        visitor.get(f"/enrolments/{number}")
        api.DeleteWebEnrolment(token, number)
        page = visitor.send("/process")
        assert (page.status, page.problem) == (409, BY_ITS_SITE)
        visitor.get(f"/waitlist/{waiting}")
        api.DeleteWebWaitlist(token, waiting)
        assert visitor.send("/reject").problem == BY_ITS_SITE

    def test_learns_it_of_each_of_many(self, api, token, visitor, other, occurrence):
        numbers = [book(api, token, occurrence, surname) for surname in ("Late", "Spam", "Gone", "Good")]
        visitor.get()
        for number, deed in zip(numbers, ("/process", "/reject"), strict=False):
            other.get(f"/enrolments/{number}")
            assert other.send(deed).note
        api.DeleteWebEnrolment(token, numbers[2])
        assert steps(visitor.send("/process", number=[str(number) for number in numbers])) == [
            f"Late, Bea: {BY_OTTO.format('processed')} (1 of 4)",
            f"Spam, Bea: {BY_OTTO.format('rejected')} (2 of 4)",
            f"Web enrolment {numbers[2]}: {BY_ITS_SITE} (3 of 4)",
            "Good, Bea: done (4 of 4)",
        ]

    def test_learns_the_code_of_somebody_who_is_not_on_record_any_more(
        self, api, token, world, visitor, other, occurrence, person
    ):
        number = book(api, token, occurrence)
        visitor.get(f"/enrolments/{number}")
        other.get(f"/enrolments/{number}")
        other.send("/reject")
        world.change(web_enrolment(world, number), closed_by="GONE")
        assert visitor.send("/process").problem == "Nothing was done: GONE has rejected this meanwhile."


class TestAnUndoThatIsRefused:
    def test_says_what_was_built_on_the_decision(self, api, token, world, visitor, occurrence):
        number = book(api, token, occurrence)
        visitor.get(f"/enrolments/{number}")
        visitor.send("/process")
        world.change(world.one(select(Enrolment)), lms_status=1)
        visitor.get("/history")
        page = visitor.send("/undo")
        assert (page.status, page.problem) == (409, "The LMS has taken the enrolment.")
        assert web_enrolment(world, number).state == "D"

    def test_says_that_the_place_is_taken(self, api, token, world, visitor):
        occurrence = world.occurrence(web_published=True, seats=1)
        number = book(api, token, occurrence)
        visitor.get(f"/enrolments/{number}")
        visitor.send("/reject")
        book(api, token, occurrence, "Faster")
        visitor.get(f"/enrolments/{number}")
        page = visitor.send("/undo")
        assert (page.status, page.problem) == (409, "Occurrence has no vacancies.")

    def test_says_that_the_waitlist_entry_is_closed(self, api, token, world, visitor):
        number = wait_for(api, token, world.programme(takes_waitlist=True))
        visitor.get(f"/waitlist/{number}")
        visitor.send("/process")
        world.change(world.one(select(WaitlistEntry)), open=False)
        visitor.get(f"/waitlist/{number}")
        page = visitor.send("/undo")
        assert (page.status, page.problem) == (409, "The waitlist entry has been closed.")
        assert world.get(WebWaitlist, number).state == "D"

    def test_says_that_it_waits_again(self, api, token, visitor, other, occurrence):
        number = book(api, token, occurrence)
        visitor.get(f"/enrolments/{number}")
        visitor.send("/reject")
        visitor.get("/history")
        other.get("/history")
        assert other.send("/undo").note
        page = visitor.send("/undo")
        assert (page.status, page.problem) == (409, "Only what was processed or rejected can be undone.")
        assert page.has_form("/process")

    @pytest.mark.whole
    def test_says_that_the_personal_data_is_purged(self, api, token, visitor, occurrence, purge):
        number = book(api, token, occurrence)
        visitor.get(f"/enrolments/{number}")
        visitor.send("/reject")
        visitor.get("/history")
        purge()
        page = visitor.send("/undo")
        assert (page.status, page.problem) == (409, PURGED)


@pytest.mark.bare
class TestPurgedRecords:
    """What their undoing would need is gone."""

    def closed(self, visitor, path, *numbers):
        for number in numbers:
            visitor.get(f"{path}/{number}")
            visitor.send("/reject")

    def test_offer_no_undo(self, api, token, visitor, occurrence, purge):
        person, company = book(api, token, occurrence), book_employer(api, token, occurrence, "Worker")
        empty = book_employer(api, token, occurrence)
        self.closed(visitor, "/enrolments", person, company, empty)
        assert visitor.get("/history").source.count("Undo it") == 3
        purge()
        page = visitor.get("/history")
        assert (len(page.rows), page.has_form("/undo")) == (3, False)
        for number in (person, company, empty):
            assert not visitor.get(f"/enrolments/{number}").has_form("/undo")

    def test_of_the_waitlist_offer_none_either(self, api, token, world, visitor, purge):
        number = wait_for(api, token, world.programme(takes_waitlist=True))
        self.closed(visitor, "/waitlist", number)
        assert visitor.get("/history/waitlist").has_form("/undo")
        purge()
        page = visitor.get("/history/waitlist")
        assert (len(page.rows), page.has_form("/undo")) == (1, False)
        assert not visitor.get(f"/waitlist/{number}").has_form("/undo")

    def test_of_an_employer_without_people_are_not_undone(self, api, token, world, visitor, occurrence, purge):
        number = book_employer(api, token, occurrence)
        self.closed(visitor, "/enrolments", number)
        visitor.get("/history")
        purge()
        assert visitor.send("/undo").problem == PURGED
        assert web_enrolment(world, number).state == "R"


class TestPeople:
    """They are told by name and code: names alone may be two people's."""

    def test_who_is_logged_in(self, visitor):
        assert "Logged in as Olga Officer (OLGA)" in visitor.get().text

    def test_who_decided(self, api, token, visitor, occurrence):
        number = book(api, token, occurrence)
        visitor.get(f"/enrolments/{number}")
        visitor.send("/reject")
        page = visitor.get(f"/enrolments/{number}")
        assert "Rejected, 10 Sep 2026, 12:00, by Olga Officer (OLGA)" in page.text
        assert "10 Sep 2026, 12:00, Olga Officer (OLGA): rejected" in page.text
        assert "Olga Officer (OLGA): rejected" in visitor.get("/history").rows[0]

    def test_who_decided_about_a_waitlist_entry(self, api, token, world, visitor):
        number = wait_for(api, token, world.programme(takes_waitlist=True))
        visitor.get(f"/waitlist/{number}")
        visitor.send("/reject")
        assert "by Olga Officer (OLGA)" in visitor.get(f"/waitlist/{number}").text
        assert "Olga Officer (OLGA): rejected" in visitor.get("/history/waitlist").rows[0]

    def test_through_which_site_it_came(self, api, world, visitor, occurrence):
        shop = world.token(world.staff("Course Shop", "", code="SHOP", api_role=True))
        number = book(api, shop, occurrence)
        waiting = wait_for(api, shop, world.programme(takes_waitlist=True))
        assert "by Course Shop (SHOP)" in visitor.get().rows[0]
        assert "by Course Shop (SHOP)" in visitor.get(f"/enrolments/{number}").text
        assert "by Course Shop (SHOP)" in visitor.get(f"/waitlist/{waiting}").text

    def test_are_told_as_text(self, world, site):
        world.staff("<b>", "", api_role=True, code="MARK", username="mark", password=PASSWORD)
        visitor = Visitor(site)
        page = visitor.log_in("mark", PASSWORD)
        assert "Logged in as <b> (MARK)" in page.text
        assert page.document.xpath("//b") == []
