"""`vettrak-api serve`: the web server."""

import os
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import SQLAlchemyError

from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.cli.common import MISUSED, Problem, errors, is_here, read_process_settings, read_tenants
from vettrak_api.database.connections import Database
from vettrak_api.database.schema import Fitness, examine_schema
from vettrak_api.database.troubleshooting import advice
from vettrak_api.hosting.logs import configure_logging, unwritable
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

UNTIL_THEN = "Calls answer Status -3 until this is put right; then they work without a restart."

MOST_WORKERS = 8
"""Processes that are started without being asked for; each needs about 80 MB, and connections of its own."""


def serve(
    *,
    server: Annotated[Kind, typer.Option(help="waitress, or granian (an optional extra, several times faster).")] = (
        Kind.waitress
    ),
    host: Annotated[str, typer.Option(help="Address to listen at; 0.0.0.0 is every network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="TCP port to listen at.")] = 8000,
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
    log_file: Annotated[
        Path | None,
        typer.Option(help="Write the log here, the day added to the name; wins over VETTRAK_LOG_FILE."),
    ] = None,
) -> None:
    """Serve the VETtrak API until Ctrl-C."""
    if server is Kind.waitress and (workers or 1) > 1:
        raise Problem("waitress runs in one process. Leave --workers out, or use --server granian.", MISUSED)
    if server is Kind.granian and find_spec("granian") is None:
        raise Problem('Granian is not installed. Run: pip install "vettrak-api[granian]"')
    settings = read_process_settings()
    if log_file is not None:
        settings = settings.model_copy(update={"log_file": str(log_file.absolute())})
    from vettrak_api.hosting import webservers  # noqa: PLC0415 - reads all operations; no other command needs them

    try:
        # Whether somebody else has the address shows at once; a database that does not answer takes a while.
        webservers.require_free(host, port)
        begin_log(settings)
        look_at_database(settings)
        if server is Kind.granian:
            run_granian(settings, host, port, threads or GRANIAN_THREADS, workers or usable_processors())
        else:
            run_waitress(settings, host, port, threads or WAITRESS_THREADS)
    except OSError as error:
        raise Problem(f"{host}:{port} can not be used: {error.strerror or error}. Try another --port.") from None


def run_waitress(settings: Settings, host: str, port: int, threads: int) -> None:
    """Serve in this process."""
    from vettrak_api.hosting import webservers  # noqa: PLC0415 - see above

    webservers.serve_with_waitress(settings, host, port, threads, lambda: announce(Kind.waitress, host, port))
    errors.print("Stopped.")


def run_granian(settings: Settings, host: str, port: int, threads: int, workers: int) -> None:
    """Serve in worker processes, which read the settings by themselves."""
    from vettrak_api.hosting import webservers  # noqa: PLC0415 - see above

    os.environ["VETTRAK_LOG_FILE"] = settings.log_file
    announce(Kind.granian, host, port)
    errors.print(GRANIAN_NEEDS)
    webservers.serve_with_granian(settings, host, port, threads, workers)


def usable_processors() -> int:
    """Return how many processors this process may use, up to as many as there should be workers by themselves."""
    # A container or a service may be bound to fewer than the computer has; Windows does not tell.
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(available or 1, MOST_WORKERS)


def begin_log(settings: Settings) -> None:
    """Begin to log; raises Problem when the log can not be written, before the server takes calls."""
    try:
        configure_logging(settings, insist=True)
    except OSError as error:
        raise Problem(unwritable(settings.log_file, error), MISUSED) from None


def look_at_database(settings: Settings) -> None:
    """Tell when calls will fail; the server starts all the same, and works once the database does.

    Raises Problem for a database that a newer version has migrated beyond this one: nothing but another version helps.
    """
    if settings.tenants:
        look_at_tenants(settings)
        return
    database = Database(settings)
    try:
        finding = examine_schema(database)
    except (SQLAlchemyError, ImportError) as error:
        errors.print(f"Warning: {advice(error, settings.database_url)}\n{UNTIL_THEN}")
        return
    finally:
        database.close()
    if finding.fitness is Fitness.AHEAD:
        raise Problem(finding.advice)
    if finding.advice:
        errors.print(f"Warning: {finding.advice}" + ("" if finding.is_usable else f"\n{UNTIL_THEN}"))


def look_at_tenants(settings: Settings) -> None:
    """Tell which organisations will not be served; whether the tables of the others fit, calls find out."""
    roster = read_tenants(settings)
    for name, why in roster.wrong.items():
        errors.print(f"Warning: the organisation {name} is not served: {why}")
    errors.print(f"Serving {len(roster.tenants)} organisations, each at its own host names.")


def announce(server: Kind, host: str, port: int) -> None:
    """Say where the services are."""
    shown = f"[{host}]" if ":" in host else host
    endpoints = " ".join(load_catalogue().endpoints.values())
    errors.print(f"Serving at http://{shown}:{port} with {server.value}: {endpoints}")
    if not is_here(host):
        errors.print("This address is open to the network without encryption: put a web server with HTTPS in front.")
    errors.print("Ctrl-C stops the server.")
