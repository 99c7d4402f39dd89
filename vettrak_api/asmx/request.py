"""What the HTTP request says: content type, encoding, body, and the address and client behind trusted proxies."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from vettrak_api.asmx.faults import SOAP11, SOAP12, SoapClientFault, TooLarge, Version
from vettrak_api.asmx.limits import Limits

Environ: TypeAlias = dict[str, Any]

_PARAMETER = re.compile(r';\s*([!-:<-~]+?)\s*=\s*("[^"]*"|[^;]*)')
_SAFE_ENCODING = re.compile(r"utf-(8|16|16-le|16-be|32|32-le|32-be)|iso8859-\d+|cp125\d")
_ENCODING_DECLARATION = re.compile(
    rb"""\A\s*<\?xml[^>]{0,100}?\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]{0,40})["']"""
)
_CHUNK = 65_536

_UTF8, _WINDOWS, _WIDE = "utf-8", "cp1252", ("utf-16", "utf-32")
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, _UTF8), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


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
    return TooLarge(f"The request is larger than {limits.body} bytes.")


def to_utf8(body: bytes, charset: str) -> bytes:
    """The body in UTF-8: by its byte order mark, else the header's charset, else its declaration, else UTF-8.

    Bytes that are not of the encoding become U+FFFD (recorded: encoding_broken_utf8). Without a charset, bytes that are
    no UTF-8 are taken for Windows-1252, which is what Windows PowerShell sends.
    """
    for mark, name in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return _recode(body[len(mark) :], name)
    if charset:
        return _recode(body, _encoding(charset))
    declared = _ENCODING_DECLARATION.match(body[:200])
    encoding = _encoding(declared[1].decode("ascii")) if declared else _UTF8
    # A declaration of UTF-16 that can be read byte by byte is wrong; .NET's StringWriter writes it into every text.
    return _recode(body, _UTF8 if encoding.startswith(_WIDE) else encoding, else_try=_WINDOWS)


def _recode(body: bytes, encoding: str, *, else_try: str | None = None) -> bytes:
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        text = body.decode(else_try if else_try and encoding == _UTF8 else encoding, "replace")
    else:
        if encoding == _UTF8:
            return body
    return text.encode(_UTF8, "replace")


@lru_cache(maxsize=256)
def _encoding(name: str) -> str:
    """The codec of a charset's name; UTF-8 for one that is unknown or no plain character set."""
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return _UTF8
    return codec if _SAFE_ENCODING.fullmatch(codec) else _UTF8
