"""Schemas behind PgBouncer, where connections change hands: whoever would find another one's tables is refused."""

import os
import socket
import subprocess
import time
from contextlib import suppress

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from tests.support.servers import free_port
from tests.support.tenant_servers import placed
from tests.support.tools import need
from vettrak_api.database.connections import Database
from vettrak_api.settings import Settings

pytestmark = [pytest.mark.slow, pytest.mark.database, pytest.mark.postgresql]

USERS = ("alpha", "bravo")


@pytest.fixture(scope="module")
def place():
    """Two users of one database, each of whom finds a schema of the same name."""
    with placed("schemas") as place:
        for name in USERS:
            place.say(
                f"CREATE ROLE {name} LOGIN",
                f"CREATE SCHEMA {name} AUTHORIZATION {name}",
                f"ALTER ROLE {name} SET search_path = {name}",
                f"CREATE TABLE {name}.mark AS SELECT '{name}' AS whose",
                f"GRANT ALL ON {name}.mark TO {name}",
            )
        yield place


@pytest.fixture(scope="module", params=["", "ignore_startup_parameters = options\n"], ids=["strict", "lenient"])
def pooler(request, place, tmp_path_factory):
    """Start PgBouncer, which refuses what a connection says of its schema, or passes over it."""
    folder, port, program = tmp_path_factory.mktemp("pgbouncer"), free_port(), need("pgbouncer")
    (folder / "users").write_text("".join(f'"{name}" ""\n' for name in (*USERS, "vettrak")), encoding="ascii")
    (folder / "pgbouncer.ini").write_text(
        f"[databases]\n* = host={place.url.query['host']}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n"
        f"auth_type = trust\nauth_file = {folder}/users\nunix_socket_dir =\npool_mode = transaction\n"
        f"default_pool_size = 2\n{request.param}",
        encoding="ascii",
    )
    as_user = ["-u", "postgres"] if os.geteuid() == 0 else []
    for each in (folder, *folder.parents[:2]) if as_user else ():
        each.chmod(0o755)
    process = subprocess.Popen([program, "-q", *as_user, str(folder / "pgbouncer.ini")], stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield f"127.0.0.1:{port}/{place.url.database}"
    finally:
        process.terminate()
        process.wait()


def wait_for(port):
    """Wait until somebody listens."""
    for _ in range(300):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    pytest.fail("PgBouncer did not start")


def found(pooler, user, schema, *, says_so):
    """Return whose table a connection finds; says_so: it names its schema, as without PgBouncer."""
    ending = "" if says_so else "?prepare_threshold=none"
    database = Database(Settings(database_url=f"postgresql://{user}@{pooler}{ending}", database_schema=schema))
    try:
        with database.connection(writing=True) as connection:
            return connection.scalar(text("SELECT whose FROM mark"))
    except OperationalError:
        return "refused"
    finally:
        database.close()


def test_each_user_finds_the_own_schema_and_is_refused_anothers(pooler):
    for _ in range(3):
        assert [found(pooler, name, name, says_so=False) for name in USERS] == list(USERS)
        assert [found(pooler, name, other, says_so=False) for name, other in (USERS, USERS[::-1])] == ["refused"] * 2


def test_who_names_a_schema_that_the_pooler_does_not_hear_of_is_refused(pooler):
    assert found(pooler, "vettrak", "alpha", says_so=True) == "refused"
    assert found(pooler, "vettrak", "alpha", says_so=False) == "refused"
