"""Answers requests to a host that no organisation has, in the form of the door that was asked."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from vettrak_api.asmx import Endpoint
from vettrak_api.request import LEAVING, REFUSED, current
from vettrak_api.tenants.live import Tenants
from vettrak_api.web.kit.headers import PROBLEM
from vettrak_api.web.kit.outside import below_directory, without_quirks
from vettrak_api.web.kit.paths import answer_with, plain_answer
from vettrak_api.web.kit.request_log import log_trouble, readiness

MISDIRECTED = "421 Misdirected Request"
NOBODY_HERE = "No training organisation is served at this host name. Check the address."

ALIVE, READY = "healthz", frozenset({"ready", "readyz"})
"""What watchmen ask of the whole server, by whatever name they call it."""

PUBLIC, SOAP, API = "public", "soap", "api"
"""The doors, as the log names them."""

StartResponse = Callable[..., Any]


class Strangers:
    """A WSGI application for what reaches no organisation; tells nothing of those that there are."""

    def __init__(self, services: Mapping[str, Endpoint], directory: str, tenants: Tenants) -> None:
        self._services, self._directory, self._tenants = services, directory, tenants

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        environ = below_directory(without_quirks(environ), self._directory)
        path: str = environ.get("PATH_INFO", "").lower()
        last = path.rpartition("/")[2]
        current().door = PUBLIC
        if last == ALIVE:
            return _json(environ, start_response, "200 OK", {"status": "alive"})
        if last in READY:
            return self._readiness(environ, start_response)
        current().judge(REFUSED, message=NOBODY_HERE)
        service = self._services.get(last)
        if service is not None and environ.get("REQUEST_METHOD") == "POST":
            current().door = SOAP
            return service.refuse(environ, start_response, NOBODY_HERE)
        if path.startswith("/api/"):
            current().door = API
            problem = {"title": "Misdirected request", "status": int(MISDIRECTED[:3]), "detail": NOBODY_HERE}
            return _json(environ, start_response, MISDIRECTED, problem, PROBLEM)
        return plain_answer(environ, start_response, MISDIRECTED, NOBODY_HERE)

    def _readiness(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Tell of all together what is known: 503 once each one that was asked can not be used, or the server stops.

        One organisation's database that is away is no reason to take a server away from all the others.
        """
        live, served = self._tenants.live, len(self._tenants.names)
        away = sum(runtime.schema.is_away for runtime in live)
        is_ready = LEAVING not in environ and (not live or away < len(live))
        told = {
            "status": readiness(is_ready=is_ready),
            "organisations": {"served": served, "asked": len(live), "away": away},
            "log": {"ok": not log_trouble()},
        }
        return _json(environ, start_response, "200 OK" if is_ready else "503 Service Unavailable", told)


def _json(
    environ: dict[str, Any], start_response: StartResponse, status: str, told: Any, kind: str = "application/json"
) -> Iterable[bytes]:
    return answer_with(environ, start_response, status, json.dumps(told), kind)
