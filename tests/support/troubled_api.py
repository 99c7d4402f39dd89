"""A server between the portals and the real one that misbehaves on request."""

import threading
import time
import urllib.request
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from lxml import etree

from tests.support.servers import HOST


class TroubledApi:
    """Passes on what it is asked, until `trouble` says otherwise; `address` is where.

    trouble: "hang up" answers nothing, "late" waits `seconds` before that, "trickle" sends a byte now and then, "large"
    never ends, "stall" and "half" stop in the middle, "error" is a page with HTTP 500, "moved" leads elsewhere, bytes
    are the answer itself, and a number is a Status.
    """

    def __init__(self, real):
        self.real = real
        self.trouble = None
        self.operations = None
        """Operations that are troubled; all, when None."""
        self.seconds = 3.0
        self.times = 1_000_000
        """How often there is trouble."""
        self.over = threading.Event()

    def is_troubled(self, body):
        """Tell whether a message is to be answered badly."""
        named = self.operations is None or any(f":{name}>".encode() in body for name in self.operations)
        if self.trouble is None or not named or self.times == 0:
            return False
        self.times -= 1
        return True


class Handler(BaseHTTPRequestHandler):
    """Answers one connection, as the server's `api` says."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.pass_on(None)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.api.is_troubled(body):
            self.close_connection = True
            self.misbehave(body, self.server.api)
        else:
            self.pass_on(body)

    def pass_on(self, body):
        headers = {name: self.headers[name] for name in ("Content-Type", "SOAPAction") if name in self.headers}
        asked = urllib.request.Request(self.server.api.real + self.path, body, headers)
        with urllib.request.urlopen(asked) as answer:
            self.tell(answer.read(), answer.headers["Content-Type"])

    def tell(self, body, kind="text/xml; charset=utf-8", status=200, **headers):
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def misbehave(self, body, api):
        trouble = api.trouble
        if trouble == "hang up":
            return
        if trouble == "late":
            api.over.wait(api.seconds)
        elif trouble == "trickle":
            self.pour(b" ", 0.05)
        elif trouble == "large":
            self.pour(b" " * 1_000_000, 0)
        elif trouble in {"stall", "half"}:
            self.send_response(200)
            self.send_header("Content-Type", "text/xml")
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"<half")
            self.server.api.over.wait(api.seconds if trouble == "stall" else 0)
        elif trouble == "error":
            self.tell(b"<html><body>Oops</body></html>", "text/html", 500)
        elif trouble == "moved":
            self.tell(b"", status=302, Location="http://127.0.0.1:1/")
        elif isinstance(trouble, bytes):
            self.tell(trouble)
        else:
            self.tell(answer_of(body, trouble))

    def pour(self, portion, pause):
        """Send the same again and again, for ten seconds at most."""
        self.send_response(200)
        self.send_header("Content-Type", "text/xml")
        self.end_headers()
        until = time.monotonic() + 10
        while time.monotonic() < until and not self.server.api.over.wait(pause):
            self.wfile.write(portion)

    def handle(self):
        with suppress(OSError):  # who asked has given up
            super().handle()

    def log_message(self, *told):
        pass


@contextmanager
def troubled(real):
    """Serve as long as the body."""
    api = TroubledApi(real)
    server = ThreadingHTTPServer((HOST, 0), Handler)
    server.daemon_threads, server.api = True, api
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    api.address = f"http://{HOST}:{server.server_port}"
    try:
        yield api
    finally:
        api.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def answer_of(body, status):
    """Return an answer of the operation that a message calls: nothing but its Auth, with this Status."""
    envelope = etree.fromstring(body)
    call = envelope.find("{*}Body")[0]
    space, name = call.tag[1:].split("}")
    auth = f"<ID>-1</ID><Token/><Status>{status}</Status><StatusMessage>Told by a test.</StatusMessage>"
    auth += "<Identifier/><TokenType/>"
    inner = auth if name in {"ValidateClient", "UpdateClientDetails"} else f"<Auth>{auth}</Auth>"
    return (
        f'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><{name}Response xmlns="{space}">'
        f"<{name}Result>{inner}</{name}Result></{name}Response></s:Body></s:Envelope>"
    ).encode()
