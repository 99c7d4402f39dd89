"""One .asmx page: a WSGI application that answers SOAP calls, the WSDL and the help pages of one service."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import tzinfo
from functools import cached_property, partial
from typing import Any
from urllib.parse import parse_qsl

from vettrak_api.asmx.context import CallContext, CompiledOperation
from vettrak_api.asmx.help_notes import OperationNotes, TypeNotes
from vettrak_api.asmx.limits import Limits
from vettrak_api.asmx.pages import Asked, HelpPages, PlainPages
from vettrak_api.asmx.processor import Processor
from vettrak_api.asmx.proxies import USUAL_HEADERS, Proxies
from vettrak_api.asmx.reader import Readers
from vettrak_api.asmx.request import Environ
from vettrak_api.asmx.responses import (
    ALLOWED_METHODS,
    HTML,
    OK,
    POLICY,
    CrossOrigin,
    Response,
    StartResponse,
    compressed,
)
from vettrak_api.asmx.sample_messages import sample_messages
from vettrak_api.asmx.shapes import Shapes
from vettrak_api.asmx.writer import NullValues, Writers
from vettrak_api.asmx.wsdl import Notes, Wsdl

_LOG = logging.getLogger(__name__)
XML = "text/xml; charset=utf-8"
_REVALIDATED = ("Cache-Control", "private, max-age=0")


class Endpoint:
    """The page of one service, for any Spyne service classes; everything is written in the namespace given here.

    `aliases` are further accepted names of parameters by operation, `pages` draws the pages for people, `describe` and
    `describe_type` give the notes on an operation and on a type for a documented WSDL, `zone` is where incoming times
    with an offset become local, `null_values` is how null numbers and times are written. `public_url` is the address
    that wins, or is asked for it at each request. `told` hears of each request with its answer; without it those that
    are refused are logged here.
    """

    def __init__(
        self,
        *,
        services: Iterable[Any],
        namespace: str,
        name: str,
        documentation: str = "",
        udc: Any = None,
        aliases: Mapping[str, Mapping[str, str]] | None = None,
        pages: HelpPages | None = None,
        describe: Callable[[str], OperationNotes | None] = lambda _name: None,
        describe_type: Callable[[str], TypeNotes | None] = lambda _name: None,
        zone: tzinfo | None = None,
        null_values: NullValues = "nil",
        limits: Limits | None = None,
        public_url: str | Callable[[], str] = "",
        trusted_proxies: Sequence[str] = ("127.0.0.1",),
        forwarded_headers: Iterable[str] = USUAL_HEADERS,
        cors_origins: str | Iterable[str] = "*",
        told: Callable[[Environ, Response], None] | None = None,
    ) -> None:
        self._told = told or self._log_refusal
        self.name = name
        self.namespace = namespace
        self.udc = udc
        self._public_url: Callable[[], str] = public_url if callable(public_url) else lambda: public_url
        self._proxies = Proxies(trusted_proxies, forwarded_headers)
        self._cross_origin = CrossOrigin(cors_origins)
        shapes = Shapes()
        declared = [
            shapes.operation(descriptor) for service in services for descriptor in service.public_methods.values()
        ]
        readers = Readers(shapes, namespace, zone)
        writers = Writers(zone, null_values)
        self.operations: dict[str, CompiledOperation] = {
            operation.name: CompiledOperation.of(
                operation, namespace, readers, writers, (aliases or {}).get(operation.name, {})
            )
            for operation in declared
        }
        """The operations by name, in declared order."""
        self._notes = Notes(describe, describe_type)
        self._make_wsdl = partial(
            Wsdl,
            name=name,
            namespace=namespace,
            documentation=documentation,
            operations=declared,
            null_values=null_values,
        )
        self._wsdl = self._make_wsdl()
        self._pages: HelpPages = pages or PlainPages(name, namespace, documentation, self.operations)
        self._processor = Processor(self.operations, namespace, limits or Limits(), self._invoke)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        method = environ.get("REQUEST_METHOD", "GET")
        if method == "POST":
            response = self._processor.answer(environ)
        elif method in {"GET", "HEAD"}:
            response = self._get(environ)
        elif method == "OPTIONS":
            response = self._cross_origin.preflight(environ)
        else:
            allowed = [("Allow", ALLOWED_METHODS)]
            response = Response("405 Method Not Allowed", "", b"", allowed, "The method is not one of a service.")
        self._told(environ, response)
        response = compressed(response, environ)
        return response.send(start_response, self._cross_origin.headers(environ), with_body=method != "HEAD")

    def refuse(self, environ: Environ, start_response: StartResponse, message: str) -> Iterable[bytes]:
        """Answer a call that reaches nobody with a fault that says so, in the caller's version of SOAP."""
        response = self._processor.refused(environ, message)
        return response.send(start_response, self._cross_origin.headers(environ), with_body=True)

    def wsdl(self, location: str) -> bytes:
        """The description of the service, reached at that address."""
        return self._wsdl.at(location)

    def documented_wsdl(self, location: str) -> bytes:
        """The same with the notes on operations and types in it, for people and for tools that show them."""
        return self._documented.at(location)

    @cached_property
    def _documented(self) -> Wsdl:
        """Made when somebody asks for it: few do, and it is almost twice as long."""
        return self._make_wsdl(notes=self._notes)

    def _log_refusal(self, environ: Environ, response: Response) -> None:
        if not response.refused:
            return
        address, status = self._proxies.client_address(environ), response.status.partition(" ")[0]
        _LOG.info("%s refused from=%s status=%s: %s", self.name, address, status, response.refused)

    def _invoke(self, operation: CompiledOperation, arguments: list[Any], environ: Environ) -> Any:
        if not operation.takes_context:
            return operation.function(*arguments)
        context = CallContext(self.udc, operation.name, environ, self, self._proxies)
        return operation.function(context, *arguments)

    def _get(self, environ: Environ) -> Response:
        query = environ.get("QUERY_STRING", "")
        wanted, *further = (part.partition("=")[0].lower() for part in query.split("&"))
        if wanted == "wsdl":
            return self._describe(environ, self.documented_wsdl if "documented" in further else self.wsdl)
        if query.lower() == "disco":
            return self._describe(environ, self._wsdl.discovery)
        asked = {key.lower(): value for key, value in parse_qsl(query[:2048], keep_blank_values=True)}
        page = Asked(self._proxies.location(environ, self._public_url()), environ)
        headers = [_REVALIDATED, (POLICY, self._pages.policy)]
        if "op" not in asked:
            return Response(OK, HTML, self._pages.overview(page), headers)
        operation = self.operations.get(asked["op"])
        if operation is None:
            unknown = self._pages.unknown(page, asked["op"])
            return Response("404 Not Found", HTML, unknown, headers, "The service has no such operation.")
        samples = sample_messages(operation, self.namespace, page.location)
        return Response(OK, HTML, self._pages.operation(page, operation, samples), headers)

    def _describe(self, environ: Environ, description: Callable[[str], bytes]) -> Response:
        """A description of the service; a client that has this very text gets 304 and no body."""
        body = description(self._proxies.location(environ, self._public_url()))
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        headers = [("ETag", tag), _REVALIDATED]
        known = [entry.strip().removeprefix("W/") for entry in environ.get("HTTP_IF_NONE_MATCH", "").split(",")]
        if tag in known or "*" in known:
            return Response("304 Not Modified", "", b"", headers)
        return Response(OK, XML, body, headers)
