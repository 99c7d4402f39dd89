"""Log-in, log-out and the cookie: the pages `/login` and `/logout` of every site that has an entrance."""

from collections.abc import Mapping
from typing import Any

from flask import Request, Response
from werkzeug.exceptions import Forbidden

from vettrak_api.errors import Busy, LoginRefused, NotPermitted, VettrakError
from vettrak_api.request import current
from vettrak_api.web.kit.errors import busy
from vettrak_api.web.kit.forms import is_genuine
from vettrak_api.web.kit.pages import Pages
from vettrak_api.web.kit.visit import Visit

TOO_OLD = "This form is too old. Please go back, reload and try again."

REFUSALS: Mapping[type[VettrakError], tuple[str, int]] = {
    LoginRefused: ("refused", 403),
    NotPermitted: ("role", 403),
    Busy: ("busy", 503),
}
"""Why somebody is not let in, as the form tells it, and the HTTP status."""

pages = Pages("entrance", __name__)


def recognise(visit: Visit) -> str | None:
    """Find out whose log-in the cookie is; return why not, as the log-in page tells it."""
    held = visit.request.cookies.get(visit.way_in.cookie, "")
    return visit.recognise(held) if held else "none"


def arrives_from_elsewhere(request: Request) -> bool:
    """Tell whether somebody followed a link of another site, such as a mail in a browser.

    The browser keeps our cookie back then, so whether they are logged in shows at the second request only.
    """
    return request.method == "GET" and request.headers.get("Sec-Fetch-Site") == "cross-site"


def ask_to_log_in(visit: Visit, why: str, seen_at: str) -> Response:
    """Answer with the way to the log-in page, which leads on to where the visitor wanted to go."""
    if why == "none" and arrives_from_elsewhere(visit.request):
        return visit.page("arrival.html")
    why = "form" if visit.request.method == "POST" else why
    return visit.go("entrance.login", **{"why": why} if why != "none" else {}, next=_onward(visit, seen_at))


@pages.page("/login", methods=("GET", "POST"), is_open=True)
def login(visit: Visit) -> Response:
    """Show the log-in form, or judge what it says."""
    request = visit.request
    if request.method != "POST":
        return _form(visit, request.args.get("why", ""), onward=request.args.get("next", ""))
    username, onward = request.form.get("username", ""), request.form.get("next", "")
    try:
        held = visit.log_in(username, request.form.get("password"))
    except (LoginRefused, NotPermitted, Busy) as error:
        current().judge("", type(error).__name__)
        page = _form(visit, *REFUSALS[type(error)], username, onward)
        return busy(page) if isinstance(error, Busy) else page
    response = _lead_on(visit, onward)
    keep(visit, response, held)
    return response


@pages.page("/logout", methods=("POST",), is_open=True)
def logout(visit: Visit) -> Response:
    """End the log-in, on this computer and in the database, even if it has ended by itself."""
    if recognise(visit) is None and not is_genuine(visit.request, visit.token):
        raise Forbidden(TOO_OLD)
    cookie = visit.way_in.cookie
    visit.log_out(visit.request.cookies.get(cookie, ""))
    response = visit.go("entrance.login", why="out")
    response.delete_cookie(cookie, **_terms(visit))
    return response


def keep(visit: Visit, response: Response, held: str) -> None:
    """Let the visitor's browser keep the log-in."""
    response.set_cookie(visit.way_in.cookie, held, **_terms(visit))


def _form(visit: Visit, why: str, status: int = 200, username: str = "", onward: str = "") -> Response:
    return visit.page("login.html", status, why=why, username=username, onward=onward)


def _onward(visit: Visit, seen_at: str) -> str:
    """Return the address, below the site's, where somebody who must log in first finds again what they asked for."""
    asked = {**visit.request.args.to_dict(), **(visit.request.view_args or {})}
    address = visit.urls.build(seen_at or visit.request.endpoint or "", asked)
    return address.removeprefix(visit.urls.script_name.rstrip("/"))


def _lead_on(visit: Visit, onward: str) -> Response:
    """Go to a page of the site; anything else that `onward` may say leads to its home."""
    endpoint, values = visit.page_at(onward) or ("", {})
    if not endpoint or endpoint.startswith(f"{pages.name}."):
        return visit.go(visit.home)
    return visit.go(endpoint, **values)


def _terms(visit: Visit) -> dict[str, Any]:
    """Return for whom the cookie is: this site alone, by HTTPS where people reach it so, and never for scripts."""
    path = visit.request.script_root or "/"
    return {"path": path, "secure": visit.is_secure, "httponly": True, "samesite": "Strict"}
