"""One request to a site of pages: who visits, what they asked, and how pages are answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import parse_qsl

from flask import Request, Response
from jinja2 import Environment
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from vettrak_api.errors import DatabaseTrouble, NotPermitted, VettrakError
from vettrak_api.model.audit import Author
from vettrak_api.request import current_id
from vettrak_api.runtime import Runtime
from vettrak_api.security.tokens import Caller
from vettrak_api.web.kit.entrance import Entrance
from vettrak_api.web.kit.forms import READING, mark_of
from vettrak_api.web.kit.names import names_of, organisation_of
from vettrak_api.web.kit.scheme import scheme_of

SEE_OTHER = 303


@dataclass(slots=True)
class Visit:
    """A request with its server, addresses and, once logged in, its visitor.

    A site that needs more makes a subclass of it.
    """

    page_name: ClassVar[str] = "page"
    """Where changes were made, for the change log."""

    view: ClassVar[tuple[str, ...]] = ()
    """What an address says of the part of a list that it shows."""

    runtime: Runtime
    request: Request
    urls: MapAdapter
    templates: Environment
    pages: str
    """The name of the `Pages` that endpoints without a dot belong to."""
    folder: str = ""
    """The segment of the path that leads to the site; empty for the public pages."""
    entrance: Entrance | None = None
    token: str = ""
    caller: Caller | None = None
    shown_name: str = ""
    """The visitor's, as pages tell it."""
    organisation: str = ""
    """The name of the training organisation, for those who are logged in."""

    @property
    def author(self) -> Author:
        """Who writes, for the change log."""
        return Author(self.visitor.identifier, self.page_name, self.runtime.clock.now())

    @property
    def visitor(self) -> Caller:
        """Who is logged in."""
        if self.caller is None:
            message = "the page needs a log-in"
            raise RuntimeError(message)
        return self.caller

    def log_in(self, username: str, password: str | None) -> str:
        """Log somebody in and return what their cookie shall hold.

        Raises LoginRefused, NotPermitted for those whom the site does not admit, and Busy. A site whose log-ins are
        not in the database has its own of this, of `recognise` and of `log_out`.
        """
        entrance = self.way_in
        session = entrance.check(self.runtime, username, password, self.request.remote_addr or "")
        if not entrance.admits(self.runtime.tokens.check(session.token)):
            self.runtime.tokens.end(session.token)
            raise NotPermitted
        return session.token

    def recognise(self, held: str) -> str | None:
        """Find out whose log-in a cookie holds; return why not, as the log-in page tells it."""
        try:
            caller = self.runtime.tokens.check(held)
        except DatabaseTrouble:
            raise
        except VettrakError:
            return "expired"
        if not self.way_in.admits(caller):
            return "role"
        with self.runtime.database.reading() as session:
            self.shown_name = names_of(session, [caller.identifier])[caller.identifier]
            self.organisation = organisation_of(session)
        self.token, self.caller = held, caller
        return None

    def log_out(self, held: str) -> None:
        """End the log-in that a cookie holds."""
        self.runtime.tokens.end(held)

    @property
    def way_in(self) -> Entrance:
        """How the site is entered; raises RuntimeError when it has no entrance."""
        if self.entrance is None:
            message = "the site has no entrance"
            raise RuntimeError(message)
        return self.entrance

    @property
    def is_secure(self) -> bool:
        """Whether people reach the server by HTTPS, so that cookies need never be sent without."""
        return self.request.is_secure or self.runtime.settings.public_url.startswith("https://")

    @property
    def root(self) -> str:
        """The address of the home page, below which the services and all sites stand; it ends with a slash."""
        script: str = self.urls.script_name.rstrip("/")
        return (script.removesuffix(f"/{self.folder}") if self.folder else script) + "/"

    @property
    def here(self) -> str:
        """The address of this page below the site's, to come back to; empty for what a form was answered with."""
        if self.request.method not in READING or self.request.endpoint is None:
            return ""
        query = self.request.query_string.decode("latin-1")
        return f"{self.request.path}?{query}" if query else self.request.path

    @property
    def home(self) -> str:
        """The endpoint at which the site begins for this visitor; empty for a site without an entrance."""
        return self.entrance.home if self.entrance else ""

    def url(self, endpoint: str, /, **values: Any) -> str:
        """Return the address of a page, with what its path has no room for as its query."""
        return self.urls.build(endpoint if "." in endpoint else f"{self.pages}.{endpoint}", values)

    def page_at(self, address: str) -> tuple[str, dict[str, Any]] | None:
        """Return the endpoint and the values of a page that an address below the site's names; None when none is."""
        path, _, query = address.partition("?")
        try:
            endpoint, values = self.urls.match(path, method="GET")
        except HTTPException:
            return None
        return endpoint, {**dict(parse_qsl(query)), **values}

    def url_of_view(self, endpoint: str, /, **values: Any) -> str:
        """Return the address of a page that carries along what the visitor wanted to see of a list."""
        return self.url(endpoint, **self._view() | values)

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """Answer with a page."""
        text = self.templates.get_template(template).render(**self._common(), **values)
        return Response(text, status, mimetype="text/html")

    def stream(self, template: str, **values: Any) -> Response:
        """Answer with a page that is sent as it grows."""
        return Response(self._grow(template, values), mimetype="text/html")

    def go(self, endpoint: str, /, **values: Any) -> Response:
        """Answer with the way to another page."""
        return _way_to(self.url(endpoint, **values))

    def go_home(self) -> Response:
        """Answer with the way to where the site begins."""
        return _way_to(f"{self.urls.script_name.rstrip('/')}/")

    def go_back(self, endpoint: str, /, **values: Any) -> Response:
        """Answer with the way to a list as the visitor saw it, as after every successful form."""
        return _way_to(self.url_of_view(endpoint, **values))

    def problem(self, status: int, text: str) -> Response:
        """Answer with what is wrong."""
        return self.page("problem.html", status, problem=text)

    def _grow(self, template: str, values: dict[str, Any]) -> Iterator[bytes]:
        # Everything that the template uses hangs on this visit: the framework's own request is over by now.
        return (part.encode() for part in self.templates.get_template(template).stream(**self._common(), **values))

    def _view(self) -> dict[str, str]:
        return {name: value for name in self.view if (value := self.request.args.get(name, ""))}

    def _common(self) -> dict[str, Any]:
        return {
            "url": self.url,
            "url_of_view": self.url_of_view,
            "csrf": mark_of(self.token),
            "visitor": self.shown_name,
            "organisation": self.organisation,
            "entrance": self.entrance,
            "home": self.home,
            "root": self.root,
            "here": self.here,
            "scheme": scheme_of(self.request.cookies),
            "request_id": current_id(),
        }


def _way_to(address: str) -> Response:
    return Response(status=SEE_OTHER, headers={"Location": address})
