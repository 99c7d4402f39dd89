"""The portals in a real browser: every page of each portal, and what only a browser can show."""

import shutil
from contextlib import contextmanager

import pytest

from tests.browser.conftest import DESKTOP, PHONE, REFUSED, VIEWS, follow
from tests.browser.test_every_page import OVERFLOW, SMALLEST_TARGET, TOO_SMALL
from tests.support.portals import INTEGRATION, PASSWORD, SECRET, VISIBLE, PortalSchool
from tests.support.servers import CHEAP_PASSWORDS, serving, serving_portals
from tests.support.world import World
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings
from vettrak_api.web.portals.site import PortalSite

pytestmark = pytest.mark.browser

PORTAL = {"VETTRAK_PORTALS_USERNAME": INTEGRATION, "VETTRAK_PORTALS_PASSWORD": PASSWORD}
PORTAL |= {"VETTRAK_PORTALS_SECRET": SECRET, "VETTRAK_PORTALS_ORGANISATION": "Saltbush Training"}
LONG = " Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren <b>"


class Portals(PortalSchool):
    """The school, and where its portals are."""

    address = ""

    def paths(self, who):
        """Return the paths of somebody's pages by names."""
        return self.pages(PortalSite(self.settings("http://127.0.0.1:1")), who)


@pytest.fixture(scope="module", params=["", pytest.param(LONG, marks=pytest.mark.slow)], ids=["short", "long"])
def portals(request, template, tmp_path_factory):
    """Start a server with one thread, and portals that know its address alone."""
    path = tmp_path_factory.mktemp("portals") / "school.db"
    shutil.copyfile(template.bare, path)
    runtime = build_runtime(Settings(database_url=f"sqlite:///{path.as_posix()}", argon2_memory_kib=8, argon2_passes=1))
    school = Portals(World(runtime), request.param)
    with (
        serving(runtime.settings.database_url, "--threads", "1", **CHEAP_PASSWORDS) as api,
        serving_portals(api.address, **PORTAL) as running,
    ):
        school.address = running.address
        yield school
    runtime.database.close()


@pytest.fixture
def come(browser, portals):
    """Open the portals as somebody; whatever the browser complains of fails the test."""

    @contextmanager
    def opened(who, *, size=DESKTOP, script=True, scheme="light"):
        context = browser.new_context(
            base_url=portals.address,
            viewport=size,
            is_mobile=size is PHONE,
            has_touch=size is PHONE,
            java_script_enabled=script,
            color_scheme=scheme,
        )
        complaints = []
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/login")
        log_in(page, who)
        yield page
        context.close()
        assert [each for each in complaints if not each.startswith(REFUSED)] == []

    return opened


def log_in(page, who):
    page.get_by_label("User name").fill(who)
    page.get_by_label("Password").fill(PASSWORD)
    follow(page.get_by_role("button", name="Log in"))
    page.get_by_role("button", name="Log out").wait_for()


@pytest.mark.parametrize("who", VISIBLE)
@pytest.mark.parametrize(("phone", "scheme"), VIEWS)
def test_everybody_can_use_every_page(come, portals, judge, pictures, who, phone, scheme):
    wrong, size = {}, PHONE if phone else DESKTOP
    with come(who, size=size, scheme=scheme) as page:
        for name, path in portals.paths(who).items():
            if path.endswith(".ics"):
                continue
            assert page.goto(path).status == 200, name
            kind = "-long" if portals.more else ""
            picture = f"{name}-{who}-{size['width']}-{scheme}{kind}.png"
            page.screenshot(path=pictures / picture, full_page=True)
            small = page.evaluate(TOO_SMALL, SMALLEST_TARGET) if phone else []
            faults = [*judge(page), *small, *[page.evaluate(OVERFLOW)]]
            wrong[name] = [fault for fault in faults if fault]
            assert page.locator("h1").count() == 1, name
    assert {name: faults for name, faults in wrong.items() if faults} == {}


def test_attendance_is_marked_on_a_phone_without_a_script(come, portals):
    path = portals.paths("jarrah")["portals.roll"]
    with come("jarrah", size=PHONE, script=False) as page:
        follow(page.locator("ul.times a").first)
        assert page.url.endswith(path)
        page.locator("input[value=Absent]").first.tap()
        follow(page.get_by_role("button", name="Save"))
        page.get_by_text("Saved: 1 person was marked.").wait_for()
        follow(page.get_by_role("button", name="Mark the other 1 present"))
        page.get_by_text("2 of 2").wait_for()
    assert set(portals.marked(portals.next).values()) == {"Absent", "Present"}


def test_the_back_button_shows_nothing_after_a_log_out(come):
    with come("mia") as page:
        page.goto("/invoices")
        follow(page.get_by_role("button", name="Log out"))
        page.go_back()
        page.get_by_label("User name").wait_for()
        assert "INV1" not in page.content()


def test_two_tabs_of_two_people_do_not_mix(come, portals):
    with come("mia") as page:
        page.goto("/details")
        other = page.context.new_page()
        other.goto("/login")
        log_in(other, "liam")
        page.get_by_label("Mobile").fill("0491 570 110")
        with page.expect_navigation():
            page.get_by_role("button", name="Save").click()
        page.get_by_text("This form is too old").wait_for()
        other.goto("/training")
        assert "Hello Liam" in other.content()
    assert portals.world.fresh(portals.liam).mobile_phone is None
