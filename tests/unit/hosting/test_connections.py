"""Connections of waitress: their number fits the system, and requests that come too slowly are given up."""

import resource
import select
import socket
import threading
import time
from contextlib import ExitStack, contextmanager

import pytest
from waitress.server import BaseWSGIServer, create_server

from vettrak_api.hosting import connections
from vettrak_api.hosting.connections import LONGEST_HEAD, connection_options, most_connections, use_patience
from vettrak_api.settings import Settings

HOST = "127.0.0.1"
WHOLE = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


def told(environ, start_response):
    """Answer with the address that the request came to, and its body."""
    body = f"{environ['SERVER_NAME']} {environ['SERVER_PORT']} ".encode() + environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


@contextmanager
def waiting(patience, host=HOST, **settings):
    """Run a server with this patience; give the address that it listens at."""
    parts = {}
    options = connection_options(Settings(**settings))
    server = create_server(told, map=parts, host=host, port=0, threads=1, ident=None, **options)
    use_patience(server, patience)
    listener = next(
        part for part in parts.values() if isinstance(part, BaseWSGIServer) and part.family == socket.AF_INET
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield HOST, listener.effective_port
    finally:
        open_parts = list(parts.values())
        listener.trigger.pull_trigger(parts.clear)  # the loop ends when there is nothing left to wait for
        thread.join()
        listener.task_dispatcher.shutdown()
        for part in open_parts:
            part.close()


def ask(connection, request):
    """Send a request and return all that comes until the server hangs up."""
    connection.sendall(request)
    return b"".join(iter(lambda: connection.recv(1000), b""))


def dribble(connection, piece, seconds):
    """Send a piece every 20 ms until the server hangs up; return after how long it did, or None."""
    connection.settimeout(0.02)
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        try:
            connection.sendall(piece)
            if not connection.recv(1000):
                return time.monotonic() - began
        except TimeoutError:
            continue
        except ConnectionError:
            return time.monotonic() - began
    return None


class TestPatience:
    @pytest.mark.parametrize(
        ("start", "piece"),
        [
            (b"", b"G"),
            (b"GET / HTTP/1.1\r\nHost: x\r\nX-A: ", b"a"),
            (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n", b"a"),
            (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        ],
        ids=["a first line", "a header", "a body", "a body in chunks"],
    )
    def test_with_a_slow_sender_ends(self, caplog, start, piece):
        with waiting(0.2) as address, socket.create_connection(address) as connection:
            connection.sendall(start)
            assert dribble(connection, piece, 10) > 0.2
            with socket.create_connection(address) as other:
                assert ask(other, WHOLE).startswith(b"HTTP/1.1 200 OK")
        assert "closed a connection from=127.0.0.1: its request comes too slowly" in caplog.messages

    def test_with_a_steady_sender_does_not(self):
        """500 bytes a second or more are never too slow."""
        head = b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 100000\r\n\r\n"
        with waiting(0.2) as address, socket.create_connection(address) as connection:
            connection.sendall(head)
            assert dribble(connection, b"x" * 1000, 0.6) is None

    def test_begins_anew_with_every_request(self):
        """A connection may stay open for longer than its requests may take."""
        request = WHOLE.replace(b"close", b"keep-alive")
        with waiting(0.2) as address, socket.create_connection(address) as connection:
            connection.settimeout(10)
            began = time.monotonic()
            while time.monotonic() - began < 0.5:
                for piece in (request[:10], request[10:]):
                    connection.sendall(piece)
                answer = b""
                while not answer.endswith(f"127.0.0.1 {address[1]} ".encode()):
                    answer += connection.recv(1000)
                assert answer.startswith(b"HTTP/1.1 200 OK")


@pytest.mark.parametrize("host", [HOST, "0.0.0.0", "localhost"])
def test_without_a_host_the_address_connected_to_is_told(host):
    with waiting(20, host) as address, socket.create_connection(address) as connection:
        body = ask(connection, b"GET / HTTP/1.0\r\n\r\n").partition(b"\r\n\r\n")[2]
        assert body == f"127.0.0.1 {address[1]} ".encode()


class TestHowMany:
    @pytest.fixture
    def files(self, monkeypatch):
        """Say how many files this process may open, and how many more it may allow itself."""

        def limited(soft, hard):
            limits = [(soft, hard)]
            monkeypatch.setattr(resource, "getrlimit", lambda kind: limits[-1])
            monkeypatch.setattr(resource, "setrlimit", lambda kind, both: limits.append(both))
            return limits

        return limited

    def test_as_wanted_where_the_system_bears_it(self, files):
        limits = files(20_000, 20_000)
        assert most_connections(2000) == 2000
        assert len(limits) == 1

    def test_the_limit_of_open_files_is_raised_as_far_as_needed(self, files):
        limits = files(1024, 1_000_000)
        assert most_connections(2000) == 2000
        assert limits[-1] == (4100, 1_000_000)

    def test_fewer_where_it_can_not_be_raised(self, files):
        files(1024, 1024)
        assert most_connections(2000) == 462

    def test_fewer_where_raising_it_is_forbidden(self, files, monkeypatch):
        def forbidden(kind, both):
            raise ValueError("not allowed to raise maximum limit")

        files(1024, 1_000_000)
        monkeypatch.setattr(resource, "setrlimit", forbidden)
        assert most_connections(2000) == 462

    def test_400_at_most_where_there_is_no_poll(self, monkeypatch):
        monkeypatch.delattr(select, "poll")
        assert connection_options(Settings())["connection_limit"] == 400
        assert connection_options(Settings(connection_limit=300))["connection_limit"] == 300

    def test_where_there_is_no_poll_requests_are_answered_all_the_same(self, monkeypatch):
        monkeypatch.delattr(select, "poll")
        with waiting(20) as address, socket.create_connection(address) as connection:
            assert ask(connection, WHOLE).startswith(b"HTTP/1.1 200 OK")

    def test_on_windows_no_limit_of_files_is_asked_for(self, monkeypatch):
        monkeypatch.setattr(connections.sys, "platform", "win32")
        assert most_connections(2000) == 2000


def test_a_head_that_is_too_long_is_refused():
    request = (b"GET / HTTP/1.1\r\nHost: x\r\nX-A: " + b"a" * LONGEST_HEAD)[:LONGEST_HEAD]
    with waiting(20) as address, socket.create_connection(address) as connection:
        assert ask(connection, request).startswith(b"HTTP/1.0 431 ")


def test_a_crowd_is_let_in_up_to_the_limit():
    with waiting(20, connection_limit=150) as address, ExitStack() as stack:
        crowd = [stack.enter_context(socket.create_connection(address)) for _ in range(120)]
        for connection in crowd:
            assert ask(connection, WHOLE).startswith(b"HTTP/1.1 200 OK")
