"""HTTP answers, and the headers that let pages of other origins call us."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

StartResponse: TypeAlias = Callable[..., Any]
Headers: TypeAlias = list[tuple[str, str]]

OK = "200 OK"
ALLOWED_METHODS = "GET, HEAD, OPTIONS, POST"
HTML = "text/html; charset=utf-8"

POLICY = "Content-Security-Policy"
NO_FRAMES = "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
GUARDS: Headers = [("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY")]
NOTHING_ALLOWED = (POLICY, f"default-src 'none'; {NO_FRAMES}")
"""For answers that are no pages: a browser may show them, and do nothing on their account."""


@dataclass
class Response:
    """One answer, whole."""

    status: str
    content_type: str
    body: bytes
    headers: Headers = field(default_factory=list)

    def send(self, start_response: StartResponse, extra: Headers, *, with_body: bool = True) -> Iterable[bytes]:
        """Start the response and give its body; a HEAD request gets the same headers and no body."""
        headers = [("Content-Type", self.content_type)] if self.content_type else []
        headers.append(("Content-Length", str(len(self.body))))
        headers += GUARDS
        if not any(name == POLICY for name, _ in self.headers):
            headers.append(NOTHING_ALLOWED)
        start_response(self.status, [*headers, *self.headers, *extra])
        return [self.body] if with_body else []


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

    def preflight(self) -> Response:
        """The answer to OPTIONS: what a call from another origin may send."""
        headers = [("Allow", ALLOWED_METHODS)]
        if self._origins:
            headers += [
                ("Access-Control-Allow-Methods", ALLOWED_METHODS),
                ("Access-Control-Allow-Headers", "Content-Type, SOAPAction, Authorization"),
                ("Access-Control-Max-Age", "86400"),
            ]
        return Response("204 No Content", "", b"", headers)
