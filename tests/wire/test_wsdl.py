"""The WSDL is the recorded engine's, without its HttpGet and HttpPost parts; its address is the client's way in."""

from pathlib import Path

import pytest
from lxml import etree

from tests.wire.sample import NAMESPACE, call, sample_endpoint

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


@pytest.mark.parametrize("host", ['evil"><x', "a b", "rto.example/x", "", "user@rto.example"])
def test_a_host_that_is_no_host_gives_the_server_s_name(endpoint, host):
    answer = call(endpoint, method="GET", path="/VT_API.asmx?WSDL", HTTP_HOST=host, SERVER_PORT="8000")
    assert address(answer) == "http://localhost:8000/VT_API.asmx"


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


def test_forwarded_headers_count_from_a_trusted_proxy():
    endpoint = sample_endpoint(trusted_proxies=["10.0.0.0/8"])
    answer = call(endpoint, method="GET", path="/VT_API.asmx?WSDL", REMOTE_ADDR="10.1.2.3", **FORWARDED)
    assert address(answer) == "https://rto.example:444/vdir/VT_API.asmx"


def test_forwarded_headers_count_from_no_one_else(endpoint):
    answer = call(endpoint, method="GET", path="/VT_API.asmx?WSDL", **FORWARDED)
    assert address(answer) == "http://localhost/VT_API.asmx"


def test_the_standard_forwarded_header_counts_too():
    endpoint = sample_endpoint(trusted_proxies=["10.0.0.1"])
    header = 'for=192.0.2.1;proto=https;host="rto.example"'
    answer = call(endpoint, method="GET", path="/VT_API.asmx?WSDL", REMOTE_ADDR="10.0.0.1", HTTP_FORWARDED=header)
    assert address(answer) == "https://rto.example/VT_API.asmx"


def test_the_usual_port_is_not_written():
    endpoint = sample_endpoint(trusted_proxies=["10.0.0.1"])
    forwarded = {**FORWARDED, "HTTP_X_FORWARDED_PORT": "443", "HTTP_X_FORWARDED_PREFIX": ""}
    answer = call(endpoint, method="GET", path="/VT_API.asmx?WSDL", REMOTE_ADDR="10.0.0.1", **forwarded)
    assert address(answer) == "https://rto.example/VT_API.asmx"


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
