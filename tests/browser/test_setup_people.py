"""Set-up of people and of users of integrations in a real browser, without JavaScript and on a phone."""

import datetime

import pytest

from tests.browser.conftest import follow
from vettrak_api.model.sms import ClientSms

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def trainer(school):
    """Somebody with text messages."""
    world = school.world
    client = world.staff("Trainer", "Tess", code="TESS", username="tess", email="tess@example.com")
    world.add(
        ClientSms(
            client_id=client.id, message_key="one", number="+61400111222", text="Your class moves to room 4.", parts=1,
            state="sent", settled=datetime.datetime(2026, 9, 10, 12), created_at=datetime.datetime(2026, 9, 10, 12),
            created_by="OLGA",
        )
    )  # fmt: skip
    return client


def test_a_person_is_found_changed_and_made_to_log_in(visit, school, trainer, pictures):
    with visit(script=False) as page:
        page.goto("/staff/setup/people")
        page.screenshot(path=pictures / "setup-people-1280.png", full_page=True)
        page.get_by_label("Code, name, user name, e-mail or date of birth").fill("trainer, tess")
        follow(page.get_by_role("button", name="Show", exact=True))
        assert page.locator("tbody tr").count() == 1
        follow(page.get_by_role("link", name="Trainer, Tess"))
        assert "Your class moves to room 4." in page.locator("main").inner_text()
        page.screenshot(path=pictures / "setup-person-1280.png", full_page=True)
        follow(page.get_by_role("navigation", name="About this person").get_by_role("link", name="Details"))
        page.get_by_label("Surname").fill("")
        follow(page.get_by_role("button", name="Save"))
        assert page.get_by_role("alert").get_by_role("link").inner_text() == "Surname: Fill this in."
        page.screenshot(path=pictures / "setup-person-form-1280.png", full_page=True)
        page.get_by_label("Surname").fill("Trainer-Lee")
        follow(page.get_by_role("button", name="Save"))
        assert page.locator("h1").inner_text().startswith("Tess Trainer-Lee")
        page.get_by_role("group", name="Roles").get_by_label("API").check()
        follow(page.get_by_role("button", name="Save the roles"))
        assert page.get_by_role("status").inner_text() == "Saved: the roles."
        page.get_by_text("Deactivate", exact=True).first.click()
        follow(page.get_by_role("button", name="Deactivate"))
        follow(page.get_by_role("button", name="Make active again"))
        assert page.get_by_role("status").inner_text() == "This person is active again."


def test_a_user_of_an_integration_gets_a_password_that_is_shown_once(visit, school, pictures):
    with visit(script=False) as page:
        page.goto("/staff/setup/integrations")
        page.screenshot(path=pictures / "setup-integrations-1280.png", full_page=True)
        follow(page.get_by_role("link", name="Add a user"))
        page.get_by_label("Name of the product").fill("Moodle")
        page.get_by_label("User name").fill("moodle")
        follow(page.get_by_role("button", name="Add the user"))
        password = page.locator("#password").inner_text()
        assert school.api.ValidateClient("moodle", password).Status == 1
        page.screenshot(path=pictures / "setup-integration-password-1280.png", full_page=True)
        follow(page.get_by_role("link", name="I have copied it"))
        assert password not in page.content()


def test_on_a_phone(visit, school, trainer, pictures):
    with visit(phone=True) as page:
        for name, path in {
            "people": "people",
            "person": f"people/{trainer.id}",
            "person-form": f"people/{trainer.id}/details",
            "person-statistics": f"people/{trainer.id}/statistics",
            "integrations": "integrations",
            "integration": f"integrations/{trainer.id}",
            "roles": "roles",
        }.items():
            page.goto(f"/staff/setup/{path}")
            page.screenshot(path=pictures / f"setup-{name}-390.png", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
