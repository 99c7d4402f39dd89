"""Composition: settings become a server, the server becomes one WSGI application with all its pages."""

import gc
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias
from urllib.parse import quote

import vettrak_api.operations  # noqa: F401 - registers the operations
from vettrak_api.asmx import Endpoint
from vettrak_api.asmx.proxies import Proxies
from vettrak_api.asmx.responses import CrossOrigin
from vettrak_api.calls.pipeline import Pipeline
from vettrak_api.catalogue.loader import Catalogue, load_catalogue
from vettrak_api.endpoints import build_endpoints
from vettrak_api.errors import DatabaseTrouble
from vettrak_api.request import REFUSED, Request, current
from vettrak_api.rest.site import RestSite, rest_site
from vettrak_api.runtime import Runtime, build_runtime, served
from vettrak_api.settings import Settings
from vettrak_api.tenants.hosts import asked_host
from vettrak_api.tenants.live import Greeting, Tenants
from vettrak_api.tenants.zone import ServedZone
from vettrak_api.web.kit.application import PageSite
from vettrak_api.web.kit.backlog import Backlog
from vettrak_api.web.kit.edge import Watch, Watcher, answer_watched, known_request
from vettrak_api.web.kit.outside import HOME, below_directory, seen_from_outside, without_quirks
from vettrak_api.web.kit.paths import PATH_SAFE, Place, address_of, directory_of, find_site, plain_answer, refusal_of
from vettrak_api.web.kit.request_log import log_requests
from vettrak_api.web.products import REFERENCE
from vettrak_api.web.public_site import public_site
from vettrak_api.web.reference.service_pages import service_pages
from vettrak_api.web.reference.site import reference_site
from vettrak_api.web.staff.site import staff_site
from vettrak_api.web.strangers import Strangers

Environ: TypeAlias = dict[str, Any]
StartResponse: TypeAlias = Callable[..., Any]
Application: TypeAlias = Callable[[Environ, StartResponse], Iterable[bytes]]

LONGEST_PAGE = 40
"""Characters of the name of a service's page in the log."""

PUBLIC = "public"
"""The door of the public pages, as the log names it."""

READING = frozenset({"GET", "HEAD"})
"""Methods of somebody who has typed an address."""

SITES: Mapping[str, Callable[[Runtime], PageSite | RestSite]] = {"staff": staff_site, "api": rest_site}
"""The sites that need nothing but the server, by the segment of the path that they begin with."""


@dataclass(frozen=True, slots=True)
class Front:
    """What is different for each organisation before any page is asked: its address, its sites, and who watches."""

    runtime: Runtime
    directory: str
    """The virtual directory that its public_url tells."""
    open_sites: Mapping[str, PageSite | RestSite]
    watch: Watch


class Site:
    """The WSGI application: sends each request to the page that its path names, ignoring case.

    The services and the public pages may live below any virtual directory; what stands before them in the path does
    not matter. A site such as the staff pages has one address alone, right below the virtual directory: that of the
    setting public_url, else of virtual_directory, else the one that the web server has taken off the path.

    With `tenants` one application, compiled once, serves many organisations: the host that a request was sent to says
    whose runtime answers (`vettrak_api.runtime.serving`), and the site's own, without tables, answers nobody.
    """

    def __init__(self, runtime: Runtime, catalogue: Catalogue | None = None, tenants: Tenants | None = None) -> None:
        catalogue = catalogue or load_catalogue()
        pipeline = Pipeline(runtime, catalogue)
        pages, zone = service_pages(runtime.settings), ServedZone(runtime.settings) if tenants else None
        self.endpoints = build_endpoints(pipeline, runtime.settings, catalogue, pages, zone)
        self._services: dict[str, Endpoint] = {
            path.rsplit("/", 1)[-1].lower(): self.endpoints[product] for product, path in catalogue.endpoints.items()
        }
        self._sites: dict[str, PageSite | RestSite] = {name: build(runtime) for name, build in SITES.items()}
        self._sites[REFERENCE] = reference_site(runtime, self.endpoints)
        self._public = public_site(runtime)
        self.page_sites: Mapping[str, PageSite] = {
            "": self._public,
            **{name: site.pages if isinstance(site, RestSite) else site for name, site in self._sites.items()},
        }
        """All sites of pages by the segment of the path that leads there; the public pages have none."""
        self.tenants = tenants
        """The organisations that are served, by their hosts; None where there is one alone."""
        self._fronts: dict[str, Front] = {}
        self._more_watchers: tuple[Watcher, ...] = ()
        self.backlog = Backlog(log_requests)
        """Who is told of requests that have ended, at once or of many together."""
        self._greetings: list[Greeting] = []
        self.use(runtime, pipeline)

    def tell(self, watcher: Watcher) -> None:
        """Tell one more of each request within it, whichever server answers; `backlog` is for whoever can wait."""
        self._more_watchers += (watcher,)
        self._fronts = {}
        self._front = self._front_of(self.runtime)

    def greet(self, greeting: Greeting) -> None:
        """Tell somebody of each runtime that answers now or will."""
        self._greetings.append(greeting)
        (self.tenants.greet if self.tenants else self._introduce)(greeting)

    def _introduce(self, greeting: Greeting) -> None:
        greeting(self.runtime)

    def use(self, runtime: Runtime, pipeline: Pipeline | None = None) -> None:
        """Answer from this server from now on.

        Compiling the services takes a good part of a second; whoever changes the database behind them need not
        compile them again. The settings that the services were built with stay.
        """
        self.runtime = runtime
        pipeline = pipeline or Pipeline(runtime)
        for product, endpoint in self.endpoints.items():
            endpoint.udc = pipeline.of(product)
        for site in (self._public, *self._sites.values()):
            site.use(runtime)
        settings = runtime.settings
        self._proxies = Proxies(settings.trusted_proxies, settings.forwarded_headers)
        self._cross_origin = CrossOrigin(settings.cors_origins)
        self._virtual_directory = directory_of(settings.virtual_directory)
        self._front = self._front_of(runtime)
        if self.tenants is None:
            for greeting in self._greetings:
                greeting(runtime)

    @property
    def uses_sqlite(self) -> bool:
        """Whether calls are answered from SQLite, if only those of some organisation."""
        if self.tenants is None:
            return self.runtime.database.engine.dialect.name == "sqlite"
        told = self.tenants.roster.tenants.values()
        return any(tenant.settings.database_url.startswith("sqlite") for tenant in told)

    def connections_in_use(self) -> int:
        """Return how many connections to databases calls hold at the moment."""
        if self.tenants is not None:
            return self.tenants.connections_in_use()
        in_use: int = getattr(self.runtime.database.engine.pool, "checkedout", int)()
        return in_use

    def close(self) -> None:
        """Tell of all requests that have ended, and let go of all connections."""
        self.backlog.close()
        if self.tenants is not None:
            self.tenants.close()
        self.runtime.database.close()

    def renew(self) -> list[Runtime]:
        """Begin anew in a forked process; returns what is its parent's, whose connections must not be closed."""
        self.backlog.renew()
        if self.tenants is not None:
            self._fronts = {}
            return self.tenants.renew()
        parents = [self.runtime]
        self.use(build_runtime(self.runtime.settings))
        return parents

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request, which leaves a line in the log."""
        request = known_request(environ, self._proxies)
        if self.tenants is None:
            front = self._front
            return answer_watched(partial(self._answer, front), environ, start_response, request, front.watch)
        return self._answer_for(self.tenants, environ, start_response, request)

    def _answer_for(
        self, tenants: Tenants, environ: Environ, start_response: StartResponse, request: Request
    ) -> Iterable[bytes]:
        """Answer for the organisation whose host was asked."""
        runtime = tenants.of_host(asked_host(environ, self._proxies))
        if runtime is None:
            stranger = Strangers(self._services, self._virtual_directory, tenants)
            return answer_watched(stranger, environ, start_response, request, self._front.watch)
        front = self._fronts.get(runtime.tenant)
        if front is None or front.runtime is not runtime:
            front = self._fronts[runtime.tenant] = self._front_of(runtime)
        request.tenant = runtime.tenant
        with served(runtime):
            return answer_watched(partial(self._answer, front), environ, start_response, request, front.watch)

    def _front_of(self, runtime: Runtime) -> Front:
        closed = set() if runtime.settings.staff_pages else {"staff"}
        return Front(
            runtime,
            directory_of(runtime.settings.public_url),
            {name: site for name, site in self._sites.items() if name not in closed},
            Watch(
                runtime.settings.slow_call_milliseconds,
                self.backlog,
                (
                    runtime.failures.note,
                    *((partial(doubt, runtime),) if runtime.tenant else ()),
                    *self._more_watchers,
                ),
            ),
        )

    def _answer(self, front: Front, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        environ = below_directory(without_quirks(environ), self._virtual_directory)
        refusal = refusal_of(environ, self._proxies)
        if refusal:
            current().judge(REFUSED, message=refusal)
            return plain_answer(environ, start_response, "400 Bad Request", refusal)
        path: str = environ.get("PATH_INFO", "")
        before, _, last = path.rpartition("/")
        service = self._services.get(last.lower())
        if service is not None:
            current().ask(last[:LONGEST_PAGE])
            is_page = environ.get("REQUEST_METHOD") in READING
            inside = {**environ, HOME: self._home(front, environ, before)} if is_page else environ
            return service(inside, start_response)
        place, spelled = find_site(path, front.open_sites, self._directories(front, environ)), self._spelled(environ)
        current().door = place.name if place else PUBLIC
        is_canonical = place is not None and place.is_canonical and spelled is environ
        if place is None or not (is_canonical or environ.get("REQUEST_METHOD") in READING):
            return self._public(_below(environ, before, f"/{last.lower()}"), self._readable(environ, start_response))
        inside = self._into_site(front, spelled, place)
        if is_canonical:
            return front.open_sites[place.name](inside, start_response)
        return self._lead_to(inside, path, start_response)

    def _readable(self, environ: Environ, start_response: StartResponse) -> StartResponse:
        """Let pages of other origins read that there is nothing at an address, as they may read what services say."""

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            more = self._cross_origin.headers(environ) if status.startswith("404") else []
            return start_response(status, [*headers, *more], *error)

        return start

    def _directories(self, front: Front, environ: Environ) -> tuple[str, ...]:
        """Return where sites may begin in a path: proxies take the virtual directory off, or leave it."""
        told = front.directory or directory_of(self._proxies.prefix(environ))
        return ("", told) if told else ("",)

    def _spelled(self, environ: Environ) -> Environ:
        """Return a request with the virtual directory in the letter case that the setting has."""
        script, told = environ.get("SCRIPT_NAME", ""), self._virtual_directory
        return {**environ, "SCRIPT_NAME": told} if script != told and script.lower() == told.lower() else environ

    def _home(self, front: Front, environ: Environ, folder: str) -> str:
        """Return the address of the home page for a service's page in a folder; it ends with a slash."""
        found = find_site(f"{folder}/{REFERENCE}", {REFERENCE}, self._directories(front, environ))
        place = found or Place("", REFERENCE, "/", is_canonical=True)
        script = seen_from_outside(self._into_site(front, environ, place), self._proxies)["SCRIPT_NAME"]
        return quote(script.removesuffix(REFERENCE).encode("latin-1"), safe=PATH_SAFE)

    def _into_site(self, front: Front, environ: Environ, place: Place) -> Environ:
        """Return a request to a site, which sees itself at its one address."""
        if not front.directory:
            before = directory_of(self._proxies.prefix(environ)) if place.before else ""
            return _below(environ, f"{before}/{place.name}", place.rest)
        # The setting tells the whole path, whatever the web server and proxies say.
        inside = {**environ, "SCRIPT_NAME": front.directory, "HTTP_X_FORWARDED_PREFIX": ""}
        return _below(inside, f"/{place.name}", place.rest)

    def _lead_to(self, inside: Environ, path: str, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with the way to a site's one address, for somebody who wrote it in another letter case."""
        script = seen_from_outside(inside, self._proxies)["SCRIPT_NAME"]
        rest = inside["PATH_INFO"] if inside["PATH_INFO"] != "/" or path.endswith("/") else ""
        address = address_of(script + rest, inside.get("QUERY_STRING", ""))
        return plain_answer(inside, start_response, "308 Permanent Redirect", f"See {address}", Location=address)


def _below(environ: Environ, folder: str, rest: str) -> Environ:
    """Return a request to a site that begins at a folder."""
    return {**environ, "SCRIPT_NAME": environ.get("SCRIPT_NAME", "") + folder, "PATH_INFO": rest}


def doubt(runtime: Runtime, request: Request) -> None:
    """Let no more than one thread at a time wait for a database that can not be asked."""
    if request.kind == DatabaseTrouble.__name__:
        runtime.schema.doubt()


NO_DATABASE = "sqlite://"
"""An empty one in memory: what would reach no organisation finds no tables."""


def composed(settings: Settings) -> Site:
    """Return the application of one organisation, or of all that the settings name; raises WrongSettings."""
    if not settings.tenants:
        return Site(build_runtime(settings))
    nobody = build_runtime(settings.model_copy(update={"database_url": NO_DATABASE}))
    return Site(nobody, tenants=Tenants(settings))


def build_site(settings: Settings | None = None) -> Site:
    """Compose the whole application from the settings (by default those of the environment).

    Raises WrongSettings when the file of the organisations can not be read.
    """
    site = composed(settings or Settings())
    # What is loaded now stays for good: let the garbage collector not look through it again and again.
    gc.collect()
    gc.freeze()
    return site
