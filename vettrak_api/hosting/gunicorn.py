"""What gunicorn lacks to stop as `vettrak-api serve` does: gunicorn -c python:vettrak_api.hosting.gunicorn ...

This module is a configuration of gunicorn: the names of its settings and hooks are gunicorn's own. When it is told to
stop, /ready and /readyz say 503 for the setting drain_seconds while calls are answered as before; then gunicorn ends in
its own way, within the setting stop_seconds. Gunicorn reads a further signal after the drain alone.

Workers with threads take connections before they have a thread for them, and answer those, too; the others do not.
"""

import math
import multiprocessing
import time
from collections.abc import Iterable
from functools import partial
from typing import Any, NoReturn

from vettrak_api.app import Application, Environ, StartResponse
from vettrak_api.hosting.webservers import usable_settings
from vettrak_api.request import LEAVING

_SETTINGS = usable_settings()
_IS_LEAVING = multiprocessing.Event()
"""Made before any worker is, so that all of them share it."""

worker_class = "gthread"
threads = 8
graceful_timeout = math.ceil(_SETTINGS.stop_seconds)


def when_ready(server: Any) -> None:
    """Let the process that keeps the workers wait between the signal and the end."""
    server.handle_term = partial(_drain_and_end, server.handle_term)


def post_worker_init(worker: Any) -> None:
    """Let a worker's application know with each request whether the server was told to stop."""
    worker.wsgi = partial(_answer, worker.wsgi)


def _drain_and_end(end: Any) -> NoReturn:
    _IS_LEAVING.set()
    time.sleep(_SETTINGS.drain_seconds)
    end()
    raise AssertionError


def _answer(application: Application, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    if _IS_LEAVING.is_set():
        environ[LEAVING] = True
    return application(environ, start_response)
