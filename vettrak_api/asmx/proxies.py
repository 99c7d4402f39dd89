"""Which forwarded headers count, and what they say of the address that a client called."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import quote, unquote

from vettrak_api.asmx.request import Environ

FORWARDED = "Forwarded"
FOR, PROTO = "X-Forwarded-For", "X-Forwarded-Proto"
HOST, PORT, PREFIX = "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Prefix"

USUAL_HEADERS = (FOR, PROTO)
"""What most proxies set. They pass on the others as a client has written them, so these count when named only."""

LONGEST_HEADER = 4096
"""Characters of a header that tells addresses; of a longer one the end counts, which the nearest proxy wrote."""

_HOST = re.compile(r"([A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::([0-9]{0,5}))?")
_FORWARDED_PART = re.compile(r'(for|proto|host)[ \t]{0,9}=[ \t]{0,9}("[^"]*"|[^;,\s]*)', re.IGNORECASE)
_PATH_SAFE = "/~!$&'()*+,;=:@"
_CONTROLS = frozenset(map(chr, (*range(32), 127)))
_USUAL_PORTS = {"http": "80", "https": "443"}


class Proxies:
    """Whose forwarded headers count (addresses and networks of trusted proxies), and which of them those set.

    All other forwarded headers are the client's own word, whoever passes them on.
    """

    def __init__(self, trusted: Iterable[str], headers: Iterable[str] = USUAL_HEADERS) -> None:
        self._networks = [ipaddress.ip_network(address, strict=False) for address in trusted]
        self._headers = frozenset(name.lower() for name in headers)

    def trusts(self, address: str) -> bool:
        """Whether the address is a trusted proxy's; what is no address (a Unix socket) is not."""
        return _is_address(address) and any(ipaddress.ip_address(address) in network for network in self._networks)

    def client_address(self, environ: Environ) -> str:
        """The nearest address that no trusted proxy stands behind: what clients claim further out does not count.

        Neither does what is no address: it ends in logs and in the counting of failed log-ins.
        """
        address: str = environ.get("REMOTE_ADDR", "")
        for claimed in reversed(self._claimed_clients(environ)):
            if not self.trusts(address) or not _is_address(claimed):
                break
            address = claimed
        return address

    def location(self, environ: Environ, public_url: str) -> str:
        """The address of the page as clients reach it.

        `public_url` wins: an address that ends in .asmx as it is, else the page's own name below it.
        """
        path = quote((environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")).encode("latin-1"), safe=_PATH_SAFE)
        if public_url:
            base = public_url.rstrip("/")
            return base if base.lower().endswith(".asmx") else f"{base}/{path.rpartition('/')[2]}"
        prefix = self.prefix(environ)
        if prefix and path.lower().startswith(f"{prefix.lower()}/"):
            prefix = ""
        return f"{self.origin(environ)}{prefix}{path}"

    def origin(self, environ: Environ) -> str:
        """Scheme and host as clients reach them: `https://api.example`."""
        forwarded = self._forwarded(environ)
        scheme = forwarded.get("proto") or environ.get("wsgi.url_scheme", "http")
        return f"{scheme}://{_host(environ, forwarded, scheme)}"

    def prefix(self, environ: Environ) -> str:
        """The path, quoted, that the nearest proxy has taken off; empty when it tells none or none that can be used."""
        told = self._told_prefix(environ)
        return quote(told.rstrip("/"), safe=_PATH_SAFE + "%") if _is_path(told) else ""

    def complaint(self, environ: Environ) -> str:
        """What is wrong with the headers of a trusted proxy, in a sentence; empty when nothing is."""
        told = self._told_prefix(environ)
        return f"The header {PREFIX} does not hold a path." if told.rstrip("/") and not _is_path(told) else ""

    def word_of_proxy(self, environ: Environ, name: str) -> str:
        """What a trusted proxy says in a header that it is said to set; empty for everybody else's word."""
        told = self._last(environ, name)
        return told if told and self._trusts_sender(environ) else ""

    def _told_prefix(self, environ: Environ) -> str:
        return self.word_of_proxy(environ, PREFIX)

    def _trusts_sender(self, environ: Environ) -> bool:
        return self.trusts(environ.get("REMOTE_ADDR", ""))

    def _said(self, environ: Environ, name: str) -> str:
        """What a header says, if it is one that counts."""
        if name.lower() not in self._headers:
            return ""
        text: str = environ.get(f"HTTP_{name.upper().replace('-', '_')}", "")
        return text[-LONGEST_HEADER:]

    def _last(self, environ: Environ, name: str) -> str:
        """What the nearest of several proxies has added to a header."""
        return self._said(environ, name).rpartition(",")[2].strip()

    def _claimed_clients(self, environ: Environ) -> list[str]:
        standard = self._said(environ, FORWARDED)
        if standard:
            found = [value for name, value in _FORWARDED_PART.findall(standard) if name.lower() == "for"]
        else:
            found = self._said(environ, FOR).split(",")
        addresses = [_without_port(address.strip().strip('"')) for address in found]
        return [address for address in addresses if address]

    def _forwarded(self, environ: Environ) -> dict[str, str]:
        """Scheme, host and port as the nearest proxy tells them; the last of several is the nearest's."""
        if not self._trusts_sender(environ):
            return {}
        standard = _FORWARDED_PART.findall(self._said(environ, FORWARDED))
        found = {name.lower(): value.strip('"') for name, value in standard}
        for name, header in (("proto", PROTO), ("host", HOST), ("port", PORT)):
            found.setdefault(name, self._last(environ, header))
        scheme, port = found["proto"].lower(), found["port"]
        return {
            "proto": scheme if scheme in _USUAL_PORTS else "",
            "host": found["host"],
            "port": port if port.isascii() and port.isdigit() and len(port) <= 5 else "",
        }


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _without_port(address: str) -> str:
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address


def _is_path(text: str) -> bool:
    """Whether a text may stand before a path: `/vdir`, never another host's or one that breaks a header's line."""
    plain = unquote(text, "latin-1")
    return plain.startswith("/") and "//" not in plain and "\\" not in plain and not has_control_characters(plain)


def has_control_characters(text: str) -> bool:
    """Whether a text that stands for bytes holds any of ASCII's control characters."""
    return not _CONTROLS.isdisjoint(text)


def _host(environ: Environ, forwarded: dict[str, str], scheme: str) -> str:
    """Host and port: as the proxy says, as the client says, or the address that it has connected to."""
    port = forwarded.get("port", "")
    told = _HOST.fullmatch(forwarded.get("host", "")) or _HOST.fullmatch(environ.get("HTTP_HOST") or "")
    if told is None:
        host, port = _bracketed(environ.get("SERVER_NAME", "localhost")), port or environ.get("SERVER_PORT", "")
        return host if not port or port in _USUAL_PORTS.values() else f"{host}:{port}"
    host, own_port = told.groups()
    if own_port:
        return f"{host}:{own_port}"
    return host if not port or port == _USUAL_PORTS.get(scheme) else f"{host}:{port}"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
