"""Which forwarded headers count, and what they say of the address that a client called."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import quote

from vettrak_api.asmx.request import Environ

_HOST = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_FORWARDED_PART = re.compile(r'(for|proto|host)\s*=\s*("[^"]*"|[^;,\s]*)', re.IGNORECASE)
_PATH_SAFE = "/~!$&'()*+,;=:@"


class Proxies:
    """Whose forwarded headers count: addresses and networks of trusted proxies."""

    def __init__(self, trusted: Iterable[str]) -> None:
        self._networks = [ipaddress.ip_network(address, strict=False) for address in trusted]

    def trusts(self, address: str) -> bool:
        """Whether the address is a trusted proxy's; what is no address (a Unix socket) is not."""
        return _is_address(address) and any(ipaddress.ip_address(address) in network for network in self._networks)

    def client_address(self, environ: Environ) -> str:
        """The nearest address that no trusted proxy stands behind: what clients claim further out does not count.

        Neither does what is no address: it ends in logs and in the counting of failed log-ins.
        """
        address: str = environ.get("REMOTE_ADDR", "")
        for claimed in reversed(_claimed_clients(environ)):
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
        forwarded = _forwarded(environ) if self.trusts(environ.get("REMOTE_ADDR", "")) else {}
        scheme = forwarded.get("proto") or environ.get("wsgi.url_scheme", "http")
        prefix = forwarded.get("prefix", "")
        if prefix and path.lower().startswith(f"{prefix.lower()}/"):
            prefix = ""
        return f"{scheme}://{_host(environ, forwarded)}{prefix}{path}"


def _claimed_clients(environ: Environ) -> list[str]:
    header = environ.get("HTTP_FORWARDED")
    if header:
        found = [value for name, value in _FORWARDED_PART.findall(header) if name.lower() == "for"]
    else:
        found = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
    addresses = [_without_port(address.strip().strip('"')) for address in found]
    return [address for address in addresses if address]


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


def _forwarded(environ: Environ) -> dict[str, str]:
    """Scheme, host, port and prefix as the nearest proxy tells them; the last of several is the nearest's."""
    found = {
        name.lower(): value.strip('"') for name, value in _FORWARDED_PART.findall(environ.get("HTTP_FORWARDED", ""))
    }
    for name in ("proto", "host", "port", "prefix"):
        value = environ.get(f"HTTP_X_FORWARDED_{name.upper()}", "").rpartition(",")[2].strip()
        if value:
            found.setdefault(name, value)
    if found.get("proto", "").lower() not in {"http", "https"}:
        found.pop("proto", None)
    if not found.get("port", "").isdigit():
        found.pop("port", None)
    found["prefix"] = quote(found.get("prefix", "").rstrip("/"), safe=_PATH_SAFE + "%")
    return found


def _host(environ: Environ, forwarded: dict[str, str]) -> str:
    host = forwarded.get("host") or environ.get("HTTP_HOST") or ""
    if not _HOST.fullmatch(host):
        host = environ.get("SERVER_NAME", "localhost")
        port = environ.get("SERVER_PORT", "")
        if port and port not in {"80", "443"}:
            host = f"{host}:{port}"
    port = forwarded.get("port", "")
    scheme = forwarded.get("proto", "").lower() or environ.get("wsgi.url_scheme", "http")
    is_usual = port == {"http": "80", "https": "443"}.get(scheme)
    has_port = ":" in host.rpartition("]")[2]
    return host if not port or is_usual or has_port else f"{host}:{port}"
