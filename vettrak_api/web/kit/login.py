"""Who may come in: log-in, log-out, the session cookie, and whether a form was sent by our own pages."""

from urllib.parse import parse_qsl, urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from vettrak_api.errors import DatabaseTrouble, LoginRefused, VettrakError
from vettrak_api.web.kit.names import names_of
from vettrak_api.web.kit.visit import Visit

COOKIE = "vettrak_staff"
HOME = "pending"
ENTRANCE = frozenset({"login", "logout"})


def is_from_here(request: Request, public_url: str) -> bool:
    """Tell whether a browser says that a form comes from this very site.

    Browsers that say nothing at all are let in: forms carry a mark of their own besides; this check also keeps
    strangers from logging people in. An Origin "null" is what a page hides behind that does not want to be known.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc in {request.host, urlsplit(public_url).netloc} - {""}


def recognise(visit: Visit) -> str | None:
    """Find out whose log-in the cookie is; return why not, as the log-in page tells it."""
    token = visit.request.cookies.get(COOKIE, "")
    if not token:
        return "none"
    try:
        caller = visit.runtime.tokens.check(token)
    except DatabaseTrouble:
        raise
    except VettrakError:
        return "expired"
    if not caller.api_role:
        return "role"
    with visit.runtime.database.reading() as session:
        visit.name = names_of(session, [caller.identifier])[caller.identifier]
    visit.token, visit.caller = token, caller
    return None


def arrives_from_elsewhere(request: Request) -> bool:
    """Tell whether somebody followed a link of another site, such as a mail in a browser.

    The browser keeps our cookie back then, so whether they are logged in shows at the second request only.
    """
    return request.method == "GET" and request.headers.get("Sec-Fetch-Site") == "cross-site"


def ask_to_log_in(visit: Visit, why: str, onward: str) -> Response:
    """Answer with the way to the log-in page, which leads on to where the visitor wanted to go."""
    if why == "none" and arrives_from_elsewhere(visit.request):
        return visit.page("arrival.html")
    why = "form" if visit.request.method == "POST" else why
    return visit.go("login", **{"why": why} if why != "none" else {}, next=onward)


def login(visit: Visit) -> Response:
    """Show the log-in form, or judge what it says."""
    request = visit.request
    if request.method == "GET":
        return visit.page(
            "login.html", why=request.args.get("why", ""), username="", onward=request.args.get("next", "")
        )
    username, onward = request.form.get("username", ""), request.form.get("next", "")
    try:
        session = visit.runtime.login.client(username, request.form.get("password"), request.remote_addr or "")
    except LoginRefused:
        return visit.page("login.html", 403, why="refused", username=username, onward=onward)
    if not visit.runtime.tokens.check(session.token).api_role:
        visit.runtime.tokens.end(session.token)
        return visit.page("login.html", 403, why="role", username=username, onward=onward)
    response = _lead_on(visit, onward)
    response.set_cookie(
        COOKIE,
        session.token,
        path=request.script_root or "/",
        secure=_is_secure(visit),
        httponly=True,
        samesite="Strict",
    )
    return response


def logout(visit: Visit) -> Response:
    """End the log-in, on this computer and in the database, even if it has ended by itself."""
    visit.runtime.tokens.end(visit.request.cookies.get(COOKIE, ""))
    response = visit.go("login", why="out")
    response.delete_cookie(
        COOKIE, path=visit.request.script_root or "/", secure=_is_secure(visit), httponly=True, samesite="Strict"
    )
    return response


def _lead_on(visit: Visit, onward: str) -> Response:
    """Go to a page of ours; anything else that `onward` may say leads to the list."""
    path, _, query = onward.partition("?")
    try:
        endpoint, values = visit.urls.match(path, method="GET")
    except HTTPException:
        return visit.go(HOME)
    return visit.go(HOME) if endpoint in ENTRANCE else visit.go(endpoint, **{**dict(parse_qsl(query)), **values})


def _is_secure(visit: Visit) -> bool:
    """Tell whether people reach these pages by HTTPS, perhaps through a proxy that the settings know of."""
    return visit.request.is_secure or visit.runtime.settings.public_url.startswith("https://")
