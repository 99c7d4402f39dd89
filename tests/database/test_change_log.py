"""Nobody who polls misses anything or hears of it too early, on every kind of database.

Eight writers work at the same time, whose transactions are held open at random moments, some for too long. Two clients
poll meanwhile: one asks by its own clock, one by the latest stamp that it was told.
"""

import datetime
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import event

from tests.conftest import CHEAP
from tests.support.outcomes import OK
from tests.support.polling import STAMPED, Bookings, Deletions, Occurrences, Queried
from tests.support.scenarios import at_once
from vettrak_api.clock import Clock
from vettrak_api.database import migrations
from vettrak_api.rules.reference.loading import load_reference_data
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings

ROOT = Path(__file__).parents[2]
BUSY = (-3, "Busy, try again.")

WRITERS, ROUNDS = 8, 4
BOUND = 1
"""Seconds within which a commit must follow its stamp: the setting at its shortest, so that some come too late."""

PAUSES = (0, 0, 0.01, 0.05, 0.2)
"""How long a transaction is held open before each of its statements that write, in seconds."""

TOO_LONG = BOUND + 0.1


@pytest.fixture(scope="module")
def runtime(databases):
    """Compose a server whose clock goes."""
    settings = Settings(database_url=databases.create(), commit_timeout_seconds=BOUND, **CHEAP)
    runtime = build_runtime(settings, Clock(settings.zone))
    migrations.upgrade(runtime.database)
    with runtime.database.writing() as session:
        load_reference_data(session)
    yield runtime
    runtime.database.close()


@contextmanager
def held_open(engine, pauses):
    """Let threads sleep inside their transactions; `pauses` tells for how long, and hears of commits."""

    def execute(connection, cursor, statement, *_):
        verb = statement.split(maxsplit=1)[0]
        if verb in {"INSERT", "UPDATE", "DELETE"}:
            time.sleep(pauses.before("stamp" if "change_log" in statement else "statement"))

    def commit(connection):
        time.sleep(pauses.before("commit"))
        pauses.note_commit()

    event.listen(engine, "before_cursor_execute", execute)
    event.listen(engine, "commit", commit)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", execute)
        event.remove(engine, "commit", commit)


class Pauses:
    """How long each writer sleeps where, and when it committed last; other threads do not sleep."""

    def __init__(self):
        self._of_thread = threading.local()

    def begin(self, random, too_long_before=None):
        """Begin a transaction of this thread; it may sleep too long before its stamp is written or its commit."""
        self._of_thread.random, self._of_thread.too_long = random, too_long_before
        self._of_thread.committed = None

    def before(self, place):
        """Return how long this thread sleeps."""
        random = getattr(self._of_thread, "random", None)
        if random is None:
            return 0
        if place == self._of_thread.too_long:
            self._of_thread.too_long = None
            return TOO_LONG
        return random.choice(PAUSES)

    def note_commit(self):
        """Note when the first COMMIT of the transaction was sent: what follows only stamps it again."""
        if getattr(self._of_thread, "random", None) and self._of_thread.committed is None:
            self._of_thread.committed = time.monotonic()

    @property
    def committed(self):
        """When this thread committed last."""
        return self._of_thread.committed


class Poller(threading.Thread):
    """Asks again and again, from the moment at which it asked before or from the latest stamp; notes what came when."""

    def __init__(self, polled, clock, *, by_stamp):
        super().__init__(daemon=True)
        self.polled, self.clock, self.by_stamp = polled, clock, by_stamp
        self.since = local(clock)
        self.told = {}
        self.failure = None
        self._ended = threading.Event()

    def run(self):
        """Ask until told to end, and once more."""
        try:
            while not self._ended.wait(0.03):
                self.ask()
            self.ask()
        except Exception as error:  # noqa: BLE001 - raised in the test's own thread
            self.failure = error

    def ask(self):
        """Ask once, from where the last answer ended."""
        asked = local(self.clock)
        answer = self.polled.told(self.since)
        heard = time.monotonic()
        for key in answer:
            self.told.setdefault(key, heard)
        self.since = max([self.since, *answer.values()]) if self.by_stamp else asked

    def end(self):
        """End, and raise what went wrong."""
        self._ended.set()
        self.join(60)
        assert not self.is_alive()
        if self.failure:
            raise self.failure


def local(clock):
    """Return the RTO's local time as a client knows it, to the millisecond."""
    return datetime.datetime.fromtimestamp(clock.milliseconds() / 1000, clock.zone).replace(tzinfo=None)


@pytest.mark.parametrize("kind", [Bookings, Occurrences, Deletions, Queried], ids=lambda kind: kind.__name__)
def test_polls_miss_nothing_and_tell_nothing_too_early(runtime, world, api, kind):
    polled = kind(world, api, world.token(), WRITERS * ROUNDS)
    pollers = [Poller(polled, runtime.clock, by_stamp=False)]
    pollers += [Poller(polled, runtime.clock, by_stamp=True)] if kind in STAMPED else []
    committed, refused, pauses = {}, [], Pauses()

    def writer(number):
        random = Random(f"{kind.__name__} {number}")
        for turn in range(ROUNDS):
            time.sleep(random.choice(PAUSES))
            # One of the writers is late before its stamp is written, one keeps its COMMIT waiting.
            late = {(0, 1): "stamp", (1, 2): "commit"}.get((number, turn))
            pauses.begin(random, late)
            key, answer = polled.write()
            if answer == OK:
                committed[key] = pauses.committed
            else:
                refused.append((key, answer, late))

    with held_open(runtime.database.engine, pauses):
        for poller in pollers:
            poller.start()
        at_once([lambda number=number: writer(number) for number in range(WRITERS)])
        for poller in pollers:
            poller.end()
    assert [(answer, late) for _, answer, late in refused] == [(BUSY, "stamp")]
    assert len(committed) == WRITERS * ROUNDS - 1
    for poller in pollers:
        assert poller.told.keys() == committed.keys()
        assert [key for key, heard in poller.told.items() if heard < committed[key]] == []


def test_a_writer_that_is_killed_is_never_told(runtime, world, api):
    polled = Bookings(world, api, world.token())
    poller = Poller(polled, runtime.clock, by_stamp=False)
    poller.start()
    command = [sys.executable, "-m", "tests.support.dying_writer"]
    url = runtime.settings.database_url
    dying = subprocess.Popen([*command, url, str(polled.occurrences[0])], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert int(dying.stdout.readline()) > 0
        time.sleep(0.2)
    finally:
        dying.kill()
        dying.communicate()
    key, answer = polled.write()
    poller.end()
    assert answer == OK
    assert poller.told.keys() == {key}
