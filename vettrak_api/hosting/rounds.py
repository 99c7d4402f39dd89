"""What is done beside the calls for many organisations: a few threads go round all of them.

Each organisation is visited every quarter of a minute: whether its database can be used, the duty of its background
work, messages, what is old, which of its calls failed. There are as many threads for two hundred as for two. One whose
database can not be asked is visited less often, so that those who wait for it leave the others threads enough.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy.exc import SQLAlchemyError

from vettrak_api.database.maintenance import Watch
from vettrak_api.errors import VettrakError
from vettrak_api.hosting.background import (
    Begin,
    clean_when_due,
    keep_sealed,
    send_all,
    threads_of,
    tried,
    work_once,
)
from vettrak_api.hosting.duty import Duty
from vettrak_api.outbox.failures import reason_of
from vettrak_api.request import TENANT
from vettrak_api.runtime import Runtime
from vettrak_api.tenants.live import Tenants, leave, logger

THREADS = 4
PAUSE_SECONDS = 15.0
TROUBLE_PAUSE_SECONDS = 60.0
CLEANING_LOOK_SECONDS = 60.0
NOTHING_DUE_SECONDS = 1.0


class Rounds:
    """Who is to be visited when, and who is being visited; what a visit does."""

    def __init__(
        self, tenants: Tenants, stop: threading.Event, *, works: bool, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._tenants, self._stop, self._works, self._now = tenants, stop, works, now
        self._choosing = threading.Lock()
        self._due: dict[str, float] = {}
        self._visited: set[str] = set()
        self._duties: dict[str, tuple[Runtime, Duty]] = {}
        self._cleaning: dict[str, float] = {}

    def keep_going(self) -> None:
        """Visit whoever is due until it is time to stop."""
        while not self._stop.is_set():
            for runtime in self._tenants.leaving():
                tried(lambda: leave(runtime), "an organisation's connections stay open")  # noqa: B023 - done at once
            name = self._next()
            if name is None:
                self._stop.wait(NOTHING_DUE_SECONDS)
                continue
            self._done(name, self.visit(name))

    def visit(self, name: str) -> float:
        """Do what is due for one organisation; returns after how many seconds it is to be visited again."""
        runtime = self._tenants.of_name(name)
        if runtime is None:
            return PAUSE_SECONDS
        named = TENANT.set(name)
        try:
            return self._visit(name, runtime)
        except Exception as error:  # noqa: BLE001 - nothing may end the thread that serves the others as well
            logger.warning("the work beside the calls waits: %s", reason_of(error))
            return TROUBLE_PAUSE_SECONDS
        finally:
            TENANT.reset(named)

    def end(self) -> None:
        """Write which calls have failed since the last visits, and let other processes go on at once."""
        for runtime in self._tenants.live:
            if runtime.schema.is_usable:
                tried(lambda: runtime.failures.write(runtime.database), "some failed calls are in the log alone")  # noqa: B023 - done at once
        for _, duty in list(self._duties.values()):
            duty.give_back()

    def _visit(self, name: str, runtime: Runtime) -> float:
        refusal = runtime.schema.look()
        if runtime.schema.is_usable:
            tried(lambda: runtime.failures.write(runtime.database), "the list of failed calls is behind")
        if refusal is None and self._works:
            self._work(name, runtime)
        if self._tenants.is_idle(name):
            self._forget(name)
        self._tenants.rest(name)
        return PAUSE_SECONDS if refusal is None else TROUBLE_PAUSE_SECONDS

    def _work(self, name: str, runtime: Runtime) -> None:
        known, duty = self._duties.get(name, (None, None))
        if duty is None or known is not runtime:
            duty = Duty(runtime.database)
            self._duties[name] = runtime, duty
        tried(duty.beat, "the background work waits")
        if not duty.is_ours:
            return
        if self._now() - self._cleaning.get(name, float("-inf")) >= CLEANING_LOOK_SECONDS:
            self._cleaning[name] = self._now()
            tried(lambda: clean_when_due(runtime, duty), "old tokens, log-ins and messages stay for now")
            keep_sealed(runtime, Watch(runtime.database), lambda: self._stop.is_set() or not duty.is_ours)
        send_all(runtime, lambda: self._stop.is_set() or not duty.is_ours)

    def _forget(self, name: str) -> None:
        """Give the duty back before the runtime that keeps it goes."""
        _, duty = self._duties.pop(name, (None, None))
        if duty is not None:
            duty.give_back()

    def _next(self) -> str | None:
        """Return who is due first, who is nobody else's then; None while nobody is."""
        names = self._tenants.names if self._works else [runtime.tenant for runtime in self._tenants.live]
        with self._choosing:
            waiting = [name for name in names if name not in self._visited]
            name = min(waiting, key=lambda each: self._due.get(each, 0.0), default=None)
            if name is None or self._due.get(name, 0.0) > self._now():
                return None
            self._visited.add(name)
            return name

    def _done(self, name: str, pause: float) -> None:
        with self._choosing:
            self._visited.discard(name)
            self._due[name] = self._now() + pause


def threads_of_all(tenants: Tenants, stop: threading.Event) -> list[threading.Thread]:
    """Start what a process that serves many organisations has beside its calls."""
    return start(tenants, stop, works=tenants.settings.background_work)


def start(tenants: Tenants, stop: threading.Event, *, works: bool) -> list[threading.Thread]:
    """Start the threads that go round until `stop` is set."""
    rounds = Rounds(tenants, stop, works=works)
    going = [threading.Thread(target=rounds.keep_going, name=f"round-{n}", daemon=True) for n in range(THREADS)]
    for thread in going:
        thread.start()
    ending = threading.Thread(target=_end, args=(rounds, going, stop), name="rounds", daemon=True)
    ending.start()
    return [ending]


def _end(rounds: Rounds, going: list[threading.Thread], stop: threading.Event) -> None:
    stop.wait()
    for thread in going:
        thread.join()
    rounds.end()


def beside(tenants: Tenants | None) -> Begin:
    """Return what starts the work beside the calls: for all organisations, or for one runtime."""
    return threads_of_all if tenants else threads_of


def work_once_for_all(tenants: Tenants) -> dict[str, str]:
    """Do once all that is due for each, some at a time; returns by name what kept it from being done."""
    with ThreadPoolExecutor(THREADS) as pool:
        told = pool.map(lambda name: (name, _worked(tenants, name)), tenants.names)
        return {name: trouble for name, trouble in told if trouble}


def _worked(tenants: Tenants, name: str) -> str:
    runtime = tenants.of_name(name)
    if runtime is None:
        return "it is served no more"
    named = TENANT.set(name)
    try:
        refusal = runtime.schema.look()
        if refusal is not None:
            return refusal().message
        return "" if work_once(runtime) else "another process does it"
    except (SQLAlchemyError, VettrakError) as error:
        return reason_of(error)
    finally:
        runtime.database.close()
        TENANT.reset(named)
