"""The organisations of a running process: made when they are first asked for, and small again when nobody asks.

One process serves all of them with the threads that it has; there is none of its own for any of them. What an
organisation costs while nobody asks is its runtime without connections. After some minutes without a call it is made
anew, so that what was kept of its statements goes as well.
"""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import QueuePool
from sqlalchemy.exc import SQLAlchemyError

from vettrak_api.clock import Clock
from vettrak_api.errors import VettrakError
from vettrak_api.request import TENANT
from vettrak_api.runtime import Runtime, build_runtime
from vettrak_api.settings import Settings, WrongSettings
from vettrak_api.tenants.roster import Roster, Tenant, read_roster

logger = logging.getLogger(__name__)

LOOK_SECONDS = 2.0
"""How often at most a process looks whether the file has changed."""

IDLE_SECONDS = 300.0
"""After so long without a call an organisation's connections and remembered statements are let go."""

Greeting: TypeAlias = Callable[[Runtime], None]
Stamp: TypeAlias = tuple[int, ...]


@dataclass(slots=True)
class Live:
    """An organisation that has been asked for."""

    tenant: Tenant
    runtime: Runtime
    called: float = 0.0
    """When it was last called; 0 while only the work beside the calls has asked."""
    is_warm: bool = False
    """Whether its connections stay open between calls."""


class Tenants:
    """All organisations of one process. Raises WrongSettings when their file can not be read at the start."""

    def __init__(
        self, settings: Settings, clock: Clock | None = None, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.settings = settings
        self._clock, self._now = clock, now
        self._changing = threading.RLock()
        self._live: dict[str, Live] = {}
        self._left: list[Runtime] = []
        self._greetings: list[Greeting] = []
        self._most_warm = max(1, settings.tenant_connections // settings.database_pool_size)
        self._seen = self._stamp()
        self._looked = now()
        self.roster = read_roster(settings)
        _tell_wrong(self.roster, Roster())

    def of_host(self, host: str) -> Runtime | None:
        """Return whose host that is, ready to be called; None when it is nobody's."""
        self._look_at_file()
        name = self.roster.by_host.get(host)
        live = self._found(name) if name else None
        if live is None:
            return None
        live.called = self._now()
        if not live.is_warm:
            self._warm(live)
        return live.runtime

    def of_name(self, name: str) -> Runtime | None:
        """Return an organisation for work beside the calls; None when there is none of that name any more."""
        self._look_at_file()
        live = self._found(name)
        return live.runtime if live else None

    @property
    def names(self) -> list[str]:
        """Who is served."""
        self._look_at_file()
        return list(self.roster.tenants)

    @property
    def live(self) -> list[Runtime]:
        """Who has been asked for."""
        return [live.runtime for live in list(self._live.values())]

    def greet(self, greeting: Greeting) -> None:
        """Tell somebody of each runtime that there is and will be."""
        with self._changing:
            self._greetings.append(greeting)
            for live in self._live.values():
                greeting(live.runtime)

    def is_idle(self, name: str) -> bool:
        """Tell whether an organisation was called, and that long ago."""
        live = self._live.get(name)
        return live is not None and bool(live.called) and self._now() - live.called >= IDLE_SECONDS

    def rest(self, name: str) -> None:
        """Let go of what an organisation needs for calls alone, if nobody calls it at present."""
        live = self._live.get(name)
        if live is None:
            return
        if self.is_idle(name):
            with self._changing:
                del self._live[name]
            leave(live.runtime)
        elif not live.is_warm:
            live.runtime.database.close()

    def leaving(self) -> list[Runtime]:
        """Return the runtimes of those whose settings have changed or who are gone, each once, to be left."""
        with self._changing:
            left, self._left = self._left, []
        return left

    def connections_in_use(self) -> int:
        """Return how many connections calls hold at the moment."""
        return sum(_in_use(live.runtime) for live in list(self._live.values()) if live.is_warm)

    def close(self) -> None:
        """Leave all of them."""
        with self._changing:
            runtimes = [*self.live, *self.leaving()]
            self._live.clear()
        for runtime in runtimes:
            leave(runtime)

    def renew(self) -> list[Runtime]:
        """Make all of them anew in a forked process; returns its parent's, whose connections must not be closed."""
        parents = [*self.live, *self.leaving()]
        self._changing, self._live = threading.RLock(), {}
        return parents

    def _found(self, name: str) -> Live | None:
        live = self._live.get(name)
        if live is not None:
            return live
        with self._changing:
            tenant = self.roster.tenants.get(name)
            if tenant is None:
                return None
            if name not in self._live:
                self._live[name] = self._made(tenant)
            return self._live[name]

    def _made(self, tenant: Tenant) -> Live:
        runtime = build_runtime(tenant.settings, self._clock, tenant=tenant.name)
        for greeting in self._greetings:
            greeting(runtime)
        return Live(tenant, runtime)

    def _warm(self, called: Live) -> None:
        """Make room for the connections of one who is called: those go who were not called for longest."""
        with self._changing:
            warm = sorted((live for live in self._live.values() if live.is_warm), key=lambda live: live.called)
            for live in warm[: max(0, len(warm) + 1 - self._most_warm)]:
                live.is_warm = False
                live.runtime.database.close()
            called.is_warm = True

    def _look_at_file(self) -> None:
        if self._now() - self._looked < LOOK_SECONDS:
            return
        with self._changing:
            if self._now() - self._looked < LOOK_SECONDS:
                return
            self._looked = self._now()
            stamp = self._stamp()
            if stamp != self._seen:
                self._seen = stamp
                self._read_again()

    def _read_again(self) -> None:
        """Go over to what the file says now; while it can not be read all stays as it was."""
        try:
            roster = read_roster(self.settings)
        except WrongSettings as error:
            logger.error("the organisations stay as they were: %s", error.message)  # noqa: TRY400 - a user's mistake
            return
        changed = [name for name, live in self._live.items() if roster.tenants.get(name) != live.tenant]
        self._left += [self._live.pop(name).runtime for name in changed]
        _tell_wrong(roster, self.roster)
        if roster.tenants.keys() != self.roster.tenants.keys():
            logger.info("%s organisations are served from now on", len(roster.tenants))
        self.roster = roster

    def _stamp(self) -> Stamp:
        """Return what tells one state of the file from the next; it may be away for a moment."""
        try:
            found = Path(self.settings.tenants).stat()
        except OSError:
            return ()
        return found.st_mtime_ns, found.st_size, found.st_ino


def leave(runtime: Runtime) -> None:
    """Let go of a runtime: which calls of it have failed is written first, if its database can be asked."""
    named = TENANT.set(runtime.tenant)
    try:
        if runtime.schema.is_usable:
            with suppress(SQLAlchemyError, VettrakError):
                runtime.failures.write(runtime.database)
        runtime.database.close()
    finally:
        TENANT.reset(named)


def _in_use(runtime: Runtime) -> int:
    pool = runtime.database.engine.pool
    return pool.checkedout() if isinstance(pool, QueuePool) else 0


def _tell_wrong(roster: Roster, before: Roster) -> None:
    for name, why in roster.wrong.items():
        if before.wrong.get(name) != why:
            logger.error("the organisation %s is not served: %s", name, why)
