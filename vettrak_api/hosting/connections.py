"""Connections of waitress: how many there may be, how long a request may take to arrive, and where they lead to."""

import logging
import select
import socket
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, MultiSocketServer
from waitress.task import WSGITask

from vettrak_api.request import IS_GONE, LEAVING
from vettrak_api.settings import Settings

logger = logging.getLogger(__name__)

SELECTED_CONNECTIONS = 400
"""Most connections where the system has no poll(): on Windows select() takes 512 sockets and fails with more."""

FILES_BESIDE = 100
"""Files that a process needs beside its connections: databases, logs, programs, threads."""

FILES_OF_CONNECTION = 2
"""A connection's socket, and the file that waitress keeps a long body in."""

BYTES_PER_SECOND = 500
"""A request that brings so many bytes in a second is never too slow."""

ACCEPTED_AT_ONCE = 100
"""Connections that are taken before those that are open get their turn."""

LONGEST_HEAD = 65_536
"""Bytes of a request's first line and headers."""


def connection_options(settings: Settings) -> dict[str, Any]:
    """Return what waitress is told about connections."""
    return {
        "connection_limit": most_connections(settings.connection_limit),
        "asyncore_use_poll": True,  # waitress takes select() where there is no poll()
        "channel_timeout": settings.connection_idle_seconds,
        "cleanup_interval": min(5, settings.connection_idle_seconds),
        "max_request_header_size": LONGEST_HEAD,
    }


def most_connections(wanted: int) -> int:
    """Return how many connections may be open at once: as many as are wanted, or as the system can bear."""
    if not hasattr(select, "poll"):
        wanted = min(wanted, SELECTED_CONNECTIONS)
    files = allow_files(FILES_BESIDE + FILES_OF_CONNECTION * wanted)
    return wanted if files is None else min(wanted, max(20, (files - FILES_BESIDE) // FILES_OF_CONNECTION))


def allow_files(wanted: int) -> int | None:
    """Let this process open so many files, if it may; return how many it may, or None when the system sets no limit."""
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415 - not on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = resource.RLIM_INFINITY
    if soft == unlimited or soft >= wanted:
        return None
    try:
        allowed = wanted if hard == unlimited else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    except (OSError, ValueError):  # some systems allow less than they say
        return soft
    return allowed


class Task(WSGITask):
    """A request that knows the address which its client has connected to, and not just a name that stands for it.

    And whether the client has gone; and whether the server was told to stop: then its connection ends with it, so that
    the client's next call goes to another server.
    """

    def get_environment(self) -> dict[str, Any]:
        """Return the request as WSGI tells it."""
        environ: dict[str, Any] = super().get_environment()
        environ["SERVER_NAME"] = getattr(self.channel, "local_host", "") or environ["SERVER_NAME"]
        connection: Any = self.channel.socket
        environ[IS_GONE] = partial(is_closed, connection)
        if getattr(self.channel.server, "is_leaving", False):
            environ[LEAVING] = True
            request: Any = self.request
            request.headers["CONNECTION"] = "close"
        return environ


def is_closed(connection: socket.socket) -> bool:
    """Tell whether the other end of a connection that does not block has closed it, or this one has."""
    try:
        return not connection.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    except OSError:
        return True


class Channel(HTTPChannel):
    """A connection that is closed when a request on it comes too slowly, however steadily.

    Waitress itself closes connections on which nothing happens. A byte now and then would keep one open for ever.
    """

    task_class = Task
    patience_seconds = float("inf")
    _began = 0.0
    _awaited: Any = None

    def __init__(self, server: Any, sock: Any, addr: Any, adj: Any, map: Any = None) -> None:  # noqa: A002 - waitress's
        self.local_host = str(sock.getsockname()[0]).partition("%")[0]
        super().__init__(server, sock, addr, adj, map=map)

    def received(self, data: bytes) -> bool:
        """Take bytes of a request, or give the connection up."""
        taken = bool(super().received(data))
        now = time.monotonic()
        if self.request is not self._awaited or self.requests:
            self._awaited, self._began = self.request, now
        elif self.request is not None and now - self._began > self._patience_with(self.request):
            logger.warning("closed a connection from=%s: its request comes too slowly", self.addr[0])
            self.will_close = True
        return taken

    def _patience_with(self, request: Any) -> float:
        came: int = request.header_bytes_received + request.body_bytes_received
        return self.patience_seconds + came / BYTES_PER_SECOND


def use_patience(server: BaseWSGIServer | MultiSocketServer, seconds: float) -> None:
    """Let a server's connections wait so long for a request, and a second more for each 500 bytes of it.

    And let it take the connections of a crowd by the dozen.
    """
    patient = type("PatientChannel", (Channel,), {"patience_seconds": seconds})
    for part in listeners(server):
        part.channel_class = patient
        part.handle_accept = partial(_accept_several, part, part.handle_accept)


def listeners(server: BaseWSGIServer | MultiSocketServer) -> list[Any]:
    """Return what listens: a server has one for each address that its host's name stands for."""
    if isinstance(server, BaseWSGIServer):
        return [server]
    parts: Mapping[int, Any] = server.map or {}
    return [part for part in parts.values() if isinstance(part, BaseWSGIServer)]


def _accept_several(listener: Any, accept: Callable[[], None]) -> None:
    """Take the connections that wait. Waitress takes one between two looks at all that are open.

    That makes a thousand that come at once cost as much as half a million looks, for seconds.
    """
    for _ in range(ACCEPTED_AT_ONCE):
        before = len(listener.active_channels)
        accept()
        if len(listener.active_channels) in {before, listener.adj.connection_limit}:
            return
