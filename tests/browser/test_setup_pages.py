"""The pages of set-up in a real browser: with and without JavaScript, on a desk and on a phone."""

import pytest

from tests.browser.conftest import follow

pytestmark = pytest.mark.browser

VIEWS = [pytest.param(False, True, id="desk"), pytest.param(False, False, id="desk-no-script"),
         pytest.param(True, True, id="phone")]  # fmt: skip


def heading(page):
    return page.locator("h1").inner_text()


def note(page):
    return page.get_by_role("status").inner_text()


def picture(page, pictures, name, *, phone):
    page.screenshot(path=pictures / f"setup-{name}{'-phone' if phone else ''}.png", full_page=True)


@pytest.mark.parametrize(("phone", "script"), VIEWS)
def test_the_organisation(visit, pictures, phone, script):
    with visit(phone=phone, script=script) as page:
        follow(page.get_by_role("navigation", name="Sections").get_by_role("link", name="Set-up"))
        picture(page, pictures, "home", phone=phone)
        follow(page.get_by_role("navigation", name="Set-up").get_by_role("link", name="Organisation"))
        name = page.get_by_label("Name", exact=True)
        before = name.input_value()
        name.fill("")
        follow(page.get_by_role("button", name="Save"))
        assert page.title().startswith("Error: ")
        assert page.get_by_role("alert").inner_text().endswith("Name: Fill this in.")
        picture(page, pictures, "organisation-error", phone=phone)
        page.get_by_role("link", name="Name: Fill this in.").click()
        assert page.evaluate("document.activeElement.id") == "name"
        name.fill(before)
        page.get_by_label("Time zone").select_option("Australia/Sydney")
        follow(page.get_by_role("button", name="Save"))
        assert note(page) == "Saved."
        picture(page, pictures, "organisation", phone=phone)


@pytest.mark.parametrize(("phone", "script"), VIEWS)
def test_a_location(visit, pictures, phone, script):
    code = f"L{phone:d}{script:d}"
    with visit(phone=phone, script=script) as page:
        page.goto("/staff/setup/locations")
        follow(page.get_by_role("link", name="Add a location"))
        page.get_by_label("Code", exact=True).fill(code)
        page.get_by_label("Name", exact=True).fill("Ballarat rooms")
        page.get_by_label("State").select_option("Victoria")
        page.get_by_label("Loading").fill("much")
        follow(page.get_by_role("button", name="Save"))
        picture(page, pictures, "location-error", phone=phone)
        page.get_by_label("Loading").fill("1.5")
        follow(page.get_by_role("button", name="Save"))
        assert note(page) == "Added: Ballarat rooms."
        picture(page, pictures, "locations", phone=phone)
        row = page.locator("tr", has_text=code)
        follow(row.get_by_role("link"))
        page.get_by_label("In use").uncheck()
        follow(page.get_by_role("button", name="Save"))
        assert page.locator("tr", has_text=code).count() == 0


@pytest.mark.parametrize(("phone", "script"), VIEWS)
def test_a_programme_that_two_people_edit(visit, school, pictures, phone, script):
    number = school.world.programme("Barista Basics", code=f"BAR{phone:d}{script:d}").id
    with visit(phone=phone, script=script) as page:
        page.goto(f"/staff/setup/programmes/{number}")
        page.get_by_label("Description").fill("Four hours.\nBring an apron.")
        with visit(script=script) as other:
            other.goto(f"/staff/setup/programmes/{number}")
            other.get_by_label("Name", exact=True).fill("Barista Essentials")
            follow(other.get_by_role("button", name="Save"))
        follow(page.get_by_role("button", name="Save"))
        assert "has changed this while you had it open" in page.get_by_role("alert").inner_text()
        picture(page, pictures, "programme-meanwhile", phone=phone)
        page.get_by_label("Name", exact=True).fill("Barista Essentials")
        follow(page.get_by_role("button", name="Save"))
        assert note(page) == "Saved: Barista Essentials."
