"""Tables are changed while calls work on them: nobody waits for long, and what got no turn is done again."""

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import Boolean, column, func, insert, inspect, select, table, text
from sqlalchemy.exc import IntegrityError

from vettrak_api.cli.common import Problem
from vettrak_api.cli.database import told_when_busy
from vettrak_api.database import migrations, table_locks
from vettrak_api.database.table_locks import TablesBusy, insisting

BEFORE, CHANGES_ROLES = "0019", "0020"
ROLE = table("role", column("name"), column("grants_api", Boolean))


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(table_locks, "LOCK_SECONDS", 1)
    monkeypatch.setattr(table_locks, "PAUSE_SECONDS", 0.1)


@pytest.fixture
def server(empty):
    """A database on a server, whose tables are a few revisions old."""
    if empty.database.engine.dialect.name == "sqlite":
        pytest.skip("on SQLite whoever writes has everything to himself")
    migrations.upgrade(empty.database, BEFORE)
    return empty.database


@contextmanager
def reading(database):
    """Have a long transaction that has read the roles, so that nobody may change their table."""
    with database.connection(writing=True) as connection:
        connection.execute(select(func.count()).select_from(ROLE)).scalar_one()
        yield


@pytest.fixture
def attempts(monkeypatch):
    """Count the attempts that were in vain."""
    told = threading.Semaphore(0)
    monkeypatch.setattr(table_locks.logger, "info", lambda *words: told.release())
    return told


def test_a_change_waits_for_who_reads_and_lets_others_through(server, attempts):
    with ThreadPoolExecutor(1) as elsewhere:
        with reading(server):
            change = elsewhere.submit(migrations.upgrade, server, CHANGES_ROLES)
            for _ in range(2):
                assert attempts.acquire(timeout=60)
                with server.connection() as connection:
                    assert connection.execute(select(func.count()).select_from(ROLE)).scalar_one() == 0
            assert not change.done()
        change.result(60)
    assert migrations.present_revision(server) == CHANGES_ROLES
    migrations.upgrade(server)
    assert migrations.differences(server) == []


def test_a_change_that_never_gets_a_turn_changes_nothing_and_says_what_to_do(server, monkeypatch):
    if server.engine.dialect.name != "postgresql":
        pytest.skip("MariaDB commits each change by itself, so none is given up")
    monkeypatch.setattr(table_locks, "MOST_SECONDS", 0)
    with reading(server), pytest.raises(Problem, match="were in use all the time"), told_when_busy():
        migrations.upgrade(server, CHANGES_ROLES)
    assert migrations.present_revision(server) == BEFORE


def test_what_has_nothing_to_do_with_locks_is_told_at_once():
    def change():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        insisting(change)
    assert issubclass(TablesBusy, Exception)


INDEX = '''"""An index of a large table."""
from alembic import op
revision, down_revision, branch_labels, depends_on = "9001", {previous!r}, None, None
expands = True
beside_calls = True
def upgrade():
    op.create_index("ix_role_name_later", "role", ["name"], postgresql_concurrently=True, if_not_exists=True)
def downgrade():
    op.drop_index("ix_role_name_later", "role")
'''


def test_an_index_is_made_while_others_write(empty, monkeypatch, tmp_path):
    if empty.database.engine.dialect.name != "postgresql":
        pytest.skip("MariaDB does so by itself; SQLite and SQL Server need the table to themselves")
    migrations.upgrade(empty.database)
    folder = tmp_path / "migrations"
    shutil.copytree(migrations.migrations_folder(), folder, ignore=shutil.ignore_patterns("__pycache__"))
    words = INDEX.format(previous=migrations.revisions()[-1])
    (folder / "versions" / "9001_later.py").write_text(words, encoding="utf-8")
    monkeypatch.setattr(migrations, "migrations_folder", lambda: folder)
    leave_an_unfinished_index(empty.database)
    with ThreadPoolExecutor(1) as elsewhere:
        with empty.database.connection(writing=True) as connection:
            connection.execute(text("LOCK TABLE role IN ROW EXCLUSIVE MODE"))  # as everybody does who writes
            change = elsewhere.submit(migrations.upgrade, empty.database)
            while not waits_for_a_lock(empty.database):
                assert not change.done()
            with empty.database.connection(writing=True) as another:
                another.execute(insert(ROLE).values(name="Written meanwhile", grants_api=False))
        change.result(60)
    found = {index["name"]: index for index in inspect(empty.database.engine).get_indexes("role")}
    assert (found["ix_role_name_later"]["column_names"], found["ix_role_name_later"]["unique"]) == (["name"], False)
    assert migrations.present_revision(empty.database) == "9001"
    migrations.downgrade(empty.database, migrations.revisions()[-2])


def leave_an_unfinished_index(database):
    """Begin an index of the same name, which can not be made, so that PostgreSQL keeps what is of no use."""
    with database.connection(writing=True) as connection:
        connection.execute(insert(ROLE), [{"name": name, "grants_api": False} for name in ("One", "Another")])
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        with pytest.raises(IntegrityError):
            connection.execute(text("CREATE UNIQUE INDEX CONCURRENTLY ix_role_name_later ON role (grants_api)"))
        connection.invalidate()


def waits_for_a_lock(database):
    with database.connection() as connection:
        return connection.execute(
            text(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE query LIKE '%INDEX CONCURRENTLY%' AND wait_event_type = 'Lock'"
            )
        ).scalar_one()
