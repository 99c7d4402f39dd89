"""The line of those who write to SQLite: nobody is kept waiting by those who come later."""

import time
from threading import Event, Thread

import pytest

from vettrak_api.database.sqlite import LET_BY_SECONDS, WriterLine
from vettrak_api.errors import Busy


@pytest.fixture
def line():
    return WriterLine(10)


def waiter(line, turns, name, patience=None):
    """Return a running thread that waits for its turn, which somebody else holds."""
    begun = Event()

    def wait():
        begun.set()
        try:
            with line.turn(patience):
                turns.append(name)
        except Busy:
            turns.append(f"{name} gave up")

    thread = Thread(target=wait)
    thread.start()
    assert begun.wait(10)
    return thread


class TestTurn:
    def test_goes_to_who_has_waited_long_before_who_comes_now(self, line):
        turns = []
        with line.turn():
            thread = waiter(line, turns, "waiter")
            time.sleep(LET_BY_SECONDS * 2)
        with line.turn():
            turns.append("newcomer")
        thread.join()
        assert turns == ["waiter", "newcomer"]

    def test_goes_on_when_the_one_who_was_let_by_has_given_up(self, line):
        turns = []
        with line.turn():
            first = waiter(line, turns, "first", LET_BY_SECONDS)
            time.sleep(LET_BY_SECONDS * 0.5)
            second = waiter(line, turns, "second")
            first.join()
        second.join()
        with line.turn():
            turns.append("newcomer")
        assert turns == ["first gave up", "second", "newcomer"]

    def test_is_anybodys_when_nobody_waits(self, line):
        for _ in range(2):
            with line.turn(0):
                pass
        with line.turn(), pytest.raises(Busy), line.turn(0):
            pass
