"""Traces by OpenTelemetry: a span for each request, and one within it for each statement that it has executed.

A span tells operation, outcome and times, and of a statement its text, whose values stand apart and are not told:
nothing of anybody. What clients say of traces of their own is not believed.
"""

from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, Status, StatusCode
from sqlalchemy import Engine, event

from vettrak_api import __version__
from vettrak_api.app import Application, Environ, Site, StartResponse
from vettrak_api.request import FAILED, Request

LONGEST_STATEMENT = 2000
"""Characters of a statement that are told."""

PATH = "/v1/traces"


class Tracing:
    """An application whose requests leave spans; `processor` gets them, by default one that sends them out."""

    def __init__(self, site: Site, application: Application, processor: SpanProcessor | None = None) -> None:
        resource = Resource.create({SERVICE_NAME: "vettrak-api", SERVICE_VERSION: __version__})
        self.provider = TracerProvider(resource=resource)
        self.provider.add_span_processor(processor or _sending(site.runtime.settings.traces_url))
        self._tracer = self.provider.get_tracer("vettrak_api")
        self._site, self._application = site, application
        site.tell(_describe)
        site.greet(lambda runtime: _listen(runtime.database.engine, self._tracer))

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request within a span, which ends when the answer begins."""
        with self._tracer.start_as_current_span("request", kind=SpanKind.SERVER, record_exception=False):
            try:
                return self._application(environ, start_response)
            finally:
                end_failed()


def _listen(engine: Engine, tracer: trace.Tracer) -> None:
    Statements(engine, tracer)


def _sending(url: str) -> SpanProcessor:
    return BatchSpanProcessor(OTLPSpanExporter(endpoint=url + PATH))


def _describe(request: Request) -> None:
    """Name the span of a request that was answered."""
    span = trace.get_current_span()
    span.update_name(request.operation)
    span.set_attributes(
        {
            "vettrak.door": request.door,
            "vettrak.operation": request.operation,
            "vettrak.outcome": request.outcome,
            "vettrak.request_id": request.id,
            **({"vettrak.tenant": request.tenant} if request.tenant else {}),
            "http.response.status_code": request.http,
        }
    )
    if request.status is not None:
        span.set_attribute("vettrak.status", request.status)
    if request.kind:
        span.set_attribute("error.type", request.kind)
    if request.outcome == FAILED:
        span.set_status(Status(StatusCode.ERROR))


class Statements:
    """Makes a span of each statement that is executed within a request; those of the background work leave none."""

    def __init__(self, engine: Engine, tracer: trace.Tracer) -> None:
        self._tracer = tracer
        self._system = engine.dialect.name
        event.listen(engine, "before_cursor_execute", self._begin)
        event.listen(engine, "after_cursor_execute", self._end)

    def _begin(self, connection: Any, cursor: Any, statement: str, *others: Any) -> None:
        del connection, cursor, others
        if not trace.get_current_span().is_recording():
            return
        end_failed()
        name = statement.split(None, 1)[0].upper() if statement.strip() else "STATEMENT"
        told = {"db.system.name": self._system, "db.query.text": statement[:LONGEST_STATEMENT]}
        _OPEN.set(self._tracer.start_span(name, kind=SpanKind.CLIENT, attributes=told))

    def _end(self, *told: Any) -> None:
        del told
        span = _OPEN.get()
        if span is not None:
            span.end()
            _OPEN.set(None)


_OPEN: ContextVar[Span | None] = ContextVar("open", default=None)
"""The statement that is being executed for the request; if the next one begins, or the request ends, it has failed."""


def end_failed() -> None:
    """End the span of a statement that has not come to its end."""
    span = _OPEN.get()
    if span is not None:
        span.set_status(Status(StatusCode.ERROR))
        span.end()
        _OPEN.set(None)
