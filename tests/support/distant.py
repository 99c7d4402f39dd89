"""A server at an address as a WSGI application, so that what tests calls from within can be tried from without."""

import http.client
from urllib.parse import urlsplit

SECONDS = 20.0
"""How long an answer is waited for."""


class Lost(Exception):
    """No answer came, or one that a proxy made: refused, hung up, too late, or HTTP 502 to 504."""


class Distant:
    """Passes requests on to the server at an address, each by a connection of its own."""

    def __init__(self, address):
        self._host = urlsplit(address).netloc

    def __call__(self, environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        path = environ["PATH_INFO"] + (f"?{query}" if (query := environ.get("QUERY_STRING")) else "")
        connection = http.client.HTTPConnection(self._host, timeout=SECONDS)
        try:
            connection.request(environ["REQUEST_METHOD"], path, body, headers_of(environ))
            answer = connection.getresponse()
            told = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise Lost(type(error).__name__) from error
        finally:
            connection.close()
        if answer.status in {502, 503, 504} and answer.getheader("Content-Type") == "text/html":
            raise Lost(f"HTTP {answer.status}")
        start_response(f"{answer.status} {answer.reason}", answer.getheaders())
        return [told]


def headers_of(environ):
    """Return the headers that a request came with; the host is the server's own."""
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").title(): value
        for name, value in environ.items()
        if name.startswith("HTTP_") and name != "HTTP_HOST"
    }
    if told := environ.get("CONTENT_TYPE"):
        headers["Content-Type"] = told
    return headers
