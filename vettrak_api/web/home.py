"""The page at the root, and the answer to paths that lead nowhere."""

from typing import Any

from flask import Response, g, request

from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.web.kit.errors import problem_answer
from vettrak_api.web.public import PublicVisit, pages

PURPOSES = {
    "complete": "all operations",
    "integrate": "transfer to and from a learning management system",
    "enrol": "enrolments from web sites",
    "portals": "clients, employers and staff see their training",
}


@pages.page("/", is_open=True, needs_database=False)
def home(visit: PublicVisit) -> Response:
    """List the services with links."""
    endpoints = load_catalogue().endpoints
    services = [(path.strip("/"), PURPOSES[product]) for product, path in endpoints.items()]
    return visit.page("home.html", services=services)


@pages.page("/ready", is_open=True, needs_database=False)
def ready(visit: PublicVisit) -> Response:
    """Tell load balancers and watchmen whether calls can be answered: 200, or 503 with a word why."""
    refusal = visit.runtime.schema.look()
    text = refusal().message if refusal else "Ready."
    return Response(f"{text}\n", 503 if refusal else 200, mimetype="text/plain")


@pages.app_errorhandler(404)
def not_found(error: Any) -> Response:
    """Say where the services are, unless a page itself has missed something."""
    if request.endpoint is not None:
        return problem_answer(error)
    known = ", ".join(load_catalogue().endpoints.values())
    visit: PublicVisit = g.visit
    return visit.problem(404, f"Nothing is here. The services are at {known}, below the server's address.")
