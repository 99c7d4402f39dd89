"""What holds on every page in a real browser: it fits, is ours alone, begins in one way, prints and can be touched."""

import pytest

from tests.browser.conftest import BORN, every_page, follow

pytestmark = pytest.mark.browser

SMALLEST_TARGET = 44
"""Pixels, for thumbs. What stands in running text or in a table is told from others by its line, not by its size."""

PAPER = {"width": 718, "height": 1017}
"""A sheet of A4 without its margins, in pixels."""

TOO_SMALL = """least => [...document.querySelectorAll("button, select, summary, nav a, input:not([type=hidden])")]
    .filter(each => each.checkVisibility() && !["checkbox", "radio"].includes(each.type))
    .filter(each => each.getBoundingClientRect().height < least - 0.5)
    .map(each => each.outerHTML.slice(0, 120))"""

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
"""How much wider the page is than the window."""


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_is_no_wider_than_its_window(visit, school, width, script):
    if not script and width != 320:
        pytest.skip("the narrowest window tells enough")
    with visit(width=width, script=script) as page:
        wide = {}
        for name in every_page(page, school):
            wide[name] = page.evaluate(OVERFLOW)
    assert {name: pixels for name, pixels in wide.items() if pixels > 0} == {}


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_is_not_widened_by_what_people_type(visit, school, width):
    name = ("W" * 30 + "<b>" + "w" * 30)[:50]
    for code in "LMNO":
        school.world.client(name, name, code=f"{code}{width}", birth_date=BORN.date(), email=f"{'m' * 50}@example.com")
    number = school.book(name, name, xsdDOB=BORN, sDescription="n" * 200)
    school.api.UpdateWebClient(school.token, number, sEmail=f"{'e' * 50}@example.com", sAddr="s" * 100)
    wide = {}
    with visit(width=width) as page:
        for path in ("/staff/", f"/staff/enrolments/{number}"):
            page.goto(path)
            wide[path] = page.evaluate(OVERFLOW)
            assert name in page.locator("main").inner_text()
    school.api.DeleteWebEnrolment(school.token, number)
    assert set(wide.values()) == {0}


def test_asks_no_other_server_for_anything(visit, school):
    with visit() as page:
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        visited = list(every_page(page, school))
    assert len(asked) > len(visited)
    assert [url for url in asked if not url.startswith(school.address)] == []


def test_tells_its_title_and_purpose_and_lets_people_skip_to_it(visit, school):
    with visit() as page:
        for name in every_page(page, school):
            assert page.title().strip(), name
            assert page.locator("h1").count() == 1, name
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.textContent") == "Skip to the content", name
            page.keyboard.press("Enter")
            assert page.evaluate("document.activeElement.id") == "content", name


def test_can_be_used_with_thumbs(visit, school):
    small = {}
    with visit(phone=True) as page:
        for name in every_page(page, school):
            small[name] = page.evaluate(TOO_SMALL, SMALLEST_TARGET)
    assert {name: found for name, found in small.items() if found} == {}


def test_prints_what_is_told_and_not_what_is_pressed(visit, school, pictures):
    with visit() as page:
        for name in every_page(page, school):
            page.emulate_media(media="print")
            assert page.locator("h1").is_visible(), name
            for control in ("header nav", "form.scheme", ".filters", ".actions", ".skip"):
                assert not any(each.is_visible() for each in page.locator(control).all()), (name, control)
            panes = page.locator(".tabs > .pane").all()
            assert all(pane.is_visible() for pane in panes), name
            page.emulate_media(media="screen")
        page.emulate_media(media="print")
        page.set_viewport_size(PAPER)
        for name, path in (("record", f"/staff/enrolments/{school.record}"), ("home", "/")):
            page.goto(path)
            page.screenshot(path=pictures / f"print-{name}.png", full_page=True)
        assert page.locator(".tabs > .pane").count() > 1


@pytest.mark.parametrize("script", [True, False])
def test_is_drawn_as_somebody_chose(visit, school, script):
    with visit(script=script, color_scheme="light") as page:
        page.goto("/staff/history?search=nobody")
        follow(page.get_by_role("button", name="Dark", exact=True))
        assert page.url == f"{school.address}/staff/history?search=nobody"
        for path in ("/", "/nowhere", "/staff/login", "/staff/waitlist"):
            page.goto(path)
            assert page.locator("html").get_attribute("data-scheme") == "dark"
        follow(page.get_by_role("button", name="As the device"))
        assert page.locator("html").get_attribute("data-scheme") is None


def test_shows_a_sample_of_each_language_by_the_keyboard(visit):
    with visit(script=False) as page:
        page.goto("/")
        page.get_by_role("radio", name="curl").focus()
        for name in ("Python", "PHP"):
            page.keyboard.press("ArrowRight")
            shown = [pane.get_attribute("aria-label") for pane in page.locator("pre").all() if pane.is_visible()]
            assert shown == [name]
