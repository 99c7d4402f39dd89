"""One request to the staff pages: who visits, what they asked, and how pages are answered."""

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from werkzeug.routing import MapAdapter
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from vettrak_api.model.audit import Author
from vettrak_api.rules.quarantine.decisions import Context
from vettrak_api.runtime import Runtime
from vettrak_api.security.tokens import Caller

PAGE_NAME = "staff page"

LARGEST_NUMBER = 2**31 - 1
"""No record has a larger number; databases refuse to compare one."""


VIEW = ("search", "occurrence", "kind", "paid", "page")
"""What an address says of the part of a list that it shows."""


@cache
def build_templates() -> Environment:
    """Return the templates of the staff pages, compiled once per process; everything shown is escaped."""
    return Environment(
        loader=PackageLoader("vettrak_api.web.staff"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def number_of(text: str) -> int | None:
    """Return the number of a record that a form or an address names, or None when it is none."""
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        return None
    number = int(text)
    return number if number <= LARGEST_NUMBER else None


@dataclass(slots=True)
class Visit:
    """A request with its server, addresses and, once logged in, its visitor."""

    runtime: Runtime
    request: Request
    urls: MapAdapter
    templates: Environment
    token: str = ""
    caller: Caller | None = None
    name: str = ""
    """The visitor's, as pages tell it."""

    @property
    def context(self) -> Context:
        """Who decides, and when, for the rules of processing."""
        return Context(self.visitor.identifier, self.runtime.clock.now(), self.runtime.settings)

    @property
    def author(self) -> Author:
        """Who writes, for the trail of changes."""
        return Author(self.visitor.identifier, PAGE_NAME, self.runtime.clock.now())

    @property
    def visitor(self) -> Caller:
        """The staff member who is logged in."""
        if self.caller is None:
            message = "the page needs a log-in"
            raise RuntimeError(message)
        return self.caller

    @property
    def csrf(self) -> str:
        """The mark that every form carries: only pages of this very log-in know it."""
        return hmac.digest(self.token.encode(), b"form", hashlib.sha256).hex()

    def is_genuine(self) -> bool:
        """Tell whether a form was sent by one of our own pages of this log-in."""
        return hmac.compare_digest(self.request.form.get("csrf", "").encode(), self.csrf.encode())

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """Answer with a page."""
        text = self.templates.get_template(template).render(**self._common(), **values)
        return Response(text, status, mimetype="text/html")

    def stream(self, template: str, **values: Any) -> Response:
        """Answer with a page that is sent as it grows."""
        stream = self.templates.get_template(template).stream(**self._common(), **values)
        return Response(_bytes(stream), mimetype="text/html")

    def go(self, endpoint: str, /, **values: Any) -> Response:
        """Answer with the way to another page."""
        return redirect(self.urls.build(endpoint, values), 303)

    def go_back(self, endpoint: str, /, **values: Any) -> Response:
        """Answer with the way to a list as the visitor saw it, as after every successful form."""
        return redirect(self.urls.build(endpoint, self._view() | values), 303)

    def _view(self) -> dict[str, str]:
        """Return what the visitor wanted to see of a list; addresses of its records and forms carry it along."""
        return {name: value for name in VIEW if (value := self.request.args.get(name, ""))}

    def _common(self) -> dict[str, Any]:
        return {
            "url": lambda endpoint, **values: self.urls.build(endpoint, values),
            "url_of_view": lambda endpoint, **values: self.urls.build(endpoint, self._view() | values),
            "csrf": self.csrf,
            "visitor": self.name,
        }


def _bytes(stream: Iterable[str]) -> Iterator[bytes]:
    return (part.encode() for part in stream)
