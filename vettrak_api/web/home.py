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


@pages.page("/", is_open=True)
def home(visit: PublicVisit) -> Response:
    """List the services with links."""
    endpoints = load_catalogue().endpoints
    services = [(path.strip("/"), PURPOSES[product]) for product, path in endpoints.items()]
    return visit.page("home.html", services=services)


@pages.app_errorhandler(404)
def not_found(error: Any) -> Response:
    """Say where the services are, unless a page itself has missed something."""
    if request.endpoint is not None:
        return problem_answer(error)
    known = ", ".join(load_catalogue().endpoints.values())
    visit: PublicVisit = g.visit
    return visit.problem(404, f"Nothing is here. The services are at {known}, below the server's address.")
