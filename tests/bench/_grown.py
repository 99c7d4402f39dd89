"""Databases of one organisation whose past grows: copies of each other, with ever more former students."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import URL, create_engine, make_url, text

from vettrak_api.database import migrations
from vettrak_api.demo import data as demo_data
from vettrak_api.rules.reference.loading import load_reference_data
from vettrak_api.runtime import Runtime, build_runtime
from vettrak_api.settings import Settings

YEAR_IN_MINUTES = 365 * 24 * 60.0

NO_HELPERS = "-c max_parallel_workers_per_gather=0"
"""PostgreSQL shall do its work in the process whose time is measured."""


class Place(Protocol):
    """Where databases stand side by side."""

    def address(self, clients: int) -> str:
        """Return the URL of the database of so many clients."""

    def is_there(self, clients: int) -> bool:
        """Tell whether it was made before."""

    def copy(self, before: int | None, clients: int) -> None:
        """Make it as a copy of another one, or empty."""

    def settle(self, clients: int) -> None:
        """Do to it what a database does to itself in time."""

    def time_used(self, clients: int) -> float:
        """Return the seconds of CPU that its own processes have used for our connections."""


class Files:
    """SQLite's files in a folder; what they cost is time of this process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _file(self, clients: int) -> Path:
        return self._folder / f"{clients}.db"

    def address(self, clients: int) -> str:
        return f"sqlite:///{self._file(clients).as_posix()}"

    def is_there(self, clients: int) -> bool:
        return self._file(clients).exists()

    def copy(self, before: int | None, clients: int) -> None:
        if before is not None:
            shutil.copy(self._file(before), self._file(clients))

    def settle(self, clients: int) -> None:
        engine = create_engine(self.address(clients))
        with engine.connect() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        engine.dispose()

    def time_used(self, clients: int) -> float:
        del clients
        return 0.0


class Server:
    """A PostgreSQL server on this computer that lets us make databases, which are kept for the next time."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self._engine = create_engine(self._url, isolation_level="AUTOCOMMIT")

    def _named(self, clients: int) -> URL:
        return self._url.set(database=f"growth_{clients}")

    def address(self, clients: int) -> str:
        url = self._named(clients).update_query_dict({"options": NO_HELPERS})
        return url.render_as_string(hide_password=False)

    def is_there(self, clients: int) -> bool:
        return bool(self._ask("SELECT count(*) FROM pg_database WHERE datname = :name", clients))

    def copy(self, before: int | None, clients: int) -> None:
        template = "" if before is None else f" TEMPLATE growth_{before} STRATEGY file_copy"
        if before is not None:
            self._ask("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = :name", before)
        with self._engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE growth_{clients}{template}"))

    def settle(self, clients: int) -> None:
        engine = create_engine(self._named(clients), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("VACUUM (ANALYZE)"))
        engine.dispose()

    def time_used(self, clients: int) -> float:
        """Add up what the processes of this computer say of themselves (Linux only)."""
        found = self._ask("SELECT string_agg(pid::text, ' ') FROM pg_stat_activity WHERE datname = :name", clients)
        return sum(map(_seconds, str(found or "").split()))

    def _ask(self, statement: str, clients: int) -> Any:
        with self._engine.connect() as connection:
            return connection.scalar(text(statement), {"name": f"growth_{clients}"})


def _seconds(process: str) -> float:
    return int(Path(f"/proc/{process}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9


@contextmanager
def grown(place: Place, sizes: Sequence[int]) -> Iterator[list[Runtime]]:
    """Serve databases of so many clients each, in rising order, after the organisation alone; makes what is missing."""
    made, before = [], None
    for clients in (demo_data.CLIENTS, *sizes):
        if not place.is_there(clients):
            place.copy(before, clients)
            _fill(place.address(clients), before or 0, clients)
            place.settle(clients)
        made.append(_served(place.address(clients)))
        before = clients
    try:
        yield made
    finally:
        for runtime in made:
            runtime.database.close()


def _fill(address: str, before: int, clients: int) -> None:
    runtime = _served(address)
    if before:
        demo_data.add_clients(runtime, clients - before)
    else:
        migrations.upgrade(runtime.database)
        with runtime.database.writing() as session:
            load_reference_data(session)
        demo_data.fill(runtime, clients)
    runtime.database.close()


def _served(address: str) -> Runtime:
    return build_runtime(Settings(database_url=address, token_timeout_minutes=YEAR_IN_MINUTES))
