"""The page at the root: what the server is, how it does, where each reader begins, and a first call that works."""

import datetime

import pytest
from lxml import html
from sqlalchemy import text
from werkzeug.test import Client

from tests.support.soap import post
from vettrak_api import __version__
from vettrak_api.calls.call import REGISTRY
from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.demo.data import LOGINS, PASSWORD


@pytest.fixture
def browser(site):
    return Client(site)


def facts(page):
    """What the strip says, by label."""
    pairs = html.fromstring(page).xpath("//dl[@class='facts strip']/div")
    return {pair.find("dt").text_content(): " ".join(pair.find("dd").text_content().split()) for pair in pairs}


@pytest.fixture
def demo(world):
    """Make everybody whom the demonstration's manual names."""
    for name in LOGINS:
        world.staff(name.title(), username=name, password=PASSWORD, api_role=name == LOGINS[0])


@pytest.mark.parametrize(
    ("path", "base"),
    [("", "/"), ("/", "/"), ("/vet/", "/vet/"), ("/a b/c/", "/a%20b/c/"), ("//evil.example/", "/evil.example/")],
)
def test_links_to_what_stands_beside_it(site, path, base):
    page = html.fromstring(Client(site).get("/", environ_overrides={"PATH_INFO": path}).text)
    links = page.xpath("//a/@href")
    for name in ("VT_API.asmx", "VT_API_Enrol.asmx", "VT_API_Enrol.asmx?WSDL", "staff"):
        assert f"{base}{name}" in links
    assert page.xpath("//link[@rel='stylesheet']/@href") == [f"{base}kit.css"]


@pytest.mark.settings(forwarded_headers=("X-Forwarded-For", "X-Forwarded-Prefix"))
def test_is_below_what_a_trusted_proxy_says(browser):
    headers = {"X-Forwarded-Prefix": "/vet", "X-Forwarded-For": "203.0.113.9"}
    trusted = browser.get("/", headers=headers, environ_overrides={"REMOTE_ADDR": "127.0.0.1"})
    assert 'href="/vet/VT_API.asmx"' in trusted.text
    stranger = browser.get("/", headers=headers, environ_overrides={"REMOTE_ADDR": "203.0.113.8"})
    assert 'href="/VT_API.asmx"' in stranger.text


def test_is_for_reading(browser):
    answer = browser.head("/")
    assert (answer.status_code, answer.text) == (200, "")
    assert browser.post("/").status_code == 405


def test_tells_how_the_server_does(runtime, browser):
    told = facts(browser.get("/").text)
    assert told["State"] == f"Running since {runtime.since.day} {runtime.since:%b %Y, %H:%M}"
    assert (told["Version"], told["Database"], told["Data"]) == (__version__, "Reached", "Its own")
    assert runtime.since <= runtime.clock.now() + datetime.timedelta(seconds=1)


def test_tells_that_the_database_does_not_answer(runtime, browser, caplog):
    with runtime.database.connection(writing=True) as connection:
        connection.execute(text("ALTER TABLE client RENAME TO gone"))
    answer = browser.get("/")
    with runtime.database.connection(writing=True) as connection:
        connection.execute(text("ALTER TABLE gone RENAME TO client"))
    assert answer.status_code == 200
    assert facts(answer.text)["Database"].startswith("Not reached")
    assert "a page failed" in caplog.text


def test_counts_the_functions_that_work(browser, monkeypatch):
    catalogue = load_catalogue()

    def told():
        page = html.fromstring(browser.get("/").text)
        return {row.get("data-product"): row.find("td[@data-label='Functions']").text for row in page.xpath("//tr[td]")}

    assert told() == {product: str(len(catalogue.operations_of(product))) for product in catalogue.endpoints}
    monkeypatch.delitem(REGISTRY, "ValidateClient")
    declared = len(catalogue.operations_of("enrol"))
    assert told()["enrol"] == f"{declared - 1} of {declared}"


@pytest.mark.settings(staff_pages=False)
def test_leads_to_no_pages_that_are_turned_off(browser):
    page = html.fromstring(browser.get("/").text)
    assert [link for link in page.xpath("//a/@href") if "staff" in link] == []


class TestTheFirstCall:
    def sample(self, browser, name):
        """The text of a sample."""
        page = html.fromstring(browser.get("/").text)
        return page.xpath(f"//pre[@aria-label='{name}']")[0].text_content()

    def test_names_no_log_in_of_a_server_in_earnest(self, browser, world):
        world.staff("Somebody", username=LOGINS[0], password="own secret")
        assert PASSWORD not in browser.get("/").text

    def test_works_on_the_demonstration(self, site, browser, demo):
        sample = self.sample(browser, "curl")
        address, envelope = sample.split()[1], sample.split('-d "')[1].rstrip('"')
        assert address == "http://localhost/VT_API_Integrate.asmx"
        _, _, body = post(site, "/VT_API_Integrate.asmx", envelope, content_type="text/xml; charset=utf-8")
        assert b"<Status>1</Status>" in body
        assert facts(browser.get("/").text)["Data"] == "For demonstration"

    def test_is_python(self, browser):
        compile(self.sample(browser, "Python"), "sample", "exec")

    @pytest.mark.settings(public_url="https://api.example/vet/VT_API.asmx")
    def test_is_sent_beside_the_public_address_of_a_service(self, browser):
        assert '"https://api.example/vet/VT_API_Integrate.asmx?WSDL"' in self.sample(browser, "Python")

    def test_keeps_what_quotes_a_path_holds(self, site):
        page = html.fromstring(Client(site).get("/", environ_overrides={"PATH_INFO": '/it\'s "a"/'}).text)
        for sample in page.xpath("//pre"):
            assert "/it%27s%20%22a%22/VT_API_Integrate.asmx" in sample.text_content()

    @pytest.mark.settings(public_url="https://api.example/vet")
    @pytest.mark.parametrize("name", ["curl", "Python", "PHP"])
    def test_is_sent_to_the_public_address(self, browser, name):
        assert "https://api.example/vet/VT_API_Integrate.asmx" in self.sample(browser, name)
