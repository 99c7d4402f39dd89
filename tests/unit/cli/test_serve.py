"""vettrak-api serve and tour: a real server, and the LMS scenario against it."""

import os
import re
import signal
import socket
from importlib.util import find_spec

import pytest

from tests.conftest import CHEAP
from tests.support.servers import CHEAP_PASSWORDS, serving
from tests.unit.hosting.test_stopping import until
from vettrak_api.cli import demonstration
from vettrak_api.cli import server as serve_command
from vettrak_api.demo import data as demo_data
from vettrak_api.hosting import webservers as web
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings


def test_waitress_runs_in_one_process(run, runtime):
    done = run("serve", "--workers", "2")
    assert (done.code, "--server granian" in done.err) == (2, True)


def test_the_workers_of_granian_are_told_of_the_log_file(run, runtime, monkeypatch, tmp_path):
    monkeypatch.setenv("VETTRAK_LOG_FILE", "")
    monkeypatch.setattr(serve_command, "find_spec", lambda name: name)
    monkeypatch.setattr(web, "serve_with_granian", lambda *arguments: None)
    assert run("serve", "--server", "granian", "--log-file", "x.log").code == 0
    assert os.environ["VETTRAK_LOG_FILE"] == str(tmp_path / "x.log")


@pytest.mark.parametrize(
    ("options", "threads", "workers"),
    [
        ((), serve_command.GRANIAN_THREADS, serve_command.usable_processors()),
        (("--threads", "2", "--workers", "3"), 2, 3),
    ],
)
def test_granian_has_a_process_for_each_processor_unless_told_otherwise(
    run, runtime, monkeypatch, options, threads, workers
):
    started = []
    monkeypatch.setattr(serve_command, "find_spec", lambda name: name)
    monkeypatch.setattr(web, "serve_with_granian", lambda settings, host, port, *numbers: started.append(numbers))
    assert run("serve", "--server", "granian", *options).code == 0
    assert started == [(threads, workers)]


@pytest.mark.parametrize(("processors", "workers"), [(1, 1), (4, 4), (64, 8)])
def test_the_processors_that_may_be_used_count(monkeypatch, processors, workers):
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: set(range(processors)), raising=False)
    assert serve_command.usable_processors() == workers


def test_a_system_that_tells_no_affinity_tells_its_processors(monkeypatch):
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    assert serve_command.usable_processors() == 3
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert serve_command.usable_processors() == 1


def test_granian_is_an_extra(run, runtime, monkeypatch):
    monkeypatch.setattr(serve_command, "find_spec", lambda name: None)
    done = run("serve", "--server", "granian")
    assert (done.code, 'pip install "vettrak-api[granian]"' in done.err) == (1, True)


@pytest.mark.parametrize("kind", ["waitress", "granian"])
def test_a_port_in_use_is_told_before_the_database_is_asked(run, monkeypatch, kind):
    monkeypatch.setattr(serve_command, "look_at_database", lambda settings: 1 / 0)
    if find_spec(kind) is None:
        pytest.skip(f"{kind} is not installed")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run("serve", "--server", kind, "--port", port)
    assert (done.code, f"127.0.0.1:{port} can not be used" in done.err) == (1, True)


@pytest.mark.parametrize("way", ["option", "variable"])
@pytest.mark.parametrize("command", ["serve", "background"])
def test_a_log_file_that_can_not_be_written_is_told(run, runtime, monkeypatch, command, way):
    options = []
    if way == "variable" or command == "background":
        monkeypatch.setenv("VETTRAK_LOG_FILE", "/nowhere/vettrak.log")
    else:
        options = ["--log-file", "/nowhere/vettrak.log"]
    done = run(command, *options)
    assert (done.code, "Traceback" in done.err) == (2, False)
    assert (
        "The log /nowhere/vettrak.log can not be written: No such file or directory. Its folder must exist" in done.err
    )


def test_the_server_starts_without_a_database_and_says_so(run, monkeypatch):
    monkeypatch.setenv("VETTRAK_DATABASE_URL", "postgresql://u:p@127.0.0.1:1/x")
    monkeypatch.setattr(web, "serve_with_waitress", lambda *arguments: None)
    done = run("serve")
    assert (
        done.code,
        "Calls answer Status -3 until this is put right; then they work without a restart." in done.err,
    ) == (0, True)


def test_the_server_says_that_the_database_was_not_set_up(run, monkeypatch):
    monkeypatch.setattr(web, "serve_with_waitress", lambda *arguments: None)
    done = run("serve")
    assert (done.code, "was never set up. Run: vettrak-api db upgrade" in done.err) == (0, True)


def test_an_address_of_the_network_gets_a_word_of_warning(run, runtime, monkeypatch):
    monkeypatch.setattr(web, "serve_with_waitress", lambda settings, host, port, threads, ready: ready())
    assert "without encryption" in run("serve", "--host", "0.0.0.0").err
    assert "without encryption" not in run("serve").err


def test_granian_is_started_with_a_word_of_warning(run, runtime, monkeypatch):
    monkeypatch.setattr(serve_command, "find_spec", lambda name: name)
    monkeypatch.setattr(web, "serve_with_granian", lambda *arguments: None)
    assert "put a web server in front that takes whole requests first" in " ".join(
        run("serve", "--server", "granian").err.split()
    )


def test_waitress_leaves_forwarded_headers_and_large_bodies_to_the_application(runtime):
    options = web.waitress_options(runtime.settings)
    assert (options["ident"], options["clear_untrusted_proxy_headers"]) == (None, False)
    assert options["max_request_body_size"] > runtime.settings.body_limit_bytes
    assert "trusted_proxy" not in options


@pytest.fixture(scope="module")
def demo_url(template, tmp_path_factory):
    """A small demo database around today's real date."""
    path = tmp_path_factory.mktemp("served") / "demo.db"
    path.write_bytes(template.bare.read_bytes())
    runtime = build_runtime(Settings(database_url=f"sqlite:///{path}", **CHEAP))
    demo_data.fill(runtime, 80)
    runtime.database.close()
    return f"sqlite:///{path}"


@pytest.fixture(scope="module")
def running(demo_url):
    """Serve it in a process of its own."""
    with serving(demo_url, **CHEAP_PASSWORDS) as server:
        yield server


@pytest.mark.slow
def test_the_tour_works_and_works_again(run, running):
    first = run("tour", running.address)
    assert (first.code, first.err) == (0, "")
    for words in (
        "Beer Appreciation",
        "John Smith (client 00001",
        "is not known yet: Client not found.",
        "BARSRV201 How to serve beer: Competency Achieved, 92 percent",
        "All 2 results stand as they were sent",
        "The enrolment is withdrawn; the client stays. The LMS flags are as before.",
        "The whole scenario works.",
    ):
        assert words in first.out
    second = run("tour", running.address)
    assert (second.code, second.err) == (0, "")
    assert "is known from an earlier tour" in second.out
    assert "John Smith (client 00001" in second.out


@pytest.mark.slow
def test_the_tour_stops_at_a_log_in_that_fails(run, running):
    done = run("tour", running.address, "--password", "wrong")
    assert (done.code, "Invalid Username/Password Combination." in done.err) == (1, True)


@pytest.mark.slow
def test_the_tour_stops_at_the_first_step_that_is_not_allowed(run, running):
    done = run("tour", running.address, "--username", "staff")
    assert (done.code, "GetLMSNewOccurrences answered Status -1: Access denied." in done.err) == (1, True)
    assert "2. Mark it" not in done.out
    assert "There is nothing to put back." in done.out
    assert "withdrawn" not in done.out


def test_the_soap_client_of_the_tour_is_an_extra(run, monkeypatch):
    monkeypatch.setattr(demonstration, "find_spec", lambda name: None)
    done = run("tour")
    assert (done.code, "vettrak-api[tour]" in done.err) == (1, True)


def test_the_tour_says_that_no_server_answers(run):
    done = run("tour", "http://127.0.0.1:1")
    assert (done.code, "No server answers" in done.err, "vettrak-api serve" in done.err) == (1, True, True)


@pytest.mark.parametrize("address", ["ftp://127.0.0.1", "127.0.0.1:8000", "nonsense", "http://[/y]"])
def test_the_tour_wants_an_address(run, address):
    assert run("tour", address).code == 2


def test_the_tour_asks_before_it_writes_elsewhere(run):
    done = run("tour", "https://api.rto.example", typed="n\n")
    assert (done.code, "api.rto.example. Go on?" in done.out) == (1, True)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_server_in_peace(demo_url, way):
    with serving(demo_url, **CHEAP_PASSWORDS) as server:
        server.process.send_signal(way)
        assert server.process.wait(15) == 0
        assert "Traceback" not in server.log()
        assert "Stopped." in server.log()


@pytest.mark.slow
def test_each_call_is_one_line_of_the_log(running, demo_url):
    import zeep

    service = zeep.Client(running.page() + "?WSDL").service
    token = service.ValidateClient("integration", demo_data.PASSWORD).Token
    service.GetClientByCode(token, "00001")
    until(lambda: "sClie_Code=00001" in running.log())  # a thread tells of what went well, some moments later
    lines = [line for line in running.log().splitlines() if "sClie_Code=00001" in line]
    assert re.fullmatch(
        r"[\d-]{10} [\d:.]{12}\+1[01]:00 INFO +vettrak_api\.calls: GetClientByCode ok door=soap http=200 status=1 "
        r'caller=00002 from=127\.0\.0\.1 ms=[\d.]+ records="?sClie_Code=00001"? id=[0-9a-f]{16}',
        lines[-1],
    )
    assert demo_data.PASSWORD not in running.log()
    assert token not in running.log()


@pytest.mark.slow
@pytest.mark.skipif(find_spec("granian") is None, reason="granian is not installed")
def test_granian_serves_the_same_application(run, demo_url):
    with serving(demo_url, "--server", "granian", "--workers", "2", **CHEAP_PASSWORDS) as server:
        assert run("tour", server.address).code == 0
