"""Compression of answers, and what pages of other origins may send."""

import gzip

import pytest

from tests.wire.sample import ask, call, sample_endpoint

ENDPOINT = sample_endpoint()
COUNT = "<count>100</count>"


def listed(**headers):
    return ask(ENDPOINT, "GetClients", COUNT, **headers)


@pytest.mark.parametrize("accepted", ["gzip", "GZIP", "deflate, gzip", "gzip;q=0.5, br", "*", "br;q=1, *;q=0.1"])
def test_a_long_answer_is_compressed_for_who_takes_it(accepted):
    plain, small = listed(), listed(HTTP_ACCEPT_ENCODING=accepted)
    assert (small.headers["Content-Encoding"], small.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert small.headers["Content-Length"] == str(len(small.body))
    assert small.content_type == plain.content_type
    assert gzip.decompress(small.body) == plain.body
    assert len(small.body) * 5 < len(plain.body)


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0", "gzip; q=0.0", "br, deflate", "*;q=0", "gzipped"])
def test_everybody_else_gets_it_as_it_is(accepted):
    answer = listed(HTTP_ACCEPT_ENCODING=accepted)
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.body == listed().body


def test_a_short_answer_is_sent_as_it_is():
    answer = ask(ENDPOINT, "API_Handshake", HTTP_ACCEPT_ENCODING="gzip")
    assert {"Content-Encoding", "Vary"}.isdisjoint(answer.headers)


def test_the_wsdl_is_compressed_and_still_known_by_its_tag():
    plain = call(ENDPOINT, method="GET", path="/VT_API.asmx?wsdl")
    small = call(ENDPOINT, method="GET", path="/VT_API.asmx?wsdl", HTTP_ACCEPT_ENCODING="gzip")
    assert gzip.decompress(small.body) == plain.body
    again = call(
        ENDPOINT,
        method="GET",
        path="/VT_API.asmx?wsdl",
        HTTP_ACCEPT_ENCODING="gzip",
        HTTP_IF_NONE_MATCH=small.headers["ETag"],
    )
    assert (again.status, again.body) == (304, b"")


def test_a_long_fault_too():
    """Whatever is long enough; here a page of help, and none of the recorded bytes change."""
    page = call(ENDPOINT, method="GET", path="/VT_API.asmx?op=Echo", HTTP_ACCEPT_ENCODING="gzip")
    assert b"Echo" in gzip.decompress(page.body)


def preflight(**headers):
    return call(ENDPOINT, method="OPTIONS", HTTP_ORIGIN="https://lms.example", **headers)


def test_a_page_of_another_origin_may_send_the_headers_that_it_asks_for():
    asked = "content-type, soapaction, x-requested-with"
    answer = preflight(HTTP_ACCESS_CONTROL_REQUEST_HEADERS=asked)
    assert answer.headers["Access-Control-Allow-Headers"] == asked
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("asked", ["", " ", "x\r\nSet-Cookie: a=b", "x: y", "x" * 1025, 'a"b'])
def test_nonsense_is_not_given_back(asked):
    answer = preflight(HTTP_ACCESS_CONTROL_REQUEST_HEADERS=asked)
    assert answer.headers["Access-Control-Allow-Headers"] == "Content-Type, SOAPAction, Authorization"


@pytest.mark.parametrize(("method", "path"), [("GET", "/VT_API.asmx?op=Nothing"), ("PUT", "/VT_API.asmx")])
def test_refusals_can_be_read_by_pages_of_other_origins(method, path):
    answer = call(ENDPOINT, method=method, path=path)
    assert answer.status in {404, 405}
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
