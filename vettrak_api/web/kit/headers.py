"""What every answer of every site tells the browser to forbid."""

from werkzeug.datastructures import Headers

PROBLEM = "application/problem+json"
"""The media type of a problem document (RFC 9457)."""

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def complete_headers(headers: Headers) -> None:
    """Add what an answer does not say yet."""
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
