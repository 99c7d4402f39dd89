"""Clients that send slowly or not at all, on real connections: others are answered as if they were not there."""

import select
import socket
import time
from contextlib import ExitStack, suppress

import pytest

from tests.interop.test_faults import PAGE, SECONDS, call
from tests.support.servers import CHEAP_PASSWORDS, HOST, serving
from tests.support.sockets import TEXT_XML, send

pytestmark = [pytest.mark.interop, pytest.mark.python]

STARTS = {
    "nothing": "",
    "half a header": f"POST {PAGE} HTTP/1.1\r\nHost: x\r\nX-A: ",
    "half a body": f"POST {PAGE} HTTP/1.1\r\nHost: x\r\nContent-Type: {TEXT_XML}\r\nContent-Length: 4000000\r\n\r\n",
}
MORE_THAN_THE_USUAL_LIMIT = 300
"""Waitress by itself takes a hundred connections and lets all others wait."""


@pytest.fixture(scope="module")
def hasty(school):
    """Start a server that waits five seconds for a request."""
    settings = {"VETTRAK_REQUEST_PATIENCE_SECONDS": "5", "VETTRAK_CONNECTION_IDLE_SECONDS": "5"}
    with serving(school.runtime.settings.database_url, **settings, **CHEAP_PASSWORDS) as server:
        yield server


def held(stack, server, count, start):
    """Open connections that have sent no more than the start of a request."""
    connections = [stack.enter_context(socket.create_connection((HOST, server.port))) for _ in range(count)]
    for connection in connections:
        connection.sendall(start.encode())
    return connections


def require_prompt_answers(server, times=3):
    """Fail unless somebody else is answered at once."""
    for _ in range(times):
        began = time.monotonic()
        assert send(server, PAGE, call("API_Handshake", ""), Content_Type=TEXT_XML).status == 200
        assert time.monotonic() - began < SECONDS


def hung_up(connections):
    """Return those which the server has closed."""
    poll = select.poll()
    for connection in connections:
        poll.register(connection, select.POLLIN)
    return poll.poll(0)


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS)
def test_hundreds_that_wait_hold_up_nobody(running, start):
    with ExitStack() as stack:
        held(stack, running, MORE_THAN_THE_USUAL_LIMIT, start)
        require_prompt_answers(running)


@pytest.mark.slow
@pytest.mark.parametrize("start", [STARTS["half a header"], STARTS["half a body"]], ids=["header", "body"])
def test_those_that_send_a_byte_now_and_then_are_given_up(hasty, start):
    with ExitStack() as stack:
        connections = held(stack, hasty, 1500, start)
        deadline = time.monotonic() + 30
        while len(hung_up(connections)) < len(connections):
            assert time.monotonic() < deadline
            require_prompt_answers(hasty, 1)
            for connection in connections:
                with suppress(OSError):
                    connection.sendall(b"a")
    assert "its request comes too slowly" in hasty.log()
    require_prompt_answers(hasty)


@pytest.mark.slow
def test_those_that_send_nothing_are_given_up(hasty):
    with ExitStack() as stack:
        connections = held(stack, hasty, 1500, "")
        deadline = time.monotonic() + 30
        while len(hung_up(connections)) < len(connections):
            assert time.monotonic() < deadline
            require_prompt_answers(hasty, 1)
