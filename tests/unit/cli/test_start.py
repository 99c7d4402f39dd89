"""What may be wrong when the program starts: one clear message, an exit code and no trace."""

import pytest
from sqlalchemy import event, text

from vettrak_api.database import engine as engines
from vettrak_api.database import migrations
from vettrak_api.hosting import webservers as web

AHEAD = "is at revision 9001, which this version"


@pytest.fixture
def newer(runtime):
    """Let a newer version have migrated the database."""

    def migrated(*, expands):
        with runtime.database.connection(writing=True) as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9001'"))
            row = {"expands": expands, "reason": "" if expands else "The table of rooms is gone."}
            connection.execute(text("INSERT INTO schema_revision VALUES ('9001', :expands, :reason)"), row)

    return migrated


@pytest.fixture
def served(monkeypatch):
    started = []
    monkeypatch.setattr(web, "serve_with_waitress", lambda *arguments: started.append(arguments))
    return started


def test_a_newer_database_that_only_expands_is_served_with_a_warning(run, newer, served):
    newer(expands=True)
    done = run("serve")
    assert (done.code, len(served)) == (0, 1)
    assert "Warning: The database is at revision 9001, newer than this version" in done.err
    assert "Status -3" not in done.err


def test_a_newer_database_that_does_not_is_refused(run, newer, served):
    newer(expands=False)
    done = run("serve")
    assert (done.code, served) == (1, [])
    assert AHEAD in done.err
    assert "The table of rooms is gone. Install the newer version, or restore the backup" in done.err


@pytest.mark.parametrize(
    "words", [("upgrade",), ("downgrade", "base", "--yes"), ("check",)], ids=lambda words: words[0]
)
@pytest.mark.parametrize("expands", [True, False])
def test_no_command_touches_the_tables_of_a_newer_version(run, newer, words, expands):
    newer(expands=expands)
    done = run("db", *words)
    assert (done.code, "is at revision 9001" in done.err, "Traceback" in done.err) == (1, True, False)


@pytest.mark.parametrize(
    ("expands", "told", "cure"),
    [
        (True, "warn tables", "works with it all the same. Install the newer version soon."),
        (False, "FAIL tables", "The table of rooms is gone. Install the newer version"),
    ],
)
def test_doctor_does_not_send_to_an_upgrade_that_is_done(run, newer, expands, told, cure):
    newer(expands=expands)
    done = run("doctor")
    assert f"{told}: at revision 9001, made by a newer version" in done.out
    assert cure in done.out
    assert "db upgrade" not in done.out


def test_an_older_database_is_served_once_it_is_upgraded(run, runtime, served):
    *_, previous, newest = migrations.revisions()
    migrations.downgrade(runtime.database, previous)
    done = run("serve")
    assert (done.code, len(served)) == (0, 1)
    assert f"at revision {previous} and this version needs {newest}. Run: vettrak-api db upgrade" in done.err
    assert "Calls answer Status -3 until this is put right; then they work without a restart." in done.err


@pytest.mark.parametrize("command", [("db", "upgrade"), ("user", "list"), ("demo-data",), ("background", "--once")])
def test_a_folder_in_which_nothing_may_be_written_is_told(run, monkeypatch, command):
    monkeypatch.setenv("VETTRAK_DATABASE_URL", "sqlite:////proc/vettrak.db")
    done = run(*command)
    assert (done.code, "Traceback" in done.err) == (1, False)
    assert "this user must be allowed to write there" in done.err


def test_a_disk_without_room_is_told(run, monkeypatch):
    """SQLite with a bound of pages says what it says on a full disk."""

    def little_room(engine):
        configure(engine)

        @event.listens_for(engine, "connect")
        def bound(connection, record):
            connection.execute("PRAGMA max_page_count = 20")

    configure = engines.configure_sqlite
    monkeypatch.setattr(engines, "configure_sqlite", little_room)
    done = run("db", "upgrade")
    assert (done.code, "Traceback" in done.err) == (1, False)
    assert "The disk or the database has no room left. Make room" in done.err


def test_a_database_that_may_be_read_only_is_told(run, runtime, monkeypatch):
    def read_only(engine):
        configure(engine)

        @event.listens_for(engine, "connect")
        def bound(connection, record):
            connection.execute("PRAGMA query_only = ON")

    configure = engines.configure_sqlite
    monkeypatch.setattr(engines, "configure_sqlite", read_only)
    done = run("token", "purge")
    assert (done.code, "Give this user the right to write" in done.err) == (1, True)


def test_what_is_not_a_database_is_told(run, monkeypatch, tmp_path):
    (tmp_path / "test.db").write_bytes(b"not a database " * 100)
    done = run("db", "upgrade")
    assert (done.code, "Restore a backup" in done.err) == (1, True)
