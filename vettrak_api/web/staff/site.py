"""The WSGI application at /staff: routes, log-in, and what every answer carries."""

from collections.abc import Callable, Iterable
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from vettrak_api.errors import LoginRefused, VettrakError
from vettrak_api.server import Server
from vettrak_api.web.staff import entries, lists
from vettrak_api.web.staff.visit import COOKIE, Visit, build_templates

LARGEST_FORM = 1024 * 1024
MOST_FIELDS = 2000

ROUTES = Map(
    [
        Rule("/", endpoint="pending", methods=["GET"]),
        Rule("/reservations", endpoint="reservations", methods=["GET"]),
        Rule("/waitlist", endpoint="waitlist", methods=["GET"]),
        Rule("/history", endpoint="history", methods=["GET"]),
        Rule("/enrolments/<int:number>", endpoint="entry", methods=["GET"]),
        Rule("/enrolments/<int:number>/process", endpoint="process", methods=["POST"]),
        Rule("/enrolments/<int:number>/reject", endpoint="reject", methods=["POST"]),
        Rule("/enrolments/<int:number>/complete", endpoint="complete", methods=["POST"]),
        Rule("/enrolments/<int:number>/undo", endpoint="undo", methods=["POST"]),
        Rule("/waitlist/<int:number>/process", endpoint="process_waiter", methods=["POST"]),
        Rule("/waitlist/<int:number>/reject", endpoint="reject_waiter", methods=["POST"]),
        Rule("/process", endpoint="process_many", methods=["POST"]),
        Rule("/logout", endpoint="logout", methods=["POST"]),
        Rule("/login", endpoint="login", methods=["GET", "POST"]),
        Rule("/staff.css", endpoint="style", methods=["GET"]),
        Rule("/staff.js", endpoint="script", methods=["GET"]),
    ],
    strict_slashes=False,
)

PAGES: dict[str, Callable[..., Response]] = {
    "pending": lists.pending,
    "reservations": lists.reservations,
    "waitlist": lists.waitlist,
    "history": lists.history,
    "entry": entries.entry,
    "process": entries.process,
    "reject": entries.reject,
    "complete": entries.complete,
    "undo": entries.undo,
    "process_waiter": entries.process_waiter,
    "reject_waiter": entries.reject_waiter,
    "process_many": entries.process_many,
}
"""The pages that need a log-in."""

STATIC = {"style": ("staff.css", "text/css"), "script": ("staff.js", "text/javascript")}

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class StaffSite:
    """Answers everything below /staff for one server."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._templates = build_templates()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        request.max_content_length = LARGEST_FORM
        request.max_form_parts = MOST_FIELDS
        visit = Visit(self._server, request, ROUTES.bind_to_environ(environ), self._templates)
        try:
            response = self._answer(visit)
        except HTTPException as problem:
            response = Response(visit.page("problem.html", problem=problem.description).data, problem.code or 500)
            response.mimetype = "text/html"
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response(environ, start_response)

    def _answer(self, visit: Visit) -> Response:
        endpoint, values = visit.urls.match()
        if endpoint in STATIC:
            return _static(endpoint)
        if visit.request.method == "POST" and not _from_here(visit.request):
            return visit.page("problem.html", 403, problem="This form was not sent by one of our own pages.")
        if endpoint == "login":
            return self._login(visit)
        problem = self._recognise(visit)
        if problem is not None:
            return visit.go("login", why=problem) if visit.request.method == "GET" else visit.go("login", why="form")
        if visit.request.method == "POST" and not visit.is_genuine():
            return visit.page("problem.html", 403, problem="This form is too old. Please go back, reload and try again.")
        if endpoint == "logout":
            return self._logout(visit)
        return PAGES[endpoint](visit, **values)

    def _recognise(self, visit: Visit) -> str | None:
        """Find out whose log-in the cookie is; return why not, as the log-in page tells it."""
        token = visit.request.cookies.get(COOKIE, "")
        if not token:
            return "none"
        try:
            caller = self._server.tokens.check(token)
        except VettrakError:
            return "expired"
        if not caller.api_role:
            return "role"
        visit.token, visit.caller = token, caller
        return None

    def _login(self, visit: Visit) -> Response:
        if visit.request.method == "GET":
            return visit.page("login.html", why=visit.request.args.get("why", ""), username="")
        form = visit.request.form
        username = form.get("username", "")
        try:
            session = self._server.login.client(username, form.get("password"), visit.request.remote_addr or "")
        except LoginRefused:
            return visit.page("login.html", 403, why="refused", username=username)
        if not self._server.tokens.check(session.token).api_role:
            self._server.tokens.end(session.token)
            return visit.page("login.html", 403, why="role", username=username)
        response = visit.go("pending")
        response.set_cookie(
            COOKIE,
            session.token,
            path=visit.request.script_root or "/",
            secure=self._is_secure(visit.request),
            httponly=True,
            samesite="Strict",
        )
        return response

    def _is_secure(self, request: Request) -> bool:
        """Tell whether people reach these pages by HTTPS, perhaps through a proxy that the settings know of."""
        return request.is_secure or self._server.settings.public_url.startswith("https://")

    def _logout(self, visit: Visit) -> Response:
        self._server.tokens.end(visit.token)
        response = visit.go("login", why="out")
        response.delete_cookie(COOKIE, path=visit.request.script_root or "/")
        return response


def _from_here(request: Request) -> bool:
    """Tell whether a browser says that a form comes from this very site; browsers that say nothing are let in.

    The forms' own mark is checked besides; this keeps strangers from logging people in.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin")
    return origin in {None, "null"} or urlsplit(origin or "").netloc == request.host


def _static(endpoint: str) -> Response:
    name, mimetype = STATIC[endpoint]
    body = files("vettrak_api.web.staff").joinpath("static", name).read_bytes()
    return Response(body, mimetype=mimetype, headers={"Cache-Control": "max-age=3600"})
