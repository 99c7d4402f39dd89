"""`vettrak-api serve`: the web server."""

import os
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import SQLAlchemyError

from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.cli.common import MISUSED, Problem, errors, is_here, read_settings
from vettrak_api.database import migrations
from vettrak_api.database.connections import Database
from vettrak_api.database.troubleshooting import UPGRADE, advice
from vettrak_api.settings import Settings


class Kind(StrEnum):
    """The web servers that can run the application."""

    waitress = "waitress"
    granian = "granian"


WAITRESS_THREADS, GRANIAN_THREADS = 8, 6
"""Threads of a process. One would do while all goes well; the others are for calls that come while some wait for a
password's hash, a slow database or a lock. Waitress has a single process, so it has more."""

GRANIAN_NEEDS = (
    "Granian waits for slow senders for ever: put a web server in front that takes whole requests first, as nginx "
    "and IIS do, and let nobody else reach it."
)

MOST_WORKERS = 8
"""Processes that are started without being asked for; each needs about 80 MB, and connections of its own."""


def serve(
    *,
    server: Annotated[Kind, typer.Option(help="waitress, or granian (an optional extra, several times faster).")] = (
        Kind.waitress
    ),
    host: Annotated[str, typer.Option(help="Address to listen at; 0.0.0.0 is every network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    threads: Annotated[
        int | None,
        typer.Option(min=1, max=200, help="Calls at once in a process; 8, with granian 6.", show_default=False),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1, max=64, help="Processes; granian only, which has one for each processor.", show_default=False
        ),
    ] = None,
    log_file: Annotated[Path | None, typer.Option(help="Write the log here instead of to the terminal.")] = None,
) -> None:
    """Serve the VETtrak API until Ctrl-C."""
    if server is Kind.waitress and (workers or 1) > 1:
        raise Problem("waitress runs in one process. Leave --workers out, or use --server granian.", MISUSED)
    if server is Kind.granian and log_file:
        raise Problem("--log-file works with waitress. Granian's workers log to stderr; redirect that.", MISUSED)
    settings = read_settings()
    look_at_database(settings)
    try:
        if server is Kind.granian:
            run_granian(settings, host, port, threads or GRANIAN_THREADS, workers or usable_processors())
        else:
            run_waitress(settings, host, port, threads or WAITRESS_THREADS, opened(log_file))
    except OSError as error:
        raise Problem(f"{host}:{port} can not be used: {error.strerror or error}. Try another --port.") from None


def run_waitress(settings: Settings, host: str, port: int, threads: int, log_file: Path | None) -> None:
    """Serve in this process."""
    from vettrak_api.hosting import webservers  # noqa: PLC0415 - reads all operations; no other command needs them

    webservers.require_free(host, port)
    webservers.configure_logging(log_file)
    webservers.serve_with_waitress(settings, host, port, threads, lambda: announce(Kind.waitress, host, port))
    errors.print("Stopped.")


def run_granian(settings: Settings, host: str, port: int, threads: int, workers: int) -> None:
    """Serve in worker processes, if granian is installed."""
    from vettrak_api.hosting import webservers  # noqa: PLC0415 - reads all operations; no other command needs them

    if find_spec("granian") is None:
        raise Problem('Granian is not installed. Run: pip install "vettrak-api[granian]"')
    webservers.require_free(host, port)
    announce(Kind.granian, host, port)
    errors.print(GRANIAN_NEEDS)
    webservers.serve_with_granian(settings, host, port, threads, workers)


def usable_processors() -> int:
    """Return how many processors this process may use, up to as many as there should be workers by themselves."""
    # A container or a service may be bound to fewer than the computer has; Windows does not tell.
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(available or 1, MOST_WORKERS)


def opened(log_file: Path | None) -> Path | None:
    """Make sure that the log can be written before the server takes calls."""
    if log_file is None:
        return None
    try:
        with log_file.open("a", encoding="utf-8"):
            return log_file
    except OSError as error:
        raise Problem(f"The log file {log_file} can not be written: {error.strerror}.") from None


def look_at_database(settings: Settings) -> None:
    """Warn when calls will fail; the server starts all the same, and works once the database does."""
    database = Database(settings)
    try:
        if migrations.present_revision(database) != migrations.newest_revision():
            errors.print(f"Warning: the database is not set up for this version. {UPGRADE}")
    except SQLAlchemyError as error:
        errors.print(
            f"Warning: {advice(error, settings.database_url)}\nCalls answer Status -3 until this is put right."
        )
    finally:
        database.close()


def announce(server: Kind, host: str, port: int) -> None:
    """Say where the services are."""
    shown = f"[{host}]" if ":" in host else host
    endpoints = " ".join(load_catalogue().endpoints.values())
    errors.print(f"Serving at http://{shown}:{port} with {server.value}: {endpoints}")
    if not is_here(host):
        errors.print("This address is open to the network without encryption: put a web server with HTTPS in front.")
    errors.print("Ctrl-C stops the server.")
