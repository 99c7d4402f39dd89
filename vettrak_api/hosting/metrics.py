"""Counts requests for Prometheus, over all processes of an installation, and tells the numbers to who may ask.

prometheus_client keeps each process's numbers in files of a folder that all of them share, and sums them up. Its files
bear the number of a slot (`vettrak_api.hosting.slots`) rather than of a process, so a process goes on counting where
one that has ended left off, and no file is left behind.

The library knows one folder per process, which it reads from the environment. So metrics are of a process, not of a
runtime: the only thing here that is.
"""

import hmac
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import TypeAlias

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, values
from prometheus_client.core import Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from vettrak_api.app import Environ, Site, StartResponse
from vettrak_api.asmx.proxies import Proxies
from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.errors import Busy, DatabaseTrouble, LoginRefused
from vettrak_api.hosting.measures import Measures, TenantMeasures
from vettrak_api.hosting.slots import Slots
from vettrak_api.request import FAILED, OK, REFUSED, Request

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable by which the library knows the folder."""

BUCKETS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
"""Seconds."""

SOAP = "soap"
DOORS = frozenset({SOAP, "service", "staff", "api", "docs", "public", "portals"})
OUTCOMES = frozenset({OK, REFUSED, FAILED})
OTHER = "other"

MOST_SERIES = 2000
"""What an installation's metrics may be in all; a test holds it."""

FILES, FILE_BYTES = ("counter", "histogram", "gauge_sum"), 1 << 20
"""The library's files of each process, and more than the most series take there."""

OF_THE_DATABASE = frozenset({DatabaseTrouble.__name__, Busy.__name__})
PATH = "/metrics"

MOST_TENANTS = 100
"""Organisations that are counted each by itself, the first that are called; further ones are counted together."""

Series: TypeAlias = tuple[Callable[[], None], Callable[[float], None], Callable[[float], None]]
"""What counts a request, adds its seconds to those of its operation, and to the histogram."""


class Counters(Collector):
    """The numbers of this process, in files of a folder, and the sums of those of all."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._slots = folder, Slots(folder)
        self._take_number()  # what is wrong with the folder shows here
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._take_number)
        os.environ[FOLDER] = str(folder)
        values.ValueClass = values.MultiProcessValue(lambda: self._number)  # type: ignore[no-untyped-call]
        self._operations = frozenset(load_catalogue().operations)
        self._requests = Counter(
            "vettrak_requests",
            "Requests by door, operation and outcome.",
            ("door", "operation", "outcome"),
            registry=None,
        )
        self._operation_seconds = Counter(
            "vettrak_operation_seconds",
            "Seconds that an operation took in all.",
            ("operation",),
            registry=None,
        )
        self._seconds = Histogram(
            "vettrak_request_seconds", "Seconds until an answer began.", ("door",), buckets=BUCKETS, registry=None
        )
        self._refused_logins = Counter("vettrak_logins_refused", "Log-ins that were refused.", ("door",), registry=None)
        self._database_errors = Counter(
            "vettrak_database_errors", "Requests that failed by the database.", ("kind",), registry=None
        )
        self._pool = Gauge(
            "vettrak_pool_in_use", "Connections in use when each process last counted.",
            registry=None, multiprocess_mode="sum",
        )  # fmt: skip
        self._of_tenants = Counter(
            "vettrak_tenant_requests", "Requests by organisation and outcome.", ("tenant", "outcome"), registry=None
        )
        self._tenants: set[str] = set()
        self._in_use = 0
        self._series: dict[tuple[str, str, str], Series] = {}

    def _take_number(self) -> None:
        """Take a number for this process, with files that have their room on the disk.

        The library asks for it at each count, so it is kept. It writes to memory that is mapped: a disk that is full
        would end the process there.
        """
        self._number = self._slots.ours()
        for kind in FILES:
            with suppress(FileExistsError), (self._folder / f"{kind}_{self._number}.db").open("xb") as stream:
                stream.write(bytes(FILE_BYTES))

    def collect(self) -> Iterable[Metric]:
        """Sum up the numbers of all processes; what a process is doing counts while it lives alone."""
        files = [path for path in self._folder.glob("*.db") if not path.name.startswith("gauge") or self._lives(path)]
        summed: Iterable[Metric] = MultiProcessCollector.merge(map(str, files))  # type: ignore[no-untyped-call]
        return summed

    def _lives(self, path: Path) -> bool:
        return self._slots.is_held(int(path.stem.rpartition("_")[2]))

    def note(self, request: Request) -> None:
        """Count a request that was answered."""
        door = request.door if request.door in DOORS else OTHER
        operation = request.operation if door == SOAP and request.operation in self._operations else OTHER
        outcome = request.outcome if request.outcome in OUTCOMES else OTHER
        key = (door, operation, outcome)
        # Finding a series by its labels costs more than counting in it.
        count, take, observe = self._series.get(key) or self._found(*key)
        seconds = request.milliseconds / 1000
        count()
        take(seconds)
        observe(seconds)
        if request.tenant:
            self._of_tenants.labels(self._told_tenant(request.tenant), outcome).inc()
        if request.kind == LoginRefused.__name__:
            self._refused_logins.labels(door).inc()
        elif request.kind in OF_THE_DATABASE:
            self._database_errors.labels(request.kind).inc()

    def note_in_use(self, in_use: int) -> None:
        """Keep how many connections to the database are in use."""
        if in_use != self._in_use:
            self._in_use = in_use
            self._pool.set(in_use)

    def _told_tenant(self, tenant: str) -> str:
        if tenant not in self._tenants:
            if len(self._tenants) >= MOST_TENANTS:
                return OTHER
            self._tenants.add(tenant)
        return tenant

    def _found(self, door: str, operation: str, outcome: str) -> Series:
        series = (
            self._requests.labels(door, operation, outcome).inc,
            self._operation_seconds.labels(operation).inc,
            self._seconds.labels(door).observe,
        )
        self._series[door, operation, outcome] = series
        return series


class Metrics:
    """The metrics of a server: a watcher of its requests, and the page that tells them.

    Raises OSError when the folder of the setting can not be written.
    """

    def __init__(self, site: Site) -> None:
        settings = site.runtime.settings
        self._site = site
        self._counters = Counters(Path(settings.metrics_folder))
        self._measures = self._measures_of_site()
        self._token = settings.metrics_token
        self._networks = [ip_network(address, strict=False) for address in settings.metrics_addresses]
        self._proxies = Proxies(settings.trusted_proxies, settings.forwarded_headers)
        site.backlog.add(self.watch)

    def watch(self, requests: Sequence[Request]) -> None:
        """Count requests."""
        for request in requests:
            self._counters.note(request)
        self._counters.note_in_use(self._site.connections_in_use())

    def _measures_of_site(self) -> Measures | TenantMeasures:
        tenants = self._site.tenants
        return TenantMeasures(tenants) if tenants else Measures(self._site.runtime)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer the metrics to who may ask for them, and let the site answer everything else."""
        if environ.get("PATH_INFO") != PATH or environ.get("REQUEST_METHOD") not in {"GET", "HEAD"}:
            return self._site(environ, start_response)
        if not self._may_ask(environ):
            return _answer(start_response, "403 Forbidden", b"The metrics are not for you.\n", "text/plain")
        return _answer(start_response, "200 OK", self.page(), CONTENT_TYPE_LATEST)

    def page(self) -> bytes:
        """Return all numbers, as Prometheus reads them; whoever has an answer of this process is counted in them."""
        self._site.backlog.tell()
        if isinstance(self._measures, Measures) and self._measures.runtime is not self._site.runtime:
            self._measures = self._measures_of_site()  # after a fork
        registry = CollectorRegistry()
        registry.register(self._counters)
        registry.register(self._measures)
        return generate_latest(registry)

    def _may_ask(self, environ: Environ) -> bool:
        told = environ.get("HTTP_AUTHORIZATION", "")
        wanted = f"Bearer {self._token}"
        if self._token and hmac.compare_digest(told.encode("latin-1", "replace"), wanted.encode()):
            return True
        try:
            address = ip_address(self._proxies.client_address(environ))
        except ValueError:
            return False
        return any(address in network for network in self._networks)


def _answer(start_response: StartResponse, status: str, body: bytes, kind: str) -> Iterable[bytes]:
    headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
    start_response(status, headers)
    return [body]
