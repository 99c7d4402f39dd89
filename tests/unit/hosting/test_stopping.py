"""A server that is told to stop answers whoever has come, tells load balancers that it goes, and ends in peace."""

import signal
import socket
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import func, make_url, select

from tests.support.distant import Distant, Lost
from tests.support.servers import (
    CHEAP_PASSWORDS,
    HOST,
    DidNotStart,
    answers,
    serving,
    serving_by_gunicorn,
    serving_portals,
)
from tests.support.soap import Api, get
from tests.support.world import PASSWORD
from vettrak_api.model.quarantine import WebEnrolment

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not Path("/proc/net/tcp").is_file(), reason="signals, and /proc")]

THREADS, CALLS = 2, 10
"""How many calls run when the signal comes, and how many there are in all: the others wait for a thread."""
PATIENCE = 30.0
LONG = {"VETTRAK_DATABASE_TIMEOUT_SECONDS": "60", **CHEAP_PASSWORDS}


def by_waitress(url, **settings):
    return serving(url, "--threads", str(THREADS), **LONG, **settings)


def by_granian(url, **settings):
    return serving(url, "--server", "granian", "--threads", str(THREADS), "--workers", "1", **LONG, **settings)


def by_gunicorn(url, **settings):
    return serving_by_gunicorn(url, "--threads", str(THREADS), **LONG, **settings)


def by_gunicorn_as_we_set_it_up(url, **settings):
    ours = ("-c", "python:vettrak_api.hosting.gunicorn", "--workers", "2", "--threads", str(THREADS))
    return serving_by_gunicorn(url, *ours, **LONG, **settings)


def if_installed(way, name):
    return pytest.param(way, marks=pytest.mark.skipif(find_spec(name) is None, reason=f"{name} is not installed"))


OURS = [by_waitress, if_installed(by_granian, "granian")]
DRAINED = [*OURS, if_installed(by_gunicorn_as_we_set_it_up, "gunicorn")]
EVERY = [*DRAINED, if_installed(by_gunicorn, "gunicorn")]


@pytest.fixture
def url(runtime):
    return runtime.settings.database_url


@pytest.fixture
def course(world):
    return world.occurrence(web_published=True)


@pytest.fixture
def person(world):
    """Somebody who may book."""
    return world.staff(api_role=True, password=PASSWORD)


@contextmanager
def held(url):
    """Let nobody else write into a SQLite file as long as the body, so that calls that write take that long."""
    with closing(sqlite3.connect(make_url(url).database, timeout=PATIENCE, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def until(is_so):
    """Wait until something is so; fails when it never is."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


def taken(server):
    """Count the connections that a server has taken, and that are still open (as Linux lists them)."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    ours, established, nobody = f":{server.port:04X}", "01", "0"
    return sum(line[1].endswith(ours) and line[3] == established and line[9] != nobody for line in lines)


def booking(server, person, course):
    """Log in, and return what books once under a name and returns the status of the answer, or how that was lost."""
    api = Api(Distant(server.address))
    token = api.ValidateClient(person.username, PASSWORD).Token

    def book(number):
        try:
            return api.AddClientWebEnrolment(token, course.id, "Late", str(number)).Auth.Status
        except Lost as lost:
            return str(lost)

    return book


@contextmanager
def calling(server, url, person, course):
    """Have a crowd of calls that have come and can not be answered during the body; give what will be answered."""
    book = booking(server, person, course)
    with ThreadPoolExecutor(CALLS) as callers, held(url):
        calls = [callers.submit(book, number) for number in range(CALLS)]
        until(lambda: taken(server) == CALLS)
        yield calls


def is_leaving(server):
    """Tell whether nobody listens any more; gunicorn listens to its end, and says so in its log."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, server.port)) != 0 or "Handling signal: term" in server.log()


@pytest.mark.parametrize("serve", EVERY)
def test_calls_that_run_and_calls_that_wait_for_a_thread_are_answered(serve, url, world, person, course):
    with serve(url) as server:
        with calling(server, url, person, course) as calls:
            server.process.send_signal(signal.SIGTERM)
            until(lambda: is_leaving(server))
        assert [call.result(PATIENCE) for call in calls] == [1] * CALLS
        assert server.process.wait(PATIENCE) == 0
        assert "Traceback" not in server.log()
    assert world.one(select(func.count()).where(WebEnrolment.occurrence_id == course.id)) == CALLS


@pytest.mark.parametrize("serve", DRAINED)
def test_load_balancers_are_told_before_calls_are_refused(serve, url, person, course):
    with serve(url, VETTRAK_DRAIN_SECONDS="4") as server:
        asked = Distant(server.address)
        assert get(asked, "/readyz")[0] == "200 OK"
        book = booking(server, person, course)
        server.process.send_signal(signal.SIGTERM)
        until(lambda: get(asked, "/readyz")[0].startswith("503"))
        assert get(asked, "/readyz")[2].decode() == '{"checks":{"running":{"ok":false}},"status":"unavailable"}\n'
        assert get(asked, "/ready")[2] == b"The server is about to stop.\n"
        assert get(asked, "/healthz")[0] == "200 OK"
        assert book(1) == 1
        assert server.process.wait(PATIENCE) == 0


def test_connections_end_with_their_answer_once_the_server_was_told(url):
    with by_waitress(url, VETTRAK_DRAIN_SECONDS="4") as server, socket.create_connection((HOST, server.port)) as kept:
        kept.settimeout(PATIENCE)
        ask = b"GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n"
        kept.sendall(ask)
        assert b"Connection: close" not in kept.recv(65_536)
        server.process.send_signal(signal.SIGTERM)
        until(lambda: get(Distant(server.address), "/readyz")[0].startswith("503"))
        kept.sendall(ask)
        assert b"Connection: close" in b"".join(iter(lambda: kept.recv(65_536), b""))


def test_calls_that_take_too_long_are_cut_off_and_counted(url, person, course):
    with by_waitress(url, VETTRAK_STOP_SECONDS="1") as server:
        with calling(server, url, person, course) as calls:
            server.process.send_signal(signal.SIGTERM)
            assert server.process.wait(PATIENCE) == 0
        assert {call.result(PATIENCE) for call in calls} == {"RemoteDisconnected"}
        assert f"stopped before {CALLS} calls were answered: they took too long" in server.log()


@pytest.mark.parametrize("serve", OURS)
def test_a_second_signal_ends_the_server_at_once(serve, url, person, course):
    with serve(url) as server, calling(server, url, person, course):
        processes = server.processes()
        server.process.send_signal(signal.SIGTERM)
        until(lambda: is_leaving(server))
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(PATIENCE) == -signal.SIGTERM
        until(lambda: not any(Path(f"/proc/{process}").exists() for process in processes))


@pytest.mark.parametrize("serve", OURS)
def test_a_second_signal_ends_the_drain_too(serve, url):
    with serve(url, VETTRAK_DRAIN_SECONDS=str(10 * PATIENCE)) as server:
        server.process.send_signal(signal.SIGTERM)
        until(lambda: get(Distant(server.address), "/readyz")[0].startswith("503"))
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(PATIENCE) == -signal.SIGTERM


@pytest.mark.skipif(find_spec("gunicorn") is None, reason="gunicorn is not installed")
def test_gunicorn_says_in_one_line_what_is_wrong_with_the_settings(url):
    with pytest.raises(DidNotStart) as told, by_gunicorn_as_we_set_it_up(url, VETTRAK_STOP_SECONDS="x"):
        pass
    assert ("VETTRAK_STOP_SECONDS" in str(told.value), "Traceback" in str(told.value)) == (True, False)


def test_a_request_that_never_ends_holds_no_server_up_for_longer_than_it_may(url):
    with by_waitress(url, VETTRAK_STOP_SECONDS="1") as server, socket.create_connection((HOST, server.port)) as slow:
        slow.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n")
        assert answers(server.port)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(PATIENCE) == 0


@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGTERM])
def test_the_portals_end_in_the_same_way(way):
    with serving_portals("http://127.0.0.1:1") as portals:
        portals.process.send_signal(way)
        assert portals.process.wait(PATIENCE) == 0
        assert ("Stopped." in portals.log(), "Traceback" in portals.log()) == (True, False)
