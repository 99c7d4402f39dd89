"""Occurrences are made, changed and listed on the pages of set-up, until web sites can sell them."""

import datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.support.staff import logged_in
from tests.support.web import book
from tests.web.staff.test_pages import assert_accessible
from vettrak_api.model.changes import Change
from vettrak_api.model.curriculum import ScheduledUnit
from vettrak_api.model.occurrences import EnrolmentNumber, Occurrence, OccurrencePrice
from vettrak_api.model.reference import PriceItem

DAY = datetime.datetime(2026, 12, 9)


@pytest.fixture
def programme(world):
    return world.programme("Provide First Aid", code="HLTAID011")


@pytest.fixture
def occurrence(world, programme):
    return world.occurrence(
        programme_id=programme.id, code="HLTAID011-09", lms=False, seats=12, start_date=DAY, end_date=DAY,
        units=("HLTAID011",), prices=(("Full Fee", "120.00"),),
    )  # fmt: skip


def by_code(world, code):
    return world.one(select(Occurrence).where(Occurrence.code == code))


def change_of(world, number, action="insert"):
    wanted = select(Change).where(Change.table_name == "occurrence", Change.record_id == number)
    return world.all(wanted.where(Change.action == action).order_by(Change.id))[-1]


def make(setup, programme, **fields):
    """Fill the form of a new occurrence in and send it."""
    setup.get("/setup/occurrences/new")
    begun = {"programme_id": str(programme.id), "code": "HLTAID011-10", "start_date": "9/12/2026"}
    return setup.send("/add", **(begun | fields))


def test_one_is_made_that_web_sites_can_sell(setup, world, api, token, programme):
    world.add(PriceItem(name="Full Fee"))
    location = world.location("FSY", "Footscray")
    page = make(
        setup, programme, description="First aid in a day", end_date="9/12/2026", location_id=str(location.id),
        maximum_places="2", amount="120", gst="0", web_published="yes",
    )  # fmt: skip
    assert page.note.startswith("The occurrence is made.")
    assert_accessible(page.document)
    made = by_code(world, "HLTAID011-10")
    assert (made.start_date, made.end_date, made.maximum_places, made.amount) == (DAY, DAY, 2, Decimal("120.00"))
    assert world.get(EnrolmentNumber, made.id).kind == "O"
    assert (change_of(world, made.id).by, change_of(world, made.id).operation[:11]) == ("SVEN", "set-up page")
    (told,) = api.GetWebOccurrencesForProgrammeAndDates(token, programme.id, DAY, DAY).OccuList
    assert (told.ID, told.Vacancies, told.Amount, told.Loca_Code) == (made.id, 2, Decimal("120.00"), "FSY")
    (price,) = api.GetPricingForOccurrence(token, made.id).PricList
    assert price.Enpr_Amount == Decimal("120.00")
    book(api, token, made)


def test_what_is_wrong_is_said_and_what_was_typed_stays(setup, programme, occurrence, world):
    page = make(
        setup, programme, code="hltaid011-09", end_date="8/12/2026", maximum_places="many", colour="red", amount="-1"
    )
    assert page.status == 422
    assert page.wrong["end_date"].startswith("Last day: The end date is before")
    assert page.wrong.keys() >= {"maximum_places", "colour", "amount"}
    assert page.form("/add")["maximum_places"] == "many"
    assert_accessible(page.document)
    page = make(setup, programme, code="hltaid011-09")
    assert page.wrong == {"code": "Code: Another occurrence has the code hltaid011-09."}
    page = make(setup, programme, code="", programme_id="", start_date="")
    assert page.wrong.keys() == {"code", "programme_id", "start_date"}


def test_fewer_places_than_are_taken_are_refused(setup, world, occurrence, api, token):
    for _ in range(11):
        world.enrolment(world.client(), occurrence)
    world.enrolment(world.client(), occurrence, status="Withdrawn")
    setup.get(f"/setup/occurrences/{occurrence.id}")
    page = setup.send("/save", maximum_places="8")
    assert page.status == 422
    assert page.wrong == {"maximum_places": "Places: 11 people are enrolled, so there must be at least 11"}
    assert page.form("/save")["maximum_places"] == "8"
    assert world.fresh(occurrence).maximum_places == 12
    page = setup.send("/save", maximum_places="11")
    assert page.note == "Saved."
    assert world.fresh(occurrence).maximum_places == 11


def test_what_is_booked_on_the_web_counts_as_taken(setup, world, occurrence, api, token):
    world.change(occurrence, web_published=True)
    world.enrolment(world.client(), occurrence)
    book(api, token, occurrence)
    setup.get(f"/setup/occurrences/{occurrence.id}")
    page = setup.send("/save", maximum_places="1")
    told = "1 person is enrolled and 1 place is booked on the web, so there must be at least 2"
    assert page.wrong == {"maximum_places": f"Places: {told}"}
    assert setup.send("/save", maximum_places="").note == "Saved."
    assert world.fresh(occurrence).maximum_places is None


def test_more_people_than_places_do_not_stop_other_changes(setup, world, occurrence):
    world.change(occurrence, maximum_places=1)
    for _ in range(3):
        world.enrolment(world.client(), occurrence)
    setup.get(f"/setup/occurrences/{occurrence.id}")
    assert setup.send("/save", description="Bring lunch").note == "Saved."
    assert world.fresh(occurrence).description == "Bring lunch"


def test_two_people_who_edit_one_occurrence(setup, site, world, occurrence):
    other = logged_in(site, "sven")
    other.get(f"/setup/occurrences/{occurrence.id}")
    setup.get(f"/setup/occurrences/{occurrence.id}")
    other.send("/save", maximum_places="20")
    page = setup.send("/save", description="Bring lunch")
    assert page.status == 409
    assert "has changed this" in page.text
    assert world.fresh(occurrence).description is None
    assert setup.send("/save", maximum_places="20").note == "Saved."
    assert world.fresh(occurrence).description == "Bring lunch"


def test_the_full_price_is_the_price_that_sites_sell_at(setup, world, occurrence, api, token):
    setup.get(f"/setup/occurrences/{occurrence.id}")
    assert setup.send("/save", amount="150.00", gst="13.63").note == "Saved."
    (price,) = world.all(select(OccurrencePrice).where(OccurrencePrice.occurrence_id == occurrence.id))
    assert (price.amount, price.gst) == (Decimal("150.00"), Decimal("13.63"))
    page = setup.send("/save", gst="50")
    assert page.wrong == {"gst": "GST in it: GST is at most one eleventh of the price, which would be 13.64."}


def test_what_goes_to_the_lms_is_told_to_it(setup, world, occurrence, api, token):
    def new():
        return [each.ID for each in api.GetLMSNewOccurrences(token).OccuList]

    assert occurrence.id not in new()
    setup.get(f"/setup/occurrences/{occurrence.id}")
    setup.send("/save", lms_publish="yes")
    assert occurrence.id in new()
    assert world.fresh(occurrence).lms_publish == 1


def test_the_list_shows_what_is_asked_for(setup, world, programme, occurrence):
    past = world.occurrence(
        programme_id=programme.id, code="OLD-1", start_date=datetime.datetime(2026, 3, 1),
        end_date=datetime.datetime(2026, 3, 2),
    )  # fmt: skip
    called_off = world.occurrence(programme_id=programme.id, code="OFF-1", status_id=world.status("Cancelled"))
    running = world.occurrence(programme_id=programme.id, code="RUN-1")

    def shown(query=""):
        rows = setup.get(f"/setup/occurrences?search=provide+first&{query}").rows
        return {each.code for each in (past, called_off, running, occurrence) if any(each.code in row for row in rows)}

    assert shown() == {"RUN-1", "HLTAID011-09"}
    assert shown("active=coming") == {"HLTAID011-09"}
    assert shown("active=running") == {"RUN-1"}
    assert shown("active=past") == {"OLD-1"}
    assert shown("active=cancelled") == {"OFF-1"}
    assert len(shown("active=all")) == 4
    assert_accessible(setup.page.document)
    assert setup.get("/setup/occurrences?search=nothing+such").rows == []


def test_those_of_a_schedule_keep_what_it_says(setup, world, occurrence):
    schedule = world.add(ScheduledUnit(unit_id=world.unit("HLTAID011").id, start_date=DAY, status="ACTIVE"))
    world.change(occurrence, scheduled_unit_id=schedule.id)
    page = setup.get(f"/setup/occurrences/{occurrence.id}")
    assert "follows the schedule of its unit" in page.text
    fields = page.form("/save")
    assert not {"start_date", "maximum_places", "amount", "web_published"} & fields.keys()
    assert setup.send("/save", code="HLTAID011-X").note == "Saved."
    assert world.fresh(occurrence).start_date == DAY
