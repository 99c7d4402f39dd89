"""The organisation says its name, code, address and time zone on one page of set-up."""

import pytest
from sqlalchemy import select

from tests.support.staff import logged_in
from tests.web.staff.test_pages import assert_accessible
from vettrak_api.model.changes import Change
from vettrak_api.model.reference import Organisation


def organisation(world):
    return world.one(select(Organisation).order_by(Organisation.id).limit(1))


@pytest.mark.bare
def test_a_nameless_organisation_gets_its_name(setup, world):
    page = setup.get("/setup/organisation")
    assert page.problem == "It has no name of its own yet."
    assert_accessible(page.document)
    page = setup.send(
        "/save", name="Saltbush Training", code="45678", street_name="Nicholson Street", city="Footscray",
        postcode="3011", time_zone="Australia/Sydney",
    )  # fmt: skip
    assert (page.note, page.problem) == ("Saved.", None)
    assert page.document.find_class("brand")[0].text_content() == "Saltbush Training"
    kept = organisation(world)
    assert (kept.name, kept.code, kept.city, kept.time_zone) == (
        "Saltbush Training", "45678", "Footscray", "Australia/Sydney"
    )  # fmt: skip
    (change,) = world.all(select(Change).where(Change.table_name == "organisation"))
    assert (change.by, change.operation) == ("SVEN", "set-up page save_organisation")


def test_another_zone_than_the_servers_is_told(setup):
    setup.get("/setup/organisation")
    page = setup.send("/save", time_zone="Australia/Perth")
    assert page.note == "Saved."
    assert "The clock of this server is that of Australia/Sydney." in page.text


def test_a_zone_that_is_none_of_the_list_is_refused(setup):
    setup.get("/setup/organisation")
    page = setup.send("/save", time_zone="Mars/Olympus")
    assert (page.status, page.wrong) == (422, {"time_zone": "Time zone: Choose one of the list."})


def test_it_needs_a_name_and_what_was_typed_stays(setup, world):
    before = organisation(world).name
    setup.get("/setup/organisation")
    page = setup.send("/save", name="  ", code="RTO-éé", city="x" * 51)
    assert page.wrong == {
        "name": "Name: Fill this in.",
        "code": "National code: A code has plain letters, digits and signs only. Write it without accents and such.",
        "city": "Suburb or town: Longer than 50 characters. Shorten it to 50.",
    }
    assert page.form("/save")["city"] == "x" * 51
    assert organisation(world).name == before


def test_two_people_who_edit_it(setup, site, world):
    other = logged_in(site, "sven")
    other.get("/setup/organisation")
    setup.get("/setup/organisation")
    other.send("/save", city="Perth")
    assert setup.send("/save", city="Hobart").status == 409
    assert organisation(world).city == "Perth"
    assert setup.send("/save").note == "Saved."
    assert organisation(world).city == "Hobart"
