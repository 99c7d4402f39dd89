"""`vettrak-api backup` and `restore`: what is refused, in one line and with nothing changed. SQLite stands for all."""

import json
import os
import shutil
import stat
import zipfile
from types import SimpleNamespace

import pytest

from tests.support.soap import Api
from vettrak_api.app import Site
from vettrak_api.database import backup_file, backup_tools, maintenance, migrations
from vettrak_api.database.addresses import read_url
from vettrak_api.model.clients import Client


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(maintenance, "TOLD_SECONDS", 0.0)


@pytest.fixture
def saved(run, world, tmp_path):
    """Make a backup of a database with one client."""
    world.client("Kept")
    assert run("backup", "all.backup").code == 0
    return tmp_path / "all.backup"


@pytest.fixture
def surnames(runtime):
    """Read what the database holds."""

    def read():
        with runtime.database.reading() as session:
            return [client.surname for client in session.query(Client).order_by(Client.id)]

    return read


@pytest.fixture
def elsewhere(monkeypatch, tmp_path):
    """Let the settings name a database that is not there yet."""
    monkeypatch.setenv("VETTRAK_DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    return tmp_path / "new.db"


def retold(path, **changes):
    """Write the backup again, with a manifest that tells something else."""
    with zipfile.ZipFile(path) as archive:
        data, manifest = archive.read("data"), json.loads(archive.read("manifest.json"))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data", data)
        archive.writestr("manifest.json", json.dumps({**manifest, **changes}))


def test_a_restored_database_is_whole_and_its_owners_alone(run, saved, elsewhere):
    done = run("restore", "all.backup")
    assert (done.code, "erased or corrected" in done.out) == (0, True)
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) for path in (saved, elsewhere)} == {0o600}
    assert run("db", "check").code == 0
    assert sorted(path.name for path in elsewhere.parent.glob("*.restoring*")) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "postgresql"}, "The backup is of postgresql, and VETTRAK_DATABASE_URL names sqlite"),
        ({"revision": "9001", "version": "7.0"}, "was made by version 7.0 with tables of revision 9001"),
        ({"sha256": "0" * 64}, "is damaged"),
        ({"format": 2}, "this version of the program can not read"),
        ({"counts": {"client": 7}}, "not whole"),
    ],
)
def test_what_does_not_fit_is_refused(run, saved, elsewhere, changes, said):
    retold(saved, **changes)
    done = run("restore", "all.backup")
    assert (done.code, said in done.err) == (1, True), done.err
    assert [path.name for path in elsewhere.parent.glob("new.db*")] == []


@pytest.mark.parametrize("harm", ["cut", "flipped", "other", "missing"])
def test_a_damaged_file_is_refused(run, saved, elsewhere, harm):
    data = bytearray(saved.read_bytes())
    if harm == "cut":
        del data[len(data) // 2 :]
    elif harm == "flipped":
        data[len(data) // 3] ^= 0xFF
    elif harm == "other":
        data = bytearray(b"something else")
    saved.write_bytes(data)
    if harm == "missing":
        saved.unlink()
    done = run("restore", "all.backup")
    assert (done.code, "Nothing was restored" in done.err) == (1, True), done.err
    assert not elsewhere.exists()


def test_a_database_that_holds_something_is_kept_unless_somebody_says_otherwise(run, saved, world, surnames):
    world.client("Later")
    assert "is not empty" in run("restore", "all.backup").err
    assert run("restore", "all.backup", "--replace", typed="n\n").code == 1
    assert surnames() == ["Kept", "Later"]
    assert run("restore", "all.backup", "--replace", typed="y\n").code == 0
    assert surnames() == ["Kept"]


def test_a_running_server_reads_what_was_restored(run, saved, world, runtime):
    """Its connections stay open; it needs no restart."""
    api = Api(Site(runtime))
    world.client("Later", password="open sesame", username="later")
    assert api.ValidateClient("later", "open sesame").Status == 1
    assert run("restore", "all.backup", "--replace", "--yes").code == 0
    assert api.ValidateClient("later", "open sesame").Status == -1
    world.client("New", password="open sesame", username="new", code="NEW")
    assert api.ValidateClient("new", "open sesame").Status == 1


def test_nothing_is_restored_while_data_are_imported(run, saved, runtime, surnames, world, monkeypatch):
    world.client("Later")
    monkeypatch.setattr(maintenance.Watch, "is_maintained", lambda _: True)
    monkeypatch.setattr(maintenance, "SILENCE_SECONDS", 0.0)
    done = run("restore", "all.backup", "--replace", "--yes")
    assert (done.code, "Another import is going on" in done.err) == (1, True)
    assert surnames() == ["Kept", "Later"]


def test_a_full_disk_is_told_before_anything_is_written(run, saved, elsewhere, monkeypatch, tmp_path):
    monkeypatch.setattr(backup_file.shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    done = run("restore", "all.backup")
    assert (done.code, "0 MB are free" in done.err, elsewhere.exists()) == (1, True, False)
    monkeypatch.setenv("VETTRAK_DATABASE_URL", f"sqlite:///{tmp_path}/test.db")
    done = run("backup", "second.backup")
    assert (done.code, "0 MB are free" in done.err) == (1, True)
    assert [path.name for path in tmp_path.glob("second*")] == []


def test_no_file_is_overwritten(run, saved):
    before = saved.read_bytes()
    assert "is there already" in run("backup", "all.backup").err
    assert saved.read_bytes() == before


def test_an_older_backup_says_what_is_to_be_done(run, runtime, saved, monkeypatch):
    known = migrations.revisions()
    monkeypatch.setattr(migrations, "newest_revision", lambda: "9001")
    monkeypatch.setattr(migrations, "revisions", lambda: [*known, "9001"])
    assert "Run: vettrak-api db upgrade" in run("restore", "all.backup", "--replace", "--yes").out


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_sql_server_is_left_to_its_administrator(run, monkeypatch, command):
    monkeypatch.setenv("VETTRAK_DATABASE_URL", "mssql+pyodbc://u:verysecret@h/vettrak?driver=x")
    done = run(command, "all.backup")
    assert (done.code, "RESTORE DATABASE [vettrak]" in done.err, "verysecret" in done.err) == (1, True, False)


@pytest.mark.parametrize(
    ("url", "arguments"),
    [
        ("postgresql://u:verysecret@h:5433/v?sslmode=require", ["--no-password"]),
        ("mariadb://u:verysecret@h:3307/v?ssl_ca=/ca.pem", ["--host=h", "--port=3307", "--user=u", "--ssl-ca=/ca.pem"]),
    ],
)
def test_a_password_is_in_no_argument(url, arguments):
    tools = backup_tools.tools_for(read_url(url))
    assert set(arguments) <= set(tools.arguments)
    assert [one for one in tools.arguments if "verysecret" in one] == []
    assert "verysecret" in tools.environment.values()


@pytest.mark.parametrize("url", ["postgresql://h/v", "mariadb://h/v"])
def test_a_program_that_is_not_installed_is_named(monkeypatch, url):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    tools = backup_tools.tools_for(read_url(url))
    program = "pg_dump" if url.startswith("postgresql") else "mariadb-dump"
    with pytest.raises(backup_tools.ToolFailed, match=f"The program {program} is not installed here"):
        tools.running(program)
