"""What the HTTP request says: content type, encoding, body, and the address and client behind trusted proxies."""

from __future__ import annotations

import codecs
import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias
from urllib.parse import quote

from vettrak_api.asmx.faults import SOAP11, SOAP12, SoapClientFault, Version
from vettrak_api.asmx.limits import Limits

Environ: TypeAlias = dict[str, Any]

_PARAMETER = re.compile(r';\s*([!-:<-~]+?)\s*=\s*("[^"]*"|[^;]*)')
_SAFE_ENCODING = re.compile(r"utf-(8|16|16-le|16-be|32|32-le|32-be)|iso8859-\d+|cp125\d")
_ENCODING_DECLARATION = re.compile(
    rb"""\A\s*<\?xml[^>]{0,100}?\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]{0,40})["']"""
)
_HOST = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_FORWARDED_PART = re.compile(r'(for|proto|host)\s*=\s*("[^"]*"|[^;,\s]*)', re.IGNORECASE)
_PATH_SAFE = "/~!$&'()*+,;=:@"
_CHUNK = 65_536

_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True)
class ContentType:
    """A Content-Type header, taken apart as the engine does (recorded: type_*)."""

    media_type: str
    charset: str
    action: str

    @property
    def version(self) -> Version | None:
        """The SOAP version that the media type stands for; None for any other type."""
        for version in (SOAP11, SOAP12):
            if self.media_type == version.media_type:
                return version
        return None


@lru_cache(maxsize=256)
def content_type(header: str) -> ContentType:
    """Take a Content-Type header apart; what can not be understood is left out."""
    media_type, separator, rest = header.partition(";")
    parameters = {name.lower(): value.strip() for name, value in _PARAMETER.findall(separator + rest)}
    action = parameters.get("action", "")
    charset = parameters.get("charset", "").strip("\"'")
    # A blank before the semicolon makes the type unknown to the engine (recorded: type_23).
    return ContentType(media_type.lstrip().lower(), charset, action.strip('"'))


def read_body(environ: Environ, limits: Limits) -> bytes:
    """The body, never more of it than the limit.

    Raises SoapClientFault for a body that is compressed, too large, or not as long as it says.
    """
    if environ.get("HTTP_CONTENT_ENCODING", "identity").strip().lower() not in {"", "identity"}:
        raise SoapClientFault("Compressed request bodies are not accepted.")
    length = environ.get("CONTENT_LENGTH") or ""
    if length:
        return _read_exactly(environ, length, limits)
    if environ.get("wsgi.input_terminated") or "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower():
        return _read_to_end(environ["wsgi.input"], limits)
    return b""


def _read_exactly(environ: Environ, length: str, limits: Limits) -> bytes:
    if not (length.isascii() and length.isdigit()):
        raise SoapClientFault("The header Content-Length is not a number.")
    if len(length) > 18 or int(length) > limits.body:
        raise _too_large(limits)
    expected = int(length)
    body: bytes = environ["wsgi.input"].read(expected)
    while len(body) < expected:  # a server may hand the body over in pieces
        piece = environ["wsgi.input"].read(expected - len(body))
        if not piece:
            raise SoapClientFault("The request body is shorter than its header Content-Length says.")
        body += piece
    return body


def _read_to_end(stream: Any, limits: Limits) -> bytes:
    pieces: list[bytes] = []
    room = limits.body
    while piece := stream.read(min(_CHUNK, room + 1)):
        room -= len(piece)
        if room < 0:
            raise _too_large(limits)
        pieces.append(piece)
    return b"".join(pieces)


def _too_large(limits: Limits) -> SoapClientFault:
    return SoapClientFault(f"The request is larger than {limits.body} bytes.")


def to_utf8(body: bytes, charset: str) -> bytes:
    """The body in UTF-8: by its byte order mark, else the header's charset, else its declaration, else UTF-8.

    Bytes that are not of the encoding become U+FFFD (recorded: encoding_broken_utf8).
    """
    for mark, name in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return _recode(body[len(mark) :], name)
    declared = _ENCODING_DECLARATION.match(body[:200]) if not charset else None
    return _recode(body, _encoding(charset or (declared[1].decode("ascii") if declared else "")))


def _recode(body: bytes, encoding: str) -> bytes:
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        text = body.decode(encoding, "replace")
    else:
        if encoding == "utf-8":
            return body
    return text.encode("utf-8", "replace")


@lru_cache(maxsize=256)
def _encoding(name: str) -> str:
    """The codec of a charset's name; UTF-8 for one that is unknown or no plain character set."""
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return "utf-8"
    return codec if _SAFE_ENCODING.fullmatch(codec) else "utf-8"


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
