"""An upgrade under load: first the tables, then one server after the other, and no caller hears of it.

The newer version is this one with a revision more, which adds what revisions may add.
"""

import itertools
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support.cleanup import Janitor
from tests.support.databases import MariaDB, PostgreSQL
from tests.support.distant import Distant
from tests.support.servers import CHEAP_PASSWORDS, HOST, PID_FILE, free_port, program, start, stop
from tests.support.soap import get
from tests.support.tools import need
from tests.support.world import PASSWORD, World
from vettrak_api.database import migrations
from vettrak_api.rules.reference.loading import load_reference_data
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings

from tests.support.cluster_rigs import KINDS  # noqa: F401  # isort: skip - the next ones need the path that it gives
from tests.support.cluster_callers import Booker, Lms, Poller  # isort: skip
from tests.support.cluster_chaos import Facts, missed  # isort: skip

pytestmark = [pytest.mark.cluster, pytest.mark.slow]

PATIENCE = 90.0
CALLERS = [Booker] * 3 + [Lms] * 3 + [Poller] * 2
BUSY_SECONDS = 2.0
"""Of calls between the steps of the upgrade."""

REVISION = '''"""What a newer version adds: a table, columns and an index."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "9001", {previous!r}, None, None
expands = True
def upgrade():
    op.create_table("later", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("name", sa.String(20)))
    for table in ("client", "web_enrolment", "enrolment", "change_log"):
        op.add_column(table, sa.Column("later_text", sa.String(20), nullable=True))
        op.add_column(table, sa.Column("later_number", sa.Integer(), server_default="7", nullable=False))
def downgrade():
    pass
'''
INDEXES = '''"""And an index, beside the calls."""
from alembic import op
revision, down_revision, branch_labels, depends_on = "9002", "9001", None, None
expands = True
beside_calls = True
def upgrade():
    op.create_index("ix_client_later", "client", ["later_text"], postgresql_concurrently=True, if_not_exists=True)
def downgrade():
    pass
'''
BALANCER = """
defaults
    mode http
    option http-server-close
    option redispatch
    retries 3
    retry-on conn-failure
    timeout connect 3s
    timeout client 60s
    timeout server 60s
    timeout check 5s
frontend calls
    bind {host}:{port}
    default_backend servers
backend servers
    balance roundrobin
    http-response set-header X-Server %s
    option httpchk GET /ready
    default-server inter 200ms fall 2 rise 1
{servers}
"""
SETTINGS = {**CHEAP_PASSWORDS, "VETTRAK_DRAIN_SECONDS": "2", "VETTRAK_DATABASE_POOL_SIZE": "10"}


@pytest.fixture(params=[PostgreSQL, MariaDB], ids=lambda kind: kind.name)
def world(request):
    database = request.param()
    runtime = build_runtime(Settings(database_url=database.create(), argon2_memory_kib=8, argon2_passes=1))
    migrations.upgrade(runtime.database)
    with runtime.database.writing() as session:
        load_reference_data(session)
    yield World(runtime)
    runtime.database.close()
    database.close()


@pytest.fixture
def newer(tmp_path):
    """The program of a newer version: a copy of ours with two more revisions."""
    ours = migrations.migrations_folder()
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(Path(sys.modules["vettrak_api"].__file__).parent, tmp_path / "vettrak_api", ignore=ignored)
    shutil.copytree(ours, tmp_path / "migrations", ignore=ignored, dirs_exist_ok=True)
    versions = tmp_path / "migrations" / "versions"
    words = REVISION.format(previous=migrations.newest_revision())
    (versions / "9001_later.py").write_text(words, encoding="utf-8")
    (versions / "9002_later.py").write_text(INDEXES, encoding="utf-8")
    return {"command": [sys.executable, "-m", "vettrak_api.cli"], "PYTHONPATH": str(tmp_path)}


class Servers:
    """Two servers at fixed ports, and an HAProxy that asks them whether they are ready."""

    def __init__(self, folder, database_url):
        self.folder, self.url = folder, database_url
        self.ports = [free_port() for _ in range(2)]
        self.running = {}

    def start(self, at, command, **environment):
        """Start the server with this number, and wait until it answers."""
        folder = self.folder / f"server{at}-{len(list(self.folder.iterdir()))}"
        folder.mkdir()
        options = ["serve", "--host", HOST]
        settings = {"VETTRAK_DATABASE_URL": self.url, **SETTINGS, **environment}
        self.running[at] = start(self.ports[at], folder / "log", [*command, *options], settings)

    def end(self, at):
        """Stop a server as a service manager does, and return its exit code and its log."""
        server = self.running.pop(at)
        server.process.send_signal(signal.SIGTERM)
        return server.process.wait(PATIENCE), server.log()

    def close(self):
        for server in self.running.values():
            stop(server.process)


@contextmanager
def balanced(folder, database_url):
    """Run two servers of ours and a balancer as long as the body."""
    haproxy = need("haproxy")
    with ExitStack() as stack:
        servers = Servers(folder / "servers", database_url)
        servers.folder.mkdir()
        stack.callback(servers.close)
        for at in range(2):
            servers.start(at, [program()])
        port, path = free_port(), folder / "haproxy.cfg"
        lines = [f"    server one{at} {HOST}:{port} check" for at, port in enumerate(servers.ports)]
        path.write_text(BALANCER.format(host=HOST, port=port, servers="\n".join(lines)), encoding="utf-8")
        stack.callback(Janitor(folder, PID_FILE).clean)
        proxy = start(port, folder / "log", [haproxy, "-f", str(path)], {}, lambda _: [])
        stack.callback(stop, proxy.process)
        yield servers, proxy.address


def upgrade(newer, url):
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("VETTRAK_")}
    done = subprocess.run(
        [*newer["command"], "db", "upgrade"],
        env={**inherited, "PYTHONPATH": newer["PYTHONPATH"], "VETTRAK_DATABASE_URL": url},
        cwd=newer["PYTHONPATH"], capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_upgrade_of_tables_and_of_two_servers_is_heard_of_by_no_caller(world, newer, tmp_path):
    url = world.runtime.settings.database_url
    folder = tmp_path / "run"
    folder.mkdir()
    hashed = world.runtime.passwords.hash(PASSWORD)
    world.staff(api_role=True, username="integration", password_hash=hashed)
    courses = SimpleNamespace(
        open=world.occurrence(units=["BEER1"], web_published=True).id,
        scarce=world.occurrence(seats=3, web_published=True).id,
    )
    with balanced(folder, url) as (servers, address):
        callers = [
            kind(f"{kind.__name__}{at}x", address, ("integration", PASSWORD), courses)
            for at, kind in enumerate(CALLERS)
        ]
        for caller in callers:
            caller.start()
        time.sleep(BUSY_SECONDS)
        assert "9002" in upgrade(newer, url)
        time.sleep(BUSY_SECONDS)
        logs = []
        for at in range(2):
            code, log = servers.end(at)
            logs.append(log)
            assert (code, "Stopped." in log) == (0, True)
            servers.start(at, newer["command"], PYTHONPATH=newer["PYTHONPATH"])
            until_asked(at, address)
            time.sleep(BUSY_SECONDS)
        assert all("newer than this version, which knows" in log for log in logs)
        assert all(get(Distant(server.address), "/readyz")[0] == "200 OK" for server in servers.running.values())
        end(callers)
        assert not any("newer than this version" in server.log() for server in servers.running.values())
    judge(world, callers, courses)


def until_asked(at, address):
    """Wait until the balancer sends calls to a server."""
    deadline = time.monotonic() + PATIENCE
    while get(Distant(address), "/ready")[1]["x-server"] != f"one{at}":
        assert time.monotonic() < deadline
        time.sleep(0.1)


def end(callers):
    """Let all end what they have begun, the pollers last."""
    pollers = [caller for caller in callers if isinstance(caller, Poller)]
    for caller in callers:
        if caller not in pollers:
            caller.stopping.set()
    for caller in callers:
        if caller not in pollers:
            caller.join(PATIENCE)
    time.sleep(BUSY_SECONDS)
    for poller in pollers:
        poller.stopping.set()
        poller.join(PATIENCE)
    for caller in callers:
        if isinstance(caller, Booker):
            caller.settle()


def judge(world, callers, courses):
    journals = [caller.journal for caller in callers]
    calls = sum(len(caller.done) for caller in callers)
    failed = sum((journal.troubles for journal in journals), start=type(journals[0].troubles)())
    with world.runtime.database.querying() as connection:
        facts = Facts(connection)
    counted = {
        "failed": dict(failed),
        "wrong": list(itertools.chain.from_iterable(journal.wrong for journal in journals)),
        "lost": list(facts.lost(journals)),
        "doubled": list(facts.doubled()),
        "numbers twice": list(facts.numbers_twice(journals)),
        "oversold": list(facts.oversold(courses.scarce)),
        "missed": list(missed(journals)),
    }
    print(f"{calls} calls: {counted}")
    assert {name: found for name, found in counted.items() if found} == {}
    assert calls > len(callers) * 10
