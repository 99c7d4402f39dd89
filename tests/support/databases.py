"""Database servers for tests: PostgreSQL and MariaDB of the test's own, in a temporary folder, on a Unix socket."""

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import time
from itertools import count
from pathlib import Path

import pymysql
from sqlalchemy import make_url

from tests.support.cleanup import Janitor
from tests.support.memory import memory
from tests.support.odbc import need_odbc_driver
from tests.support.tools import find, give_up, need

PATIENCE = 60.0
"""Seconds after which a server that does not start has failed."""

NOTHING_SURVIVES_A_CRASH = (
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-flush-method=nosync",
    "--skip-innodb-doublewrite",
    "--innodb-buffer-pool-size=32M",
    "--sync-frm=0",
)
"""Options of MariaDB: it waits for the disk no more than it has to."""


class SQLite:
    """Files in one folder; there is no server to stop."""

    name = "sqlite"

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="vettrak-sqlite-", dir=memory()))
        self._numbers = count(1)

    def create(self) -> str:
        """Name a new, empty database and return its URL."""
        return f"sqlite:///{(self._folder / f'database{next(self._numbers)}.db').as_posix()}"

    def close(self) -> None:
        """Remove everything."""
        shutil.rmtree(self._folder, ignore_errors=True)


class PostgreSQL:
    """A PostgreSQL server; as root its programs run as the user postgres, because they refuse root."""

    name = "postgresql"
    owner = "postgres"

    def __init__(self) -> None:
        programs = {program: need(program) for program in ("initdb", "pg_ctl", "psql")}
        self._prefix = _as_user(self.owner)
        self._programs = programs
        self._folder = _folder_of(self.owner if self._prefix else None)
        self._janitor = Janitor(self._folder, "data/postmaster.pid")
        self._numbers = count(1)
        self._call("initdb", "--username=vettrak", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
        self.start()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = f"-c listen_addresses='' -c unix_socket_directories={self._folder} -c fsync=off"
        self._call("pg_ctl", "--wait", "--silent", f"--log={self._folder}/log", "-o", options, "start")

    def stop(self) -> None:
        """Break all connections and end the server."""
        self._call("pg_ctl", "--wait", "--silent", "--mode=fast", "stop")

    def create(self) -> str:
        """Make a new, empty database and return its URL."""
        name = f"database{next(self._numbers)}"
        statement = f"CREATE DATABASE {name}"
        connection = ["--host", str(self._folder), "--username=vettrak", "--dbname=postgres"]
        self._run([self._programs["psql"], *connection, "--quiet", "--command", statement])
        return f"postgresql+psycopg://vettrak@/{name}?host={self._folder}"

    def close(self) -> None:
        """End the server, if it runs, and remove its data."""
        if (self._folder / "data" / "postmaster.pid").exists():
            self.stop()
        self._janitor.clean()

    def _call(self, program: str, *arguments: str) -> None:
        self._run([self._programs[program], f"--pgdata={self._folder}/data", *arguments])

    def _run(self, command: list[str]) -> None:
        _run([*self._prefix, *command], self._folder)


class MariaDB:
    """A MariaDB server; started by root it becomes the user mysql by itself."""

    name = "mariadb"
    owner = "mysql"

    def __init__(self) -> None:
        self._program, install = need("mariadbd"), need("mariadb-install-db")
        self._owned = _is_root()
        self._folder = _folder_of(self.owner if self._owned else None)
        self._janitor = Janitor(self._folder, "pid")
        self._numbers = count(1)
        self._process: subprocess.Popen[bytes] | None = None
        (self._folder / "temporary").mkdir()
        if self._owned:
            shutil.chown(self._folder / "temporary", self.owner)
        arguments = [*self._common(), "--auth-root-authentication-method=normal", "--skip-test-db"]
        _run([install, *arguments], self._folder)
        self.start()

    @property
    def _socket(self) -> str:
        return f"{self._folder}/socket"

    def _common(self) -> list[str]:
        user = self.owner if self._owned else getpass.getuser()
        # A server that starts removes the temporary tables in its temporary folder, whosever they are.
        folders = [f"--datadir={self._folder}/data", f"--tmpdir={self._folder}/temporary"]
        return ["--no-defaults", *folders, f"--user={user}"]

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = [f"--socket={self._socket}", f"--pid-file={self._folder}/pid", f"--log-error={self._folder}/log"]
        options += ["--skip-networking", "--skip-log-bin", *NOTHING_SURVIVES_A_CRASH]
        command = [self._program, *self._common(), *options]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen(command, start_new_session=True, **quiet)
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if time.monotonic() > deadline or self._process.poll() is not None:
                log = (self._folder / "log").read_text(encoding="utf-8", errors="replace")
                raise RuntimeError(f"MariaDB did not start:\n{log}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Break all connections and end the server."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(PATIENCE)
            self._process = None

    def create(self) -> str:
        """Make a new, empty database with the server's defaults, Latin-1 among them, and return its URL."""
        name = f"database{next(self._numbers)}"
        with pymysql.connect(unix_socket=self._socket, user="root") as connection:
            connection.cursor().execute(f"CREATE DATABASE {name}")
        return f"mariadb+pymysql://root@localhost/{name}?unix_socket={self._socket}"

    def close(self) -> None:
        """End the server and remove its data."""
        self.stop()
        self._janitor.clean()

    def _answers(self) -> bool:
        """Tell whether the server greets whoever connects."""
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(self._socket)
                return bool(probe.recv(1))
            except OSError:
                return False


class MariaDBThroughODBC(MariaDB):
    """A MariaDB server that is reached through pyodbc and MariaDB's own ODBC driver."""

    name = "mariadb-odbc"
    driver = "MariaDB Unicode"

    def __init__(self) -> None:
        need_odbc_driver(self.driver)
        super().__init__()

    def create(self) -> str:
        """Make a new, empty database and return its URL."""
        name = make_url(super().create()).database
        return f"mariadb+pyodbc://root@localhost/{name}?driver={self.driver.replace(' ', '+')}&SOCKET={self._socket}"


KINDS = {kind.name: kind for kind in (SQLite, PostgreSQL, MariaDB, MariaDBThroughODBC)}
"""Every kind of database that tests can start."""


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _as_user(user: str) -> list[str]:
    """Return what stands before a command so that it does not run as root."""
    if not _is_root():
        return []
    if find("runuser") is None:
        give_up(f"this is root, and there is no runuser to become {user}")
    return [need("runuser"), "-u", user, "--"]


def _folder_of(owner: str | None) -> Path:
    """Make a folder outside of pytest's own, which only its user may enter; in memory when there is room."""
    folder = Path(tempfile.mkdtemp(prefix="vettrak-", dir=memory()))
    if owner is not None:
        try:
            shutil.chown(folder, owner)
        except LookupError:
            give_up(f"this is root, and there is no user {owner}")
    return folder


def _run(command: list[str], folder: Path) -> None:
    """Run a program; a server that it leaves behind must not hold our end of a pipe, so output goes to a file."""
    with (folder / "output").open("w+b") as output:
        status = subprocess.run(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False
        )
        if status.returncode:
            output.seek(0)
            raise RuntimeError(f"{' '.join(command)} failed:\n{output.read().decode(errors='replace')}")
