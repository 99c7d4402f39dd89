"""Locations are listed, added, changed and taken out of use on the pages of set-up."""

from decimal import Decimal

from sqlalchemy import select

from tests.support.staff import logged_in
from tests.web.staff.test_pages import assert_accessible
from vettrak_api.model.changes import Change
from vettrak_api.model.reference import Location, State

FORM = {"code": "FSY", "name": "Footscray, Nicholson Street"}


def location(world, code="FSY"):
    return world.one(select(Location).where(Location.code == code))


def test_a_location_is_added_with_everything(setup, world):
    setup.get("/setup/locations/new")
    assert_accessible(setup.page.document)
    vic = world.one(select(State.id).where(State.short_name == "Vic"))
    address = {"building": "Tower", "unit_details": "Level 2", "street_number": "12", "street_name": "Nicholson Street"}
    page = setup.send(
        "/add", **FORM, **address, city="Footscray", state_id=str(vic), postcode="3011", country="", loading="1.50",
        description="Ring twice", payment_default="yes",
    )  # fmt: skip
    assert page.note == "Added: Footscray, Nicholson Street."
    assert page.rows == ["Footscray, Nicholson Street FSY Footscray 3011"]
    made = location(world)
    assert (made.state_id, made.loading, made.active, made.payment_default) == (vic, Decimal("1.50"), True, True)
    assert (made.created_by, made.country) == ("SVEN", None)
    (change,) = world.all(select(Change).where(Change.table_name == "location", Change.record_id == made.id))
    assert (change.by, change.operation, change.action) == ("SVEN", "set-up page locations add_record", "insert")


def test_what_is_wrong_is_said_beside_the_field_and_above_and_what_was_typed_stays(setup, world):
    world.location(code="TAKEN")
    setup.get("/setup/locations/new")
    page = setup.send("/add", code=" taken ", name="", loading="much", postcode="3011", city="Footscray")
    assert page.status == 422
    assert page.document.find(".//title").text.startswith("Error: ")
    assert page.wrong == {
        "code": "Code: Another record has this already. Give it one of its own.",
        "name": "Name: Fill this in.",
        "loading": "Loading: This is no number. Write digits, and a point before decimal places.",
    }
    kept = page.form("/add")
    assert (kept["code"], kept["loading"], kept["city"]) == (" taken ", "much", "Footscray")
    assert_accessible(page.document)
    assert len(world.all(select(Location.id).where(Location.city == "Footscray"))) == 0


def test_two_people_who_edit_one_location(setup, site, world, visitor):
    number = world.location(code="FSY", name="Footscray").id
    other = logged_in(site, "sven")
    other.get(f"/setup/locations/{number}")
    setup.get(f"/setup/locations/{number}")
    other.send("/save", name="Footscray East")
    page = setup.send("/save", city="Footscray")
    assert page.status == 409
    assert "Setter (SVEN) has changed this" in page.text
    assert any(row == "Name Footscray East Footscray" for row in page.rows)
    assert location(world).city is None
    page = setup.send("/save")
    assert page.note == "Saved: Footscray."
    assert location(world).city == "Footscray"


def test_one_out_of_use_is_listed_only_on_demand(setup, world):
    number = world.location(code="FSY", name="Footscray").id
    setup.get(f"/setup/locations/{number}")
    setup.send("/save", active=None)
    assert not location(world).active
    assert not any("Footscray" in row for row in setup.get("/setup/locations").rows)
    assert any("Footscray not in use" in row for row in setup.get("/setup/locations?active=all&search=foot").rows)
