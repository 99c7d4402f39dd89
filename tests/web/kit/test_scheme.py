"""Light, dark or what the device says: kept by a cookie, chosen by a form at the foot of every page."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from lxml import html
from werkzeug.test import Client

from tests.support.staff import logged_in, officer
from vettrak_api.web.kit.scheme import COOKIE

BROWSER = {"Accept": "text/html"}

ELSEWHERE = ("//evil.example/", "https://evil.example/", "http://[", "/scheme", "/nowhere", "x" * 3000, "/\r\nA: b", "")


@pytest.fixture
def browser(site):
    return Client(site)


def scheme_of(answer):
    """Return what the page is drawn in, and which button is pressed."""
    page = html.fromstring(answer.text)
    return page.get("data-scheme"), page.xpath("//button[@name='scheme'][@aria-pressed='true']/@value")


def choose(browser, path, scheme, **changes):
    """Press a button at the foot of a page; return the answer."""
    page = html.fromstring(browser.get(path, headers=BROWSER).text)
    (form,) = [form for form in page.forms if form.get("class") == "scheme"]
    return browser.post(form.action, data={**dict(form.form_values()), "scheme": scheme, **changes})


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/nowhere", "/password-reset?key=x", "/staff/login", "/staff/nowhere"])
def test_is_chosen_at_the_foot_of_any_page_for_all(browser, path, scheme):
    assert scheme_of(browser.get(path, headers=BROWSER)) == (None, ["device"])
    assert choose(browser, path, scheme).status_code == 303
    for each in ("/", "/vet/", "/nowhere", "/staff/login", "/password-reset"):
        assert scheme_of(browser.get(each, headers=BROWSER)) == (scheme, [scheme])


@pytest.mark.parametrize("path", ["/", "/vet/", "/password-reset?key=a%2Bb", "/staff/login?next=/history?a%3Db"])
def test_leads_back_to_the_page(browser, path):
    there = urlsplit(choose(browser, path, "dark").location)
    assert (there.path, parse_qsl(there.query)) == (urlsplit(path).path, parse_qsl(urlsplit(path).query))


def test_of_a_page_that_is_nowhere_leads_to_where_the_site_begins(browser):
    assert choose(browser, "/vet/nowhere", "dark").location == "/vet/"
    assert choose(browser, "/staff/nowhere", "dark").location == "/staff/"


@pytest.mark.parametrize("here", ELSEWHERE)
def test_leads_to_no_other_site(browser, here):
    answer = choose(browser, "/", "dark", here=here)
    assert answer.location == "/"
    assert "evil" not in str(answer.headers)


def test_the_device_decides_again(browser):
    choose(browser, "/", "dark")
    assert browser.get_cookie(COOKIE).value == "dark"
    choose(browser, "/", "device")
    assert browser.get_cookie(COOKIE) is None
    assert scheme_of(browser.get("/")) == (None, ["device"])


@pytest.mark.parametrize("value", ["neon", "", "dark ", '"><b>', "light\n"])
def test_a_cookie_that_nobody_set_by_the_form_counts_as_none(browser, value):
    browser.set_cookie(COOKIE, value)
    assert scheme_of(browser.get("/")) == (None, ["device"])
    choose(browser, "/", value)
    assert browser.get_cookie(COOKIE) is None


@pytest.mark.parametrize(("origin", "status"), [("https://a.example", 403), ("http://localhost", 303), ("null", 303)])
def test_no_other_site_chooses(browser, origin, status):
    """A page that hides where it is has no origin."""
    assert browser.post("/scheme", data={"scheme": "dark"}, headers={"Origin": origin}).status_code == status


@pytest.mark.settings(public_url="https://api.example")
def test_the_cookie_goes_where_people_reach_the_server(browser):
    cookie = choose(browser, "/", "dark").headers["Set-Cookie"]
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))


def test_of_somebody_who_is_logged_in_leads_back_to_the_list_as_it_was(site, world):
    officer(world)
    visitor = logged_in(site)
    page = visitor.get("/history?search=a+b&paid=yes")
    fields = page.form("/scheme")
    answer = visitor.post("/scheme", {**fields, "scheme": "dark"}, follow=False)
    assert answer.location == "/staff/history?search=a+b&paid=yes"
