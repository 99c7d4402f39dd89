"""Every page, by every way in from IIS: it answers, and all addresses in it are those by which the client came.

The pages are taken from the application itself and from the links on them, so a page that comes later is held to this
as well.
"""

import re
from itertools import product
from urllib.parse import parse_qs, unquote, urlencode, urljoin, urlsplit

import pytest
from flask import Flask
from lxml import etree, html
from werkzeug.exceptions import HTTPException
from werkzeug.urls import iri_to_uri

from tests.support.world import PASSWORD
from vettrak_api.app import Site
from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings

pytestmark = pytest.mark.iis
DIRECTORIES, SCHEMES = ("", "/vettrak", "/caf%C3%A9/api"), ("http", "https")
WAYS = {
    " ".join(filter(None, (way, directory, scheme, *map(str, more)))): (way, directory, scheme, *more)
    for directory, scheme in product(DIRECTORIES, SCHEMES)
    for way, more in [
        ("platform", ()),
        ("wfastcgi", ("equal", "rewritten" if scheme == "http" else "")),
        ("wfastcgi", ("empty", "" if scheme == "http" else "rewritten")),
    ]
}
READ = "//@href | //@src | //form[translate(@method, 'POST', 'post') != 'post']/@action"
SENT = "//form[translate(@method, 'POST', 'post') = 'post']/@action"
ABSOLUTE = re.compile(r"https?://(?:rto\.example|localhost|127\.0\.0\.1)[^\s\"'<&)]*")
"""Whole addresses in an answer of any kind that are ours, or that only we can reach."""

FEWEST_PAGES = 25
"""Shapes of pages that a tour sees at least; fewer would mean that it has not got in."""


@pytest.fixture(scope="module")
def maps():
    """Return the addresses that the application knows, by the folder that they are in."""
    site = Site(build_runtime(Settings(database_url="sqlite://")))
    parts = {f"/{name}": [each, *vars(each).values()] for name, each in site._sites.items()}
    return [
        (folder, flask.url_map)
        for folder, held in [*parts.items(), ("", [site._public])]
        for flask in held
        if isinstance(flask, Flask)
    ]


@pytest.fixture(scope="module")
def pages(maps):
    """Return the paths of all pages of the application that need nothing filled in."""
    found = [*load_catalogue().endpoints.values()]
    found += [f"{path}?{question}" for path in found for question in ("WSDL", "disco", "op=ValidateClient")]
    return found + [
        folder + rule.rule
        for folder, urls in maps
        for rule in urls.iter_rules()
        if "GET" in rule.methods and not rule.arguments
    ]


@pytest.mark.parametrize("door", WAYS.values(), ids=WAYS, indirect=True)
@pytest.mark.parametrize("is_inside", [False, True], ids=["stranger", "staff"])
def test_answers_and_leads_to_addresses_of_the_client_s_own(door, maps, pages, is_inside):
    cookie = log_in(door) if is_inside else None
    waiting, seen = [door.base + page for page in pages], set()
    while waiting:
        url = waiting.pop(0)
        kind = kind_of(url.removeprefix(door.base), maps)
        if kind in seen:
            continue
        seen.add(kind)
        answer = door.ask(url, **({"Cookie": cookie} if cookie else {}))
        # A log-in of the web's own is asked for by 401.
        expected = {200, 303} if answer.header("WWW-Authenticate") is None else {401}
        assert answer.status in expected, (url, answer.status, answer.body[:300], answer.errors[:2000])
        assert not (is_inside and "/staff/login" in (answer.header("Location") or "")), url
        read, sent = addresses(url, answer)
        for link in (*read, *sent):
            assert (link + "/").startswith(f"{door.base}/"), (url, link)
        waiting += read
        for told in ABSOLUTE.findall(answer.body.decode("utf-8", "replace")):
            assert (iri_to_uri(told) + "/").startswith(f"{door.base}/"), (url, told)
    assert len(seen) >= FEWEST_PAGES


def log_in(door):
    """Log in by the form and return the cookie, as a browser would send it."""
    url = f"{door.base}/staff/login"
    form = urlencode({"username": "olga", "password": PASSWORD, "next": ""}).encode()
    told = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"{door.scheme}://{urlsplit(url).netloc}"}
    answer = door.ask(url, form, **told)
    assert answer.status == 303, answer.body[:500]
    cookie = answer.header("Set-Cookie")
    assert f"Path={door.directory}/staff" in cookie
    assert ("Secure" in cookie) == (door.scheme == "https")
    return cookie.partition(";")[0]


def kind_of(address, maps):
    """Return what addresses of one page have in common: folder, endpoint, and the names of what is asked."""
    parts = urlsplit(address)
    path, asked = unquote(parts.path), tuple(sorted(parse_qs(parts.query, keep_blank_values=True)))
    for folder, urls in maps:
        try:
            endpoint, _ = urls.bind("").match(path.removeprefix(folder) or "/") if path.startswith(folder) else ("", {})
        except HTTPException:
            continue
        if endpoint:
            return folder, endpoint, asked
    return path, "", asked


def addresses(url, answer):
    """Return all addresses in an answer, whole: those for reading, and those that forms are sent to."""
    location = answer.header("Location")
    if location:
        return [urljoin(url, location)], []
    kind = answer.header("Content-Type")
    if "html" in kind:
        document = html.fromstring(answer.body)
        found = ([urljoin(url, link).partition("#")[0] for link in document.xpath(path)] for path in (READ, SENT))
        return tuple([link for link in links if urlsplit(link).scheme in {"http", "https"}] for links in found)
    if "xml" in kind and "svg" not in kind:
        told = {value for element in etree.fromstring(answer.body).iter() for value in element.attrib.values()}
        return [value for value in told if value.startswith("http") and ".asmx" in value.lower()], []
    return [], []


@pytest.mark.parametrize("door", WAYS.values(), ids=WAYS, indirect=True)
class TestAService:
    def test_s_wsdl_names_the_address_that_was_called(self, door):
        answer = door.ask(f"{door.base}/vt_api_ENROL.asmx?wsdl")
        document = etree.fromstring(answer.body)
        told = {element.get("location") for element in document.iterfind(".//{*}port/{*}address")}
        assert told == {f"{door.base}/vt_api_ENROL.asmx"}

    def test_s_sample_messages_are_sent_to_that_address(self, door):
        answer = door.ask(f"{door.base}/VT_API.asmx?op=ValidateClient")
        text = answer.body.decode()
        assert f"POST {door.directory}/VT_API.asmx HTTP/1.1" in text
        assert "Host: rto.example" in text

    def test_s_faults_come_as_they_are(self, door):
        answer = door.ask(f"{door.base}/VT_API.asmx", b"<no><envelope/></no>")
        assert answer.status in {400, 500}
        assert "IIS" not in answer.body.decode()

    def test_refuses_a_long_message_with_a_fault(self, door):
        answer = door.ask(f"{door.base}/VT_API.asmx", b"<a>" + b"x" * 5_000_000)
        assert answer.status == 413
        assert b":Fault>" in answer.body

    def test_s_staff_pages_lead_from_other_letter_cases(self, door):
        answer = door.ask(f"{door.base}/STAFF/history?page=2")
        assert (answer.status, answer.header("Location")) == (308, f"{door.directory}/staff/history?page=2")
