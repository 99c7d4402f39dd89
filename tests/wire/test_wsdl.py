"""The WSDL is the recorded engine's, without its HttpGet and HttpPost parts; its address is the client's way in."""

from pathlib import Path

import pytest
from lxml import etree

from tests.wire.sample import NAMESPACE, call, sample_endpoint
from vettrak_api.asmx import OperationNotes, TypeNotes
from vettrak_api.asmx.proxies import USUAL_HEADERS

RECORDED = Path(__file__).with_name("sample.wsdl")
WSDL = "{http://schemas.xmlsoap.org/wsdl/}"
SCHEMA = "{http://www.w3.org/2001/XMLSchema}"
PLAIN = {"{http://schemas.xmlsoap.org/wsdl/soap/}", "{http://schemas.xmlsoap.org/wsdl/soap12/}"}
# Elements that stand for whole results of HTTP GET and POST calls, which have no wrapper.
HTTP_ELEMENTS = {"TAuthenticate", "TAuthClieList", "TAuthClieDetail", "QueryResult", "string", "int"}


def without_http(root):
    """The description without the parts that answer plain GET and POST."""
    for element in list(root.iter(WSDL + "message", WSDL + "portType", WSDL + "binding", WSDL + "port")):
        if "HttpGet" in element.get("name") or "HttpPost" in element.get("name"):
            element.getparent().remove(element)
    for element in list(root.iter(SCHEMA + "element")):
        if element.getparent().tag == SCHEMA + "schema" and element.get("name") in HTTP_ELEMENTS:
            element.getparent().remove(element)
    return root


def canonical(root):
    for element in root.iter():
        element.tail = element.text = (element.text or "").strip()
        element.tail = ""
    return etree.tostring(root, method="c14n2")


def address(answer):
    found = {element.get("location") for element in etree.fromstring(answer.body).iter("{*}address")}
    assert len(found) == 1
    return found.pop()


@pytest.fixture(scope="module")
def endpoint():
    return sample_endpoint()


def test_shape_is_the_recorded_one(endpoint):
    recorded = without_http(etree.fromstring(RECORDED.read_bytes()))
    ours = etree.fromstring(endpoint.wsdl("http://localhost/VT_API.asmx"))
    assert canonical(ours).decode() == canonical(recorded).decode()


@pytest.mark.parametrize("query", ["WSDL", "wsdl", "Wsdl", "WSDL=1", "wsdl&x=1"])
def test_is_given_for_any_spelling(endpoint, query):
    answer = call(endpoint, method="GET", path=f"/VT_API.asmx?{query}")
    assert (answer.status, answer.content_type) == (200, "text/xml; charset=utf-8")
    assert etree.fromstring(answer.body).tag == WSDL + "definitions"


def test_begins_with_the_declaration(endpoint):
    assert endpoint.wsdl("x").startswith(b'<?xml version="1.0" encoding="utf-8"?>\n<wsdl:definitions')


def test_address_is_the_request_s_own_scheme_host_and_path(endpoint):
    asked = {"SCRIPT_NAME": "/RTO Portal", "HTTP_HOST": "rto.example:8443", "wsgi.url_scheme": "https"}
    answer = call(endpoint, method="GET", path="/vt_api.ASMX?wsdl", **asked)
    assert address(answer) == "https://rto.example:8443/RTO%20Portal/vt_api.ASMX"


def test_address_is_not_kept_from_an_earlier_request(endpoint):
    hosts = ["localhost:8000", "rto.example", "localhost:8000"]
    found = [address(call(endpoint, method="GET", path="/VT_API.asmx?WSDL", HTTP_HOST=host)) for host in hosts]
    assert found == [f"http://{host}/VT_API.asmx" for host in hosts]


@pytest.mark.parametrize("host", ['evil"><x', "a b", "rto.example/x", "", "user@rto.example", ":80", "a:b", "a:123456"])
def test_a_host_that_is_no_host_gives_the_address_connected_to(endpoint, host):
    answer = call(endpoint, method="GET", path="/VT_API.asmx?WSDL", HTTP_HOST=host, SERVER_PORT="8000")
    assert address(answer) == "http://localhost:8000/VT_API.asmx"


def test_an_address_of_version_6_is_written_in_brackets(endpoint):
    connected = {"HTTP_HOST": "", "SERVER_NAME": "2001:db8::1", "SERVER_PORT": "8000"}
    answer = call(endpoint, method="GET", path="/VT_API.asmx?WSDL", **connected)
    assert address(answer) == "http://[2001:db8::1]:8000/VT_API.asmx"


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("api.example.edu.au:", "api.example.edu.au"),
        ("api.example.edu.au:8443", "api.example.edu.au:8443"),
        ("[2001:db8::1]:", "[2001:db8::1]"),
    ],
)
def test_a_port_may_be_empty(endpoint, host, expected):
    answer = call(endpoint, method="GET", path="/VT_API.asmx?WSDL", HTTP_HOST=host, SERVER_PORT="8000")
    assert address(answer) == f"http://{expected}/VT_API.asmx"


@pytest.mark.parametrize(
    ("public_url", "expected"),
    [
        ("https://rto.example/vdir", "https://rto.example/vdir/VT_API.asmx"),
        ("https://rto.example/", "https://rto.example/VT_API.asmx"),
        ("https://rto.example/Soap.asmx", "https://rto.example/Soap.asmx"),
    ],
)
def test_public_url_wins(public_url, expected):
    endpoint = sample_endpoint(public_url=public_url, trusted_proxies=["203.0.113.0/24"])
    answer = call(endpoint, method="GET", path="/x/VT_API.asmx?WSDL", HTTP_X_FORWARDED_HOST="other.example")
    assert address(answer) == expected


FORWARDED = {
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_HOST": "rto.example",
    "HTTP_X_FORWARDED_PORT": "444",
    "HTTP_X_FORWARDED_PREFIX": "/vdir/",
}
ALL_FOUR = ("X-Forwarded-Proto", "x-forwarded-host", "X-FORWARDED-PORT", "X-Forwarded-Prefix")


def behind_proxy(named, **headers):
    """Read the address of the WSDL that a trusted proxy gets, which sets these headers by the settings."""
    endpoint = sample_endpoint(trusted_proxies=["10.0.0.0/8"], forwarded_headers=named)
    return address(call(endpoint, method="GET", path="/VT_API.asmx?WSDL", REMOTE_ADDR="10.1.2.3", **headers))


def test_headers_that_the_trusted_proxy_sets_count():
    assert behind_proxy(ALL_FOUR, **FORWARDED) == "https://rto.example:444/vdir/VT_API.asmx"


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (USUAL_HEADERS, "https://localhost/VT_API.asmx"),
        ((), "http://localhost/VT_API.asmx"),
        (("X-Forwarded-Host",), "http://rto.example/VT_API.asmx"),
        (("X-Forwarded-Port",), "http://localhost:444/VT_API.asmx"),
        (("X-Forwarded-Prefix",), "http://localhost/vdir/VT_API.asmx"),
        (("Forwarded",), "https://other.example/VT_API.asmx"),
    ],
)
def test_what_it_only_passes_on_does_not(named, expected):
    forwarded = {**FORWARDED, "HTTP_FORWARDED": "for=192.0.2.1;proto=https;host=other.example"}
    assert behind_proxy(named, **forwarded) == expected


def test_forwarded_headers_count_from_no_one_else():
    endpoint = sample_endpoint(forwarded_headers=ALL_FOUR)
    answer = call(endpoint, method="GET", path="/VT_API.asmx?WSDL", **FORWARDED)
    assert address(answer) == "http://localhost/VT_API.asmx"


def test_the_standard_forwarded_header_counts_where_it_is_named():
    header = 'for=192.0.2.1;proto=https;host="rto.example"'
    assert behind_proxy(["Forwarded"], HTTP_FORWARDED=header) == "https://rto.example/VT_API.asmx"


@pytest.mark.parametrize(("scheme", "expected"), [("HTTPS", "https"), ("Http", "http"), ("ftp", "http"), ("", "http")])
def test_a_scheme_is_written_in_lower_case(scheme, expected):
    assert behind_proxy(USUAL_HEADERS, HTTP_X_FORWARDED_PROTO=scheme) == f"{expected}://localhost/VT_API.asmx"
    standard = behind_proxy(["Forwarded"], HTTP_FORWARDED=f"proto={scheme}")
    assert standard == f"{expected}://localhost/VT_API.asmx"


def test_the_nearest_of_several_proxies_counts():
    forwarded = {"HTTP_X_FORWARDED_PROTO": "http, https", "HTTP_X_FORWARDED_HOST": "far.example, near.example"}
    assert behind_proxy(ALL_FOUR, **forwarded) == "https://near.example/VT_API.asmx"


def test_the_usual_port_is_not_written():
    forwarded = {**FORWARDED, "HTTP_X_FORWARDED_PORT": "443", "HTTP_X_FORWARDED_PREFIX": ""}
    assert behind_proxy(ALL_FOUR, **forwarded) == "https://rto.example/VT_API.asmx"


def test_a_host_of_the_proxy_s_that_is_none_gives_the_client_s():
    assert behind_proxy(ALL_FOUR, HTTP_X_FORWARDED_HOST="a b") == "http://localhost/VT_API.asmx"


@pytest.mark.parametrize(
    "prefix",
    [
        "//evil.example",
        "/a//b",
        "/a%0d%0aSet-Cookie: x=y",
        "/a\tb",
        "/\\evil.example",
        "vdir",
        "/a%7f",
        "/%2Fevil",
        "%",
    ],
)
def test_a_prefix_that_is_no_path_is_left_out(prefix):
    assert behind_proxy(ALL_FOUR, HTTP_X_FORWARDED_PREFIX=prefix) == "http://localhost/VT_API.asmx"


@pytest.mark.parametrize(("prefix", "expected"), [("/a b", "/a%20b"), ("/a%20b/", "/a%20b"), ("/", ""), ("", "")])
def test_a_prefix_is_written_as_in_an_address(prefix, expected):
    assert behind_proxy(ALL_FOUR, HTTP_X_FORWARDED_PREFIX=prefix) == f"http://localhost{expected}/VT_API.asmx"


def test_is_sent_again_only_when_changed(endpoint):
    first = call(endpoint, method="GET", path="/VT_API.asmx?WSDL")
    again = call(endpoint, method="GET", path="/VT_API.asmx?WSDL", HTTP_IF_NONE_MATCH=first.headers["ETag"])
    elsewhere = call(endpoint, method="GET", path="/other/VT_API.asmx?WSDL", HTTP_IF_NONE_MATCH=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    assert elsewhere.status == 200


def test_types_shared_by_services_stand_in_each_service_s_namespace():
    other = sample_endpoint()
    assert NAMESPACE.encode() in other.wsdl("x")
    assert b"tests.wire" not in other.wsdl("x")


# With the notes


CLIENT_NOTES = TypeNotes("A person & more.", {"Clie_Code": "The code <of> the client."})
LOG_IN = OperationNotes(parameters={"sUsername": "Who logs in."}, result="How it went.")


@pytest.fixture(scope="module")
def documented():
    return sample_endpoint(
        describe=lambda name: LOG_IN if name == "ValidateClient" else None,
        describe_type=lambda name: CLIENT_NOTES if name == "TClie" else None,
    )


def documentation_of(root, place):
    (found,) = root.xpath(f"{place}/s:annotation/s:documentation", namespaces={"s": SCHEMA.strip("{}")})
    return found.text


def test_the_notes_stand_in_the_schema_when_they_are_asked_for(documented):
    root = etree.fromstring(documented.documented_wsdl("http://localhost/VT_API.asmx"))
    assert documentation_of(root, "//s:element[@name='sUsername']") == "Who logs in."
    assert documentation_of(root, "//s:element[@name='ValidateClientResult']") == "How it went."
    assert documentation_of(root, "//s:complexType[@name='TClie']") == "A person & more."
    assert documentation_of(root, "//s:complexType[@name='TClie']//s:element[@name='Clie_Code']") == (
        "The code <of> the client."
    )


def test_nothing_else_differs(documented):
    root = etree.fromstring(documented.documented_wsdl("http://localhost/VT_API.asmx"))
    annotations = list(root.iter(SCHEMA + "annotation"))
    assert len(annotations) == 4
    for annotation in annotations:
        annotation.getparent().remove(annotation)
    plain = etree.fromstring(documented.wsdl("http://localhost/VT_API.asmx"))
    assert canonical(root) == canonical(plain)


def test_without_being_asked_for_they_change_nothing(documented, endpoint):
    assert documented.wsdl("http://localhost/VT_API.asmx") == endpoint.wsdl("http://localhost/VT_API.asmx")


@pytest.mark.parametrize("query", ["WSDL&documented", "wsdl&Documented=1", "WSDL=1&x=2&DOCUMENTED"])
def test_they_are_asked_for_in_any_spelling(documented, query):
    answer = call(documented, method="GET", path=f"/VT_API.asmx?{query}")
    assert (answer.status, answer.content_type) == (200, "text/xml; charset=utf-8")
    assert answer.body == documented.documented_wsdl("http://localhost/VT_API.asmx")


@pytest.mark.parametrize("query", ["WSDL", "WSDL&documentedly", "WSDL&x=documented"])
def test_other_wishes_give_the_usual_description(documented, query):
    answer = call(documented, method="GET", path=f"/VT_API.asmx?{query}")
    assert answer.body == documented.wsdl("http://localhost/VT_API.asmx")
