"""HTTP by hand, for requests that no SOAP client would send."""

import http.client
from dataclasses import dataclass

from lxml import etree

from tests.support.servers import HOST

ENVELOPES = {
    "1.1": "http://schemas.xmlsoap.org/soap/envelope/",
    "1.2": "http://www.w3.org/2003/05/soap-envelope",
}
TEXT_XML = "text/xml; charset=utf-8"


@dataclass(frozen=True)
class HttpAnswer:
    """What came back for one request."""

    status: int
    content_type: str
    text: str

    def value(self, name):
        """Return the text of the first element of that local name, or None."""
        found = etree.fromstring(self.text.encode()).find(f".//{{*}}{name}")
        return None if found is None else found.text


def send(server, path, body, *, method="POST", seconds=30, **headers):
    """Send one request and return the answer; a header's name is written with _ for -."""
    connection = http.client.HTTPConnection(HOST, server.port, timeout=seconds)
    data = body.encode() if isinstance(body, str) else body
    try:
        connection.request(method, path, data, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return HttpAnswer(answer.status, answer.headers.get("Content-Type", ""), answer.read().decode())
    finally:
        connection.close()


def over_http(server):
    """Return a WSGI application that passes every request on to a running server, for `tests.support.soap.Api`."""

    def application(environ, start_response):
        body = environ["wsgi.input"].read()
        headers = {"Content_Type": environ["CONTENT_TYPE"], "SOAPAction": environ.get("HTTP_SOAPACTION", '""')}
        answer = send(server, environ["PATH_INFO"], body, seconds=60, **headers)
        start_response(str(answer.status), [("Content-Type", answer.content_type)])
        return [answer.text.encode()]

    return application


class Line:
    """A connection to a server that stays open for one POST after another."""

    def __init__(self, address):
        self._connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)

    def post(self, path, body):
        """Return the body of the answer."""
        self._connection.request("POST", path, body, {"Content-Type": TEXT_XML})
        return self._connection.getresponse().read()

    def close(self):
        """End the connection."""
        self._connection.close()
