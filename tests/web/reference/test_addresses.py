"""Where the reference is, and what wrong addresses lead to."""

import pytest

from vettrak_api.web.kit.headers import POLICY


@pytest.mark.parametrize("address", ["/docs", "/docs/integrate", "/docs/integrate/classes", "/docs/integrate/codes"])
@pytest.mark.parametrize("ending", ["", "/"])
def test_links_are_whole_however_the_address_ends(read, address, ending):
    page = read(address + ending)
    assert page.status == 200
    assert "/docs/kit.css" in page.links()
    assert all(link.startswith(("/", "#")) for link in page.links())


def test_names_may_be_typed_in_any_case(read):
    assert "GetClientByCode" in read("/docs/Integrate/getclientbycode").source
    assert read("/docs/integrate/classes/tclie").status == 200


@pytest.mark.parametrize(
    ("address", "closest"),
    [
        ("/docs/integrate/GetClientsByCode", "/docs/integrate/GetClientByCode"),
        ("/docs/enrol/GetClientByCode", "/docs/integrate/GetClientByCode"),
        ("/docs/integrate/classes/TClient", "/docs/integrate/classes/TClie"),
        ("/docs/nowhere/GetClientByCode", "/docs/integrate/GetClientByCode"),
        ("/docs/integrate/a/b/c/d", "/docs/integrate/"),
        ("/docs/integrate/%3Cscript%3E", "/docs/integrate/"),
        ("/docs/" + "x" * 1500, "/docs/integrate/"),
        ("/docs/integrate/codes/nothing", "/docs/integrate/"),
        ("/docs/integrate/GetClientByCode/more", "/docs/integrate/GetClientByCode"),
    ],
)
def test_a_wrong_address_says_so_and_leads_on(read, address, closest):
    page = read(address)
    assert page.status == 404
    assert "Nothing is at this address" in page.text
    assert closest in page.links()
    assert "/docs/complete/names" in page.links()
    assert f"Number of this request, for whoever looks into it: {page.headers['X-Request-Id']}" in page.text
    assert "<script>" not in page.source
    assert len(page.source) < 20_000


def test_samples_show_the_address_that_the_visitor_has(read):
    page = read("/docs/enrol/GetWebProgrammes", host="api.example:8080")
    assert "http://api.example:8080/VT_API_Enrol.asmx" in page.source
    assert not any("\ue000" <= character <= "\uf8ff" for character in page.source)


@pytest.mark.settings(public_url="https://rto.example/vet trak/")
def test_the_public_address_is_what_samples_show(read):
    page = read("/docs/enrol/GetWebProgrammes")
    assert "https://rto.example/vet%20trak/VT_API_Enrol.asmx" in page.source
    assert "Host: <b>rto.example</b>" in page.source
    assert "POST <b>/vet%20trak/VT_API_Enrol.asmx</b>" in page.source
    assert "/vet%20trak/docs/enrol/classes/TAuthenticate" in page.links()
    assert "/vet%20trak/VT_API_Enrol.asmx?op=GetWebProgrammes" in page.links()


def test_what_is_kept_of_a_page_is_nobodys_own(read):
    first = read("/docs/portals/GetTaskStatuses", host="one.example")
    second = read("/docs/portals/GetTaskStatuses", host="two.example")
    assert "one.example" in first.source
    assert "one.example" not in second.source
    dark = read("/docs/portals/GetTaskStatuses", Cookie="vettrak_scheme=dark")
    assert 'data-scheme="dark"' in dark.source
    assert "data-scheme" not in read("/docs/portals/GetTaskStatuses").source


def test_a_page_that_has_not_changed_is_not_sent_again(read):
    page = read("/docs/portals/")
    again = read("/docs/portals/", **{"If-None-Match": page.headers["ETag"]})
    assert (again.status, again.source) == (304, "")
    other = read("/docs/portals/", **{"If-None-Match": page.headers["ETag"], "Cookie": "vettrak_scheme=dark"})
    assert other.status == 200


@pytest.mark.parametrize(
    "address", ["/docs/", "/docs/enrol/GetWebProgrammes", "/docs/search?q=a", "/docs/x", "/VT_API.asmx"]
)
def test_browsers_may_do_next_to_nothing_there(read, address):
    headers = read(address).headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.settings(staff_pages=False)
def test_the_reference_is_there_without_the_staff_pages(read):
    assert read("/docs/").status == 200
    assert read("/staff").status == 404
