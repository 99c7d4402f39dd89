"""The organisations of a running process: made when they are asked for, and small again when nobody asks."""

import gc
import resource
import shutil
import threading
from pathlib import Path

import pytest

from tests.conftest import SetClock
from tests.support.tenants import asked, settings_for, site_for, tenants_file
from vettrak_api.database.schema import Schema
from vettrak_api.errors import DatabaseTrouble
from vettrak_api.hosting import rounds
from vettrak_api.hosting.metrics import MOST_SERIES, MOST_TENANTS, Metrics
from vettrak_api.hosting.rounds import Rounds
from vettrak_api.request import FAILED, OK, REFUSED, Request
from vettrak_api.tenants.live import IDLE_SECONDS, Tenants

MEBIBYTE = 1 << 20


class Moments:
    """A machine's time that a test moves."""

    def __init__(self):
        self.seconds = 1000.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def made(template, tmp_path):
    """Return what makes a file of so many organisations, and the settings of a process that serves them."""

    def make(number, **settings):
        tables = {}
        for n in range(number):
            shutil.copyfile(template.bare, tmp_path / f"rto{n}.db")
            tables[f"rto{n}"] = {"hosts": [f"rto{n}.example"], "database_url": f"sqlite:///{tmp_path}/rto{n}.db"}
        return settings_for(tenants_file(tmp_path / "tenants.toml", **tables), **settings)

    return make


def open_connections(tenants):
    return {each.tenant: each.database.engine.pool.checkedin() for each in tenants.live}


def used(tenants, name):
    runtime = tenants.of_host(f"{name}.example")
    with runtime.database.connection():
        return runtime


def test_a_runtime_is_made_when_somebody_asks(made):
    tenants = Tenants(made(3))
    assert tenants.live == []
    assert tenants.of_host("rto1.example") is tenants.of_host("rto1.example")
    assert [runtime.tenant for runtime in tenants.live] == ["rto1"]
    tenants.close()


def test_those_who_were_not_called_for_longest_lose_their_connections_to_others(made):
    now = Moments()
    tenants = Tenants(made(3, tenant_connections=20, database_pool_size=10), now=now)
    for name in ("rto0", "rto1", "rto0", "rto2"):
        now.seconds += 1
        used(tenants, name)
    assert open_connections(tenants) == {"rto0": 1, "rto1": 0, "rto2": 1}
    tenants.close()


def test_one_that_nobody_calls_is_made_anew_and_its_connections_are_closed(made):
    now = Moments()
    tenants = Tenants(made(1), now=now)
    before = used(tenants, "rto0")
    tenants.rest("rto0")
    assert open_connections(tenants) == {"rto0": 1}
    now.seconds += IDLE_SECONDS
    tenants.rest("rto0")
    assert tenants.live == []
    assert before.database.engine.pool.checkedin() == 0
    assert used(tenants, "rto0") is not before
    tenants.close()


def test_what_is_done_beside_the_calls_keeps_no_connection(made):
    tenants = Tenants(made(2), SetClock())
    round_ = Rounds(tenants, threading.Event(), works=True)
    for name in tenants.names:
        assert round_.visit(name) == rounds.PAUSE_SECONDS
    assert open_connections(tenants) == {"rto0": 0, "rto1": 0}
    round_.end()
    tenants.close()


def test_one_whose_database_is_away_holds_nobody_up(made, tmp_path):
    settings = made(3)
    (tmp_path / "rto1.db").unlink()
    (tmp_path / "rto1.db").mkdir()
    tenants = Tenants(settings, SetClock())
    round_ = Rounds(tenants, threading.Event(), works=True)
    pauses = {name: round_.visit(name) for name in tenants.names}
    assert pauses == {"rto0": 15.0, "rto1": rounds.TROUBLE_PAUSE_SECONDS, "rto2": 15.0}
    tenants.close()


def test_as_many_threads_go_round_two_as_two_hundred(made):
    stop, tenants = threading.Event(), Tenants(made(2), SetClock())
    before = threading.active_count()
    threads = rounds.start(tenants, stop, works=True)
    assert threading.active_count() - before == rounds.THREADS + 1
    stop.set()
    for thread in threads:
        thread.join()
    tenants.close()


def test_while_one_call_asks_a_database_that_was_away_the_others_are_refused_at_once(runtime):
    asking, go_on = threading.Event(), threading.Event()

    class Slow(Schema):
        def _asked(self):
            asking.set()
            go_on.wait(30)
            return DatabaseTrouble

    schema = Slow(runtime.database)
    schema.doubt()
    first = threading.Thread(target=schema.look)
    first.start()
    asking.wait(30)
    with pytest.raises(DatabaseTrouble):
        schema.require()
    assert first.is_alive()
    go_on.set()
    first.join()


def test_a_database_that_was_doubted_is_used_again_once_it_answers(runtime):
    runtime.schema.doubt()
    runtime.schema.require()
    assert (runtime.schema.is_usable, runtime.schema.is_away) == (True, False)


def test_the_metrics_name_the_organisations_and_stay_few(made, tmp_path, clock):
    site = site_for(made(1, metrics_folder=str(tmp_path / "metrics"), metrics_addresses=("127.0.0.1",)), clock)
    metrics = Metrics(site)
    asked(metrics, "rto0.example", "/healthz")
    for n in range(MOST_TENANTS + 50):
        for outcome in (OK, REFUSED, FAILED):
            metrics.watch([Request(door="soap", operation="ValidateClient", outcome=outcome, tenant=f"t{n}")])
    lines = [line for line in metrics.page().decode().splitlines() if not line.startswith("#")]
    assert 'vettrak_tenant_requests_total{outcome="ok",tenant="rto0"} 1.0' in lines
    assert 'vettrak_tenant_requests_total{outcome="ok",tenant="other"} 51.0' in lines
    assert {"vettrak_tenants 1.0", "vettrak_tenants_away 0.0"} <= set(lines)
    assert len(lines) < MOST_SERIES
    site.close()


@pytest.mark.slow
def test_two_hundred_idle_organisations_cost_less_than_a_mebibyte_each(made, clock):
    """Each has answered calls, and the work beside the calls goes round all of them."""
    now, settings = Moments(), made(220)
    site = site_for(settings, clock, now=now)
    round_ = Rounds(site.tenants, threading.Event(), works=True)

    def live_through(names):
        for name in names:
            for path in ("/readyz", "/staff/login", "/VT_API.asmx"):
                asked(site, f"{name}.example", path)
            round_.visit(name)
        now.seconds += IDLE_SECONDS
        for _ in range(2):
            for name in names:
                round_.visit(name)
        gc.collect()

    names = site.tenants.names
    live_through(names[:20])
    before = resident()
    live_through(names[20:])
    each = (resident() - before) / 200
    print(f"{each / 1024:.0f} KiB each")
    assert each < MEBIBYTE
    round_.end()
    site.close()


def resident():
    """Return the bytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
