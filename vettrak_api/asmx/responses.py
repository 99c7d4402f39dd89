"""HTTP answers, and the headers that let pages of other origins call us."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, TypeAlias

from vettrak_api.asmx.packed import Packed

_LEAST_TO_COMPRESS = 1400
"""Bytes: what fits into one packet of a network gains nothing."""

_QUICKLY = 1
"""gzip's level: a list of 19 kB becomes 2 kB in a tenth of a millisecond; the best level halves that in four times."""

_USUAL_HEADERS = "Content-Type, SOAPAction, Authorization"
_HEADER_NAMES = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~, \t")
_LONGEST_HEADERS = 1024

StartResponse: TypeAlias = Callable[..., Any]
Headers: TypeAlias = list[tuple[str, str]]

OK = "200 OK"
ALLOWED_METHODS = "GET, HEAD, OPTIONS, POST"
HTML = "text/html; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"

POLICY = "Content-Security-Policy"
NO_FRAMES = "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
GUARDS: Headers = [("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY")]
NOTHING_ALLOWED = (POLICY, f"default-src 'none'; {NO_FRAMES}")
"""For answers that are no pages: a browser may show them, and do nothing on their account."""


@dataclass
class Response:
    """One answer, whole; a very long body is packed."""

    status: str
    content_type: str
    body: bytes | Packed
    headers: Headers = field(default_factory=list)
    refused: str = ""
    """Why a request was refused, for the log; blank for one that was not."""
    operation: str = ""
    """The operation that was asked for, once it is known."""

    def send(self, start_response: StartResponse, extra: Headers, *, with_body: bool = True) -> Iterable[bytes]:
        """Start the response and give its body; a HEAD request gets the same headers and no body."""
        headers = [("Content-Type", self.content_type)] if self.content_type else []
        headers.append(("Content-Length", str(len(self.body))))
        headers += GUARDS
        if not any(name == POLICY for name, _ in self.headers):
            headers.append(NOTHING_ALLOWED)
        start_response(self.status, [*headers, *self.headers, *extra])
        if not with_body:
            return []
        return iter(self.body) if isinstance(self.body, Packed) else [self.body]


class CrossOrigin:
    """Which origins browsers may call from: `*` for all, nothing for none, else a list (comma-separated or not)."""

    def __init__(self, origins: str | Iterable[str]) -> None:
        listed = origins.split(",") if isinstance(origins, str) else origins
        self._origins = frozenset(origin.strip().rstrip("/").lower() for origin in listed if origin.strip())

    def headers(self, environ: dict[str, Any]) -> Headers:
        """The headers that every answer carries for an origin that may call."""
        if "*" in self._origins:
            return [("Access-Control-Allow-Origin", "*")]
        if not self._origins:
            return []
        origin = environ.get("HTTP_ORIGIN", "")
        if origin.lower() not in self._origins:
            return [("Vary", "Origin")]
        return [("Access-Control-Allow-Origin", origin), ("Vary", "Origin")]

    def preflight(self, environ: dict[str, Any]) -> Response:
        """The answer to OPTIONS: what a call from another origin may send, which is what it asks to send."""
        headers = [("Allow", ALLOWED_METHODS)]
        if self._origins:
            headers += [
                ("Access-Control-Allow-Methods", ALLOWED_METHODS),
                ("Access-Control-Allow-Headers", _requested_headers(environ)),
                ("Access-Control-Max-Age", "86400"),
            ]
        return Response("204 No Content", "", b"", headers)


def _requested_headers(environ: dict[str, Any]) -> str:
    """The headers that a browser asks to send, given back; the usual ones when it asks for none, or for nonsense."""
    asked: str = environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS", "")
    if not asked.strip() or len(asked) > _LONGEST_HEADERS or not _HEADER_NAMES.issuperset(asked):
        return _USUAL_HEADERS
    return asked.strip()


def compressed(response: Response, environ: dict[str, Any]) -> Response:
    """The response as the client wants it sent: in gzip if it takes that and there is enough to gain."""
    if len(response.body) < _LEAST_TO_COMPRESS:
        return response
    headers = [*response.headers, ("Vary", "Accept-Encoding")]
    body = response.body
    if _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
        body = body.as_gzip() if isinstance(body, Packed) else gzip.compress(body, _QUICKLY, mtime=0)
        headers.append(("Content-Encoding", "gzip"))
    return replace(response, body=body, headers=headers)


@lru_cache(maxsize=256)
def _takes_gzip(accepted: str) -> bool:
    """Whether a header Accept-Encoding names gzip, or everything, with a weight above zero."""
    weights = {}
    for entry in accepted[:_LONGEST_HEADERS].lower().split(","):
        coding, _, parameter = entry.partition(";")
        weights[coding.strip()] = parameter.replace(" ", "").removeprefix("q=").strip("0.") != "" or not parameter
    return weights.get("gzip", weights.get("*", False))
