"""Watchers are told of requests that have ended: of many together, of none too late, of each once and in order."""

import logging
import threading

import pytest

from vettrak_api.request import FAILED, OK, REFUSED, Request
from vettrak_api.web.kit import backlog as module
from vettrak_api.web.kit.backlog import Backlog
from vettrak_api.web.kit.request_log import LOGGER, log_requests

PATIENCE = 30
PAUSE = 3600
"""With this the thread comes too late for anything."""


class Watcher:
    """Remembers the batches that it is told, and can be held up while it is told of one."""

    def __init__(self):
        self.batches = []
        self.was_told, self.is_told, self.may_go_on = threading.Event(), threading.Event(), threading.Event()
        self.may_go_on.set()

    def __call__(self, requests):
        self.is_told.set()
        assert self.may_go_on.wait(PATIENCE)
        self.batches.append([request.id for request in requests])
        self.was_told.set()


@pytest.fixture
def watcher():
    return Watcher()


@pytest.fixture
def gathering(watcher, monkeypatch):
    """Make a backlog whose thread comes when it is told to, or after so many seconds."""

    def make(pause=PAUSE, *more):
        monkeypatch.setattr(module, "PAUSE_SECONDS", pause)
        backlog = Backlog(*more, watcher)
        backlog.gather()
        return backlog

    return make


def ended(number, outcome=OK, *, is_slow=False):
    return Request(number, outcome=outcome, is_slow=is_slow)


def note(backlog, *numbers):
    for number in numbers:
        backlog.note(ended(number))


def test_in_a_process_that_does_not_serve_for_good_each_request_is_told_at_once(watcher):
    note(Backlog(watcher), "a", "b")
    assert watcher.batches == [["a"], ["b"]]


def test_the_thread_tells_of_what_went_well(watcher, gathering):
    backlog = gathering(0.2)
    note(backlog, "a", "b")
    assert watcher.was_told.wait(PATIENCE)
    assert watcher.batches == [["a", "b"]]
    watcher.was_told.clear()
    note(backlog, "c")
    assert watcher.was_told.wait(PATIENCE), "it goes on"
    assert watcher.batches[1:] == [["c"]]


@pytest.mark.parametrize(
    "notable", [ended("c", FAILED), ended("c", REFUSED), ended("c", is_slow=True)], ids=["failed", "refused", "slow"]
)
def test_what_somebody_would_look_for_is_told_at_once_behind_all_before_it(watcher, gathering, notable):
    backlog = gathering()
    note(backlog, "a", "b")
    assert watcher.batches == []
    backlog.note(notable)
    assert watcher.batches == [["a", "b", "c"]]


def test_only_so_many_wait(watcher, gathering, monkeypatch):
    monkeypatch.setattr(module, "MOST_WAITING", 3)
    note(gathering(), "a", "b", "c", "d")
    assert watcher.batches == [["a", "b", "c"]]


def test_at_the_end_all_is_told_and_whatever_comes_after_it_as_well(watcher, gathering):
    backlog = gathering()
    note(backlog, "a")
    backlog.close()
    note(backlog, "b")
    assert watcher.batches == [["a"], ["b"]]


def test_whoever_asks_to_tell_waits_for_what_is_being_told(watcher, gathering):
    """So the page of the metrics has whatever has an answer."""
    backlog = gathering(0)
    watcher.may_go_on.clear()
    note(backlog, "a")
    assert watcher.is_told.wait(PATIENCE)
    asking = threading.Thread(target=backlog.tell)
    asking.start()
    assert asking.is_alive(), "the thread is telling"
    watcher.may_go_on.set()
    asking.join(PATIENCE)
    assert (asking.is_alive(), watcher.batches) == (False, [["a"]])


def test_a_watcher_that_fails_ends_nothing_and_keeps_nobody_from_being_told(watcher, gathering, caplog):
    def broken(requests):
        raise ZeroDivisionError(requests[0].id)

    backlog = gathering(PAUSE, broken)
    backlog.note(ended("secret", FAILED))
    backlog.note(ended("b", FAILED))
    assert watcher.batches == [["secret"], ["b"]]
    assert caplog.text.count(f"{__name__} failed with requests (1): ZeroDivisionError") == 2
    assert "secret" not in caplog.text


def test_many_threads_lose_nothing_and_repeat_nothing(watcher, gathering):
    backlog = gathering(0)
    numbers = [[f"{thread}-{each}" for each in range(300)] for thread in range(4)]
    threads = [threading.Thread(target=note, args=(backlog, *told)) for told in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    backlog.close()
    told = [number for batch in watcher.batches for number in batch]
    assert sorted(told) == sorted(number for each in numbers for number in each)
    for each in numbers:
        assert [number for number in told if number in set(each)] == each, "in their order"


def test_lines_have_the_time_at_which_their_requests_ended(caplog):
    caplog.set_level(logging.INFO, LOGGER)
    requests = [Request("a", operation="One"), Request("b", operation="Two"), Request("c", operation="Three")]
    for moment, request in enumerate(requests):
        request.end()
        request.ended = 1_790_000_000.25 + moment
    requests[1].outcome = FAILED
    log_requests(requests)
    told = [(record.created, record.msecs, record.levelname, str(record.msg).split()[0]) for record in caplog.records]
    assert told == [
        (1_790_000_000.25, 250, "INFO", "One"),
        (1_790_000_001.25, 250, "WARNING", "Two"),
        (1_790_000_002.25, 250, "INFO", "Three"),
    ]


def test_each_handler_gets_the_lines_of_its_level(caplog):
    caplog.set_level(logging.INFO, LOGGER)
    lines = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: lines.append(record.msg.request.id)
    logging.getLogger("vettrak_api").addHandler(handler)
    log_requests([ended("a"), ended("b", FAILED), ended("c", is_slow=True)])
    logging.getLogger("vettrak_api").removeHandler(handler)
    assert lines == ["b", "c"]
    assert len(caplog.records) == 3
