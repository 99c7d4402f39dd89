"""Composition: settings become a server, the server becomes one WSGI application with all its pages."""

import gc
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias
from urllib.parse import quote

import vettrak_api.operations  # noqa: F401 - registers the operations
from vettrak_api.asmx.proxies import Proxies
from vettrak_api.asmx.responses import CrossOrigin
from vettrak_api.calls.pipeline import Pipeline
from vettrak_api.catalogue.loader import Catalogue, load_catalogue
from vettrak_api.endpoints import build_endpoints
from vettrak_api.request import REFUSED, current
from vettrak_api.rest.site import RestSite, rest_site
from vettrak_api.runtime import Runtime, build_runtime
from vettrak_api.settings import Settings
from vettrak_api.web.kit.application import PageSite
from vettrak_api.web.kit.edge import Watcher, answer_watched, known_request
from vettrak_api.web.kit.outside import HOME, below_directory, seen_from_outside, without_quirks
from vettrak_api.web.kit.paths import PATH_SAFE, Place, address_of, directory_of, find_site, plain_answer, refusal_of
from vettrak_api.web.kit.request_log import log_requests
from vettrak_api.web.products import REFERENCE
from vettrak_api.web.public_site import public_site
from vettrak_api.web.reference.service_pages import service_pages
from vettrak_api.web.reference.site import reference_site
from vettrak_api.web.staff.site import staff_site

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


class Site:
    """The WSGI application: sends each request to the page that its path names, ignoring case.

    The services and the public pages may live below any virtual directory; what stands before them in the path does
    not matter. A site such as the staff pages has one address alone, right below the virtual directory: that of the
    setting public_url, else of virtual_directory, else the one that the web server has taken off the path.
    """

    def __init__(self, runtime: Runtime, catalogue: Catalogue | None = None) -> None:
        catalogue = catalogue or load_catalogue()
        pipeline = Pipeline(runtime, catalogue)
        pages = service_pages(runtime.settings)
        self.endpoints = build_endpoints(pipeline, runtime.settings, catalogue, pages)
        self._services: dict[str, Application] = {
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
        self._watchers: tuple[Watcher, ...] = ()
        self._more_watchers: tuple[Watcher, ...] = ()
        self.use(runtime, pipeline)

    def tell(self, watcher: Watcher) -> None:
        """Tell one more of each request that was answered, whichever server answers."""
        self._more_watchers += (watcher,)
        self._watchers = (*self._watchers, watcher)

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
        self._directory = directory_of(settings.public_url)
        self._virtual_directory = directory_of(settings.virtual_directory)
        self._watchers = (
            log_requests(settings.slow_call_milliseconds),
            runtime.failures.note,
            *self._more_watchers,
        )
        closed = set() if settings.staff_pages else {"staff"}
        self._open_sites = {name: site for name, site in self._sites.items() if name not in closed}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request, which leaves a line in the log."""
        request = known_request(environ, self._proxies)
        return answer_watched(self._answer, environ, start_response, request, self._watchers)

    def _answer(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
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
            return service({**environ, HOME: self._home(environ, before)} if is_page else environ, start_response)
        place, spelled = find_site(path, self._open_sites, self._directories(environ)), self._spelled(environ)
        current().door = place.name if place else PUBLIC
        is_canonical = place is not None and place.is_canonical and spelled is environ
        if place is None or not (is_canonical or environ.get("REQUEST_METHOD") in READING):
            return self._public(_below(environ, before, f"/{last.lower()}"), self._readable(environ, start_response))
        inside = self._into_site(spelled, place)
        if is_canonical:
            return self._open_sites[place.name](inside, start_response)
        return self._lead_to(inside, path, start_response)

    def _readable(self, environ: Environ, start_response: StartResponse) -> StartResponse:
        """Let pages of other origins read that there is nothing at an address, as they may read what services say."""

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            more = self._cross_origin.headers(environ) if status.startswith("404") else []
            return start_response(status, [*headers, *more], *error)

        return start

    def _directories(self, environ: Environ) -> tuple[str, ...]:
        """Return where sites may begin in a path: proxies take the virtual directory off, or leave it."""
        told = self._directory or directory_of(self._proxies.prefix(environ))
        return ("", told) if told else ("",)

    def _spelled(self, environ: Environ) -> Environ:
        """Return a request with the virtual directory in the letter case that the setting has."""
        script, told = environ.get("SCRIPT_NAME", ""), self._virtual_directory
        return {**environ, "SCRIPT_NAME": told} if script != told and script.lower() == told.lower() else environ

    def _home(self, environ: Environ, folder: str) -> str:
        """Return the address of the home page for a service's page in a folder; it ends with a slash."""
        found = find_site(f"{folder}/{REFERENCE}", {REFERENCE}, self._directories(environ))
        place = found or Place("", REFERENCE, "/", is_canonical=True)
        script = seen_from_outside(self._into_site(environ, place), self._proxies)["SCRIPT_NAME"]
        return quote(script.removesuffix(REFERENCE).encode("latin-1"), safe=PATH_SAFE)

    def _into_site(self, environ: Environ, place: Place) -> Environ:
        """Return a request to a site, which sees itself at its one address."""
        if not self._directory:
            before = directory_of(self._proxies.prefix(environ)) if place.before else ""
            return _below(environ, f"{before}/{place.name}", place.rest)
        # The setting tells the whole path, whatever the web server and proxies say.
        inside = {**environ, "SCRIPT_NAME": self._directory, "HTTP_X_FORWARDED_PREFIX": ""}
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


def build_site(settings: Settings | None = None) -> Site:
    """Compose the whole application from the settings (by default those of the environment)."""
    site = Site(build_runtime(settings or Settings()))
    # What is loaded now stays for good: let the garbage collector not look through it again and again.
    gc.collect()
    gc.freeze()
    return site
