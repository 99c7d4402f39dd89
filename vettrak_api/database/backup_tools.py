"""The databases' own programs that write and read backups, and what they are told.

Passwords are handed over in the environment, which other users of the computer can not read, as they can arguments.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Self

from sqlalchemy import URL

from vettrak_api.database.addresses import without_secrets
from vettrak_api.database.backup_file import CHUNK_BYTES

STOP_SECONDS = 10.0

PACKAGES = {
    "pg_dump": "PostgreSQL's client programs (postgresql-client)",
    "pg_restore": "PostgreSQL's client programs (postgresql-client)",
    "psql": "PostgreSQL's client programs (postgresql-client)",
    "mariadb-dump": "MariaDB's client programs (mariadb-client)",
    "mariadb": "MariaDB's client programs (mariadb-client)",
}

OLDER_NAMES = {"mariadb-dump": "mysqldump", "mariadb": "mysql"}

POSTGRESQL_ENVIRONMENT = {
    "host": "PGHOST",
    "port": "PGPORT",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "passfile": "PGPASSFILE",
    "options": "PGOPTIONS",
    "connect_timeout": "PGCONNECT_TIMEOUT",
    "target_session_attrs": "PGTARGETSESSIONATTRS",
}
"""Parameters of a URL, and where libpq finds them."""

MARIADB_OPTIONS = {
    "unix_socket": "--socket",
    "socket": "--socket",
    "ssl_ca": "--ssl-ca",
    "sslca": "--ssl-ca",
    "ssl_cert": "--ssl-cert",
    "sslcert": "--ssl-cert",
    "ssl_key": "--ssl-key",
    "sslkey": "--ssl-key",
}
"""Parameters of a URL, of PyMySQL and of MariaDB's ODBC driver, and the option of MariaDB's programs."""


class ToolFailed(Exception):
    """A database's program is not there, or has failed; the message says what to do, or what it said."""


@dataclass(frozen=True, slots=True)
class Tools:
    """The programs for one database: what they are told in the environment, and before their other arguments."""

    url: URL
    environment: dict[str, str]
    arguments: tuple[str, ...]

    def running(self, program: str, *arguments: str, is_fed: bool = False, is_heard: bool = True) -> "Running":
        """Start a program; raises ToolFailed when it is not installed.

        is_fed: it reads what `feed` hands over, else nothing. is_heard: what it writes is read by `output`.
        """
        command = [found(program), *self.arguments_of(program), *arguments]
        pipes = (subprocess.PIPE if wanted else subprocess.DEVNULL for wanted in (is_fed, is_heard))
        return Running(program, command, {**os.environ, **self.environment}, tuple(pipes), self.url)

    def arguments_of(self, program: str) -> tuple[str, ...]:
        """Return what a program is told of the way to the server; one that only reads a file is told nothing."""
        return () if program == "pg_restore" else self.arguments


def tools_for(url: URL) -> Tools:
    """Return the programs for a database's URL.

    Raises ToolFailed for one that names a data source or a connection string, whose parts are not known here.
    """
    query = {name.lower(): value if isinstance(value, str) else ",".join(value) for name, value in url.query.items()}
    if "odbc_connect" in query or not url.database:
        raise ToolFailed("VETTRAK_DATABASE_URL must name the server and the database, not a data source, for this.")
    if url.get_backend_name() == "postgresql":
        return Tools(url, _environment(url, query), ("--no-password",))
    options = [f"--host={url.host}"] if url.host else []
    options += [f"--port={url.port}"] if url.port else []
    options += [f"--user={url.username}"] if url.username else []
    options += [f"{MARIADB_OPTIONS[name]}={value}" for name, value in query.items() if name in MARIADB_OPTIONS]
    password = {"MYSQL_PWD": url.password} if url.password else {}
    return Tools(url, password, ("--no-defaults", *options, "--default-character-set=utf8mb4"))


def _environment(url: URL, query: dict[str, str]) -> dict[str, str]:
    told = {"host": url.host or "", "port": str(url.port or ""), **query}
    named = {POSTGRESQL_ENVIRONMENT[name]: value for name, value in told.items() if name in POSTGRESQL_ENVIRONMENT}
    named |= {"PGUSER": url.username or "", "PGPASSWORD": url.password or "", "PGDATABASE": url.database or ""}
    return {name: value for name, value in named.items() if value} | {"PGAPPNAME": "vettrak-api"}


def found(program: str) -> str:
    """Return where a program is; raises ToolFailed when it is not installed."""
    path = shutil.which(program) or shutil.which(OLDER_NAMES.get(program, program))
    if path is None:
        raise ToolFailed(f"The program {program} is not installed here. Install {PACKAGES[program]}.")
    return path


class Running:
    """A program that runs; it is ended with the `with` block."""

    def __init__(
        self, program: str, command: Sequence[str], environment: dict[str, str], pipes: tuple[int, ...], url: URL
    ) -> None:
        self._program, self._url = program, url
        # What it says of its troubles goes to a file: a pipe that nobody reads would stop it.
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed by __exit__
        self._process = subprocess.Popen(  # noqa: S603 - a database's own program
            command, stdin=pipes[0], stdout=pipes[1], stderr=self._said, env=environment
        )

    def __enter__(self) -> Self:  # noqa: D105
        return self

    def __exit__(self, *raised: object) -> None:  # noqa: D105
        if self._process.poll() is None:
            self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        self._process.wait(STOP_SECONDS)
        self._said.close()

    def output(self) -> Iterator[bytes]:
        """Yield what it writes; raises ToolFailed at the end when it has failed."""
        stream = _there(self._process.stdout)
        while piece := stream.read(CHUNK_BYTES):
            yield piece
        self.require_success()

    def feed(self, pieces: Iterable[bytes]) -> None:
        """Let it read; raises ToolFailed when it has ended before."""
        stream = _there(self._process.stdin)
        try:
            for piece in pieces:
                stream.write(piece)
            stream.flush()
        except (BrokenPipeError, OSError):
            self.require_success()
            raise

    def finish_input(self) -> None:
        """Tell it that there is no more to read."""
        with suppress(OSError):
            _there(self._process.stdin).close()

    def finish(self) -> None:
        """Tell it that there is no more to read, and wait for it; raises ToolFailed when it has failed."""
        self.finish_input()
        self.require_success()

    def require_success(self) -> None:
        """Wait for its end; raises ToolFailed with what it said when it has failed."""
        if self._process.wait():
            raise ToolFailed(f"{self._program} failed: {self._last_words()}")

    def _last_words(self) -> str:
        self._said.seek(0)
        lines = [line.strip() for line in self._said.read().decode(errors="replace").splitlines() if line.strip()]
        telling = [line for line in lines if "error" in line.lower()] or lines
        # What stands behind DETAIL may be a record's values.
        return without_secrets(telling[0] if telling else "it said nothing", str(self._url.render_as_string(False)))


def _there(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise AssertionError
    return stream
