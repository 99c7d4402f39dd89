"""vettrak-api log: what the files of the log say, in both formats, and what helps."""

import datetime
import logging
import tracemalloc
from zoneinfo import ZoneInfo

import pytest

from vettrak_api.hosting.log_format import formatter
from vettrak_api.hosting.log_reading import Summary, Wanted, requests_in
from vettrak_api.request import Request
from vettrak_api.web.kit.request_log import log_requests

ZONE = ZoneInfo("Australia/Sydney")


def at(day, hour=9):
    return datetime.datetime(2026, 11, day, hour, tzinfo=ZONE).timestamp()


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Write requests into the file of a day."""
    monkeypatch.setenv("VETTRAK_LOG_FILE", str(tmp_path / "vettrak.log"))

    def write(day, kind, *requests, part="", hour=9):
        file = tmp_path / f"vettrak-2026-11-{day}{part}.log"
        handler = logging.FileHandler(file, encoding="utf-8")
        handler.setFormatter(formatter(kind, ZONE))
        logger = logging.getLogger("vettrak_api.calls")
        before, moment = logger.level, at(day, hour)

        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        for request in requests:
            request.ended = moment
        log_requests(requests)
        logger.removeHandler(handler)
        logger.setLevel(before)
        handler.close()
        return file

    return write


def request(
    operation="GetClientByCode",
    caller="WEB1",
    outcome="ok",
    number="r1",
    http=200,
    whose="",
    kind="",
    message="",
    status=1,
):
    made = Request(number, "203.0.113.9", "soap", operation, caller, whose, http=http)
    made.judge(outcome, kind, message, status)
    return made


def refused(**values):
    reason = {"kind": "TokenExpired", "message": "Token has expired.", "status": -2}
    return request(**{"outcome": "refused", **reason, **values})


@pytest.fixture
def nights(written):
    """Two days of two integrations, in two formats."""
    written(20, "text", request(), refused(number="r2", caller="-", whose="WEB1"))
    written(21, "json", request(number="r3"), refused(number="r4", caller="LMS1", operation="UpdateResult"))
    return written(
        21, "json", request(number="r5", outcome="failed", kind="Busy", status=-3, http=503), part=".2", hour=23
    )


def test_it_lists_what_went_wrong_and_says_what_helps(nights, run):
    told = run("log")
    assert told.code == 0
    assert "5 requests fit." in told.out
    for number in ("r2", "r4", "r5"):
        assert number in told.out
    assert "1 x UpdateResult: Token has expired." in told.out
    assert "Log in again" in told.out


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (["--integration", "web1"], 4),
        (["--integration", "LMS1"], 1),
        (["--operation", "updateresult"], 1),
        (["--status", "refused"], 2),
        (["--status", "-2"], 2),
        (["--status", "503"], 1),
        (["--status", "failed"], 1),
        (["--request", "r3"], 1),
        (["--day", "2026-11-20"], 2),
        (["--since", "2026-11-21 12:00"], 1),
        (["--until", "2026-11-21 22:00"], 4),
        (["--day", "2026-11-21", "--integration", "WEB1", "--status", "ok"], 1),
    ],
)
def test_it_looks_for(nights, run, options, count):
    assert f"{count} request{' fits' if count == 1 else 's fit'}." in run("log", *options).out


def test_lines_of_other_kinds_and_rubbish_are_passed_over(nights, run):
    with nights.open("ab") as file:
        file.write(
            b'\xff\xfe\n{"event":"request"}\n{not json\n2026-11-21 x\n\n' + b"x" * 50_000 + b"\n" + b"[" * 30_000
        )
    assert "5 requests fit." in run("log").out


def test_memory_does_not_grow_with_the_files(written):
    file = written(22, "text", refused(message="x"))
    line = file.read_bytes()
    with file.open("ab") as more:
        for _ in range(20_000):
            more.write(line)
    summary, wanted = Summary(), Wanted()
    tracemalloc.start()
    for facts in requests_in([file]):
        if wanted.fits(facts):
            summary.add(facts)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert summary.requests == 20_001
    assert most < 500_000


def test_a_wrong_moment_and_a_log_that_is_not_there_are_told(nights, run, tmp_path):
    assert "--since must be a day or a moment" in run("log", "--since", "yesterday").err
    assert "There is no file of the log" in run("log", "--day", "2025-01-01").err
    assert "There is no file of the log" in run("log", "--file", str(tmp_path / "other.log")).err


def test_without_a_log_it_says_which_setting_names_one(run, monkeypatch):
    monkeypatch.delenv("VETTRAK_LOG_FILE", raising=False)
    assert "Set VETTRAK_LOG_FILE" in run("log").err


@pytest.fixture
def meanwhile(monkeypatch):
    """Let something happen each time before the program looks again, and Ctrl-C be pressed when nothing more does."""

    def happens(*steps):
        left = iter(steps)

        def wait(seconds):
            del seconds
            step = next(left, None)
            if step is None:
                raise KeyboardInterrupt
            step()

        monkeypatch.setattr("vettrak_api.cli.log.time.sleep", wait)

    return happens


def test_it_follows_what_is_added_in_any_file_until_it_is_stopped(written, run, meanwhile):
    """Into the next day; what comes late stands in the file of the day before."""
    first = written(22, "text", request(number="r1"))
    meanwhile(
        lambda: written(22, "text", refused(number="r2"), request(number="r3", operation="UpdateResult")),
        lambda: None,
        lambda: written(23, "json", refused(number="r4", message="Session has expired.")),
        lambda: written(22, "text", refused(number="r5", caller="LMS1")),
        lambda: written(23, "text", refused(number="r6"), part=".2"),
        first.unlink,
    )
    done = run("log", "--follow", "--status", "refused")
    assert (done.code, done.err) == (0, "")
    listed, _, added = done.out.partition("0 requests fit.")
    assert listed == ""
    assert [number for number in added.split() if number in {"r1", "r2", "r3", "r4", "r5", "r6"}] == [
        "r2", "r4", "r5", "r6"
    ]  # fmt: skip
    assert "Session has expired." in added


def test_half_a_line_is_waited_for_and_one_without_an_end_is_passed_over(written, run, meanwhile):
    file = written(22, "text", request(number="r1"))
    line = file.read_bytes().replace(b"id=r1", b"id=r2")

    def add(piece):
        with file.open("ab") as log:
            log.write(piece)

    meanwhile(lambda: add(line[:50]), lambda: add(line[50:]), lambda: add(b"x" * 50_000 + b"\n"), lambda: add(line))
    added = run("log", "--follow", "--lines", "0").out.partition("1 request fits.")[2]
    assert added.split().count("r2") == 2
