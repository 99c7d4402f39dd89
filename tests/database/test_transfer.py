"""Export, import into an empty database, export again: the same bytes on every database, and counters above them."""

import pytest

from tests.conftest import CHEAP
from tests.support.transfers import there_and_back
from tests.support.world import World
from vettrak_api.database import maintenance, migrations
from vettrak_api.demo import data as demonstration
from vettrak_api.demo.data import crowd
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings
from vettrak_api.transfer import locking, running


@pytest.fixture
def other(databases, clock):
    runtime = build_runtime(Settings(database_url=databases.create(), **CHEAP), clock)
    migrations.upgrade(runtime.database)
    yield runtime
    runtime.database.close()


def test_the_demonstration_comes_back_and_numbers_go_on_above_it(runtime, other, tmp_path, monkeypatch):
    monkeypatch.setattr(maintenance, "TOLD_SECONDS", 0.0)
    demonstration.fill(runtime, 120)
    monkeypatch.setattr(crowd, "PRESENT", 130)
    demonstration.add_clients(runtime, 30)  # the last twenty are students of former years
    before, after = there_and_back(runtime, other, tmp_path)
    assert after == before
    world = World(other)
    highest = max(int(line.split(b",")[0]) for line in after["enrolments.csv"].split(b"\r\n")[1:-1])
    occurrence = world.occurrence()
    assert occurrence.id > highest
    last_class = max(int(line.split(b",")[0]) for line in after["classes.csv"].split(b"\r\n")[1:-1])
    assert world.class_session(occurrence).id > last_class


def test_a_server_answers_nobody_while_a_large_import_writes(runtime, tmp_path, monkeypatch):
    monkeypatch.setattr(running, "LARGE", 0)
    watch, seen = maintenance.Watch(runtime.database), []
    monkeypatch.setattr(maintenance, "TOLD_SECONDS", 0.0)
    written = running.Import.run
    monkeypatch.setattr(
        running.Import, "run", lambda self, sheets: (seen.append(watch.is_maintained()), written(self, sheets))
    )
    (tmp_path / "clients.csv").write_text("code,surname\nMAINT1,Nguyen\n", encoding="utf-8")
    report = running.import_files(runtime, tmp_path, dry_run=False)
    assert (report.faults, seen, watch.is_maintained()) == ([], [False, True], False)


def test_of_two_imports_one_is_refused(runtime, monkeypatch):
    monkeypatch.setattr(maintenance, "TOLD_SECONDS", 0.0)
    monkeypatch.setattr(maintenance, "BEAT_SECONDS", 0.01)
    with locking.maintained(runtime.database):
        beats = iter([False])

        def wait(seconds):
            del seconds
            with runtime.database.connection(writing=True) as connection:
                locking.rules.keep(connection, locking.rules.standing(connection).holder)
            next(beats, None)

        with pytest.raises(locking.Conflict), locking.maintained(runtime.database, sleep=wait):
            pass
