"""The portals as one WSGI application: their pages, and how they are entered."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Response, g, request
from werkzeug.exceptions import NotFound

from vettrak_api.web.kit import login
from vettrak_api.web.kit.application import PageSite
from vettrak_api.web.kit.backlog import Backlog
from vettrak_api.web.kit.edge import Watch, answer_watched, known_request
from vettrak_api.web.kit.entrance import Entrance
from vettrak_api.web.kit.errors import problem_answer
from vettrak_api.web.kit.pages import PageRules
from vettrak_api.web.kit.paths import plain_answer, refusal_of
from vettrak_api.web.kit.request_log import log_requests
from vettrak_api.web.portals import (  # noqa: F401 - they declare their pages
    attendance,
    awards,
    details,
    employer_pages,
    home,
    invoices,
    marking,
    staff_pages,
    timetable,
    training,
)
from vettrak_api.web.portals.settings import PortalSettings
from vettrak_api.web.portals.troubles import LoggedOut, NotOffered, Refused
from vettrak_api.web.portals.visit import ELSEWHERE, PACKAGE, PortalVisit, open_desk, pages

DOOR = "portals"
"""As the log names it."""

SLOW_MILLISECONDS = 5000
"""Pages that take longer are warnings in the log; they wait for several calls."""

ENTRANCE = Entrance(
    cookie="vettrak_portal",
    admits=lambda _: True,
    refusal="",
    title="Log in",
    site="your training",
    home="home",
)


class PortalSite(PageSite):
    """Answers every page of the portals."""

    _watch = Watch(SLOW_MILLISECONDS, Backlog(log_requests))

    def __init__(self, settings: PortalSettings) -> None:
        # The kit asks what it is given for settings of web servers, and before pages whether the database is fit.
        desk: Any = open_desk(settings)
        super().__init__(desk, PACKAGE, [pages], entrance=ENTRANCE, visits=PortalVisit)
        self.register_error_handler(LoggedOut, self._log_in_again)
        self.register_error_handler(Refused, _not_theirs)
        self.register_error_handler(NotOffered, _not_offered)

    def wsgi_app(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request, which leaves a line in the log."""
        served = known_request(environ, self._proxies)
        served.door = DOOR
        return answer_watched(self._answer, environ, start_response, served, self._watch)

    def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        refusal = refusal_of(environ, self._proxies)
        if refusal:
            return plain_answer(environ, start_response, "400 Bad Request", refusal)
        return super().wsgi_app(environ, start_response)

    def _log_in_again(self, error: LoggedOut) -> Response:
        """Lead somebody whose token has died in the middle to the log-in, which leads back to where they were."""
        del error
        rules = self._rules.get(request.endpoint or "", PageRules())
        return login.ask_to_log_in(g.visit, "expired", rules.seen_at)


def _not_theirs(error: Refused) -> Response:
    """Answer for a record that the server refuses; whether it exists is not told."""
    del error
    return problem_answer(NotFound(ELSEWHERE))


def _not_offered(error: NotOffered) -> Response:
    return problem_answer(NotFound(error.message))


def portal_site(settings: PortalSettings | None = None) -> PortalSite:
    """Compose the portals from the settings (by default those of the environment)."""
    return PortalSite(settings or PortalSettings())
