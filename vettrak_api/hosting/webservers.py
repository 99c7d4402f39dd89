"""Runs the application in a web server: waitress in one process, or granian with several workers."""

import logging
import multiprocessing
import os
import socket
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from multiprocessing.synchronize import Event
from typing import Any, NoReturn

from sqlalchemy.exc import SQLAlchemyError
from waitress.server import create_server

from vettrak_api.app import Application, Environ, Site, StartResponse, build_site
from vettrak_api.database.troubleshooting import advice
from vettrak_api.hosting import background
from vettrak_api.hosting.connections import connection_options, most_connections, use_patience
from vettrak_api.hosting.logs import configure_logging, unwritable
from vettrak_api.hosting.rounds import beside
from vettrak_api.hosting.stopping import end_at_once_when_told_again, serve_until_told
from vettrak_api.hosting.turns import Turns
from vettrak_api.request import LEAVING
from vettrak_api.runtime import Runtime
from vettrak_api.settings import Settings, WrongSettings, read_settings

logger = logging.getLogger(__name__)

MISUSED = 2
"""Exit code of a process that was started with wrong settings, as that of the program."""

CHUNK_BYTES = 65_536

ROOM_ABOVE_LIMIT = 4
"""How many times the application's own body limit web servers let through: the application answers an oversized
call with a SOAP fault, which waitress can not."""


def serve_with_waitress(
    settings: Settings, host: str, port: int, threads: int, ready: Callable[[], None] = lambda: None
) -> None:
    """Serve until Ctrl-C or SIGTERM; calls that run, or wait for a thread, are answered.

    `ready` is called once the server listens. Raises OSError when the address can not be used. Forwarded
    headers reach the application untouched, which judges them by the setting trusted_proxies.
    """
    site = build_site(settings)
    server = create_server(in_turn(site), host=host, port=port, threads=threads, **waitress_options(settings))
    use_patience(server, settings.request_patience_seconds)
    ready()
    try:
        with background.background_tasks(site.tenants or site.runtime, beside(site.tenants)):
            serve_until_told(server, drain_seconds=settings.drain_seconds, stop_seconds=settings.stop_seconds)
    finally:
        server.close()
        site.close()


def waitress_options(settings: Settings) -> dict[str, Any]:
    """Return what waitress is told beyond address and threads."""
    return {
        "ident": None,
        "clear_untrusted_proxy_headers": False,
        "max_request_body_size": settings.body_limit_bytes * ROOM_ABOVE_LIMIT,
        "expose_tracebacks": False,
        **connection_options(settings),
    }


def require_free(host: str, port: int) -> None:
    """Raise OSError when nobody can listen at an address, before the application is read and workers start."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if os.name == "posix":
            # Without this the address of a server that has only just ended would count as taken.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))


def serve_with_granian(settings: Settings, host: str, port: int, threads: int, workers: int) -> None:
    """Serve with granian's worker processes until Ctrl-C or SIGTERM; calls that have come are answered.

    Granian gives up headers that come too slowly. Of bodies it waits for every byte, and a thread waits with it: only
    a web server in front that takes whole requests first can help. Raises ModuleNotFoundError when granian, an
    optional extra, is not installed.
    """
    from granian import Granian  # noqa: PLC0415 - an optional extra
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.http import HTTP1Settings  # noqa: PLC0415

    leaving = multiprocessing.Event()
    server = Granian(
        "vettrak_api.hosting.webservers:worker_application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        backpressure=max(20, most_connections(settings.connection_limit) // workers),
        http1_settings=HTTP1Settings(header_read_timeout=settings.request_patience_seconds * 1000),
        websockets=False,
        respawn_failed_workers=True,
        # A worker that is told to stop while it starts never does.
        workers_kill_timeout=settings.stop_seconds,
    )
    end: Callable[[int], None] = server.shutdown

    def drain_and_end(exit_code: int = 0) -> None:
        end_at_once_when_told_again(kill_workers)
        leaving.set()
        time.sleep(settings.drain_seconds)
        end(exit_code)

    server.shutdown = drain_and_end  # type: ignore[method-assign]
    server.serve(target_loader=partial(worker_application, leaving), wrap_loader=False)


def kill_workers() -> None:
    """End all processes that this one has started, whatever they do."""
    for worker in multiprocessing.active_children():
        worker.kill()


def worker_application(leaving: Event) -> Application:
    """Compose the application inside a worker process of granian; all of them write one log.

    leaving: set once the server was told to stop.
    """
    settings = Settings()
    configure_logging(settings)
    site = build_site(settings)
    start_beside(site)
    application = partial(answer_and_read_on, in_turn(site), site.runtime.settings.body_limit_bytes)

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if leaving.is_set():
            environ[LEAVING] = True
        return application(environ, start_response)

    return answer


def wsgi_application() -> Application:
    """Compose the application for any WSGI server: it logs, and is ready for the background work, by itself.

    A web server that forks after this (gunicorn with --preload) gets both in each of its processes. Ends the process
    with one line on stderr, and in the log if there is one, when the settings or the log can not be used.
    """
    settings = usable_settings()
    if settings.log_file or not logging.getLogger().handlers:
        try:
            configure_logging(settings, insist=True)
        except OSError as error:
            _leave_with(unwritable(settings.log_file, error))
    try:
        site = build_site(settings)
    except (SQLAlchemyError, ImportError) as error:
        # The URL of the database, or its driver; whether it answers is no matter yet.
        _leave_with(advice(error, settings.database_url))
    except WrongSettings as error:
        _leave_with(error.message)
    start_beside(site)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=partial(_begin_after_fork, site))
    return in_turn(site)


def usable_settings() -> Settings:
    """Return the settings, or end the process with one line on stderr, and in the log if there is one."""
    try:
        return read_settings()
    except WrongSettings as error:
        _leave_with(error.message)


_OF_THE_PARENT: list[Runtime] = []
"""What a forked process has of its parent: never closed here, for that would end the parent's connections."""


def _begin_after_fork(site: Site) -> None:
    """Give a forked process connections, locks and threads of its own."""
    _OF_THE_PARENT.extend(site.renew())
    start_beside(site)


def start_beside(site: Site) -> None:
    """Begin the work beside the calls, which lasts until the process ends."""
    background.start_for_good(site.tenants or site.runtime, beside(site.tenants))


def _leave_with(message: str) -> NoReturn:
    """End a process in which nobody may ever read stderr; who has named a log finds the message there."""
    named = os.environ.get("VETTRAK_LOG_FILE")
    with suppress(Exception):
        sys.stderr.write(f"vettrak-api: {message}\n")
    with suppress(Exception):
        if named:
            configure_logging(Settings.model_construct(log_file=named), insist=True)
            logger.critical("%s", message)
    raise SystemExit(MISUSED)


def in_turn(site: Site) -> Application:
    """Return the application with its threads working in turn, where that saves more than it costs, and measured.

    With a database on a server, threads wait for answers most of the time, and rather do that side by side.
    """
    application = traced(site, measured(site))
    return Turns(application) if site.uses_sqlite else application


def traced(site: Site, application: Application) -> Application:
    """Return the application with its traces, if the settings say where they go, and their libraries are installed."""
    if not site.runtime.settings.traces_url:
        return application
    try:
        from vettrak_api.hosting.tracing import Tracing  # noqa: PLC0415 - an optional extra
    except ModuleNotFoundError:
        logger.error('no traces: VETTRAK_TRACES_URL needs OpenTelemetry; pip install "vettrak-api[otel]"')  # noqa: TRY400
        return application
    return Tracing(site, application)


def measured(site: Site) -> Application:
    """Return the application with its metrics, if the settings name a folder for them.

    Calls are answered without them when that can not be written.
    """
    if not site.runtime.settings.metrics_folder:
        return site
    from vettrak_api.hosting.metrics import Metrics  # noqa: PLC0415 - its library costs memory, and is rarely needed

    try:
        return Metrics(site)
    except OSError as error:
        logger.error("no metrics: the folder that VETTRAK_METRICS_FOLDER names can not be written: %s", error.strerror)  # noqa: TRY400
        return site


def answer_and_read_on(
    application: Application, limit: int, environ: Environ, start_response: StartResponse
) -> Iterable[bytes]:
    """Answer a request, and read what the application left of its body.

    Granian would hang up on a sender whose body is larger than the application wants to read, and the sender
    would never see why. What is far too large is not worth that.
    """
    answer = application(environ, start_response)
    room = limit * ROOM_ABOVE_LIMIT
    while room > 0 and (piece := environ["wsgi.input"].read(CHUNK_BYTES)):
        room -= len(piece)
    return answer
