"""What organisations cost where one process serves many: memory of those whom nobody calls, and CPU of a call.

Usage: python tests/bench/tenants.py idle|calls [sqlite|postgresql|schemas] [organisations]. `idle` lets each answer
calls and be visited by the work beside the calls, waits until all are idle, and prints what each has left in memory
and in connections. `calls` takes turns: the same calls to a site of one organisation, and at a host of one among many.
Asserts nothing. Of PostgreSQL it starts a server of its own; its databases take 15 MB each.
"""

import gc
import logging
import resource
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.conftest import CHEAP, SetClock
from tests.support import databases as servers
from tests.support.soap import Api
from tests.support.tenant_servers import placed
from tests.support.tenants import AtHost, asked, settings_for, site_for, tenants_file
from tests.support.world import World
from vettrak_api.app import Site
from vettrak_api.hosting.rounds import Rounds
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings
from vettrak_api.tenants import databases
from vettrak_api.tenants.live import IDLE_SECONDS
from vettrak_api.tenants.upgrading import set_up

WARM_UP = 20
"""Organisations that are called before memory is looked at: by then the process has what it needs once."""

PATHS = ("/readyz", "/staff/login", "/VT_API.asmx")
BLOCK, BLOCKS = 200, 15


class Moments:
    """A machine's time that is moved on."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


Tables = dict[str, dict[str, Any]]


@contextmanager
def organisations(kind: str, number: int) -> Iterator[tuple[Tables, Any]]:
    """Make so many, all like the first of them; yield what their file says, and what counts their connections."""
    names = [f"rto{n}" for n in range(number)]
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            pattern = f"sqlite:///{folder}/"
            set_up_first(pattern)
            for name in names[1:]:
                shutil.copyfile(Path(folder, "rto0.db"), Path(folder, f"{name}.db"))
            yield {name: told(pattern, name) for name in names}, lambda: 0
        return
    servers.memory = lambda: None  # type: ignore[assignment]  # so many may be more than memory holds
    with placed(kind) as place:
        set_up_first(place.pattern)
        for name in names[1:]:
            if kind == "postgresql":
                place.say(f'CREATE DATABASE "vettrak_{name}" TEMPLATE "vettrak_rto0"')
            else:
                set_up_one(place.pattern, name)
        counted = (
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        yield {name: told(place.pattern, name) for name in names}, lambda: place.say(counted)[0]


def told(pattern: str, name: str) -> dict[str, Any]:
    """Return what the file says of one."""
    return {"hosts": [f"{name}.example"], **databases.home_for(pattern, name).values}


def set_up_first(pattern: str) -> None:
    """Make the organisation of which the others are copies."""
    set_up_one(pattern, "rto0")


def set_up_one(pattern: str, name: str) -> None:
    """Make an organisation's tables."""
    databases.make(pattern, name)
    runtime = build_runtime(Settings(**databases.home_for(pattern, name).values, **CHEAP), SetClock())
    set_up(runtime)
    runtime.database.close()


def idle(tables: Tables, connections: Any, folder: Path) -> None:
    """Print what each organisation holds when nobody has called it for a while."""
    now = Moments()
    site = site_for(settings_for(tenants_file(folder / "tenants.toml", **tables)), SetClock(), now=now)
    rounds = Rounds(site.tenants, threading.Event(), works=True)

    def live_through(names: list[str]) -> None:
        for name in names:
            for path in PATHS:
                asked(site, f"{name}.example", path)
            rounds.visit(name)
        print(f"{connections()} connections while {len(names)} were called")
        now.seconds += IDLE_SECONDS
        for _ in range(2):
            for name in names:
                rounds.visit(name)
        gc.collect()

    live_through(list(tables)[:WARM_UP])
    before = resident()
    live_through(list(tables)[WARM_UP:])
    each = (resident() - before) / (len(tables) - WARM_UP) / 1024
    print(f"{each:.0f} KiB for each of {len(tables) - WARM_UP}; {connections()} connections while all are idle")
    rounds.end()
    site.close()


def resident() -> int:
    """Return the bytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()


def calls(tables: Tables, connections: Any, folder: Path) -> None:
    """Print microseconds of CPU of a call, to a site of one and to one among many."""
    del connections
    runtime = build_runtime(
        Settings(**{key: tables["rto0"][key] for key in tables["rto0"] if key != "hosts"}, **CHEAP), SetClock()
    )
    world = World(runtime)
    client, token = world.client("Measured"), world.token()
    many = site_for(settings_for(tenants_file(folder / "tenants.toml", **tables)), SetClock())
    doors = {"one": Api(AtHost(Site(runtime), "rto0.example")), "many": Api(AtHost(many, "rto0.example"))}
    for name, arguments in (("API_Handshake", ()), ("GetClientByCode", (token, client.code))):
        taken: dict[str, list[float]] = {door: [] for door in doors}
        for block in range(BLOCKS):
            for door in sorted(doors, reverse=bool(block % 2)):
                taken[door].append(block_of(doors[door], name, arguments))
        middle = {door: statistics.median(times) for door, times in taken.items()}
        print(f"{name}: {middle['one']:.0f} us, {middle['many']:.0f} us among {len(tables)}")
    many.close()
    runtime.database.close()


def block_of(api: Any, name: str, arguments: tuple[Any, ...]) -> float:
    """Return microseconds of CPU of one of many calls, the reading of its answer included."""
    operation = getattr(api, name)
    began = time.process_time()
    for _ in range(BLOCK):
        operation(*arguments)
    return (time.process_time() - began) / BLOCK * 1e6


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    work, kind, number = [*sys.argv[1:], *["idle", "sqlite", "220"][len(sys.argv) - 1 :]]
    with tempfile.TemporaryDirectory() as place, organisations(kind, int(number)) as (tables, connections):
        {"idle": idle, "calls": calls}[work](tables, connections, Path(place))
