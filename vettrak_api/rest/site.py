"""The API as a WSGI application on the framework of the pages; people find its description below the same address."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException, NotFound

from vettrak_api.asmx.proxies import Proxies
from vettrak_api.database.connections import Lease
from vettrak_api.request import NOBODY, current
from vettrak_api.rest.credentials import caller_of
from vettrak_api.rest.entities import ENTITIES
from vettrak_api.rest.exchange import Exchange
from vettrak_api.rest.problems import log_and_translate, problem_answer
from vettrak_api.rest.records import Entity
from vettrak_api.rest.reference import PACKAGE, pages
from vettrak_api.runtime import Runtime, serving
from vettrak_api.web.kit.application import PageSite
from vettrak_api.web.kit.headers import complete_headers
from vettrak_api.web.kit.outside import seen_from_outside

BASE = "/rest/v1"
WHERE = "Records are at /api/rest/v1/Unit and the like; /api/rest/v1/ lists them all."


class Curriculum(Flask):
    """Answers everything below /api for one server; SCRIPT_NAME says where that is."""

    def __init__(self, runtime: Runtime) -> None:
        super().__init__("vettrak_api.rest", static_folder=None)
        self.config.update(DEBUG=False, PROVIDE_AUTOMATIC_OPTIONS=False, SECRET_KEY=None)
        self.url_map.strict_slashes = self.url_map.merge_slashes = False
        self.add_url_rule(f"{BASE}/<name>", "records", self._records, methods=["GET", "POST"])
        self.add_url_rule(f"{BASE}/<name>/<path:key>", "record", self._record, methods=["GET", "PUT"])
        self.before_request(self._begin)
        self.after_request(self._finish)
        self.teardown_request(self._end)
        self.register_error_handler(HTTPException, problem_answer)
        self.register_error_handler(Exception, problem_answer)
        self.use(runtime)

    def use(self, runtime: Runtime) -> None:
        """Answer from this server from now on."""
        self.runtime = runtime
        self._proxies = Proxies(runtime.settings.trusted_proxies, runtime.settings.forwarded_headers)

    def wsgi_app(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        return super().wsgi_app(seen_from_outside(environ, self._proxies), start_response)

    def log_exception(self, exc_info: Any) -> None:
        """Log what failed while a problem was answered, like any other fault."""
        log_and_translate(exc_info[1])

    def _begin(self) -> None:
        """Find out who asks, before anything else is told or read."""
        runtime = serving(self.runtime)
        request.max_content_length = runtime.settings.body_limit_bytes
        g.exchange = Exchange(runtime, request._get_current_object(), Lease(runtime.database))  # type: ignore[attr-defined]  # noqa: SLF001
        runtime.schema.require()
        g.exchange.caller = caller_of(g.exchange.request, runtime, g.exchange.lease)

    @staticmethod
    def _records(name: str) -> Response:
        exchange: Exchange = g.exchange
        entity = _entity(name)
        return exchange.create(entity) if request.method == "POST" else exchange.list(entity)

    @staticmethod
    def _record(name: str, key: str) -> Response:
        exchange: Exchange = g.exchange
        entity = _entity(name)
        return exchange.update(entity, key) if request.method == "PUT" else exchange.show(entity, key)

    def _finish(self, response: Response) -> Response:
        complete_headers(response.headers)
        exchange: Exchange = g.exchange
        name = (request.view_args or {}).get("name", "")
        what = f"{request.method if request.url_rule else '?'} {name if name in ENTITIES else '?'}"
        current().ask(what, exchange.caller.identifier if exchange.caller else NOBODY)
        return response

    @staticmethod
    def _end(error: BaseException | None) -> None:
        del error
        if "exchange" in g:
            g.exchange.lease.close()


def _entity(name: str) -> Entity:
    entity = ENTITIES.get(name)
    if entity is None:
        raise NotFound(WHERE)
    return entity


class RestSite:
    """The site at /api: the API, and the pages that describe it."""

    def __init__(self, runtime: Runtime) -> None:
        self._api = Curriculum(runtime)
        self.pages = PageSite(runtime, PACKAGE, [pages], folder="api")
        self._paths = frozenset(rule.rule for rule in self.pages.url_map.iter_rules())

    def use(self, runtime: Runtime) -> None:
        """Answer from this server from now on."""
        self._api.use(runtime)
        self.pages.use(runtime)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        site = self.pages if environ.get("PATH_INFO") in self._paths else self._api
        return site(environ, start_response)


def rest_site(runtime: Runtime) -> RestSite:
    """Return the API of one server with its pages."""
    return RestSite(runtime)
