"""Composition: settings become a server, the server becomes one WSGI application with all its pages."""

import gc
import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, TypeAlias

import vettrak_api.operations  # noqa: F401 - registers the operations
from vettrak_api.asmx import Endpoint, Limits, OperationNotes
from vettrak_api.calls.pipeline import Pipeline
from vettrak_api.catalogue.loader import Catalogue, load_catalogue
from vettrak_api.contract.services import CompleteService, EnrolService, IntegrateService, PortalsService
from vettrak_api.runtime import Runtime, build_runtime
from vettrak_api.settings import Settings
from vettrak_api.web.home import home_page, not_found
from vettrak_api.web.password_reset import password_reset_page
from vettrak_api.web.staff import StaffSite

Environ: TypeAlias = dict[str, Any]
StartResponse: TypeAlias = Callable[..., Any]
Application: TypeAlias = Callable[[Environ, StartResponse], Iterable[bytes]]

STAFF_PAGES = re.compile(r"((?:/[^/]+)*?)(/staff)(/.*)?$", re.IGNORECASE)

SERVICES: Mapping[str, Any] = {
    "complete": CompleteService,
    "integrate": IntegrateService,
    "enrol": EnrolService,
    "portals": PortalsService,
}
TITLES = {
    "complete": "VETtrak API: all operations",
    "integrate": "VETtrak API Integrate: transfer between VETtrak data and learning management systems",
    "enrol": "VETtrak API Enrol: enrolments from web sites",
    "portals": "VETtrak API Portals: clients, employers and staff see their training",
}


class Site:
    """The WSGI application: sends each request to the page its path ends with, ignoring case.

    The pages may live below any virtual directory; what stands before them in the path does not matter.
    """

    def __init__(self, runtime: Runtime, catalogue: Catalogue | None = None) -> None:
        catalogue = catalogue or load_catalogue()
        pipeline = Pipeline(runtime, catalogue)
        self.endpoints = {
            product: build_endpoint(product, pipeline, runtime.settings, catalogue) for product in SERVICES
        }
        self._pages: dict[str, Application] = {
            path.rsplit("/", 1)[-1].lower(): self.endpoints[product] for product, path in catalogue.endpoints.items()
        }
        self.use(runtime, pipeline)

    def use(self, runtime: Runtime, pipeline: Pipeline | None = None) -> None:
        """Answer from this server from now on.

        Compiling the pages takes a good part of a second; whoever changes the database behind them need not
        compile them again. The settings that the pages were built with stay.
        """
        self.runtime = runtime
        pipeline = pipeline or Pipeline(runtime)
        for endpoint in self.endpoints.values():
            endpoint.udc = pipeline
        self._pages["password-reset"] = partial(password_reset_page, runtime)
        self._staff = StaffSite(runtime)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = environ.get("PATH_INFO", "")
        before, staff, rest = _split_at_staff(path)
        if staff:
            script = environ.get("SCRIPT_NAME", "") + before + staff
            return self._staff({**environ, "SCRIPT_NAME": script, "PATH_INFO": rest or "/"}, start_response)
        last = path.rsplit("/", 1)[-1].lower()
        page = self._pages.get(last, not_found if last else home_page)
        return page(environ, start_response)


def _split_at_staff(path: str) -> tuple[str, str, str]:
    """Split a path into what stands before the staff pages, their own segment (empty if none), and the rest."""
    match = STAFF_PAGES.match(path)
    return match.groups("") if match else (path, "", "")  # type: ignore[return-value]


def build_endpoint(product: str, pipeline: Pipeline, settings: Settings, catalogue: Catalogue) -> Endpoint:
    """Return the .asmx page of one product."""
    operations = catalogue.operations_of(product)
    return Endpoint(
        services=[SERVICES[product]],
        namespace=catalogue.namespaces[product],
        name=catalogue.endpoints[product].strip("/").removesuffix(".asmx"),
        documentation=TITLES[product],
        udc=pipeline,
        aliases={
            operation.name: {alias: parameter.name for parameter in operation.params for alias in parameter.aliases}
            for operation in operations
        },
        describe=lambda name: describe(catalogue, pipeline, name),
        zone=settings.zone,
        null_values=settings.null_values,
        limits=Limits(body=settings.body_limit_bytes),
        public_url=settings.public_url,
        trusted_proxies=settings.trusted_proxies,
        cors_origins=settings.cors_origins,
    )


def describe(catalogue: Catalogue, pipeline: Pipeline, name: str) -> OperationNotes:
    """Return what the help page of an operation tells beyond its signature."""
    declared = catalogue.operations[name]
    missing = [] if pipeline.plans[name].function else ["Not available in this version of the server."]
    scope = [catalogue.scope_of(declared)] if declared.scope else []
    return OperationNotes(
        purpose=declared.purpose,
        rules=[*missing, *scope, *declared.rules],
        errors=[(error.status, error.message, error.condition) for error in declared.errors],
        security=f"{declared.security}: {catalogue.security_levels[declared.security]}",
    )


def build_site(settings: Settings | None = None) -> Site:
    """Compose the whole application from the settings (by default those of the environment)."""
    site = Site(build_runtime(settings or Settings()))
    # What is loaded now stays for good: let the garbage collector not look through it again and again.
    gc.collect()
    gc.freeze()
    return site
