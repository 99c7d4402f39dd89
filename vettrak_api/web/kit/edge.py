"""The edge of an application: every request has an id from here on, and leaves a record of what became of it."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from vettrak_api.asmx.proxies import Proxies
from vettrak_api.request import CURRENT, IS_GONE, Request, new_id

REQUEST_ID = "X-Request-ID"
"""The header by which a trusted proxy may name a request; it counts where forwarded_headers names it."""

_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_SAFE = re.compile(r"[A-Za-z0-9._-]{8,32}")
"""What the change log has room for, and no line of a log can be broken by."""

Watcher = Callable[[Request], None]
"""Is told of each request when its answer has begun; may not raise, and must not take long."""


def known_request(environ: dict[str, Any], proxies: Proxies) -> Request:
    """Return the record of a request that arrives: with the id that a trusted proxy gives it, or one of our own."""
    request = Request(_safe(proxies.word_of_proxy(environ, REQUEST_ID)) or new_id(), proxies.client_address(environ))
    request.is_gone = environ.get(IS_GONE, request.is_gone)
    return request


def answer_watched(
    application: Callable[..., Iterable[bytes]],
    environ: dict[str, Any],
    start_response: Callable[..., Any],
    request: Request,
    watchers: Sequence[Watcher],
) -> Iterable[bytes]:
    """Let an application answer a request, name the answer by the request's id, and tell the watchers how it went."""

    def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
        request.http = int(status[:3])
        return start_response(status, [*headers, ("X-Request-Id", request.id)], *error)

    token = CURRENT.set(request)
    try:
        return application(environ, start)
    finally:
        CURRENT.reset(token)
        request.end()
        for watch in watchers:
            watch(request)


def _safe(told: str) -> str:
    """Return an id in the form that we keep: UUIDs lose their hyphens, what is not safe is blank."""
    if _UUID.fullmatch(told):
        return told.replace("-", "").lower()
    return told if _SAFE.fullmatch(told) else ""
