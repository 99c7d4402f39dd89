"""The WSGI application at /staff: routes, who may enter, and what every answer carries."""

from collections.abc import Callable, Iterable, Mapping
from importlib.resources import files
from typing import Any
from urllib.parse import unquote, urlsplit

from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from vettrak_api.asmx.proxies import Proxies
from vettrak_api.errors import VettrakError
from vettrak_api.runtime import Runtime
from vettrak_api.web.kit.errors import log_and_translate
from vettrak_api.web.kit.login import ask_to_log_in, is_from_here, login, logout, recognise
from vettrak_api.web.kit.visit import LARGEST_NUMBER, Visit, build_templates
from vettrak_api.web.staff import actions, history, lists, records

LARGEST_FORM = 256 * 1024
MOST_FIELDS = 1000

NUMBER = f"<int(max={LARGEST_NUMBER}):number>"

ROUTES = Map(
    [
        Rule("/", endpoint="pending", methods=["GET"]),
        Rule("/reservations", endpoint="reservations", methods=["GET"]),
        Rule("/waitlist", endpoint="waitlist", methods=["GET"]),
        Rule("/history", endpoint="history", methods=["GET"]),
        Rule("/history/waitlist", endpoint="waitlist_history", methods=["GET"]),
        Rule(f"/enrolments/{NUMBER}", endpoint="entry", methods=["GET"]),
        Rule(f"/enrolments/{NUMBER}/process", endpoint="process", methods=["POST"]),
        Rule(f"/enrolments/{NUMBER}/reject", endpoint="reject", methods=["POST"]),
        Rule(f"/enrolments/{NUMBER}/complete", endpoint="complete", methods=["POST"]),
        Rule(f"/enrolments/{NUMBER}/undo", endpoint="undo", methods=["POST"]),
        Rule(f"/waitlist/{NUMBER}", endpoint="waiter", methods=["GET"]),
        Rule(f"/waitlist/{NUMBER}/process", endpoint="process_waiter", methods=["POST"]),
        Rule(f"/waitlist/{NUMBER}/reject", endpoint="reject_waiter", methods=["POST"]),
        Rule(f"/waitlist/{NUMBER}/undo", endpoint="undo_waiter", methods=["POST"]),
        Rule("/process", endpoint="process_many", methods=["POST"]),
        Rule("/logout", endpoint="logout", methods=["POST"]),
        Rule("/login", endpoint="login", methods=["GET", "POST"]),
        Rule("/staff.css", endpoint="style", methods=["GET"]),
        Rule("/staff.svg", endpoint="icon", methods=["GET"]),
        Rule("/staff.js", endpoint="script", methods=["GET"]),
    ],
    strict_slashes=False,
    merge_slashes=False,
)

PAGES: dict[str, Callable[..., Response]] = {
    "pending": lists.pending,
    "reservations": lists.reservations,
    "waitlist": lists.waitlist,
    "history": history.history,
    "waitlist_history": history.waitlist_history,
    "entry": records.entry,
    "process": actions.process,
    "reject": actions.reject,
    "complete": actions.complete,
    "undo": actions.undo,
    "waiter": records.waiter,
    "process_waiter": actions.process_waiter,
    "reject_waiter": actions.reject_waiter,
    "undo_waiter": actions.undo_waiter,
    "process_many": actions.process_many,
    "logout": logout,
}
"""What needs a log-in."""

SEEN_AT = {
    "process": "entry",
    "reject": "entry",
    "complete": "entry",
    "undo": "entry",
    "process_waiter": "waiter",
    "reject_waiter": "waiter",
    "undo_waiter": "waiter",
    "process_many": "pending",
}
"""Where the form of a deed stands: whoever was logged out meanwhile finds it there again."""

STATIC = {
    "style": ("staff.css", "text/css"),
    "script": ("staff.js", "text/javascript"),
    "icon": ("staff.svg", "image/svg+xml"),
}

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class StaffSite:
    """Answers everything below /staff for one server."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._templates = build_templates()
        self._proxies = Proxies(runtime.settings.trusted_proxies)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        environ = self._from_outside(environ)
        request = Request(environ)
        request.max_content_length = LARGEST_FORM
        request.max_form_parts = MOST_FIELDS
        visit = Visit(self._runtime, request, ROUTES.bind_to_environ(environ), self._templates)
        response = self._answer(visit)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response(environ, start_response)

    def _from_outside(self, environ: dict[str, Any]) -> dict[str, Any]:
        """Return the request as the visitor sent it, before trusted proxies passed it on."""
        outside = urlsplit(self._proxies.location({**environ, "PATH_INFO": ""}, ""))
        return {
            **environ,
            "REMOTE_ADDR": self._proxies.client_address(environ),
            "wsgi.url_scheme": outside.scheme,
            "HTTP_HOST": outside.netloc,
            "SCRIPT_NAME": unquote(outside.path, "latin-1"),
        }

    def _answer(self, visit: Visit) -> Response:
        """Answer, whatever happens; a fault is logged without its text, which may hold personal data."""
        try:
            return self._dispatch(visit)
        except HTTPException as problem:
            return visit.page("problem.html", problem.code or 500, problem=problem.description)
        except VettrakError as problem:
            return visit.page("problem.html", 503, problem=problem.message)
        except SQLAlchemyError as error:
            return visit.page("problem.html", 503, problem=log_and_translate(error).message)
        except Exception as error:  # noqa: BLE001 - the last resort: nothing but our pages reaches a visitor
            return visit.page("problem.html", 500, problem=log_and_translate(error).message)

    def _dispatch(self, visit: Visit) -> Response:
        endpoint, values = visit.urls.match()
        if endpoint in STATIC:
            return _static(endpoint, visit.request)
        is_form = visit.request.method == "POST"
        if is_form and not is_from_here(visit.request, self._runtime.settings.public_url):
            return visit.page("problem.html", 403, problem="This form was not sent by one of our own pages.")
        if endpoint == "login":
            return login(visit)
        why = recognise(visit)
        if why is not None:
            return (
                logout(visit) if endpoint == "logout" else ask_to_log_in(visit, why, _onward(visit, endpoint, values))
            )
        if is_form and not visit.is_genuine():
            return visit.page(
                "problem.html", 403, problem="This form is too old. Please go back, reload and try again."
            )
        return PAGES[endpoint](visit, **values)


def _onward(visit: Visit, endpoint: str, values: Mapping[str, Any]) -> str:
    """Return the address, below ours, where somebody who must log in first finds again what they asked for."""
    address = visit.urls.build(SEEN_AT.get(endpoint, endpoint), {**visit.request.args.to_dict(), **values})
    return address.removeprefix(visit.urls.script_name.rstrip("/"))


def _static(endpoint: str, request: Request) -> Response:
    name, mimetype = STATIC[endpoint]
    body = files("vettrak_api.web.staff").joinpath("static", name).read_bytes()
    response = Response(body, mimetype=mimetype, headers={"Cache-Control": "no-cache"})
    response.add_etag()
    return response.make_conditional(request)
