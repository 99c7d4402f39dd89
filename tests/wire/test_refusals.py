"""Every refused request leaves one line that lets an admin find the cause, and tells the developer what is wrong."""

import logging

import pytest

from tests.wire.sample import NAMESPACE, SOAP11, SOAP12, ask, call, operation, sample_endpoint, soap

XML = {"CONTENT_TYPE": "text/xml; charset=utf-8"}
SECRET = "Xanthippe"
ECHO = soap(operation("Echo", f"<text>{SECRET}</text>"))
BROKEN = f'<s:Envelope xmlns:s="{SOAP11}"><s:Body></s:Envelope>'
NO_XML = "The XML can not be read: mismatched tag at line 1, position 75."
WRONG_TYPE = "The Content-Type must be text/xml (SOAP 1.1) or application/soap+xml (SOAP 1.2)."
NO_NUMBER = (
    "Server was unable to read request. ---> Echo/number must be a whole number from -2147483648 to 2147483647 (int)."
)
UNKNOWN_ACTION = "Server did not recognize the value of HTTP Header SOAPAction."


@pytest.fixture(scope="module")
def endpoint():
    return sample_endpoint()


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.INFO, "vettrak_api")
    return lambda: [record.getMessage() for record in caplog.records]


@pytest.mark.parametrize(
    ("body", "headers", "status", "reason"),
    [
        (BROKEN, XML | {"HTTP_SOAPACTION": f'"{NAMESPACE}/Echo"'}, 400, NO_XML),
        (ECHO, {"CONTENT_TYPE": "application/json"}, 415, WRONG_TYPE),
        (
            ECHO,
            {"CONTENT_TYPE": "application/soap+xml"},
            415,
            "The message is SOAP 1.1, so its Content-Type must be text/xml.",
        ),
        (ECHO, XML | {"HTTP_SOAPACTION": f'"{SECRET}"'}, 500, UNKNOWN_ACTION),
        (
            soap(operation("Echo", f"<number>{SECRET}</number>")),
            XML,
            500,
            NO_NUMBER,
        ),
        (ECHO, XML | {"CONTENT_LENGTH": "5000000"}, 413, "The request is larger than 4194304 bytes."),
        (ECHO, XML | {"HTTP_CONTENT_ENCODING": "gzip"}, 500, "Compressed request bodies are not accepted."),
    ],
)
def test_one_line_says_where_from_and_why_and_never_what(endpoint, lines, body, headers, status, reason):
    answer = call(endpoint, body, **headers)
    assert answer.status == status
    assert lines() == [f"VT_API refused from=203.0.113.9 status={status}: {reason}"]
    assert SECRET not in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status"), [("PUT", "/VT_API.asmx", 405), ("GET", f"/VT_API.asmx?op={SECRET}", 404)]
)
def test_so_do_other_requests(endpoint, lines, method, path, status):
    assert call(endpoint, method=method, path=path).status == status
    (line,) = lines()
    assert line.startswith(f"VT_API refused from=203.0.113.9 status={status}: ")
    assert SECRET not in line


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        (BROKEN, "text/xml", f"400 Bad Request: {NO_XML}\n"),
        (ECHO, "text/plain", f"415 Unsupported Media Type: {WRONG_TYPE}\n"),
    ],
)
def test_what_is_refused_by_a_status_is_told_in_plain_text(endpoint, body, kind, text):
    answer = call(endpoint, body, CONTENT_TYPE=kind, HTTP_SOAPACTION=f'"{NAMESPACE}/Echo"')
    assert answer.text == text
    assert answer.content_type == "text/plain; charset=utf-8"


def test_a_good_call_leaves_no_line_here(endpoint, lines):
    ask(endpoint, "Echo", "<text>a</text><number>5</number>")
    assert lines() == []


class TestParametersThatHaveNoEffect:
    """Names are told, never values; the call goes on, as the engine's does."""

    def test_misspelt_ones(self, endpoint, lines):
        assert ask(endpoint, "Echo", f"<txt>{SECRET}</txt><text>a</text><flagg>1</flagg>").status == 200
        assert lines() == ["Echo passes over what it does not know: txt, flagg"]

    def test_those_without_the_namespace_or_of_another(self, endpoint, lines):
        ask(endpoint, "Echo", f'<text xmlns="">{SECRET}</text><n:text xmlns:n="urn:n">{SECRET}</n:text>')
        assert lines() == [
            "Echo passes over what it does not know: text (without the namespace), text (of another namespace)"
        ]

    def test_members_of_objects(self, endpoint, lines):
        client = f"<cClient><Clie_Surnme>{SECRET}</Clie_Surnme><UsualAddress><Town>a</Town></UsualAddress></cClient>"
        ask(endpoint, "UpdateClientDetails", client)
        assert lines() == ["UpdateClientDetails passes over what it does not know: Clie_Surnme, Town"]

    def test_many_and_long_ones_are_cut_short(self, endpoint, lines):
        ask(endpoint, "Echo", "".join(f"<{'n' * 200}{number}/>" for number in range(1000)))
        (line,) = lines()
        assert line == f"Echo passes over what it does not know: {', '.join(['n' * 60] * 10)} and 990 more"

    def test_each_call_tells_of_its_own(self, endpoint, lines):
        ask(endpoint, "Echo", "<one/>")
        ask(endpoint, "Echo", "<number>x</number><two/>")
        ask(endpoint, "Echo", "<three/>")
        told = [line for line in lines() if "passes over" in line]
        assert told == [f"Echo passes over what it does not know: {name}" for name in ("one", "three")]

    def test_by_soap_1_2(self, endpoint, lines):
        call(endpoint, soap(operation("Echo", "<txt/>"), version=SOAP12), CONTENT_TYPE="application/soap+xml")
        assert lines() == ["Echo passes over what it does not know: txt"]
