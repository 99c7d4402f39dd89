"""A visit to the reference, and the list of its pages."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from flask import Response
from werkzeug.exceptions import NotFound

from vettrak_api.request import current_id
from vettrak_api.runtime import Runtime
from vettrak_api.web.kit.application import PageSite
from vettrak_api.web.kit.pages import Pages
from vettrak_api.web.kit.scheme import scheme_of
from vettrak_api.web.kit.visit import Visit
from vettrak_api.web.products import REFERENCE
from vettrak_api.web.reference.book import book_of
from vettrak_api.web.reference.matching import LONGEST
from vettrak_api.web.reference.pace import Pace
from vettrak_api.web.reference.products import PRODUCTS
from vettrak_api.web.reference.rendering import PACKAGE, Place, page_at, render
from vettrak_api.web.reference.searching import close_to
from vettrak_api.web.reference.sending import Service
from vettrak_api.web.reference.sheets import Sheet

NOWHERE = "Nothing is at this address"

MOST_SEGMENTS = 3
"""Parts of a wrong address, from its end, that may be a name written wrongly."""

pages = Pages("reference", PACKAGE)
pages.file("script", "reference.js", "text/javascript")


class ReferenceVisit(Visit):
    """A request to the reference."""

    __slots__ = ()

    page_name: ClassVar[str] = "reference"

    @property
    def place(self) -> Place:
        """Where the visitor sees the pages."""
        base = self.request.host_url.rstrip("/") + self.root.rstrip("/")
        return Place.below(self.root, self.runtime.settings.public_url, base)

    def kept(self, endpoint: str, **names: str) -> Response:
        """Answer with a page of the catalogue; a browser that has this very page gets 304 and no body."""
        can_try = self.runtime.settings.try_it
        text = page_at(self.place, endpoint, scheme_of(self.request.cookies), can_try=can_try, **names)
        response = Response(text, mimetype="text/html", headers={"Cache-Control": "private, no-cache"})
        response.headers["Vary"] = "Cookie"
        response.add_etag()
        response.make_conditional(self.request)
        return response

    def sheet(self, sheet: Sheet, status: int = 200) -> Response:
        """Answer with a page that is made for this visitor."""
        text = render(sheet, self.place, here=self.here, scheme=scheme_of(self.request.cookies), can_try=False)
        return Response(text, status, mimetype="text/html")

    def problem(self, status: int, text: str) -> Response:
        """Answer with what is wrong and a way on."""
        segments = [segment for segment in self.request.path.split("/") if segment] or [""]
        is_missing, product = status == NotFound.code, segments[0]
        wished = product if product in PRODUCTS else ""
        close = (close_to(segment, wished) for segment in segments[:0:-1][:MOST_SEGMENTS])
        values = {
            "title": NOWHERE if is_missing else "That did not work",
            "problem": _missing(segments) if is_missing and not _is_told(text) else text,
            "asked": segments[-1][:LONGEST] if is_missing else "",
            "close": next(filter(None, close), ()) if is_missing else (),
            "book": book_of(wished) if wished else None,
            "request_id": current_id(),
        }
        return self.sheet(Sheet("problem.html", values), status)


def _is_told(text: str) -> bool:
    """Tell whether a page has said itself what is missing."""
    return text != NotFound.description


def _missing(segments: Sequence[str]) -> str:
    product, asked = segments[0], segments[-1]
    if product in PRODUCTS:
        return f"There is no {asked[:LONGEST]} in {PRODUCTS[product].title}."
    return f"The reference has no {asked[:LONGEST]}." if asked else NOWHERE


class ReferenceSite(PageSite):
    """The reference of one server, which knows the services (by product) that its pages may send calls to."""

    def __init__(self, runtime: Runtime, services: Mapping[str, Service]) -> None:
        super().__init__(runtime, PACKAGE, [pages], folder=REFERENCE, visits=ReferenceVisit)
        self.services = services
        self.pace = Pace()
