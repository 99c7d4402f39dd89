"""Composition: settings become a server, the server becomes one WSGI application with all its pages."""

import gc
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

import vettrak_api.operations  # noqa: F401 - registers the operations
from vettrak_api.calls.pipeline import Pipeline
from vettrak_api.catalogue.loader import Catalogue, load_catalogue
from vettrak_api.endpoints import build_endpoints
from vettrak_api.runtime import Runtime, build_runtime
from vettrak_api.settings import Settings
from vettrak_api.web.kit.application import PageSite
from vettrak_api.web.public_site import public_site
from vettrak_api.web.staff.site import staff_site

Environ: TypeAlias = dict[str, Any]
StartResponse: TypeAlias = Callable[..., Any]
Application: TypeAlias = Callable[[Environ, StartResponse], Iterable[bytes]]

SITES: Mapping[str, Callable[[Runtime], PageSite]] = {"staff": staff_site}
"""The sites of pages by the segment of the path that they begin with."""


class Site:
    """The WSGI application: sends each request to the page its path ends with, or to the site it names, ignoring case.

    The pages may live below any virtual directory; what stands before them in the path does not matter.
    """

    def __init__(self, runtime: Runtime, catalogue: Catalogue | None = None) -> None:
        catalogue = catalogue or load_catalogue()
        pipeline = Pipeline(runtime, catalogue)
        self.endpoints = build_endpoints(pipeline, runtime.settings, catalogue)
        self._services: dict[str, Application] = {
            path.rsplit("/", 1)[-1].lower(): self.endpoints[product] for product, path in catalogue.endpoints.items()
        }
        self._sites = {name: build(runtime) for name, build in SITES.items()}
        self._public = public_site(runtime)
        self.use(runtime, pipeline)

    def use(self, runtime: Runtime, pipeline: Pipeline | None = None) -> None:
        """Answer from this server from now on.

        Compiling the services takes a good part of a second; whoever changes the database behind them need not
        compile them again. The settings that the services were built with stay.
        """
        self.runtime = runtime
        pipeline = pipeline or Pipeline(runtime)
        for endpoint in self.endpoints.values():
            endpoint.udc = pipeline
        for site in (self._public, *self._sites.values()):
            site.use(runtime)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path: str = environ.get("PATH_INFO", "")
        before, _, last = path.rpartition("/")
        service = self._services.get(last.lower())
        if service is not None:
            return service(environ, start_response)
        found = split_at(path, self._sites)
        if found is None:
            return self._public(_below(environ, before, f"/{last.lower()}"), start_response)
        before, name, rest = found
        return self._sites[name.lower()](_below(environ, f"{before}/{name}", rest), start_response)


def split_at(path: str, names: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """Split a path at the first segment that is one of these names in any case: before it, the segment, the rest.

    The rest begins with a slash. None when there is no such segment, or when an empty one stands before it.
    """
    first, *segments = path.split("/")
    if first:
        return None
    for index, segment in enumerate(segments):
        if segment.lower() in names:
            before = "".join(f"/{each}" for each in segments[:index])
            return before, segment, "/" + "/".join(segments[index + 1 :])
        if not segment:
            return None
    return None


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
