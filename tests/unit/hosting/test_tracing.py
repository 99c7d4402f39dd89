"""Traces: a span for each request with those of its statements, and nothing of anybody in them."""

import builtins
import http.server
import logging
import threading

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from tests.support.soap import Api, get
from vettrak_api.app import Site
from vettrak_api.hosting.tracing import Tracing
from vettrak_api.hosting.webservers import traced
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings


@pytest.fixture
def seen():
    return InMemorySpanExporter()


@pytest.fixture
def application(runtime, seen):
    """The application on an engine of its own, since its listeners stay."""
    own = build_runtime(runtime.settings, runtime.clock)
    site = Site(own)
    yield Tracing(site, site, SimpleSpanProcessor(seen))
    own.database.close()


def test_a_request_and_its_statements_are_one_trace(application, seen, world):
    world.client(password="open sesame", username="somebody")
    Api(application).ValidateClient("somebody", "open sesame")
    *statements, request = seen.get_finished_spans()
    assert (request.name, request.parent) == ("ValidateClient", None)
    told = {name: request.attributes[name] for name in ("vettrak.door", "vettrak.outcome", "vettrak.status")}
    assert told == {"vettrak.door": "soap", "vettrak.outcome": "ok", "vettrak.status": 1}
    assert {"SELECT", "INSERT"} <= {span.name for span in statements}
    assert {span.parent.span_id for span in statements} == {request.context.span_id}


def test_nothing_of_anybody_is_in_them(application, seen, world):
    world.client("Planted-Surname", "Planted-Given", password="planted password", username="planted-user")
    api = Api(application)
    api.ValidateClient("planted-user", "wrong planted password")
    token = api.ValidateClient("planted-user", "planted password").Token
    api.GetLMSNewOccurrences(token)
    get(application, "/planted-path?planted=query", HTTP_TRACEPARENT=f"00-{'a' * 32}-{'b' * 16}-01")
    everything = "".join(span.to_json() for span in seen.get_finished_spans())
    assert "GetLMSNewOccurrences" in everything
    assert [word for word in ("planted", "Planted", token, "a" * 32) if word in everything] == []


def test_a_failure_is_one(application, seen, monkeypatch):
    monkeypatch.setattr(application._site.runtime.tokens, "check", lambda *_: 1 / 0)
    Api(application).GetLMSNewOccurrences("x")
    request = seen.get_finished_spans()[-1]
    assert (request.attributes["error.type"], request.status.is_ok) == ("Unexpected", False)


def test_a_statement_that_fails_ends_with_its_request(application, seen):
    """Again and again, since what was executed twice goes another way."""
    with application._site.runtime.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE access_token RENAME TO elsewhere")
    for _ in range(4):
        seen.clear()
        assert Api(application).GetLMSNewOccurrences("x").Auth.Status == -3
        *statements, request = seen.get_finished_spans()
        assert [span.status.is_ok for span in statements][-1] is False
        assert statements[-1].end_time <= request.end_time


def test_statements_that_come_again_leave_spans_as_well(application, seen, world):
    world.client(password="open sesame", username="somebody")
    api = Api(application)
    counts = []
    for _ in range(5):
        seen.clear()
        api.GetLMSNewOccurrences("no token")
        counts.append(len(seen.get_finished_spans()))
    assert len(set(counts[1:])) == 1, counts
    assert counts[-1] > 1


def test_they_are_sent_where_the_setting_says(runtime):
    received = []

    class Receiver(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append((self.path, ExportTraceServiceRequest.FromString(body)))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *words):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    own = build_runtime(runtime.settings.model_copy(update={"traces_url": f"http://127.0.0.1:{server.server_port}"}))
    site = Site(own)
    tracing = traced(site, site)
    try:
        Api(tracing).API_Handshake()
        tracing.provider.shutdown()
    finally:
        server.shutdown()
        server.server_close()
        own.database.close()
    ((path, message),) = received
    (span,) = message.resource_spans[0].scope_spans[0].spans
    assert (path, span.name) == ("/v1/traces", "API_Handshake")


def test_without_the_extra_one_line_says_what_to_install(runtime, monkeypatch, caplog):
    load = builtins.__import__

    def refuse(name, *others):
        if name == "vettrak_api.hosting.tracing":
            raise ModuleNotFoundError(name)
        return load(name, *others)

    monkeypatch.setattr(builtins, "__import__", refuse)
    site = Site(build_runtime(Settings(traces_url="http://127.0.0.1:4318"), runtime.clock, runtime.database.engine))
    assert traced(site, site) is site
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert "vettrak-api[otel]" in record.getMessage()


def test_without_the_setting_nothing_is_loaded(runtime):
    site = Site(runtime)
    assert traced(site, site) is site
