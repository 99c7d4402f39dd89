"""How a server ends that is told to stop: it answers whoever has come, also those who still wait for a thread.

It goes in this order. The pages that load balancers ask say 503, while calls are answered as before (the drain). Then
nobody new is taken, and every call that came is answered. Whoever runs the server ends the work beside the calls after
that. A second signal ends the process at once, in the system's own way.

Nothing here knows of the application, so that the portals end in the same way.
"""

import logging
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

from waitress import wasyncore
from waitress.server import BaseWSGIServer, MultiSocketServer

from vettrak_api.hosting.connections import listeners

logger = logging.getLogger(__name__)

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name))
"""What tells a process to stop: Ctrl-C, a service manager, and on Windows Ctrl-Break."""

STOP_SECONDS = 20.0
"""How long calls may go on, where no setting says it."""

LOOK_SECONDS = 1.0
"""The longest wait for a connection on which something happens: Windows lets no signal interrupt it."""

QUICK_LOOK_SECONDS = 0.05
QUIET_SECONDS = 1.0
"""A connection on which nothing has happened for so long is closed: no request is on its way any more."""


def told_to_stop(wake: Callable[[], object] = lambda: None) -> threading.Event:
    """Return what is set by the first signal to stop; `wake` is called then. The next signal ends the process."""
    told = threading.Event()

    def note(number: int, frame: FrameType | None) -> None:
        del number, frame
        for way in SIGNALS:
            signal.signal(way, signal.SIG_DFL)
        told.set()
        wake()

    for way in SIGNALS:
        signal.signal(way, note)
    return told


def end_at_once_when_told_again(before: Callable[[], object]) -> None:
    """Let the next signal to stop end the process in the system's own way, when `before` was called."""

    def end(number: int, frame: FrameType | None) -> None:
        del frame
        before()
        signal.signal(number, signal.SIG_DFL)
        signal.raise_signal(number)

    for way in SIGNALS:
        signal.signal(way, end)


def serve_until_told(
    server: BaseWSGIServer | MultiSocketServer, *, drain_seconds: float = 0, stop_seconds: float = STOP_SECONDS
) -> None:
    """Run a server of waitress in the main thread until a signal tells it to stop, and answer whoever has come.

    Calls that take longer than `stop_seconds` after the drain are cut off, and counted in the log.
    """
    parts: list[Any] = listeners(server)  # whose types are told by halves
    told = told_to_stop(parts[0].pull_trigger)
    while not told.is_set():
        _turn(parts[0], LOOK_SECONDS)
    for part in parts:
        part.is_leaving = True  # for connections.Task
    drained = time.monotonic() + drain_seconds
    while (left := drained - time.monotonic()) > 0:
        _turn(parts[0], min(left, LOOK_SECONDS))
    for part in parts:
        _take_no_more(part)
    _answer_all(parts, time.monotonic() + stop_seconds)
    server.task_dispatcher.shutdown(timeout=1)


def _turn(part: Any, seconds: float) -> None:
    """Wait for what happens on any connection, and do what that asks for; waitress has one map for all listeners."""
    wasyncore.loop(timeout=seconds, use_poll=True, map=part._map, count=1)  # noqa: SLF001 - waitress has no other door


def _take_no_more(part: Any) -> None:
    """Take the connections that wait already, and listen no longer."""
    before = -1
    while before < len(part.active_channels):
        before = len(part.active_channels)
        part.handle_accept()
    wasyncore.dispatcher.close(part)  # the server's own close takes away what wakes the loop


def _answer_all(parts: list[Any], deadline: float) -> None:
    """Go on until no connection is left, or for as long as calls may take."""
    while any(part.active_channels for part in parts):
        if time.monotonic() >= deadline:
            unanswered = sum(bool(channel.requests) for part in parts for channel in part.active_channels.values())
            if unanswered:
                logger.warning("stopped before %s calls were answered: they took too long", unanswered)
            return
        _close_quiet(parts)
        _turn(parts[0], QUICK_LOOK_SECONDS)


def _close_quiet(parts: list[Any]) -> None:
    moment = time.time() - QUIET_SECONDS
    for part in parts:
        for channel in part.active_channels.values():
            works = channel.requests or channel.request is not None or channel.total_outbufs_len
            if not works and channel.last_activity < moment:
                channel.will_close = True
