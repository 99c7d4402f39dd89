"""The pages of the services themselves: in the look of the reference, and linked with it both ways."""

import html
import re

import pytest
from werkzeug.test import Client

from tests.web.reference.conftest import Page
from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.web.reference.book import book_of

CATALOGUE = load_catalogue()
SERVICES = sorted(CATALOGUE.endpoints.items())


@pytest.mark.parametrize(("product", "address"), SERVICES)
def test_the_list_is_grouped_by_area_in_the_order_in_which_work_goes(read, product, address):
    page = read(address)
    areas = [area.title for area in book_of(product).areas]
    told = re.findall(r'<h2 id="[^"]*">([^<]*) <span', page.source)
    assert [html.unescape(title) for title in told] == areas
    assert told[0] == "Logging in"
    assert {f"?op={operation.name}" for operation in CATALOGUE.operations_of(product)} <= set(page.links())


@pytest.mark.parametrize(("product", "address"), SERVICES)
def test_every_cell_of_meaning_is_filled(read, product, address):
    cells = 0
    for operation in CATALOGUE.operations_of(product):
        page = read(f"{address}?op={operation.name}")
        meanings = re.findall(r'<td data-label="Meaning">(.*?)</td>', page.part("parameters"), re.DOTALL)
        assert len(meanings) == len(operation.params)
        assert all(re.sub(r"<[^>]*>", "", meaning).strip() for meaning in meanings), operation.name
        assert "not written yet" not in page.source
        cells += len(meanings)
    assert cells == sum(len(operation.params) for operation in CATALOGUE.operations_of(product)) > 100


def test_both_kinds_of_page_lead_to_each_other(read):
    assert "/docs/integrate/GetClientByCode" in read("/VT_API_Integrate.asmx?op=GetClientByCode").links()
    assert "/VT_API_Integrate.asmx?op=GetClientByCode" in read("/docs/integrate/GetClientByCode").links()
    assert "/docs/integrate/" in read("/VT_API_Integrate.asmx").links()
    assert "/VT_API_Integrate.asmx" in read("/docs/integrate/").links()


def test_a_function_shows_messages_of_both_versions_of_soap(read):
    page = read("/rto/VT_API_Enrol.asmx?op=GetWebProgrammes")
    text = html.unescape(re.sub(r"</?(?:b|span)[^>]*>", "", page.source))
    assert "POST /rto/VT_API_Enrol.asmx HTTP/1.1\nHost: localhost\nContent-Type: text/xml; charset=utf-8" in text
    assert 'SOAPAction: "http://www.ozsoft.com.au/VETtrak/api/enrol/GetWebProgrammes"' in text
    assert "Content-Type: application/soap+xml; charset=utf-8" in text
    assert "<soap12:Body>" in text
    assert "<GetWebProgrammesResponse xmlns=" in text


def test_tools_find_the_description_from_the_page(read):
    page = read("/VT_API_Portals.asmx")
    assert '<link rel="alternate" type="text/xml" href="?disco">' in page.source
    assert "?WSDL" in page.links()


@pytest.mark.parametrize("asked", ["GetClientByCod", "%3Cscript%3E", "x" * 2000, ""])
def test_a_wrong_name_leads_on(read, asked):
    page = read(f"/VT_API_Integrate.asmx?op={asked}")
    assert page.status == 404
    assert "No such function" in page.text
    assert page.headers["X-Request-Id"] in page.text
    assert "<script>" not in page.source
    assert ("/docs/integrate/GetClientByCode" in page.links()) == (asked == "GetClientByCod")
    assert len(page.source) < 20_000


def test_the_scheme_that_somebody_chose_holds_there_too(read):
    assert 'data-scheme="dark"' in read("/VT_API.asmx", Cookie="vettrak_scheme=dark").source
    assert "data-scheme" not in read("/VT_API.asmx", Cookie="vettrak_scheme=pink").source


PROXY = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_PREFIX": "/rto"}


@pytest.mark.settings(forwarded_headers=("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Prefix"))
@pytest.mark.parametrize(
    ("path", "environ", "root"),
    [
        ("/VT_API_Enrol.asmx", {}, "/docs/"),
        ("/any/where/VT_API_Enrol.asmx", {}, "/docs/"),
        ("/VT_API_Enrol.asmx", {"SCRIPT_NAME": "/iis app"}, "/iis%20app/docs/"),
        ("/VT_API_Enrol.asmx", PROXY, "/rto/docs/"),
        ("/rto/VT_API_Enrol.asmx", PROXY, "/rto/docs/"),
        ("/VT_API_Enrol.asmx", PROXY | {"REMOTE_ADDR": "203.0.113.9"}, "/docs/"),
    ],
)
def test_links_lead_to_where_the_reference_is(site, path, environ, root):
    page = Page(Client(site).get("/", environ_overrides={"PATH_INFO": path} | environ))
    assert f"{root}enrol/" in page.links()
    assert f"{root}kit.css" in page.links()
    assert f"{root.removesuffix('docs/')}" in page.links()


@pytest.mark.settings(public_url="https://rto.example/vdir")
def test_links_lead_below_the_public_address(site):
    page = Page(Client(site).get("/VT_API_Enrol.asmx"))
    assert "/vdir/docs/enrol/" in page.links()
    assert "https://rto.example/vdir/VT_API_Enrol.asmx" in page.text
