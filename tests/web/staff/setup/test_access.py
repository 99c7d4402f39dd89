"""Who may see the pages of set-up: whoever holds a role that grants it, and nobody else, whatever the page."""

import pytest
from sqlalchemy import select

from tests.support.staff import Visitor, logged_in, officer
from tests.support.world import PASSWORD
from vettrak_api.model.clients import Client

REFUSAL = "This account may not set the organisation up: it needs the set-up role."


def pages_of_setup(site):
    """The paths of all pages of set-up by their methods, for numbers that nobody has."""
    urls = site.page_sites["staff"].url_map
    for rule in urls.iter_rules():
        if rule.endpoint.startswith("setup."):
            values = {name: "locations" if name == "section" else 2_000_000_000 for name in rule.arguments}
            path = urls.bind("localhost").build(rule.endpoint, values)
            yield from ((method, path) for method in sorted(rule.methods & {"GET", "POST"}))


def asked(visitor, method, path):
    return visitor.get(path, follow=False) if method == "GET" else visitor.post(path, {}, follow=False)


def test_there_are_such_pages(site):
    assert len(list(pages_of_setup(site))) > 5


def test_those_who_are_not_logged_in_are_asked_to(site):
    for method, path in pages_of_setup(site):
        page = asked(Visitor(site), method, path)
        assert (page.status, page.location.split("?")[0]) == (303, "/staff/login"), path


@pytest.mark.parametrize("staff", [True, False], ids=["staff", "client"])
def test_those_without_a_role_do_not_enter_the_site(site, world, staff):
    world.client(username="nobody", password=PASSWORD, staff=staff)
    page = logged_in(site, "nobody").page
    assert (page.status, page.problem) == (
        403,
        "This account may not use the staff pages: it needs the API role or the set-up role.",
    )


def test_a_client_with_the_role_is_no_staff_member(site, world):
    world.client(username="nobody", password=PASSWORD, setup_role=True)
    assert logged_in(site, "nobody").page.status == 403


def test_the_api_role_alone_sees_no_page_and_no_tab(site, world):
    officer(world)
    visitor = logged_in(site)
    assert "Set-up" not in visitor.page.text
    for method, path in pages_of_setup(site):
        if method == "GET":
            page = asked(visitor, method, path)
            assert (page.status, page.problem.startswith(REFUSAL)) == (403, True), path


def test_the_api_role_alone_can_send_no_form(site, world):
    officer(world)
    visitor = logged_in(site)
    mark = visitor.get("/").form("/logout")["csrf"]
    for method, path in pages_of_setup(site):
        if method == "POST":
            page = visitor.post(path, {"csrf": mark}, follow=False)
            assert (page.status, page.problem.startswith(REFUSAL)) == (403, True), path


def test_the_set_up_role_alone_begins_there_and_sees_no_web_enrolments(setup):
    assert setup.page.heading == "Set-up"
    assert setup.get("/").heading == "Set-up"
    tabs = setup.page.document.xpath("//nav[@aria-label='Sections']/a")
    assert [tab.text_content() for tab in tabs] == ["Set-up"]
    for path in ("/reservations", "/waitlist", "/history", "/enrolments/1"):
        page = setup.get(path)
        assert page.status == 403
        assert page.problem == "This account may not process web enrolments: it needs the API role."
        assert page.link("To the set-up") == "/setup"


def test_who_holds_both_sees_both(site, world):
    world.staff(api_role=True, setup_role=True, username="both", password=PASSWORD)
    visitor = logged_in(site, "both")
    assert visitor.page.heading == "Web enrolments to process"
    assert visitor.get("/setup").status == 200


def test_a_role_that_is_taken_away_ends_at_once(setup, world):
    world.change(world.one(select(Client).where(Client.code == "SVEN")), staff=False)
    page = setup.get("/setup", follow=False)
    assert (page.status, "why=role" in page.location) == (303, True)
