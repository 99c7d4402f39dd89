"""The ways in from IIS without Windows: the web.config files as they are delivered, and what stands behind them.

A door is asked for an address as a client types it, and answers as the client sees it.
"""

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import trustme
from lxml import etree

from tests.support.fastcgi import Answer, wfastcgi
from tests.support.servers import HOST, PATIENCE, free_port, start, stop
from tests.support.tools import need
from vettrak_api.hosting.iis.texts import settings_file, web_config
from vettrak_api.hosting.iis.wishes import PLATFORM, WFASTCGI, Wishes

NAME = "rto.example"
CHEAP = "argon2_memory_kib = 8\nargon2_passes = 1\n"


def delivered(way, directory, folder, database_url):
    """Write web.config and settings as an installation does, for a folder of this computer; return the wishes."""
    wishes = Wishes(way=way, path=directory or "/", version="0.1.0", database="sqlite", database_url=database_url)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vettrak.toml").write_text(settings_file(wishes) + CHEAP, encoding="utf-8")
    text = web_config(wishes)
    places = {r"C:\vettrak\config\vettrak.toml": f"{folder}/vettrak.toml", "C:\\vettrak\\logs\\": f"{folder}/"}
    for theirs, ours in places.items():
        text = text.replace(theirs, ours)
    # Windows does not mind the letter case of this name, and wfastcgi writes it so.
    (folder / "Web.config").write_text(text, encoding="utf-8")
    return etree.fromstring(text.encode())


@dataclass
class Door:
    """A way in: what it is asked by, and where it seems to be."""

    directory: str
    scheme: str
    _ask: object

    @property
    def base(self):
        """The address of the application, without a slash at its end."""
        return f"{self.scheme}://{NAME}{self.directory}"

    def ask(self, url, body=b"", **headers):
        """Ask for a whole address."""
        return self._ask(url, body, headers)


@contextmanager
def fastcgi_process(directory, folder, database_url, **environment):
    """Run the application under wfastcgi."""
    delivered(WFASTCGI, directory, folder, database_url)
    with wfastcgi(folder, **environment) as iis:
        yield iis


def fastcgi_door(iis, directory, scheme, script, *, rewritten):
    """Return a way in by a process of wfastcgi that runs already."""

    def ask(url, body, headers):
        form = {"content_type": headers.pop("Content-Type")} if "Content-Type" in headers else {}
        return iis.ask(url, body, script=script, rewritten=rewritten, headers=headers, **form)

    return Door(directory, scheme, ask)


@dataclass
class Platform:
    """A server that HttpPlatformHandler has started, and the web server before it, at a port for each scheme."""

    ports: dict
    context: ssl.SSLContext


@contextmanager
def platform_process(directory, folder, database_url):
    """Run what HttpPlatformHandler starts, and nginx before it, which passes requests on as it does."""
    config = delivered(PLATFORM, directory, folder, database_url)
    handler = config.find("system.webServer/httpPlatform")
    variables = handler.iterfind("environmentVariables/environmentVariable")
    environment = {entry.get("name"): entry.get("value") for entry in variables}
    inner = free_port()
    arguments = handler.get("arguments").replace("%HTTP_PLATFORM_PORT%", str(inner)).split()
    assert arguments[-2:] == ["--port", str(inner)]
    command = [sys.executable, *arguments[:-2]]
    server = start(inner, folder / "printed.txt", command, {"HTTP_PLATFORM_PORT": str(inner), **environment})
    limit = config.find(".//requestLimits").get("maxAllowedContentLength")
    try:
        with _nginx(folder, inner, limit) as platform:
            yield platform
    finally:
        stop(server.process)


def platform_door(platform, directory, scheme):
    """Return a way in by a server that runs already."""
    context = platform.context if scheme == "https" else None

    def ask(url, body, headers):
        return _over_http(platform.ports[scheme], context, url, body, headers)

    return Door(directory, scheme, ask)


@contextmanager
def _nginx(folder, inner, limit):
    ports = {"http": free_port(), "https": free_port()}
    authority, context = trustme.CA(), ssl.create_default_context()
    authority.configure_trust(context)
    certificate = folder / "certificate.pem"
    authority.issue_cert(NAME).private_key_and_cert_chain_pem.write_to_path(certificate)
    places = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    settings = folder / "nginx.conf"
    settings.write_text(
        f"""{user} daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx-errors.txt; events {{}}
http {{ access_log off; {places}
  server {{ listen {HOST}:{ports["http"]}; listen {HOST}:{ports["https"]} ssl; client_max_body_size {limit};
    ssl_certificate {certificate}; ssl_certificate_key {certificate};
    location / {{ proxy_pass http://{HOST}:{inner}; proxy_http_version 1.1; proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_set_header X-Forwarded-Proto $scheme; }} }} }}
""",
        encoding="utf-8",
    )
    command = [need("nginx"), "-p", str(folder), "-c", str(settings)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as nginx:
        try:
            for port in ports.values():
                _wait_for(port, nginx)
            yield Platform(ports, context)
        finally:
            nginx.terminate()


def _wait_for(port, process):
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            _connected(port).close()
        except OSError:
            assert process.poll() is None, "nginx has ended"
            assert time.monotonic() < deadline
            time.sleep(0.02)
        else:
            return


def _over_http(port, context, url, body, headers):
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    if context is not None:
        connection = http.client.HTTPSConnection(HOST, port, timeout=PATIENCE, context=context)
        # The certificate is that of the name, which nobody but us knows where to find.
        connection.sock = context.wrap_socket(_connected(port), server_hostname=parts.hostname)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    told = {"Host": parts.netloc, "Content-Type": "text/xml; charset=utf-8", **headers}
    try:
        connection.request("POST" if body else "GET", target, body or None, told)
        answer = connection.getresponse()
        return Answer(answer.status, answer.getheaders(), answer.read())
    finally:
        connection.close()


def _connected(port):
    return socket.create_connection((HOST, port), PATIENCE)


def copied(template, folder) -> Path:
    """Copy a database."""
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(template, folder / "vettrak.sqlite"))
