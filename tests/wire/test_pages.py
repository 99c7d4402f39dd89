"""Pages for people, other methods, and calls from pages of other origins."""

import base64
import hashlib
import re

import pytest

from tests.wire.sample import ask, call, sample_endpoint


@pytest.fixture(scope="module")
def endpoint():
    return sample_endpoint()


def test_overview_lists_all_operations_alphabetically_with_purpose(endpoint):
    page = call(endpoint, method="GET").text
    names = ["API_Handshake", "Boom", "Echo", "GetClientDetails", "GetClients", "QueryAdditionalData"]
    positions = [page.index(f'href="?op={name}"') for name in names]
    assert positions == sorted(positions)
    assert "Echoes every kind of parameter" in page
    assert 'href="?WSDL"' in page


def test_operation_page_shows_samples_of_both_versions_with_headers(endpoint):
    page = call(endpoint, method="GET", path="/rto/VT_API.asmx?op=Echo").text
    assert "POST /rto/VT_API.asmx HTTP/1.1\nHost: localhost\nContent-Type: text/xml; charset=utf-8" in page
    assert "SOAPAction: &#34;http://www.ozsoft.com.au/VETtrak/api/complete/Echo&#34;" in page
    assert "Content-Type: application/soap+xml; charset=utf-8" in page
    assert "&lt;soap12:Body&gt;" in page
    assert "&lt;number&gt;int&lt;/number&gt;" in page
    assert "&lt;EchoResponse xmlns=" in page


@pytest.mark.parametrize("path", ["/VT_API.asmx", "/VT_API.asmx?op=Echo", "/VT_API.asmx?op=Nope"])
def test_pages_need_nothing_from_elsewhere(endpoint, path):
    page = call(endpoint, method="GET", path=path)
    assert page.content_type == "text/html; charset=utf-8"
    assert "src=" not in page.text
    assert "@import" not in page.text
    assert "<link" not in page.text
    assert "width=device-width" in page.text


@pytest.mark.parametrize("path", ["/VT_API.asmx", "/VT_API.asmx?op=Echo", "/VT_API.asmx?op=Nope"])
def test_pages_allow_their_own_style_and_nothing_else(endpoint, path):
    page = call(endpoint, method="GET", path=path)
    (style,) = re.findall(r"<style>(.*)</style>", page.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert page.headers["Content-Security-Policy"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert len(style) > 500
    assert " style=" not in page.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/VT_API.asmx", 200),
        ("GET", "/VT_API.asmx?op=Nope", 404),
        ("GET", "/VT_API.asmx?WSDL", 200),
        ("HEAD", "/VT_API.asmx", 200),
        ("OPTIONS", "/VT_API.asmx", 204),
        ("PUT", "/VT_API.asmx", 405),
        ("POST", "/VT_API.asmx", 500),
    ],
)
def test_no_answer_is_framed_or_sniffed(endpoint, method, path, status):
    answer = call(endpoint, method=method, path=path)
    assert answer.status == status
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert answer.headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")


def test_an_answer_to_a_call_is_not_framed_or_sniffed(endpoint):
    headers = ask(endpoint, "API_Handshake").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )


class DrawnElsewhere:
    """Pages of somebody else, which say what they were asked for."""

    policy = "default-src 'self'"

    def overview(self, asked):
        return f"overview of {asked.location}".encode()

    def operation(self, asked, operation, samples):
        told = [sample.title for sample in samples]
        return f"{operation.name} at {asked.location}: {told}".encode()

    def unknown(self, asked, name):
        return f"no {name} for {asked.environ['REMOTE_ADDR']}".encode()


@pytest.mark.parametrize(
    ("query", "status", "text"),
    [
        ("", 200, "overview of http://localhost/VT_API.asmx"),
        ("?op=Echo", 200, "Echo at http://localhost/VT_API.asmx: ['SOAP 1.1', 'SOAP 1.2']"),
        ("?op=Nope", 404, "no Nope for 203.0.113.9"),
    ],
)
def test_somebody_else_may_draw_the_pages(query, status, text):
    answer = call(sample_endpoint(pages=DrawnElsewhere()), method="GET", path=f"/VT_API.asmx{query}")
    assert (answer.status, answer.text) == (status, text)
    assert answer.headers["Content-Security-Policy"] == "default-src 'self'"


def test_unknown_operation_is_404_and_says_so_escaped(endpoint):
    answer = call(endpoint, method="GET", path="/VT_API.asmx?op=%3Cscript%3E")
    assert answer.status == 404
    assert "&lt;script&gt;" in answer.text
    assert "<script>" not in answer.text


def test_head_gives_the_headers_of_get_and_no_body(endpoint):
    get, head = (call(endpoint, method=method, path="/VT_API.asmx?WSDL") for method in ("GET", "HEAD"))
    assert (head.status, head.headers, head.body) == (200, get.headers, b"")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE", "PATCH"])
def test_other_methods_are_not_allowed(endpoint, method):
    answer = call(endpoint, method=method)
    assert answer.status == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_preflight_from_anywhere_is_answered(endpoint):
    answer = call(endpoint, method="OPTIONS", HTTP_ORIGIN="https://app.example")
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "SOAPAction" in answer.headers["Access-Control-Allow-Headers"]


def test_answers_may_be_read_by_pages_of_other_origins(endpoint):
    assert ask(endpoint, "API_Handshake").headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("origins", ["https://app.example, https://b.example", ["https://app.example"]])
def test_only_listed_origins_may_call(origins):
    endpoint = sample_endpoint(cors_origins=origins)
    listed = ask(endpoint, "API_Handshake", HTTP_ORIGIN="https://app.example")
    other = ask(endpoint, "API_Handshake", HTTP_ORIGIN="https://other.example")
    assert listed.headers["Access-Control-Allow-Origin"] == "https://app.example"
    assert "Access-Control-Allow-Origin" not in other.headers


def test_no_origin_may_call_when_none_is_listed():
    answer = call(sample_endpoint(cors_origins=""), method="OPTIONS", HTTP_ORIGIN="https://app.example")
    assert not [name for name in answer.headers if name.startswith("Access-Control")]
