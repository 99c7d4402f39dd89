"""Threads that take turns: one works at a time, and nobody waits for long."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock, Timer

import pytest

from vettrak_api.app import Site
from vettrak_api.hosting.turns import Turns
from vettrak_api.hosting.webservers import in_turn
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings

LONG = 60.0


class Crowd:
    """An application that notes how many threads are inside at once; each stays until another could have come in."""

    def __init__(self):
        self._lock, self._inside, self.most = Lock(), 0, 0
        self.company = Event()

    def __call__(self, environ, start_response):
        with self._lock:
            self._inside += 1
            self.most = max(self.most, self._inside)
            if self._inside > 1:
                self.company.set()
        self.company.wait(0.02)
        with self._lock:
            self._inside -= 1
        return [environ["answer"]]


def ask_by_eight_threads(application):
    with ThreadPoolExecutor(8) as threads:
        return list(threads.map(lambda number: application({"answer": number}, None), range(16)))


def test_one_works_at_a_time_and_everybody_gets_the_own_answer():
    crowd = Crowd()
    assert ask_by_eight_threads(Turns(crowd, LONG)) == [[number] for number in range(16)]
    assert crowd.most == 1


def test_the_crowd_would_notice_threads_that_do_not_take_turns():
    crowd = Crowd()
    ask_by_eight_threads(crowd)
    assert crowd.most > 1


def test_who_has_waited_long_enough_goes_ahead():
    entered, released = Event(), Event()

    def application(environ, start_response):
        if environ["slow"]:
            entered.set()
            assert released.wait(LONG)
        return [environ["slow"]]

    turns = Turns(application, 0.01)
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(turns, {"slow": True}, None)
        # Should the quick one wait for the slow one, this ends the test.
        rescue = Timer(LONG / 2, released.set)
        rescue.start()
        assert entered.wait(LONG)
        assert turns({"slow": False}, None) == [False]
        assert not slow.done()
        rescue.cancel()
        released.set()
        assert slow.result() == [True]
    # The one that went ahead has not given back a turn that it never had; the slow one has.
    assert turns({"slow": False}, None) == [False]


def test_a_failure_ends_a_turn():
    def application(environ, start_response):
        raise LookupError

    turns = Turns(application, 0)
    for _ in range(2):
        with pytest.raises(LookupError):
            turns({}, None)
    assert turns._turn.acquire(blocking=False)


def test_only_sqlite_is_used_in_turns(runtime):
    assert isinstance(in_turn(Site(runtime)), Turns)
    served = build_runtime(Settings(database_url="postgresql://u:p@127.0.0.1:1/x"))
    site = Site(served)
    assert in_turn(site) is site
    served.database.close()
