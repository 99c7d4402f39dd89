"""Sends a call from a page to a service of this very server, as a client would, and gives back what it answers."""

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from xml.sax.saxutils import escape

from lxml import etree

from vettrak_api.asmx.faults import SOAP11
from vettrak_api.catalogue.loader import Operation
from vettrak_api.web.reference.book import Book

Service: TypeAlias = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

LONGEST_SHOWN = 64 * 1024
"""Bytes of an answer that a page shows."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and what the service answered; `is_cut` when that was longer than a page shows."""

    request: str
    status: str
    answer: str
    is_cut: bool = False


def envelope(book: Book, operation: Operation, parts: Mapping[str, str]) -> str:
    """Return the request of a call. Parts are by parameter: the text of plain values, the element of others."""
    lines = []
    for parameter in operation.params:
        given = parts.get(parameter.name, "")
        if given and parameter.type.is_scalar:
            lines.append(f"      <{parameter.name}>{escape(given)}</{parameter.name}>")
        elif given:
            lines += [f"      {line}" for line in given.splitlines()]
    name = f'{operation.name} xmlns="{book.namespace}"'
    body = [f"    <{name}>", *lines, f"    </{operation.name}>"] if lines else [f"    <{name} />"]
    return "\n".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>',
            f'<soap:Envelope xmlns:soap="{SOAP11.namespace}">',
            "  <soap:Body>",
            *body,
            "  </soap:Body>",
            "</soap:Envelope>",
        ]
    )


def send(service: Service, book: Book, operation: Operation, request: str, seen: Mapping[str, Any]) -> Exchange:
    """Let a service answer a request that comes from a page; `seen` tells who sends it, and by which address."""
    body = request.encode()
    told: list[str] = []
    environ = {
        **{name: seen[name] for name in ("REMOTE_ADDR", "SERVER_NAME", "SERVER_PORT", "HTTP_HOST", "wsgi.url_scheme")},
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": f"/{book.page}",
        "QUERY_STRING": "",
        "CONTENT_TYPE": SOAP11.content_type,
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_SOAPACTION": f'"{book.namespace}/{operation.name}"',
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
    }
    kept, is_cut = _first(service(environ, lambda status, *_: told.append(status)))
    answer = kept.decode("utf-8", "replace") if is_cut else _laid_out(kept)
    return Exchange(request, told[0], answer, is_cut)


def token_of(answer: str) -> str:
    """Return the token that a log-in gave; empty for one that was refused."""
    root = etree.fromstring(answer.encode())
    return next((each.text or "" for each in root.iter("{*}Token")), "")


def _first(parts: Iterable[bytes]) -> tuple[bytes, bool]:
    kept = b""
    for part in parts:
        kept += part
        if len(kept) > LONGEST_SHOWN:
            return kept[:LONGEST_SHOWN], True
    return kept, False


def _laid_out(answer: bytes) -> str:
    """Return an answer with a line for each element; what is no XML as it is."""
    try:
        root = etree.fromstring(answer, etree.XMLParser(remove_blank_text=True, resolve_entities=False))
    except etree.XMLSyntaxError:
        return answer.decode("utf-8", "replace")
    return etree.tostring(root, pretty_print=True, encoding="unicode").rstrip()
