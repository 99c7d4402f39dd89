"""A visit to the reference, and the list of its pages."""

from collections.abc import Mapping
from typing import ClassVar

from flask import Response

from vettrak_api.runtime import Runtime
from vettrak_api.web.kit.application import PageSite
from vettrak_api.web.kit.pages import Pages
from vettrak_api.web.kit.scheme import scheme_of
from vettrak_api.web.kit.visit import Visit
from vettrak_api.web.reference.book import book_of
from vettrak_api.web.reference.pace import Pace
from vettrak_api.web.reference.products import PRODUCTS
from vettrak_api.web.reference.rendering import FOLDER, PACKAGE, Place, page_at, render
from vettrak_api.web.reference.searching import close_to
from vettrak_api.web.reference.sending import Service
from vettrak_api.web.reference.sheets import Sheet

NOWHERE = "Nothing is at this address"

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
        path = self.request.path.strip("/")
        product, _, rest = path.partition("/")
        asked = rest.rpartition("/")[2] or product
        is_missing = status == 404
        book = book_of(product) if product in PRODUCTS else None
        values = {
            "title": NOWHERE if is_missing else "That did not work",
            "problem": _missing(product, asked) if is_missing else text,
            "asked": asked[:100] if is_missing else "",
            "close": close_to(asked, product) if is_missing else (),
            "book": book,
        }
        return self.sheet(Sheet("problem.html", values), status)


def _missing(product: str, asked: str) -> str:
    if product in PRODUCTS:
        return f"There is no {asked[:60]} in {PRODUCTS[product].title}." if asked != product else NOWHERE
    return "The reference has no page of that name."


class ReferenceSite(PageSite):
    """The reference of one server, which knows the services (by product) that its pages may send calls to."""

    def __init__(self, runtime: Runtime, services: Mapping[str, Service]) -> None:
        super().__init__(runtime, PACKAGE, [pages], folder=FOLDER, visits=ReferenceVisit)
        self.services = services
        self.pace = Pace()
