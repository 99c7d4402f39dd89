"""`vettrak-api db backup`: a copy of SQLite while others read and write; for the others, the tool that does it."""

import os
import shutil
import sqlite3
import stat
import threading

import pytest

from vettrak_api.database import backup


def rows_of(path):
    with sqlite3.connect(path) as connection:
        return connection.execute("SELECT surname FROM client ORDER BY id").fetchall()


def test_the_copy_is_a_database_of_its_own(run, world, runtime, monkeypatch, tmp_path):
    world.client("First"), world.client("Second")
    done = run("db", "backup", "copy.db")
    assert (done.code, "copy.db holds" in done.out) == (0, True)
    assert sorted(path.name for path in tmp_path.glob("copy*")) == ["copy.db"]
    world.client("Third")
    assert rows_of("copy.db") == [("First",), ("Second",)]
    monkeypatch.setenv("VETTRAK_DATABASE_URL", f"sqlite:///{tmp_path}/copy.db")
    assert run("db", "check").code == 0


def test_what_others_are_writing_is_all_in_it_or_not_at_all(run, world, runtime):
    """Two rows are written by each transaction; a copy holds both or none."""
    stopped, written = threading.Event(), threading.Event()

    def write():
        with sqlite3.connect(runtime.database.engine.url.database, timeout=30) as connection:
            while not stopped.is_set():
                for name in ("One", "Two"):
                    connection.execute(
                        "INSERT INTO role (name, grants_api) VALUES (? || hex(randomblob(8)), 0)", [name]
                    )
                connection.commit()
                written.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert written.wait(30)
        for number in range(5):
            assert run("db", "backup", f"copy{number}.db").code == 0
            with sqlite3.connect(f"copy{number}.db") as copy:
                counts = dict(copy.execute("SELECT substr(name, 1, 3), count(*) FROM role GROUP BY 1"))
            assert counts["One"] == counts["Two"] > 0
    finally:
        stopped.set()
        writer.join()


@pytest.mark.skipif(os.name != "posix", reason="permission bits")
def test_only_its_owner_may_read_the_copy(run, runtime, tmp_path):
    run("db", "backup", "copy.db")
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600


def test_no_file_is_overwritten(run, runtime, tmp_path):
    (tmp_path / "copy.db").write_text("precious", encoding="utf-8")
    done = run("db", "backup", "copy.db")
    assert (done.code, "is there already" in done.err) == (1, True)
    assert (tmp_path / "copy.db").read_text(encoding="utf-8") == "precious"


def test_a_folder_that_is_not_there_is_told(run, runtime, tmp_path):
    done = run("db", "backup", "nowhere/copy.db")
    assert (done.code, "can not be written: No such file or directory." in done.err) == (1, True)
    assert not (tmp_path / "nowhere").exists()


def test_a_full_disk_leaves_no_file(run, runtime, tmp_path, monkeypatch):
    class Full(sqlite3.Connection):
        def execute(self, *words):
            raise sqlite3.OperationalError("database or disk is full")

    connect = sqlite3.connect
    monkeypatch.setattr(backup.sqlite3, "connect", lambda path: connect(path, factory=Full))
    done = run("db", "backup", "copy.db")
    assert (done.code, "was not written: database or disk is full" in done.err) == (1, True)
    assert [path.name for path in tmp_path.glob("copy*")] == []


def test_a_damaged_database_is_not_copied(run, runtime, tmp_path):
    runtime.database.close()
    path = tmp_path / "test.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'reference_code'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * size + 100)
        file.write(b"\xff" * (size - 100))
    shutil.rmtree(tmp_path / "test.db-wal", ignore_errors=True)
    done = run("db", "backup", "copy.db")
    assert (done.code, "damaged" in done.err) == (1, True)
    assert [entry.name for entry in tmp_path.glob("copy*")] == []


def test_a_database_that_is_not_there_is_not_made(run, tmp_path):
    done = run("db", "backup", "copy.db")
    assert (done.code, "There is no database" in done.err) == (1, True)
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("url", "tool"),
    [
        ("postgresql://u:verysecret@h/vettrak", "pg_dump --format=custom --file=FILE --host=h --username=u vettrak"),
        ("mariadb+pyodbc://u:verysecret@h/vettrak?driver=x", "mariadb-dump --single-transaction --routines --host=h"),
        ("mssql+pyodbc://u:verysecret@h/vettrak?driver=x", 'sqlcmd -S h -Q "BACKUP DATABASE [vettrak] TO DISK'),
        ("mssql+pyodbc://VETTRAK", "BACKUP DATABASE [DATABASE]"),
    ],
)
def test_the_others_tool_is_told(run, monkeypatch, tmp_path, url, tool):
    monkeypatch.setenv("VETTRAK_DATABASE_URL", url)
    done = run("db", "backup", "copy.db")
    assert (done.code, tool in done.err, "verysecret" in done.err) == (1, True, False)
    assert [*tmp_path.iterdir()] == []
