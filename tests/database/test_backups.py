"""`vettrak-api backup` and `restore` on every kind of database: all comes back, or all stays as it was."""

import zipfile
from types import SimpleNamespace

import pytest
from sqlalchemy import delete, func, select
from typer.testing import CliRunner

from tests.conftest import CHEAP, SetClock
from tests.support.world import World
from vettrak_api.cli import app
from vettrak_api.cli.common import Problem
from vettrak_api.database import maintenance, migrations
from vettrak_api.database.numbers import last_numbers
from vettrak_api.model.audit import Author
from vettrak_api.model.changes import Change
from vettrak_api.model.clients import Client
from vettrak_api.rules.reference.loading import load_reference_data
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings


@pytest.fixture(autouse=True)
def surroundings(monkeypatch, tmp_path):
    for name, value in CHEAP.items():
        monkeypatch.setenv(f"VETTRAK_{name.upper()}", str(value))
    monkeypatch.setattr(maintenance, "TOLD_SECONDS", 0.0)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def tables(databases):
    """Make databases with tables and reference lists."""
    made = []

    def make(revision="head"):
        runtime = build_runtime(Settings(database_url=databases.create(), **CHEAP), SetClock())
        made.append(runtime)
        migrations.upgrade(runtime.database, revision)
        if revision == "head":
            with runtime.database.writing() as session:
                load_reference_data(session)
        return runtime

    yield make
    for runtime in made:
        runtime.database.close()


@pytest.fixture(scope="module")
def there(tables):
    """A database that tests back up and leave as it is."""
    return tables()


@pytest.fixture(scope="module")
def lived(tables):
    """A database that tests restore backups into."""
    return tables()


@pytest.fixture
def run(monkeypatch):
    """Run the program on a server's database."""

    def run(runtime, *words):
        monkeypatch.setenv("VETTRAK_DATABASE_URL", runtime.settings.database_url)
        done = CliRunner().invoke(app, words)
        if done.exception is None or isinstance(done.exception, SystemExit):
            return SimpleNamespace(code=done.exit_code, said=done.output)
        if isinstance(done.exception, Problem):
            return SimpleNamespace(code=done.exception.exit_code, said=done.exception.message)
        raise done.exception

    return run


def client_rows(runtime):
    with runtime.database.connection() as connection:
        return [tuple(row) for row in connection.execute(select(Client.id, Client.code, Client.surname))]


def note_change(runtime):
    """Write something that stands in the change log."""
    with runtime.database.writing(Author("X", "test", runtime.clock.now())) as session:
        session.add(Client(code="LOGGED", surname="Logged", given_name="Lea", division_id=1))


def counts(runtime):
    with runtime.database.connection() as connection:
        return connection.scalar(select(func.count()).select_from(Change)), last_numbers(connection)


def test_all_comes_back_into_an_empty_database(run, there, empty):
    world = World(there)
    world.client("Łukasz O'Brien"), world.client("Second")
    note_change(there)
    before, (changes, numbers) = client_rows(there), counts(there)
    assert run(there, "backup", "all.backup").code == 0
    world.client("After the backup")
    done = run(empty, "restore", "all.backup")
    assert (done.code, "New records get numbers" in done.said) == (0, True), done.said
    assert client_rows(empty) == before
    found, moved = counts(empty)
    assert found == changes > 0
    assert moved["client"] == numbers["client"] + 1000
    assert run(empty, "db", "check").code == 0
    with empty.database.connection() as connection:
        assert connection.scalar(select(func.max(Client.id))) < moved["client"]
    World(empty).client("Third", code="THIRD")
    assert client_rows(empty)[-1][0] == moved["client"] + 1


def test_what_is_there_is_replaced_and_its_numbers_are_not_given_again(run, lived):
    runtime = lived
    world = World(runtime)
    world.client("Kept")
    kept = client_rows(runtime)
    assert run(runtime, "backup", "kept.backup").code == 0
    lost = [world.client(f"Lost {number}") for number in range(3)]
    refused = run(runtime, "restore", "kept.backup")
    assert (refused.code, len(client_rows(runtime))) == (1, len(kept) + 3)
    done = run(runtime, "restore", "kept.backup", "--replace", "--yes", "--skip-numbers", "0")
    assert done.code == 0, done.said
    runtime.database.close()
    assert client_rows(runtime) == kept
    world.client("New")
    new = client_rows(runtime)[-1]
    assert new[0] == kept[-1][0] + len(lost) + 1
    assert runtime.schema.look() is None, "the lock was given back"


def test_a_failed_restore_leaves_what_is_there(run, lived, tmp_path):
    runtime = lived
    World(runtime).client("Stays", code="STAYS")
    before = client_rows(runtime)
    run(runtime, "backup", "good.backup")
    spoil(tmp_path / "good.backup", tmp_path / "bad.backup")
    done = run(runtime, "restore", "bad.backup", "--replace", "--yes")
    assert (done.code, client_rows(runtime)) == (1, before)
    done = run(runtime, "restore", "bad.backup", "--replace", "--yes")
    assert done.code == 1, "nothing of the first trial is left in its way"


def test_a_failed_restore_leaves_an_empty_database_empty(run, there, empty, tmp_path):
    run(there, "backup", "good.backup")
    spoil(tmp_path / "good.backup", tmp_path / "bad.backup")
    assert run(empty, "restore", "bad.backup").code == 1
    assert run(empty, "restore", "good.backup").code == 0


def spoil(good, bad):
    """Write a backup whose manifest tells of a table that is not in it, so that it fails at the very end."""
    with zipfile.ZipFile(good) as archive:
        data, manifest = archive.read("data"), archive.read("manifest.json").decode()
    manifest = manifest.replace('"counts": {', '"counts": {"nowhere": 1,', 1)
    with zipfile.ZipFile(bad, "w") as archive:
        archive.writestr("data", data)
        archive.writestr("manifest.json", manifest)


def test_an_older_backup_replaces_newer_tables_and_is_upgraded_then(run, tables, lived):
    older, newer = tables(migrations.revisions()[-2]), lived
    assert run(older, "backup", "older.backup").code == 0
    done = run(newer, "restore", "older.backup", "--replace", "--yes")
    assert (done.code, "Run: vettrak-api db upgrade" in done.said) == (0, True), done.said
    assert run(newer, "db", "upgrade").code == 0
    assert run(newer, "db", "check").code == 0


def test_a_database_that_was_never_set_up_is_not_backed_up(run, empty, databases, tmp_path):
    done = run(empty, "backup", "nothing.backup")
    assert (done.code, [*tmp_path.iterdir()]) == (1, [])


def test_numbers_of_deleted_records_are_kept(run, there, empty):
    World(there).client("Gone", code="GONE")
    with there.database.connection(writing=True) as connection:
        connection.execute(delete(Change))
    _, numbers = counts(there)
    run(there, "backup", "numbers.backup")
    assert run(empty, "restore", "numbers.backup", "--skip-numbers", "0").code == 0
    assert counts(empty)[1] == numbers
