"""The pages of occurrences in a real browser, mostly without JavaScript: from nothing to what can be booked."""

import pytest

from tests.browser.conftest import follow
from tests.support.web import book
from vettrak_api.model.reference import PriceItem

pytestmark = pytest.mark.browser

VIEWS = [pytest.param(False, id="desk"), pytest.param(True, id="phone")]


def note(page):
    return page.get_by_role("status").inner_text()


def picture(page, pictures, name, *, phone):
    page.screenshot(path=pictures / f"setup-{name}{'-phone' if phone else ''}.png", full_page=True)


def press(page, name):
    follow(page.get_by_role("button", name=name, exact=True))


def tab(page, name):
    follow(page.get_by_role("navigation", name="Of this occurrence").get_by_role("link", name=name))


@pytest.mark.parametrize("phone", VIEWS)
def test_one_is_made_until_it_can_be_booked(visit, school, pictures, phone):
    world, code = school.world, f"HLTAID011-{phone:d}"
    programme = world.programme("Provide First Aid", code=f"FIRST{phone:d}")
    item, unit = world.add(PriceItem(name=f"Manual {phone:d}")), world.unit("HLTAID011", "Provide First Aid")
    with visit(phone=phone, script=False) as page:
        page.goto("/staff/setup/occurrences")
        follow(page.get_by_role("link", name="Add an occurrence"))
        page.get_by_label("Programme", exact=True).select_option(f"{programme.code} {programme.name}")
        page.get_by_label("Code", exact=True).fill(code)
        page.get_by_label("First day").fill("8/12/2026")
        page.get_by_label("Last day").fill("7/12/2026")
        page.get_by_label("Places", exact=True).fill("12")
        page.get_by_label("Full price").fill("120.00")
        page.get_by_label("Open for web enrolment").check()
        press(page, "Save")
        assert "Last day: The end date is before the start date" in page.get_by_role("alert").inner_text()
        picture(page, pictures, "occurrence-error", phone=phone)
        page.get_by_label("Last day").fill("29/12/2026")
        press(page, "Save")
        assert note(page).startswith("The occurrence is made.")
        page.get_by_label("Other units").fill(unit.code)
        press(page, "Save")
        picture(page, pictures, "occurrence-units", phone=phone)
        tab(page, "Classes")
        follow(page.get_by_role("link", name="Add one every week"))
        page.get_by_label("Every Tuesday").check()
        page.get_by_label("Starts at").fill("9:00")
        page.get_by_label("Ends at").fill("12:00")
        picture(page, pictures, "occurrence-weekly", phone=phone)
        press(page, "Add the classes")
        assert page.locator("tbody tr").count() == 4
        picture(page, pictures, "occurrence-classes", phone=phone)
        tab(page, "Prices")
        follow(page.get_by_role("link", name="Add a price"))
        page.get_by_label("For what").select_option(item.name)
        page.get_by_label("Amount").fill("15")
        press(page, "Save")
        picture(page, pictures, "occurrence-prices", phone=phone)
        tab(page, "Details")
        picture(page, pictures, "occurrence", phone=phone)
        number = int(page.url.split("?")[0].rsplit("/", 1)[1])
        book(school.api, school.token, type("Made", (), {"id": number}), "First", "Fay")
        page.reload()
        assert "11 of 12 places are left" in page.locator("main").inner_text()
        page.goto(f"/staff/setup/occurrences?search={code}")
        picture(page, pictures, "occurrences", phone=phone)


@pytest.mark.parametrize("phone", VIEWS)
def test_one_is_copied_and_called_off(visit, school, pictures, phone):
    made = school.world.occurrence(code=f"TERM-{phone:d}1", web_published=True)
    school.world.class_session(made)
    school.world.enrolment(school.world.client(), made)
    with visit(phone=phone, script=False) as page:
        page.goto(f"/staff/setup/occurrences/{made.id}")
        page.get_by_label("Places", exact=True).fill("0")
        press(page, "Save")
        told = page.get_by_role("alert").inner_text()
        assert "Places: 1 person is enrolled, so there must be at least 1" in told
        picture(page, pictures, "occurrence-places", phone=phone)
        page.goto(f"/staff/setup/occurrences/{made.id}")
        follow(page.get_by_role("link", name="Copy with new dates"))
        page.get_by_label("First day").fill("1/12/2026")
        press(page, "Show how it moves")
        assert "Classes stay on their days of the week" in page.locator("#moved").inner_text()
        picture(page, pictures, "occurrence-copy", phone=phone)
        press(page, "Make the copy")
        assert note(page).startswith("The copy is made.")
        page.goto(f"/staff/setup/occurrences/{made.id}")
        follow(page.get_by_role("link", name="Cancel this occurrence"))
        picture(page, pictures, "occurrence-cancel", phone=phone)
        page.get_by_label("The 1 who is enrolled").select_option("get the status Cancelled")
        press(page, "Cancel the occurrence")
        assert note(page) == "The occurrence is cancelled."
