"""The page at the root, and the answer to paths that lead nowhere."""

from difflib import get_close_matches
from typing import Any
from urllib.parse import quote

from flask import Response, g, request
from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import SQLAlchemyError

from vettrak_api import __version__
from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.demo.data import LOGINS, PASSWORD
from vettrak_api.model.clients import Client
from vettrak_api.model.statements import execute
from vettrak_api.runtime import Runtime
from vettrak_api.web.kit.errors import log_and_translate, problem_answer
from vettrak_api.web.products import functions_of, products
from vettrak_api.web.public import PublicVisit, pages

NAMESPACE = load_catalogue().namespaces["integrate"]

PRESENT_LOGINS = select(func.count()).where(Client.username_key.in_(bindparam("logins", expanding=True)))

LONGEST_GUESSED = 60
"""Characters of a path's last segment for which something close is looked for."""


@pages.page("/", is_open=True, needs_database=False)
def home(visit: PublicVisit) -> Response:
    """Tell what the server is, how it does, and where each kind of reader begins."""
    is_reached, is_demo = _state(visit.runtime)
    settings = visit.runtime.settings
    return visit.page(
        "home.html",
        counts={product.name: functions_of(product.name) for product in products()},
        version=__version__,
        since=visit.runtime.since,
        is_reached=is_reached,
        is_demo=is_demo,
        login=(LOGINS[0], PASSWORD) if is_demo else ("USER NAME", "PASSWORD"),
        service=_service(settings.public_url or visit.request.url_root),
        xml_namespace=NAMESPACE,
        has_staff_pages=settings.staff_pages,
    )


def _service(base: str) -> str:
    """Return the address of a service below that of the server, safe between the quotes of all samples."""
    if base.lower().endswith(".asmx"):
        base = base.rpartition("/")[0]
    return quote(f"{base.rstrip('/')}/{products()[0].service}", safe=":/@[]%,;=+~!()*")


def _state(runtime: Runtime) -> tuple[bool, bool]:
    """Return whether the database answers, and whether it holds the demonstration's log-ins."""
    try:
        with runtime.database.querying() as connection:
            present = execute(connection, PRESENT_LOGINS, logins=list(LOGINS)).scalar()
    except SQLAlchemyError as error:
        log_and_translate(error)
        return False, False
    return True, present == len(LOGINS)


@pages.app_errorhandler(404)
def not_found(error: Any) -> Response:
    """Say where the services are, unless a page itself has missed something."""
    if request.endpoint is not None:
        return problem_answer(error)
    visit: PublicVisit = g.visit
    known = ", ".join(load_catalogue().endpoints.values())
    text = f"Nothing is here. The services are at {known}, below the server's address."
    return visit.not_found(text, _close_to(request.path, has_staff_pages=visit.runtime.settings.staff_pages))


def _close_to(path: str, *, has_staff_pages: bool) -> tuple[str, str]:
    """Return what a wrong path may have meant: its address below the home page's, and its name; blank for nothing."""
    asked = path.rpartition("/")[2].lower()
    if len(asked) > LONGEST_GUESSED:
        return "", ""
    known = {product.service.lower(): (product.service, product.service) for product in products()}
    known["password-reset"] = ("password-reset", "the page behind a password reset link")
    if has_staff_pages:
        known["staff"] = ("staff", "the staff pages")
    found = get_close_matches(asked, known, n=1, cutoff=0.7)
    return known[found[0]] if found else ("", "")
