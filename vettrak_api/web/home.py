"""The page at the root, and the answer to paths that lead nowhere."""

from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from vettrak_api.catalogue.loader import load_catalogue

PURPOSES = {
    "complete": "all operations",
    "integrate": "transfer to and from a learning management system",
    "enrol": "enrolments from web sites",
    "portals": "clients, employers and staff see their training",
}

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>VETtrak API server</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:44rem;padding:0 1rem}}</style></head>
<body><h1>VETtrak API server</h1>
<p>This server speaks the VETtrak API. Point a SOAP client at one of its services:</p>
<ul>{services}</ul>
<p>Each page lists its operations, with samples; add <code>?WSDL</code> for the description that tools read.</p>
</body></html>
"""


def home_page(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """List the services with links."""
    base = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "").rstrip("/")
    services = "".join(
        f'<li><a href="{escape(base + path, quote=True)}">{escape(path.strip("/"))}</a>: {PURPOSES[product]}</li>'
        for product, path in load_catalogue().endpoints.items()
    )
    return _answer(start_response, "200 OK", "text/html; charset=utf-8", PAGE.format(services=services))


def not_found(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Say where the services are."""
    del environ
    known = ", ".join(load_catalogue().endpoints.values())
    text = f"Nothing is here. The services are at {known}, below the server's address.\n"
    return _answer(start_response, "404 Not Found", "text/plain; charset=utf-8", text)


def _answer(start_response: Callable[..., Any], status: str, content_type: str, text: str) -> Iterable[bytes]:
    body = text.encode()
    headers = [
        ("Content-Type", content_type),
        ("Content-Length", str(len(body))),
        ("X-Content-Type-Options", "nosniff"),
    ]
    start_response(status, headers)
    return [body]
