"""A FastCGI client that speaks to wfastcgi as IIS does, and the real wfastcgi.py in a process of its own.

IIS hands a process one pipe for both directions, as its standard input; here it is a socket.
"""

import os
import socket
import struct
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

BEGIN, ABORT, END, PARAMS, STDIN, STDOUT, STDERR, GET_VALUES, GET_VALUES_RESULT, UNKNOWN = (
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    9,
    10,
    11,
)
RESPONDER, KEEP_CONNECTION = 1, 1
LONGEST_RECORD = 0xFFFF
PATIENCE = 60

HOST_PROCESS = Path(__file__).with_name("wfastcgi_host.py")


@dataclass
class Answer:
    """What came back for a request."""

    status: int = 0
    headers: list = field(default_factory=list)
    body: bytes = b""
    errors: bytes = b""

    def header(self, name):
        """Return the first header of a name, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


class Iis:
    """One connection to a process of wfastcgi, kept open from request to request as IIS keeps it."""

    def __init__(self, connection, folder):
        self._connection = connection
        self._stream = connection.makefile("rb")
        self._folder = folder

    def send(self, kind, content=b"", request=1, padding=0):
        """Send one record."""
        head = struct.pack(">BBHHBB", 1, kind, request, len(content), padding, 0)
        self._connection.sendall(head + content + b"\0" * padding)

    def begin(self, parameters, request=1):
        """Begin a request: its head, and its variables in two records."""
        self.send(BEGIN, struct.pack(">HB5x", RESPONDER, KEEP_CONNECTION), request)
        pairs = [_pair(name, value) for name, value in parameters.items()]
        half = len(pairs) // 2
        for part in (pairs[:half], pairs[half:], []):
            self.send(PARAMS, b"".join(part), request, padding=len(part) % 8)

    def body(self, content, request=1, record=LONGEST_RECORD):
        """Send a body, in records, and its end."""
        for start in range(0, len(content), record):
            self.send(STDIN, content[start : start + record], request)
        self.send(STDIN, b"", request)

    def record(self):
        """Receive a record: kind, request, content. None at the end of the connection."""
        head = self._stream.read(8)
        if not head:
            return None
        _, kind, request, length, padding, _ = struct.unpack(">BBHHBB", head)
        content = self._stream.read(length)
        self._stream.read(padding)
        return kind, request, content

    def answer(self, request=1):
        """Receive what answers a request."""
        out, errors = bytearray(), bytearray()
        while True:
            kind, number, content = self.record()
            assert number == request
            if kind == END:
                assert content == b"\0" * 8
                return _parsed(bytes(out), bytes(errors))
            (out if kind == STDOUT else errors).extend(content)

    def ask(self, url, body=b"", *, record=LONGEST_RECORD, **told):
        """Ask for a URL and return the answer; `told` is what `variables` takes."""
        self.begin(variables(url, body, self._folder, **told))
        self.body(body, record=record)
        return self.answer()

    def close(self):
        """End the connection, as IIS does when it ends a process."""
        self._stream.close()
        self._connection.close()


def variables(
    url,
    body=b"",
    folder="",
    *,
    method=None,
    script="equal",
    rewritten=False,
    address="203.0.113.7",
    content_type="text/xml; charset=utf-8",
    headers=None,
):
    """Return the variables that IIS makes of a request.

    script: SCRIPT_NAME is "equal" to PATH_INFO, which is the whole path, or "empty". rewritten: URL Rewrite has led the
    request here, and tells where it was sent to.
    """
    parts = urlsplit(url)
    path = unquote_to_bytes(parts.path)
    told = {
        "APPL_MD_PATH": "/LM/W3SVC/1/ROOT",
        "APPL_PHYSICAL_PATH": f"{folder}{os.sep}",
        "PATH_INFO": path,
        "SCRIPT_NAME": path if script == "equal" else b"",
        "URL": path,
        "QUERY_STRING": parts.query,
        "REQUEST_METHOD": method or ("POST" if body else "GET"),
        "SERVER_NAME": parts.hostname,
        "SERVER_PORT": str(parts.port or (443 if parts.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_SOFTWARE": "Microsoft-IIS/10.0",
        "GATEWAY_INTERFACE": "CGI/1.1",
        "HTTPS": "on" if parts.scheme == "https" else "off",
        "HTTP_HOST": parts.netloc,
        "REMOTE_ADDR": address,
        "REMOTE_HOST": address,
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_CONTENT_LENGTH": str(len(body)),
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in (headers or {}).items()},
    }
    if body:
        told["CONTENT_TYPE"] = content_type
    if rewritten:
        told["HTTP_X_ORIGINAL_URL"] = parts.path + (f"?{parts.query}" if parts.query else "")
    return told


def _pair(name, value):
    key, content = name.encode(), value if isinstance(value, bytes) else value.encode("latin-1")
    return _length(key) + _length(content) + key + content


def _length(content):
    return bytes([len(content)]) if len(content) < 128 else struct.pack(">I", len(content) | 0x80000000)


def _parsed(out, errors):
    head, _, body = out.partition(b"\r\n\r\n")
    lines = [line.split(": ", 1) for line in head.decode("latin-1").split("\r\n") if line]
    status = next((int(value.split()[0]) for name, value in lines if name == "Status"), 0)
    return Answer(status, [(name, value) for name, value in lines if name != "Status"], body, errors)


@contextmanager
def wfastcgi(folder, **environment):
    """Run wfastcgi as IIS starts it, for the application in a folder with its Web.config; yield the connection."""
    ours, theirs = socket.socketpair()
    ours.settimeout(PATIENCE)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("VETTRAK_")}
    with subprocess.Popen(
        [sys.executable, str(HOST_PROCESS)],
        stdin=theirs,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**inherited, **environment},
    ) as process:
        theirs.close()
        iis = Iis(ours, folder)
        iis.process = process
        try:
            yield iis
        finally:
            iis.close()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
