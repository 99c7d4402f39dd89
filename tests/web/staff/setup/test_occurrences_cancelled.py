"""An occurrence is called off on the pages of set-up: its people, its classes, the web and the LMS; all or nothing."""

import datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.support.outcomes import outcome
from tests.support.staff import logged_in, officer
from tests.support.web import book, web_enrolment
from tests.web.staff.test_pages import assert_accessible
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.occurrences import ClassSession
from vettrak_api.model.quarantine import PENDING, REJECTED, WebEnrolment
from vettrak_api.model.reference import EnrolmentStatus
from vettrak_api.rules.occurrences import cancelling

SOON = datetime.datetime(2026, 9, 20, 9)


@pytest.fixture
def occurrence(world):
    return world.occurrence(lms=True, web_published=True, lms_status=1)


@pytest.fixture
def called_off(setup, world, occurrence):
    def send(**fields):
        setup.get(f"/setup/occurrences/{occurrence.id}/cancel")
        assert_accessible(setup.page.document)
        told = {"status": str(world.status("Withdrawn")), "waiting": "reject", "reason": "Too few people"}
        return setup.send("/cancel/confirm", **(told | fields))

    return send


def status_of(world, record):
    wanted = select(EnrolmentStatus.name).where(EnrolmentStatus.id == world.fresh(record).status_id)
    return world.one(wanted)


def test_everybody_is_told_what_was_chosen(called_off, setup, world, occurrence, api, token):
    enrolled = world.enrolment(world.client(), occurrence)
    completed = world.enrolment(world.client(), occurrence, status="Completed")
    waiting = book(api, token, occurrence)
    past = world.class_session(occurrence, start=datetime.datetime(2026, 9, 1, 9))
    world.class_session(occurrence, start=SOON)
    page = called_off()
    assert page.note == "The occurrence is cancelled."
    assert "This occurrence is cancelled. Nobody can book it." in page.text
    assert [status_of(world, each) for each in (enrolled, completed)] == ["Withdrawn", "Completed"]
    assert world.fresh(enrolled).date_of_effect == datetime.datetime(2026, 9, 10)
    assert web_enrolment(world, waiting).state == REJECTED
    assert world.all(select(ClassSession.id).where(ClassSession.occurrence_id == occurrence.id)) == [past.id]
    stored = world.fresh(occurrence)
    assert (status_of(world, occurrence), stored.web_published, stored.lms_publish) == ("Cancelled", False, 1)
    september = (datetime.datetime(2026, 9, 1), datetime.datetime(2026, 9, 30))
    told = {each.ID: each for each in api.GetLMSOccurrencesInDateRange(token, *september).OccuList}
    assert (told[occurrence.id].Status, told[occurrence.id].StatusType) == ("Cancelled", 3)
    refused = outcome(api.AddClientWebEnrolment(token, occurrence.id, "Late", "Lou"))
    assert refused == (-1, "Occurrence is not open for web enrolment.")


def test_an_lms_that_has_not_fetched_it_will_not(called_off, world, occurrence, api, token):
    world.change(occurrence, lms_status=0)
    assert occurrence.id in [each.ID for each in api.GetLMSNewOccurrences(token).OccuList]
    called_off()
    assert occurrence.id not in [each.ID for each in api.GetLMSNewOccurrences(token).OccuList or ()]


def test_people_may_stay_to_be_dealt_with_one_by_one(called_off, site, world, occurrence, api, token):
    enrolled = world.enrolment(world.client(), occurrence, amount_paid=Decimal(10))
    waiting = book(api, token, occurrence)
    chosen = world.class_session(occurrence, start=SOON, description="First evening")
    api.AddClassesToWebEnrolment(token, waiting, [chosen.id])
    assert called_off(status="keep", waiting="keep").note == "The occurrence is cancelled."
    assert status_of(world, enrolled) == "Active"
    assert web_enrolment(world, waiting).state == PENDING
    assert world.fresh(chosen).description == "Cancelled. First evening"
    officer(world)
    assert "The occurrence is cancelled." in logged_in(site).get(f"/enrolments/{waiting}").text


def test_money_that_has_been_paid_wants_a_tick(called_off, world, occurrence):
    enrolled = world.enrolment(world.client(), occurrence, amount_paid=Decimal("120.00"))
    page = called_off()
    assert page.status == 422
    assert page.wrong.keys() == {"despite_payment"}
    assert "$120.00 has been paid" in page.wrong["despite_payment"]
    assert (status_of(world, enrolled), status_of(world, occurrence)) == ("Active", "Active")
    assert called_off(despite_payment="yes").note == "The occurrence is cancelled."
    assert world.fresh(enrolled).amount_paid == Decimal("120.00")


def test_money_of_web_enrolments_counts_as_well(called_off, world, occurrence, api, token):
    number = book(api, token, occurrence)
    api.AddWebPayment(token, number, "ORDER-1", "RRN-1", "5.00")
    assert called_off().wrong.keys() == {"despite_payment"}
    assert called_off(waiting="keep").note == "The occurrence is cancelled."


def test_nothing_is_chosen_for_the_visitor(called_off, world, occurrence):
    page = called_off(status="", waiting="")
    assert (page.status, page.wrong.keys()) == (422, {"status", "waiting"})
    page = called_off(status=str(world.status("Active")))
    assert page.wrong.keys() == {"status"}
    assert status_of(world, occurrence) == "Active"


def test_it_can_not_be_called_off_twice_but_brought_back(called_off, setup, world, occurrence):
    setup.get(f"/setup/occurrences/{occurrence.id}/cancel")
    fields = setup.page.form("/cancel/confirm") | {"status": "keep", "waiting": "keep"}
    called_off()
    page = setup.post(f"/setup/occurrences/{occurrence.id}/cancel/confirm", fields)
    assert (page.status, page.problem) == (409, "This occurrence is cancelled already.")
    setup.get(f"/setup/occurrences/{occurrence.id}")
    assert setup.send("/save", status_id=str(world.status("Active"))).note == "Saved."
    assert (status_of(world, occurrence), world.fresh(occurrence).web_published) == ("Active", False)


def test_a_failure_half_way_leaves_everything_as_it_was(called_off, world, occurrence, api, token, monkeypatch):
    enrolled, waiting = world.enrolment(world.client(), occurrence), book(api, token, occurrence)

    def fail(*_):
        message = "the power went off"
        raise RuntimeError(message)

    monkeypatch.setattr(cancelling, "_call_off_classes", fail)
    assert called_off().status == 500
    monkeypatch.undo()
    assert [status_of(world, each) for each in (enrolled, occurrence)] == ["Active", "Active"]
    assert world.get(WebEnrolment, waiting).state == PENDING
    assert world.all(select(Enrolment.id).where(Enrolment.occurrence_id == occurrence.id)) == [enrolled.id]
