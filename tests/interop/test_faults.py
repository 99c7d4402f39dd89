"""Bad input over a real connection: a fault at once, nothing written, and a server that goes on as before."""

import http.client
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from sqlalchemy import func, select

from tests.interop.conftest import PASSWORD, USER
from tests.support.servers import HOST
from tests.support.soap import Api
from tests.support.sockets import ENVELOPES, TEXT_XML, over_http, send
from vettrak_api.model.changes import Change
from vettrak_api.model.clients import Client

pytestmark = [pytest.mark.interop, pytest.mark.python]

NAMESPACE = "http://www.ozsoft.com.au/VETtrak/api/complete"
PAGE = "/VT_API.asmx"
MEBIBYTE = 1024 * 1024
SECONDS = 1.0
"""The time that a fault may take on a busy test machine; on an idle one it is a few milliseconds."""

ROOM = 48 * MEBIBYTE
"""What a server may hold more than before: several bodies of the largest size at once, and the allocator's slack."""


def envelope(content):
    return f'<soap:Envelope xmlns:soap="{ENVELOPES["1.1"]}"><soap:Body>{content}</soap:Body></soap:Envelope>'


def call(name, parameters):
    return envelope(f'<{name} xmlns="{NAMESPACE}">{parameters}</{name}>')


def added(birth="1990-02-28", division="0", rest=""):
    """Return a call that would add a client, with the token of the fixture to be filled in."""
    return call(
        "AddClientAfterCheck",
        f"<sToken>TOKEN</sToken><sClie_Surname>Fault</sClie_Surname><sClie_Given>Y</sClie_Given>"
        f"<xsdClie_DOB>{birth}</xsdClie_DOB><divisionId>{division}</divisionId>{rest}",
    )


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
DOCTYPE = f'<!DOCTYPE x [<!ENTITY a0 "ha">{BOMB}]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a9 SYSTEM "file:///etc/hostname">]>'
MANY_ATTRIBUTES = " ".join(f'a{n}=""' for n in range(20_000))
MANY_NAMESPACES = " ".join(f'xmlns:n{n}="urn:{n}"' for n in range(20_000))

BAD = {
    "cut off": added()[:-20],
    "not closed": added().replace("</sClie_Given>", ""),
    "no XML": "sToken=1&iID=2",
    "nothing": "",
    "an unknown entity": added(rest="<email>&nbsp;</email>"),
    "a control character": added(rest="<email>\x01</email>"),
    "an entity bomb": DOCTYPE + added(rest="<email>&a9;</email>"),
    "an entity from a file": OUTSIDE + added(rest="<email>&a9;</email>"),
    "a bad date": added(birth="28/02/1990"),
    "a date that is none": added(birth="1990-02-30"),
    "a bad number": added(division="one"),
    "too large a number": added(division="99999999999"),
    "another operation": call("DropEverything", "<sToken>TOKEN</sToken>"),
    "another namespace": added().replace(NAMESPACE, "urn:other"),
    "deep nesting": added(rest="<a>" * 20_000 + "</a>" * 20_000),
    "many elements": added(rest="<a/>" * 400_000),
    "many attributes": added(rest=f"<a {MANY_ATTRIBUTES}/>"),
    "a long attribute": added(rest=f'<a b="{"x" * MEBIBYTE}"/>'),
    "a long name": added(rest=f"<{'a' * MEBIBYTE}/>"),
    "many namespaces": added(rest=f"<a {MANY_NAMESPACES}/>"),
    "too large": added(rest=f"<a>{'x' * (4 * MEBIBYTE)}</a>"),
    "far too large": added(rest=f"<a>{'x' * (12 * MEBIBYTE)}</a>"),
}


@pytest.fixture
def token(running):
    """Log in."""
    return Api(over_http(running)).ValidateClient(USER, PASSWORD).Token


def written(school):
    """Count the clients and the changes."""
    with school.session() as session:
        return [session.scalar(select(func.count()).select_from(table)) for table in (Client, Change)]


@pytest.mark.parametrize("name", BAD)
def test_a_fault_comes_at_once_and_nothing_is_written(running, school, token, name):
    body, before = BAD[name].replace("TOKEN", token).encode(), written(school)
    started = time.monotonic()
    answer = send(running, PAGE, body, Content_Type=TEXT_XML)
    assert time.monotonic() - started < SECONDS
    assert answer.status in {400, 413, 500}
    assert "Fault" in answer.text or answer.text.startswith(f"{answer.status} ")
    assert "Traceback" not in answer.text
    assert written(school) == before
    assert running.alive


def test_the_same_call_without_the_fault_is_answered(running, token):
    assert send(running, PAGE, added().replace("TOKEN", token), Content_Type=TEXT_XML).value("Status") == "1"


@pytest.mark.skipif(sys.platform != "linux", reason="reads the server's memory from /proc")
def test_bad_calls_do_not_fill_the_memory(running, token):
    bodies = [body.replace("TOKEN", token).encode() for body in BAD.values()]

    def round_of_calls():
        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(lambda body: send(running, PAGE, body, Content_Type=TEXT_XML).status, bodies))

    round_of_calls()
    before = running.memory()
    for _ in range(3):
        assert 200 not in round_of_calls()
    assert running.memory() < before + ROOM


def test_slow_clients_do_not_hold_up_the_others(running, token):
    """More connections that never finish their request than the server has threads."""
    body = added().replace("TOKEN", token).encode()
    head = f"POST {PAGE} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: {TEXT_XML}\r\nContent-Length: {len(body)}\r\n\r\n"
    with ExitStack() as stack:
        slow = [stack.enter_context(socket.create_connection((HOST, running.port))) for _ in range(32)]
        for number, connection in enumerate(slow):
            connection.sendall(head.encode()[: 40 if number % 2 else None])
        started = time.monotonic()
        assert send(running, PAGE, body, Content_Type=TEXT_XML).value("Status") == "1"
        assert time.monotonic() - started < SECONDS
        slow[0].sendall(body)
        slow[0].settimeout(30)
        assert slow[0].recv(100).startswith(b"HTTP/1.1 200")


def test_a_client_that_hangs_up_does_no_harm(running, school, token):
    body, before = added().replace("TOKEN", token).encode(), written(school)
    for length in (len(body) // 2, 10):
        connection = http.client.HTTPConnection(HOST, running.port)
        connection.putrequest("POST", PAGE)
        connection.putheader("Content-Type", TEXT_XML)
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body[:length])
        connection.close()
    assert send(running, PAGE, call("API_Handshake", ""), Content_Type=TEXT_XML).status == 200
    assert written(school) == before


@pytest.mark.parametrize("request_line", ["GET", "POST /", "\x00\x01\x02", "POST /VT_API.asmx HTTP/9.9", "X" * 10_000])
def test_what_is_no_http_is_refused(running, request_line):
    with socket.create_connection((HOST, running.port), timeout=10) as connection:
        connection.sendall(request_line.encode() + b"\r\n\r\n")
        connection.shutdown(socket.SHUT_WR)
        answer = connection.recv(1000)
    assert not answer.startswith(b"HTTP/1.1 200") or b"text/html" in answer
    assert send(running, PAGE, call("API_Handshake", ""), Content_Type=TEXT_XML).status == 200


def test_business_errors_are_no_faults(running):
    for name, parameters, status in (
        ("GetLMSNewOccurrences", "", "-1"),
        ("GetLMSNewOccurrences", "<sToken>nobody was given this</sToken>", "-1"),
        ("ValidateClient", f"<sUsername>{'x' * 100_000}</sUsername>", "-1"),
    ):
        answer = send(running, PAGE, call(name, parameters), Content_Type=TEXT_XML)
        assert (answer.status, answer.value("Status")) == (200, status)
