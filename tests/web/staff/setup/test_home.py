"""Where set-up begins: the sections with their counts, and what is missing before the first booking."""

import pytest
from sqlalchemy import select

from tests.web.staff.test_pages import assert_accessible
from vettrak_api.model.reference import Organisation
from vettrak_api.web.staff.setup import home

MISSING = {
    "The organisation has no name of its own yet.",
    "There is nothing to sell: no occurrence is published on the web or for the learning management system.",
}


def lacking(page):
    return {each.text.strip() for each in page.document.xpath("//div[contains(@class, 'warn')]//li")}


@pytest.mark.bare
def test_an_empty_installation_is_told_what_is_missing(setup):
    page = setup.get("/setup")
    assert lacking(page) == MISSING
    assert_accessible(page.document)


@pytest.mark.bare
def test_what_is_there_is_not_missing_and_is_counted(setup, world):
    world.change(world.one(select(Organisation)), name="Saltbush Training")
    world.occurrence(lms=False, web_published=True)
    page = setup.get("/setup")
    assert lacking(page) == set()
    assert "Programmes What you offer 1" in page.rows


def test_of_very_many_records_it_is_told_that_there_are_more(setup, world, monkeypatch):
    monkeypatch.setattr(home, "MOST_COUNTED", 2)
    monkeypatch.setattr(home, "COUNTS", home.counts(2))
    world.programme("Beer Appreciation"), world.programme("Wine Appreciation"), world.programme("Tea Appreciation")
    assert "Programmes What you offer 2+" in setup.get("/setup").rows


def test_each_section_is_led_to_from_the_home_and_from_the_side(setup):
    page = setup.get("/setup")
    beside = [each.get("href") for each in page.document.xpath("//nav[@id='contents']//a")]
    assert beside == [each.get("href") for each in page.document.xpath("//tbody//th/a")]
    for address in beside:
        current = setup.get(address.removeprefix("/staff")).document.xpath("//nav[@id='contents']//a[@aria-current]")
        assert [each.get("href") for each in current] == [address]
